"""Proves advice: it answers first, fits the person, asks at most one thing, and says nothing
unsound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

import pytest

from bot.answers.acknowledgment import acknowledge
from bot.answers.advice import advise, needed
from bot.answers.dialogue import answered
from bot.answers.plan_replies import review, show_plan
from bot.answers.position import coverage, standing
from bot.answers.supposed_profile import supposing
from bot.answers.third_person import of_them
from bot.answers.what_if import what_if
from bot.domain.profile import Degree, Experience, Management, Profile, Span
from bot.domain.profile_update import Doubt, Impossible, Operation, ProfileUpdate, apply
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.knowledge.store import KnowledgeBase
from bot.plan.gap_analysis import analyze
from tests.answers.turns import Asked, Talk, turn
from tests.plan.conftest import NAMES, TODAY


@dataclass(frozen=True)
class Shown:
    profile: Profile
    on: date


def told(before: Profile, *operations: Operation, kb: KnowledgeBase) -> Reply:
    update = ProfileUpdate(operations)
    return acknowledge(before, apply(before, update), update, kb, TODAY)


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


def test_plan_is_short_and_comes_with_files(kb: KnowledgeBase, people: dict[str, Profile]) -> None:
    reply = show_plan(people["analyst"], Talk(), kb, TODAY)
    assert reply.files == tuple(f"CISO plan, November 2026{s}" for s in (".html", ".ics", ".md"))
    assert "November 2030" in reply.text and "This week:" in reply.text
    words = reply.text + " ".join(f"{item.text} {item.detail}" for item in reply.items)
    assert len(words.split()) <= 120
    empty = show_plan(Profile(), Talk(), kb, TODAY)
    assert not empty.files and empty.closing == "What do you do at the moment?"


def test_coming_back_tells_what_changed_and_why_the_date_moved(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    old = people["analyst"]
    shown = Shown(old, TODAY)
    later = date(2027, 5, 20)
    new = replace(old, certifications=(*old.certifications, ("CISSP", "held")))
    text = review(shown, new, kb, later).text
    assert text.startswith("Since November 2026, new: CISSP.")
    assert "An advanced certification: done instead of in progress." in text
    assert "moves 6 months later, to May 2031, because your years are still the ones" in text
    waited = review(shown, old, kb, date(2027, 1, 20)).text
    assert waited.startswith(
        "Since November 2026, nothing has changed. The earliest date moves 2 months later, to"
        " January 2031, because your years are still the ones you told me in November 2026."
        " If you’ve worked in security since, tell me your years and it stays November 2030."
    )
    student = Shown(people["student"], TODAY)
    assert "later, to January 2036, because it counts from a first job that is still to come" in (
        review(student, people["student"], kb, date(2027, 1, 20)).text
    )
    same = review(shown, old, kb, TODAY).text
    assert same.startswith(
        "Nothing has changed since I showed you your plan. CISO at the earliest in"
    )
    assert "haven’t shown you a plan" in review(None, old, kb, TODAY).text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"certifications": (("CISM", "held"),)}, "With the CISM and without Security+, you’d "
                                                  "have an advanced certification."),
        ({"degree": Degree("none")}, "Without a degree, you’d be missing the usual start."),
        ({"degree": Degree("master")}, "it can be an advantage over other candidates"),
        ({"experience": Experience(security=Span(5, 5))}, "the earliest date would be 2 years "
                                                          "earlier"),
        ({"management": Management(people=5, now=True)}, "you’d have led people"),
        ({}, "Tell me what to suppose"),
    ],
)  # fmt: skip
def test_what_if_names_the_difference(
    change: dict[str, object], says: str, kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    supposed = replace(people["analyst"], **change)  # type: ignore[arg-type]
    reply = what_if(people["analyst"], supposed, kb, TODAY)
    assert says in reply.text
    assert len(re.findall(r"\. [A-Z]", reply.text)) == 0  # one sentence, then three lines
    assert (reply.table is None) == (not change)


def test_what_was_just_supposed_is_not_offered_again(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    analyst = people["analyst"]
    supposed = supposing(analyst, ("certification/cissp",), kb)
    assert "What if I had the CISSP?" not in what_if(analyst, supposed, kb, TODAY).suggestions


def test_what_is_named_is_supposed_where_nothing_was_heard(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    analyst = people["analyst"]
    with_it = supposing(analyst, ("certification/cism",), kb)
    assert with_it.certification("CISM") == "held"
    without = supposing(analyst, ("certification/security-plus",), kb, without=True)
    assert without.certifications_none and not without.certifications
    assert supposing(analyst, ("degree/bachelor",), kb, without=True).degree == Degree("none")
    assert supposing(analyst, ("degree/bachelor",), kb) == analyst
    assert supposing(analyst, ("degree/master",), kb).degree == Degree("master")
    assert supposing(analyst, ("skill/x",), kb) == analyst


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


def test_a_plan_just_shown_is_handed_out_as_files_without_being_told_again(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    person = replace(people["analyst"], target="2031")
    wish = Question("ask_plan", 0.99, "show me my plan")
    first, state = answered(wish, turn(kb, profile=person, before=person))
    again, state = answered(
        replace(wish, text="can I print it?"), turn(kb, state, profile=person, before=person)
    )
    assert first.items and not again.items and not again.facts
    assert again.files == first.files
    assert again.text.startswith("Yes: your plan comes as a page to print")
    other, _ = answered(wish, turn(kb, replace(state, text="x"), profile=person, before=person))
    assert other.items
