"""What was told isn't told again to who objects to it, or meant something else."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bot.answers.corrections import corrected, without_told
from bot.answers.turn import Turn
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import NoReader, after, found, turn


def _asked(*candidates: Candidate) -> Question:
    retrieval = Retrieval(candidates, 0.9, answered=True)
    return Question("ask_role", text="is it biased", feeling="complain", retrieval=retrieval)


def _told(told: str, kb: KnowledgeBase) -> Turn:
    here = after(told, kb, NoReader())
    return replace(here, state=replace(here.state, text="They stay 39 months."))


def test_what_the_last_answer_told_gives_way_to_what_is_near(kb: KnowledgeBase) -> None:
    told, other = (fact.id for fact in kb.facts(FactKind.STATEMENT)[:2])
    here = _told(told, kb)
    left = without_told(_asked(Candidate(told, 0.9), Candidate(other, 0.5)), here).retrieval
    assert [one.evidence for one in left.candidates] == [other]
    assert left.answered


def test_nothing_far_is_told_instead(kb: KnowledgeBase) -> None:
    told, other = (fact.id for fact in kb.facts(FactKind.STATEMENT)[:2])
    here = _told(told, kb)
    left = without_told(_asked(Candidate(told, 0.9), Candidate(other, 0.1)), here).retrieval
    assert not left.answered


def test_who_doesn_t_object_may_hear_it_again(kb: KnowledgeBase) -> None:
    told = kb.facts(FactKind.STATEMENT)[0].id
    asked = replace(_asked(Candidate(told, 0.9)), feeling="")
    assert without_told(asked, after(told, kb, NoReader())) == asked


def test_a_first_message_objects_to_nothing(kb: KnowledgeBase) -> None:
    told = kb.facts(FactKind.STATEMENT)[0].id
    assert not without_told(_asked(Candidate(told, 0.9)), turn(kb)).feeling


@dataclass
class Reads(NoReader):
    """Reads a text put to the last question as one unit, and by itself as another."""

    put: str
    alone: str

    def read(self, text: str) -> Question:
        return Question("ask_salary", text=text, topic="salary", retrieval=found(self.alone))

    def after(self, before: str, question: Question) -> Question:
        return replace(question, retrieval=found(self.put))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("no no, the private ones", "$686,000"),
        ("I meant private companies", "$686,000"),
        ("sorry, public I meant", "$814,000"),
    ],
)
def test_a_group_of_what_was_told_is_what_was_meant(
    text: str, figure: str, kb: KnowledgeBase
) -> None:
    names = [
        "hitch-2026-pay/pay/average-total-compensation-at-public-companies",
        "hitch-2026-pay/pay/average-total-compensation-at-private-companies",
    ]
    here = after(names[0], kb, NoReader())
    here = replace(here, state=replace(here.state, facts=tuple(names)), text=text)
    reply = corrected(Question("correct_topic", text=text), here)
    assert reply.text.startswith("Sorry, I misread that.") and figure in reply.text


@pytest.mark.parametrize(
    "text", ["I meant base pay", "sorry, I mean only base", "actually I mean raises"]
)
def test_what_was_told_is_not_what_was_meant(text: str, kb: KnowledgeBase) -> None:
    told, base = (fact.id for fact in kb.facts(FactKind.STATEMENT)[:2])
    here = replace(after(told, kb, Reads(told, base)), text=text)
    reply = corrected(Question("correct_topic", text=text), here)
    assert base in {cited.id for cited in reply.facts}
