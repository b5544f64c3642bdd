"""Evidence of the measure that a question asks for: pay is an amount of money, a stay a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answers.evidence import Found
from bot.answers.preferences import tells_amount
from bot.domain.question import Question

# Share of the ranking that other evidence needs to come first because it has the measure.
_LEAST_SCORE = 0.05
# How likely a measure is asked for, from which evidence without it is no answer.
_SURE = 0.6
# Forms of questions that want a measure, by the name that the ranker has for it.
_MEASURES: Mapping[str, str] = {"amount": "amount", "when": "time", "duration": "time"}
_PAY = ("ask_salary", "ask_top_salary", "ask_salary_factors", "ask_offer")


def with_measure_first(question: Question, evidence: Sequence[Found]) -> tuple[Found, ...]:
    """The evidence with the first that has the measure asked for before any that lacks it."""
    if not evidence or not lacks_measure(question, evidence[0]):
        return tuple(evidence)
    for place, other in enumerate(evidence):
        close = other.candidate.score >= _LEAST_SCORE and not other.candidate.missing
        if close and not lacks_measure(question, other):
            return (other, *evidence[:place], *evidence[place + 1 :])
    return tuple(evidence)


def lacks_measure(question: Question, found: Found) -> bool:
    """Whether evidence doesn't tell the measure that the question surely asks for."""
    measure = _MEASURES.get(question.retrieval.form, "")
    asked = found.candidate.reasons.get(f"{measure}_untold", 0.0)
    if not measure or asked < _SURE or found.list:
        return False
    return not (measure == "amount" and found.fact is not None and tells_amount(found.fact))


def lacks_pay(question: Question, found: Found) -> bool:
    """Whether a question for pay found something that tells no amount."""
    return question.intent in _PAY and lacks_measure(question, found)
