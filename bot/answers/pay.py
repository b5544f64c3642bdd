"""Pay in answers: the newest figures first, and the closest ones where a place or job has none."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.evidence import Found
from bot.answers.preferences import tells_amount
from bot.answers.sentences import dated, first_sentences
from bot.answers.survey_tables import general_pay
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, cite, shown
from bot.knowledge.store import KnowledgeBase

_BASES = ("base", "total")
_FIGURES = (FactKind.PAY, FactKind.PAY_CHANGE)
_TOPIC = "salary"
_COMPARING = ("yes_no", "compare", "amount", "which", "who")
# Forms of questions that ask for pay when they name another job, and when they name a place.
_OF_A_PLACE = ("amount",)
_OF_PAY = "ask_salary"
_PAY_LISTS = ("pay", "raises")
# Share of the best evidence's score from which pay beside it says that pay is asked for.
_CLOSE_TO_BEST = 0.25


def newer_pay(best: Found, kb: KnowledgeBase) -> Reply | None:
    """The newest pay of the same job, where an older general figure came first and no year was
    asked for.
    """
    fact = best.fact
    if best.list or fact is None or fact.kind not in _FIGURES or fact.figure is None:
        return None
    if any(name.startswith("year") for name in best.candidate.reasons) or fact.aspect:
        return None
    if fact.kind is FactKind.PAY_CHANGE:
        return _newest_of_its_label(fact, kb)
    return _newer_of_job(fact, kb) if fact.about != kb.role.id else _newer_of_role(fact, kb)


def _newer_of_role(fact: Fact, kb: KnowledgeBase) -> Reply | None:
    """The newest averages of the role, that of the same basis first."""
    if fact.figure is None or not fact.scope.is_general or fact.figure.measure != "average":
        return None
    newest = newest_averages(kb)
    same = newest.get(fact.figure.basis)
    if same is None or fact.id == same.id or (same.year or 0) <= (fact.year or 0):
        return None
    return _told([same, *(other for other in newest.values() if other.id != same.id)])


def pay_elsewhere(
    question: Question, evidence: Sequence[Found], kb: KnowledgeBase
) -> tuple[Reply, list[str]] | None:
    """General pay, and which places or jobs it isn't of, where pay of those is asked and the best
    evidence tells none.
    """
    best = evidence[0]
    named = _elsewhere(question, best)
    least = best.candidate.score * _CLOSE_TO_BEST
    pay = any(
        other.kind is FactKind.PAY and not other.list and other.candidate.score >= least
        for other in evidence
    )
    if not named or _tells_pay(best) or (question.topic != _TOPIC and not pay):
        return None
    newest = list(newest_averages(kb).values())
    return (_told(newest), named) if newest else None


def _elsewhere(question: Question, best: Found) -> list[str]:
    """The jobs and places that a question names, where its form asks for their pay."""
    form = question.retrieval.form
    # whether a bank there needs a CISO may sound like pay, but what is held of the place answers it
    of_place = bool(best.candidate.reasons.get("place_match")) and not best.candidate.missing
    of_pay = question.intent == _OF_PAY and not (of_place and form == "yes_no")
    return [
        *(question.jobs if form in _COMPARING else ()),
        *(question.places if form in _OF_A_PLACE or of_pay else ()),
    ]


def _tells_pay(best: Found) -> bool:
    """Whether evidence may be about pay after all: a list of it, prose, or an amount."""
    if best.list:
        return best.list in _PAY_LISTS
    return best.fact is None or tells_amount(best.fact)


def newest_averages(kb: KnowledgeBase) -> dict[str, Fact]:
    """The newest general average by its basis, base pay first."""
    averages = [f for f in general_pay(kb) if f.figure and f.figure.measure == "average"]
    found = {f.figure.basis: f for f in averages if f.figure and f.figure.basis in _BASES}
    return dict(sorted(found.items()))


def _newer_of_job(fact: Fact, kb: KnowledgeBase) -> Reply | None:
    """The newest figure that measures the same of another job, in the same place."""
    same = [
        other
        for other in kb.facts(FactKind.PAY, fact.about)
        if other.figure and fact.figure and other.figure.measure == fact.figure.measure
        and (other.figure.unit, other.figure.basis) == (fact.figure.unit, fact.figure.basis)
        and (other.scope.place, other.scope.industry) == (fact.scope.place, fact.scope.industry)
        and (other.year or 0) > (fact.year or 0)
    ]  # fmt: skip
    newest = max(same, key=lambda other: other.year or 0, default=None)
    if newest is None:
        return None
    return Reply(_TOPIC, dated(newest), figures=(shown(newest),), facts=cite([newest]))


def _newest_of_its_label(fact: Fact, kb: KnowledgeBase) -> Reply | None:
    """A newer general figure under the same label: raises of several
    kinds are averages all, and only the label tells them apart.
    """
    held = kb.facts(fact.kind, fact.about)
    same = (f for f in held if f.label == fact.label and f.figure and f.scope.is_general)
    newest = max(same, key=lambda other: other.year or 0, default=None)
    if newest is None or (newest.year or 0) <= (fact.year or 0):
        return None
    return Reply(_TOPIC, dated(newest), figures=(shown(newest),), facts=cite([newest]))


def _told(facts: list[Fact]) -> Reply:
    text = " ".join(first_sentences(fact.statement, 1) for fact in facts)
    return Reply(_TOPIC, text, figures=tuple(map(shown, facts)), facts=cite(facts))
