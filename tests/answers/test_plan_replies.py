"""The plan in a conversation: shown, looked at again, handed out as files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.answers.dialogue import answered
from bot.answers.plan_replies import review, show_plan
from bot.domain.profile import Profile
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import Talk, turn
from tests.plan.conftest import TODAY


@dataclass(frozen=True)
class Shown:
    profile: Profile
    on: date


def test_plan_is_short_and_comes_with_files(kb: KnowledgeBase, people: dict[str, Profile]) -> None:
    reply = show_plan(people["analyst"], Talk(), kb, TODAY)
    assert reply.files == tuple(f"CISO plan, November 2026{s}" for s in (".html", ".ics", ".md"))
    assert "November 2030" in reply.text and "This week:" in reply.text
    words = reply.text + " ".join(f"{item.text} {item.detail}" for item in reply.items)
    assert len(words.split()) <= 120
    empty = show_plan(Profile(), Talk(), kb, TODAY)
    assert not empty.files and empty.closing == "What do you do at the moment?"


def test_a_plan_of_what_is_known_asks_once_for_what_would_make_it_more_exact(
    kb: KnowledgeBase,
) -> None:
    known = Profile(job="security analyst")
    reply = show_plan(known, Talk(), kb, TODAY)
    assert reply.files and reply.items
    assert reply.closing == "How many years have you worked in security, and how many in IT?"
    again = show_plan(known, Talk(("experience",)), kb, TODAY)
    assert again.files and again.closing == "Have you led people, and for how long?"
    asked = Talk(("experience", "management", "degree", "certifications", "target"))
    assert not show_plan(known, asked, kb, TODAY).closing


def test_who_answers_neither_job_nor_years_is_told_what_a_plan_needs(kb: KnowledgeBase) -> None:
    reply = show_plan(Profile(), Talk(("job", "experience")), kb, TODAY)
    assert not reply.files and not reply.closing
    assert reply.text == (
        "I can’t plan without your job or your years, so tell me one of them whenever you like."
    )


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
