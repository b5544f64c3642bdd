"""Which of the evidence found is what the subject of a question asks for.

The ranker tells how close evidence comes; that the most one can earn is a maximum, and which
certifications help a list, is known from the subject that the classifier learned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.answers.evidence import Found
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.parsing.currencies import CODES, SIGNS

# Share of the ranking that other evidence needs to come first instead.
_LEAST_SCORE = 0.03
# Share of the first one's score that usual pay needs to come before the pay of the top.
_CLOSE_SECOND = 0.2
_LISTING = ("list", "which", "which_first")
# Percentile from which a figure is one of the top.
_HIGH = 80.0
_MATCHES = tuple(
    f"{name}_match" for name in ("place", "industry", "company", "rank", "year", "job")
)


def preferred(question: Question, evidence: Sequence[Found]) -> tuple[Found, ...]:
    """The evidence with what the subject asks for first, where it was found and says no less of
    what is named.
    """
    if question.intent == "ask_salary":
        return _usual_pay_first(question, evidence)
    wanted = _WANTED.get(question.intent)
    if wanted is None or not evidence or wanted(question, evidence[0]):
        return tuple(evidence)
    if evidence[0].candidate.is_asked_for:
        return tuple(evidence)
    best = evidence[0]
    for place, other in enumerate(evidence):
        close = other.candidate.score >= _LEAST_SCORE and not other.candidate.missing
        if close and _names(best) <= _names(other) and wanted(question, other):
            return (other, *evidence[:place], *evidence[place + 1 :])
    return tuple(evidence)


def _usual_pay_first(question: Question, evidence: Sequence[Found]) -> tuple[Found, ...]:
    """The evidence, what is usually paid before what the best paid get, where only pay is asked."""
    if not evidence or not _is_top_pay(question, evidence[0]):
        return tuple(evidence)
    best = evidence[0]
    for place, other in enumerate(evidence):
        near = other.candidate.score >= _CLOSE_SECOND * best.candidate.score
        close = near and not other.candidate.missing
        usual = other.kind is FactKind.PAY and not _is_top_pay(question, other)
        if close and usual and _names(best) <= _names(other):
            return (other, *evidence[:place], *evidence[place + 1 :])
    return tuple(evidence)


def tells_amount(fact: Fact) -> bool:
    """Whether a fact tells an amount of money or a share."""
    words = (word.strip(".,;:()") for word in fact.statement.split())
    signs = any(sign in fact.statement for sign in (*SIGNS, "%"))
    return signs or any(word in CODES for word in words)


def _names(found: Found) -> set[str]:
    """The kinds of names of the question that the evidence has."""
    return {name for name in _MATCHES if found.candidate.reasons.get(name)}


def _is_top_pay(question: Question, found: Found) -> bool:
    figure = found.fact.figure if found.fact and not found.list else None
    if figure is None or found.kind is not FactKind.PAY:
        return False
    kind, _, share = figure.measure.partition(" ")
    return kind == "maximum" or (kind == "percentile" and float(share or 0) >= _HIGH)


def _is_raise(question: Question, found: Found) -> bool:
    return found.list == "raises" or (not found.list and found.kind is FactKind.PAY_CHANGE)


def _is_comparison_of_surveys(question: Question, found: Found) -> bool:
    return found.list in ("pay surveys", "pay")


def _is_list_of_certifications(question: Question, found: Found) -> bool:
    return question.retrieval.form not in _LISTING or found.list == "certifications"


def _is_list_of_duties(question: Question, found: Found) -> bool:
    return question.retrieval.form != "list" or found.list == "duties"


# What answers a subject, by its intent.
_WANTED: Mapping[str, Callable[[Question, Found], bool]] = {
    "ask_top_salary": _is_top_pay,
    "ask_raises": _is_raise,
    "ask_pay_compared": _is_comparison_of_surveys,
    "ask_certifications": _is_list_of_certifications,
    "ask_duties": _is_list_of_duties,
}
