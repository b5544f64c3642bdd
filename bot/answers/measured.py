"""Evidence of the measure that a question asks for: pay is an amount of money, a stay a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.evidence import Found
from bot.answers.preferences import tells_amount
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase

# Share of the ranking that other evidence needs to come first because it has the measure.
_LEAST_SCORE = 0.05
# How likely a measure is asked for, from which evidence without it is no answer.
_SURE = 0.6
# Forms of questions that want a measure, by the name that the ranker has for it.
_MEASURES: Mapping[str, str] = {"amount": "amount", "when": "time", "duration": "time"}
_TIMES = ("years", "months", "weeks", "days", "business days", "hours", "minutes")
# Kinds whose older figure a newer one of the same label takes the place of.
_REPLACED = (FactKind.UPKEEP, FactKind.SURVEY, FactKind.TENURE, FactKind.TURNOVER)
# Share of the best score, and how much less close in words, from which a newer survey comes first.
_NEAR_BY, _NEARLY_AS_CLOSE = 0.2, 0.2
_PAY = ("ask_salary", "ask_top_salary", "ask_offer")


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
    tells = tells_amount if measure == "amount" else _tells_time
    return not any(tells(fact) for fact in found.facts)


def _tells_time(fact: Fact) -> bool:
    """Whether a fact's figure is a length of time; its sentence may tell other figures, too."""
    return fact.figure is not None and fact.figure.unit in _TIMES


def newest(best: Found, kb: KnowledgeBase) -> Found:
    """The newest figure of the same measure and hand, where an older one came first undated."""
    fact = best.fact
    if best.list or fact is None or fact.figure is None or fact.kind not in _REPLACED:
        return best
    if best.candidate.reasons.get("year_match"):
        return best
    # a fee of all that an organization offers is told for each certification today
    about = "" if fact.about.startswith("organisation/") else fact.about
    same = [
        other
        for other in kb.facts(fact.kind)
        if (not about or other.about == about) and _replaces(other, fact)
    ]
    latest = max(same, key=lambda other: other.year or 0, default=None)
    return best if latest is None else replace(best, facts=(latest,))


def _replaces(other: Fact, fact: Fact) -> bool:
    if other.figure is None or fact.figure is None or (other.year or 0) <= (fact.year or 0):
        return False
    by = other.passage.source.author == fact.passage.source.author
    measured = (other.label, other.value, _scope(other), other.figure.unit)
    return by and measured == (fact.label, fact.value, _scope(fact), fact.figure.unit)


def _scope(fact: Fact) -> tuple[tuple[str, str], ...]:
    """For whom a figure holds; the home country, named or not, is the general case."""
    return tuple(sorted(fact.scope.limits.items()))


def newer_first(evidence: Sequence[Found]) -> tuple[Found, ...]:
    """The evidence with a newer survey of the same share, count or time before an older one, where
    it is asked for in words nearly as close.
    """
    best = evidence[0] if evidence else None
    if best is None or best.list or not _can_grow_old(best):
        return tuple(evidence)
    newer = [other for other in evidence[1:] if _is_newer_survey(other, best)]
    if not newer:
        return tuple(evidence)
    first = max(newer, key=lambda other: other.fact.year or 0 if other.fact else 0)
    return (first, *(other for other in evidence if other is not first))


def _can_grow_old(found: Found) -> bool:
    fact = found.fact
    dated = found.candidate.reasons.get("year_match")
    return fact is not None and fact.kind is FactKind.SURVEY and not dated


def _is_newer_survey(other: Found, best: Found) -> bool:
    one, old = other.fact, best.fact
    if one is None or old is None or other.list or one.kind is not old.kind:
        return False
    if one.figure is None or old.figure is None or (one.year or 0) <= (old.year or 0):
        return False
    near = other.candidate.score >= _NEAR_BY * best.candidate.score
    words = other.candidate.reasons.get("anchor", 0.0)
    close = words >= best.candidate.reasons.get("anchor", 0.0) - _NEARLY_AS_CLOSE
    return near and close and not other.candidate.missing and _measured(one) == _measured(old)


def _measured(fact: Fact) -> tuple[object, ...]:
    """What a survey's figure is of: of whom, of what, in which measure, for whom."""
    assert fact.figure is not None
    figure = fact.figure
    return fact.about, fact.value, figure.measure, figure.unit, figure.scope, _scope(fact)


def lacks_pay(question: Question, found: Found) -> bool:
    """Whether a question for pay found something that tells no amount."""
    return question.intent in _PAY and lacks_measure(question, found)
