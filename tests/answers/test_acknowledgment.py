"""What was heard of a person is said back, with what it changes; what is unclear is asked."""

from __future__ import annotations

import pytest

from bot.answers.acknowledgment import acknowledge
from bot.answers.plan_thread import acknowledged
from bot.domain.profile import Profile
from bot.domain.profile_update import Doubt, Impossible, Operation, ProfileUpdate, apply
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import turn
from tests.plan.conftest import TODAY


def told(before: Profile, *operations: Operation, kb: KnowledgeBase) -> Reply:
    update = ProfileUpdate(operations)
    return acknowledge(before, apply(before, update), update, kb, TODAY)


def test_says_back_what_was_heard_and_what_it_changes(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    years = Operation("set", "experience.security", Span(3, 3))
    people_led = Operation("set", "management.people", 12)
    assert told(Profile(), years, people_led, kb=kb).text == (
        "Got it: 3 years in security and a team of 12. That puts CISO at November 2030 at the "
        "earliest."
    )
    analyst = people["analyst"]
    corrected = Operation("replace", "experience.security", Span(5, 5))
    assert told(analyst, corrected, kb=kb).text == (
        "Corrected: 5 years in security. That moves the earliest date to November 2028."
    )
    assert (
        told(analyst, Operation("retract", "management"), kb=kb).text == "Done, I’ve dropped that."
    )
    pay = Operation("set", "pay.base", 138000), Operation("set", "pay.bonus", "10%")
    assert told(Profile(), *pay, kb=kb).text == "Got it: $138,000 base plus 10% bonus."
    it = Operation("set", "experience.it", Span(15, 15))
    assert "start with your first security job" in told(Profile(), it, kb=kb).text


def test_conflicts_and_doubts_become_one_kind_question(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    nine = Operation("set", "management.years", Span(9, 9))
    assert told(people["analyst"], nine, kb=kb).text == (
        "That’s longer leading than working in all. Which of the two should I change?"
    )
    for update, text in (
        (ProfileUpdate(doubts=(Doubt("experience.security", Span(3, 3)),)), "Did you mean 3 "
                                                                            "years in security?"),
        (ProfileUpdate(doubts=(Doubt("certifications.CISSP", "held"),)), "Do you hold the CISSP "
                                                                         "yourself?"),
        (ProfileUpdate(impossible=(Impossible("experience.security", "too_long", "300"),)),
         "That’s more years than a working life holds. How many did you mean?"),
    ):  # fmt: skip
        assert acknowledge(Profile(), Profile(), update, kb, TODAY).text == text


@pytest.mark.parametrize(("likely", "congratulated"), [(0.3, True), (0.02, False)])
def test_a_certification_that_sounds_like_good_news_is_congratulated_once(
    likely: float, congratulated: bool, kb: KnowledgeBase
) -> None:
    update = ProfileUpdate((Operation("set", "certifications.Security+", "held"),))
    after = apply(Profile(), update)
    here = turn(kb, profile=after, update=update, text="passed security+ yesterday!!")
    question = Question("inform", text=here.text, intents=(("share_success", likely),))
    assert acknowledged(question, here).text.count("Congratulations!") == int(congratulated)
