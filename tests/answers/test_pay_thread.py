"""What is said after pay was compared is put to that pay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.dialogue import answer
from bot.answers.offer_figures import job_of
from bot.answers.pay_words import denied_parts
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Retrieval
from bot.domain.facts import FactKind
from bot.domain.profile import Profile
from bot.domain.profile_parts import Pay
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import NoReader, turn

OFFERED = Profile(job="deputy CISO", pay=Pay(base=290_000, bonus="20%", kind="offer"))


def _after_offer(kb: KnowledgeBase) -> DialogueState:
    asked = Question("ask_offer", text="290 base plus 20% bonus")
    return answer(asked, turn(kb, text=asked.text, profile=OFFERED))[1]


class Leaning(NoReader):
    """Takes every message for one that leans on what was said before."""

    def leans(self, text: str) -> float:
        return 1.0


def _leaning(kb: KnowledgeBase, state: DialogueState, text: str) -> Turn:
    return replace(turn(kb, state, text=text, profile=OFFERED), reader=Leaning())


def _asked(intent: str, text: str, form: str = "yes_no") -> Question:
    return Question(intent, text=text, retrieval=Retrieval(form=form))


def test_what_to_do_about_an_offer_is_the_person_s_call(kb: KnowledgeBase) -> None:
    asked = _asked("ask_about_me", "would you take it?")
    reply, _ = answer(asked, turn(kb, _after_offer(kb), text=asked.text, profile=OFFERED))
    assert reply.text.startswith("That’s your call, but by pay alone: below average")
    assert "insurance" in reply.text


@pytest.mark.parametrize(
    ("intent", "text"), [("acknowledge", "good?"), ("ask_salary", "so under average?")]
)
def test_a_word_after_an_offer_asks_for_its_side(intent: str, text: str, kb: KnowledgeBase) -> None:
    reply, _ = answer(_asked(intent, text), _leaning(kb, _after_offer(kb), text))
    assert reply.text.startswith("As I said, below average")


def test_the_side_asked_a_third_time_is_told_in_a_word(kb: KnowledgeBase) -> None:
    state = _after_offer(kb)
    told = []
    for _ in range(3):
        reply, state = answer(_asked("ask_salary", "so low?"), _leaning(kb, state, "so low?"))
        told.append(reply.text)
    assert told[0].startswith("As I said, below average") and told[1] == "Still below average."
    assert told[2] == told[1]


def test_equity_that_is_denied_makes_the_rest_the_total(kb: KnowledgeBase) -> None:
    asked = _asked("ask_salary", "no equity btw", "amount")
    reply, _ = answer(asked, turn(kb, _after_offer(kb), text=asked.text, profile=OFFERED))
    assert "$348,000 in total compensation" in reply.text


@pytest.mark.parametrize(
    ("text", "parts"),
    [("no equity btw", ("equity",)), ("no bonus, no stock", ("bonus", "equity")), ("no idea", ())],
)
def test_parts_that_are_denied(text: str, parts: tuple[str, ...]) -> None:
    assert denied_parts(text) == parts


def test_the_last_figure_is_put_beside_what_the_person_makes(kb: KnowledgeBase) -> None:
    base = next(
        fact
        for fact in kb.facts(FactKind.PAY)
        if fact.figure and fact.figure.basis == "base" and fact.scope.is_general
        and fact.figure.measure == "average" and fact.about == kb.role.id and fact.year == 2026
    )  # fmt: skip
    state = DialogueState(topic="salary", text="…", facts=(base.id,))
    paid = Profile(job="SOC manager", pay=Pay(base=160_000))
    asked = _asked("ask_ellipsis", "so double?")
    reply, _ = answer(asked, turn(kb, state, text=asked.text, profile=paid))
    assert reply.text == "You’re below that: $364,000 is 2.3 times your $160,000."


def test_the_field_s_name_alone_tells_no_job(kb: KnowledgeBase) -> None:
    assert job_of("VP security", kb) == ""
    assert job_of("SOC analyst", kb) == "work_role/information-security-analyst"
