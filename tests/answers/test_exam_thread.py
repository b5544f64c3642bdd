"""A message that goes on with a certification without naming it is one of that certification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from bot.answers.exam_aspects import CHOICE, PRICE, RULES, UPKEEP, aspect_of
from bot.answers.exam_thread import of_exam
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.profile import Profile
from bot.domain.profile_parts import Experience
from bot.domain.question import Question
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import NoReader, turn

CISSP, ISSMP, CRISC = "certification/cissp", "certification/issmp", "certification/crisc"
FEE = "isc2-annual-fee/upkeep/annual-fee"
OTHERS_FEE = "security-plus-renewal/upkeep/annual-fee"
YEARS = "cissp-rules/prerequisite/5-years-of-paid-full-time-work"
WAIVER = "cissp-rules/waiver/a-degree"
PRICE_OF_CISM = "cybervista-cism/exam/price-of-the-cism-exam"
ANALYST = Profile(experience=Experience(security=Span(3, 3)))


@dataclass
class Shares(NoReader):
    """Holds units for as likely as told, whatever is asked."""

    shares: Mapping[str, float] = field(default_factory=dict)
    leaning: float = 0.5

    def likely(self, before: str, text: str) -> Mapping[str, float]:
        return self.shares

    def leans(self, text: str) -> float:
        return self.leaning


def talking_of(exam: str, shares: Mapping[str, float], kb: KnowledgeBase, **rest: str) -> Turn:
    here = turn(kb, DialogueState(focus=exam), profile=ANALYST, before=ANALYST, **rest)
    return replace(here, reader=Shares(shares))


def asked(text: str, form: str = "yes_no", *entities: str, best: str = "") -> Question:
    candidates = (Candidate(best, 0.9),) if best else ()
    found = Retrieval(candidates, 0.9, answered=bool(best), form=form)
    return Question("ask_ellipsis", text=text, retrieval=found, entities=entities)


@pytest.mark.parametrize(
    ("unit", "aspect"),
    [
        (FEE, UPKEEP),
        (YEARS, RULES),
        (PRICE_OF_CISM, PRICE),
        ("certcrush-oscp/statement/the-oscp-never-expires", UPKEEP),
        ("list:levels", CHOICE),
        ("what-does-a-ciso-do/experience/7-to-10-years", ""),
    ],
)
def test_a_unit_tells_one_aspect_of_a_certification(
    unit: str, aspect: str, kb: KnowledgeBase
) -> None:
    assert kb.fact(unit) or unit.startswith("list:"), "renamed"
    assert aspect_of(unit, kb) == aspect


@pytest.mark.parametrize(
    "text", ["do they bill me every January?", "and per annum?", "yearly dues"]
)
def test_what_is_asked_is_told_of_the_certification_that_is_talked_about(
    text: str, kb: KnowledgeBase
) -> None:
    """A fee of another one is likelier by the words alone."""
    here = talking_of(ISSMP, {OTHERS_FEE: 0.4, FEE: 0.3}, kb)
    question = asked(text, best=OTHERS_FEE)
    found = of_exam(question, question, here)
    assert found is not None and found.retrieval.best is not None
    fact = kb.fact(found.retrieval.best.evidence)
    assert fact is not None and fact.about == ISSMP and fact.label == "annual fee"


@pytest.mark.parametrize("text", ["would I get in?", "do my years do?", "am I there yet?"])
def test_whether_it_is_open_is_asked_for_oneself(text: str, kb: KnowledgeBase) -> None:
    here = talking_of(CISSP, {YEARS: 0.6}, kb)
    question = asked(text)
    found = of_exam(question, question, here)
    assert found is not None and (found.intent, found.entities) == ("ask_advice", (CISSP,))
    of_anybody = asked("does one get in without them?")
    assert of_exam(of_anybody, of_anybody, here) is None


def test_another_certification_may_stand_in_for_a_year(kb: KnowledgeBase) -> None:
    question = asked("doesn't the CySA+ shorten it?", "yes_no", "certification/cysa-plus")
    found = of_exam(question, question, talking_of(CISSP, {WAIVER: 0.3, OTHERS_FEE: 0.2}, kb))
    assert found is not None and found.retrieval.best is not None
    assert "/waiver/" in found.retrieval.best.evidence
    eligible = asked("am I in for the CISM then?", "yes_no", "certification/cism")
    assert of_exam(eligible, eligible, talking_of(CISSP, {YEARS: 0.5, WAIVER: 0.1}, kb)) is None
    without = talking_of(CRISC, {WAIVER: 0.3, OTHERS_FEE: 0.2}, kb)
    assert of_exam(question, question, without) is None, "nothing stands in for its years"


@pytest.mark.parametrize(
    ("exam", "shares", "question"),
    [
        ("", {FEE: 0.9}, asked("and yearly?")),
        (CISSP, {FEE: 0.2}, asked("and yearly?")),
        (CISSP, {FEE: 0.9}, asked("and yearly?", best=FEE)),
        (CISSP, {FEE: 0.9}, asked("what does a CIO get?", "amount", "work_role/cio")),
    ],
)
def test_what_is_of_something_else_or_read_so_stays(
    exam: str, shares: Mapping[str, float], question: Question, kb: KnowledgeBase
) -> None:
    assert of_exam(question, question, talking_of(exam, shares, kb)) is None
