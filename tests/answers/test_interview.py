"""The questions about a person in the thread: what is kept, what travels, and what has changed since last time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from bot.answers.dialogue import respond
from bot.answers.interview import open_field
from bot.domain.dialogue import DialogueState
from bot.domain.person import FIELDS, Profile, Years
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.knowledge.store import KnowledgeBase
from bot.nlu.mentions import MentionFinder
from bot.nlu.telling import Listener
from bot.plan.export import files

TODAY = date(2026, 11, 23)
Say = Callable[..., tuple[Reply, DialogueState]]


@pytest.fixture(scope="module")
def say(kb: KnowledgeBase) -> Say:
    """say(thread, text, intent): one message, understood as that intent; the thread travels as JSON between turns."""
    finder, listener = MentionFinder(kb), Listener()

    def _say(
        thread: DialogueState, text: str, intent: str = "out_of_scope", today: date = TODAY
    ) -> tuple[Reply, DialogueState]:
        question = Question(intent, text=text, told=listener.hear(text, finder.find(text), today))
        kept = DialogueState.from_dict(json.loads(json.dumps(thread.to_dict())))
        replies, after = respond(
            [Question.from_dict(json.loads(json.dumps(question.to_dict())))], kept, kb, today
        )
        return replies[-1], after

    return _say


def talk(say: Say, *texts: str, thread: DialogueState | None = None) -> tuple[Reply, DialogueState]:
    reply, thread = say(thread or DialogueState(), texts[0], "ask_advice")
    for text in texts[1:]:
        reply, thread = say(thread, text)
    return reply, thread


def test_answers_count_whatever_the_classifier_took_them_for(say: Say) -> None:
    _, thread = talk(say, "advice", "SOC analyst", "5", "none", "bachelor", "sec+", "in 3 years")
    assert thread.profile == Profile(
        "SOC analyst",
        Years(5, 5),
        "",
        Years(0, 0),
        False,
        "bachelor",
        ("certification/security-plus",),
        date(2029, 11, 23),
    )
    assert (thread.asking, thread.skipped) == ("", ())


def test_nothing_is_asked_that_was_told_before(say: Say) -> None:
    reply, thread = talk(
        say, "I'm a security analyst, 8 years in security, a BSc, no certs, and never led anyone"
    )
    assert thread.asking == "target"
    assert "By when would you like to be a CISO?" in reply.closing
    _, thread = say(thread, "what is a CISO?", "ask_role")
    _, thread = say(thread, "advice", "ask_advice")
    assert thread.asking == "target"


def test_only_what_is_asked_for_is_kept(say: Say) -> None:
    _, thread = talk(
        say,
        "My name is Ann, I'm a 45 year old woman from Peru, a nurse, and I have 3 years in IT",
        "Ann",
        "female",
        "I'm from Peru",
    )
    kept = json.dumps(thread.profile.to_dict())
    assert set(thread.profile.to_dict()) <= {*FIELDS, "field", "leads"}
    for word in ("Ann", "45", "woman", "Peru", "female"):
        assert word not in kept


def test_a_plan_is_due_when_all_is_told_or_skipped_and_its_files_come_from_the_thread(
    say: Say, kb: KnowledgeBase
) -> None:
    reply, thread = talk(say, "advice", "skip", "6", "skip", "skip", "skip", "skip")
    assert reply.files == ("plan.md", "plan.ics")
    assert open_field(thread) == ""
    made = files(DialogueState.from_dict(thread.to_dict()).profile, kb, TODAY)
    assert tuple(made) == reply.files
    assert "6 years in security or IT" in made["plan.md"]


def test_whoever_comes_back_is_told_what_has_changed(say: Say) -> None:
    _, thread = talk(
        say, "I have 5 years in security, a BSc and a Security+", "skip", "none", "skip"
    )
    reply, thread = say(thread, "where do I stand?", "ask_plan", date(2027, 1, 10))
    assert "Since 23 November 2026 nothing has changed." in reply.closing
    reply, thread = say(
        thread,
        "I passed the CISSP and I have 7 years in security now",
        "ask_advice",
        date(2028, 12, 1),
    )
    assert "Since 10 January 2027:" in reply.closing
    assert "new is 7 years in security and Security+ and CISSP." in reply.closing
    assert "Add training and certifications: begun so far, then done" in reply.closing
    assert "Gain experience in IT security: begun so far, then done" in reply.closing
    reply, _ = say(thread, "my plan", "ask_plan", date(2030, 1, 1))
    assert "You told me your years then; say so when they are more by now." in reply.closing


def test_a_what_if_leaves_what_is_known_as_it_is(say: Say) -> None:
    _, thread = talk(say, "I have 8 years in security, a master's and a CISSP", "stop")
    reply, after = say(thread, "what if I skip the master's?", "ask_what_if")
    assert after.profile == thread.profile
    assert "nothing would change in the steps" in reply.text
    reply, after = say(after, "what if I had no CISSP?", "ask_what_if")
    assert after.profile == thread.profile
    assert [item.entity for item in reply.items] == ["step/add-training-and-certifications"]


def test_going_back_does_not_undo_a_correction(say: Say) -> None:
    _, thread = talk(say, "I have 8 years in security", "no, 6 years", "stop")
    _, thread = say(thread, "what is a CISO?", "ask_role")
    reply, thread = say(thread, "go back", "go_back")
    assert thread.profile.years == Years(6, 6)
    assert "6 years in security" in reply.text


def test_a_thread_of_before_the_questions_is_still_read() -> None:
    old = {
        key: value
        for key, value in DialogueState().to_dict().items()
        if key not in ("profile", "asking", "skipped", "latest", "shown")
    }
    assert DialogueState.from_dict(old) == DialogueState()
