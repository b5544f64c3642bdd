"""Proves advice: it answers first, fits the person, asks at most one thing, and says nothing
unsound.
"""

from __future__ import annotations

import re

import pytest

from bot.answers.advice import advise, needed
from bot.answers.position import coverage, standing
from bot.answers.third_person import of_them
from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan.gap_analysis import analyze
from tests.answers.turns import Asked, Talk
from tests.plan.conftest import NAMES, TODAY


def may_i(profile: Profile, name: str, kb: KnowledgeBase) -> str:
    return advise(profile, Asked((f"certification/{name}",)), Talk(), kb, TODAY).text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "asked",
    [Asked(), Asked(form="when"), Asked(("certification/cism",)), Asked(("degree/master",))],
    ids=["next", "when", "cism", "degree"],
)
def test_answers_are_short_and_rest_on_facts(
    name: str, asked: Asked, kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    reply = advise(people[name], asked, Talk(), kb, TODAY)
    assert len(reply.text.split()) <= 75
    assert reply.facts and not reply.items
    assert "?" not in reply.text and not reply.closing  # everything that matters is known
    assert all(len(text) <= 32 for text in reply.suggestions)


def test_next_step_is_the_person_s_own(kb: KnowledgeBase, people: dict[str, Profile]) -> None:
    first = {name: advise(people[name], Asked(), Talk(), kb, TODAY).text for name in NAMES}
    assert first["analyst"].startswith("Take the CISSP exam as an Associate of ISC2.")
    assert first["architect"].startswith("Lead one thing from start to finish")
    assert first["deputy"].startswith("Present to the board")
    assert "Security+" not in first["deputy"] + first["it_manager"] + first["architect"]


def test_exam_is_open_or_not_by_the_years(kb: KnowledgeBase, people: dict[str, Profile]) -> None:
    assert re.match(r"Not for the full CISSP: .*you have 3\. But you can take the exam now and "
                    r"become an "
                    r"Associate of ISC2, .*6 years.*bachelor’s degree may count",
                    may_i(people["analyst"], "cissp", kb))  # fmt: skip
    assert may_i(people["analyst"], "cism", kb).endswith("For you: CISSP first, CISM later.")
    assert may_i(people["lawyer"], "crisc", kb).startswith("Yes, on paper: the CRISC requires 3")
    assert "would add little for you" in may_i(people["deputy"], "security-plus", kb)
    assert may_i(people["deputy"], "cism", kb).startswith("Your CISM has lapsed")
    assert may_i(people["officer"], "security-plus", kb).startswith("You’re working on Security+")
    assert "none of your years were in security" in may_i(people["it_manager"], "cissp", kb)


def test_what_the_person_has_isnt_what_they_ask_about(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    told = Asked(("certification/security-plus", "degree/bachelor"), "yes_no")
    assert advise(people["analyst"], told, Talk(), kb, TODAY).text.startswith("Not yet")
    job = Asked(("work_role/deputy-ciso", "certification/cissp"))
    assert advise(people["deputy"], job, Talk(), kb, TODAY).text.startswith("Present to the board")


def test_deputy_hears_what_sets_the_role_apart(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    text = advise(people["deputy"], Asked(form="yes_no"), Talk(), kb, TODAY).text
    assert "What sets CISOs apart from deputies" in text
    assert "apply" not in text


def test_asks_one_thing_only_where_the_answer_needs_it(kb: KnowledgeBase) -> None:
    asked = Asked(("certification/cissp",))
    reply = advise(Profile(), asked, Talk(), kb, TODAY)
    assert reply.text.startswith("It depends on your years: the CISSP requires 5 years")
    assert reply.closing == "How many years have you worked in security, and how many in IT?"
    assert needed(Profile(), asked, Talk(), kb) == "experience"
    assert not advise(Profile(), asked, Talk(("experience",)), kb, TODAY).closing


def test_whole_standing_comes_only_when_asked(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    reply = standing(analyze(people["analyst"], kb, TODAY), kb)
    assert reply.text == "Based on what you’ve told me, here’s where you stand:"
    assert [item.detail.partition(",")[0] for item in reply.items] == [
        "done", "in progress", "in progress", "not started",
    ]  # fmt: skip


def test_coverage_is_the_measured_share(kb: KnowledgeBase, people: dict[str, Profile]) -> None:
    assert coverage(analyze(people["architect"], kb, TODAY), kb).text.startswith("About 11%")
    assert coverage(analyze(people["lawyer"], kb, TODAY), kb).text.startswith("I don’t have")


def test_advice_for_somebody_else_is_said_of_them(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    own = advise(people["analyst"], Asked(("certification/cissp",)), Talk(), kb, TODAY)
    text = of_them(own).text
    assert text.startswith("For them: not for the full CISSP: it requires 5 years")
    assert "and they have 3. But they can take the exam now" in text
    assert "Their bachelor’s degree may count" in text
    assert not re.search(r"\byou", text, re.IGNORECASE)
    beside = advise(people["deputy"], Asked(("certification/security-plus",)), Talk(), kb, TODAY)
    assert "is open to them" in of_them(beside).text
    assert "would add little for them" in of_them(beside).text
