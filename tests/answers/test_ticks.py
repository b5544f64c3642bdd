"""News after a plan: what it ticks, what comes first now, and what is only asked back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.answers import ticks
from bot.answers.dialogue import answered
from bot.answers.plan_replies import ticked_off
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState, Shown, profile_of
from bot.domain.profile import Profile
from bot.domain.profile_parts import Degree, Management
from bot.domain.profile_update import Doubt, Operation, ProfileUpdate, apply, settled
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.knowledge.store import KnowledgeBase
from bot.plan.calendar_file import to_calendar
from bot.plan.milestones import make_plan
from tests.answers.turns import TODAY, NoReader, turn

ANALYST = Profile.from_dict(
    {
        "job": "SOC analyst",
        "experience": {"security": 3},
        "degree": {"level": "bachelor", "status": "in_progress"},
        "certifications": {"Security+": "held"},
        "management": {"none": True},
    }
)
CISSP = replace(ANALYST, certifications=(*ANALYST.certifications, ("CISSP", "held")))


@pytest.mark.parametrize(
    ("after", "done"),
    [
        (CISSP, "take the CISSP exam as an Associate of ISC2"),
        (replace(ANALYST, degree=Degree("bachelor")), "finish your degree"),
        (replace(ANALYST, management=Management(people=3, now=True)), "lead one thing"),
    ],
)
def test_news_ticks_the_action_it_is_of(after: Profile, done: str, kb: KnowledgeBase) -> None:
    reply = ticked_off(Shown(ANALYST, TODAY), after, kb, TODAY)
    assert reply is not None and reply.text.startswith(f"Ticked off in your plan: {done}")
    assert "This week" in reply.text and reply.facts


def test_a_first_job_in_the_field_ticks_its_action(kb: KnowledgeBase) -> None:
    desk = Profile.from_dict({"job": "help desk technician", "experience": {"it": 2}})
    reply = ticked_off(Shown(desk, TODAY), replace(desk, job="security analyst"), kb, TODAY)
    assert reply is not None and "apply for a security analyst job" in reply.text


def test_news_that_no_action_was_for_ticks_nothing(kb: KnowledgeBase) -> None:
    assert ticked_off(Shown(ANALYST, TODAY), replace(ANALYST, target="2031"), kb, TODAY) is None


def test_who_asks_for_the_files_of_the_plan_just_shown_gets_them_alone(kb: KnowledgeBase) -> None:
    asked = Question("ask_plan", text="can I print it?")
    told = DialogueState(shown=Shown(ANALYST, TODAY), skipped=("target",))
    new, state = answered(asked, turn(kb, told, profile=CISSP, before=CISSP))
    assert new.text.startswith("Since your last plan, new: CISSP.")
    again, _ = answered(asked, turn(kb, state, profile=CISSP, before=CISSP))
    assert again.text.startswith("Yes: your plan comes as a page to print") and again.files


def test_what_has_changed_is_not_told_again_with_the_plan(kb: KnowledgeBase) -> None:
    told = DialogueState(shown=Shown(ANALYST, TODAY), skipped=("target",))
    asked = Question("ask_progress", text="what has changed?")
    news, state = answered(asked, turn(kb, told, profile=CISSP, before=CISSP))
    assert news.text.startswith("Since your last plan, new: CISSP.")
    asked = Question("ask_plan", text="show my plan")
    plan, _ = answered(asked, turn(kb, state, profile=CISSP, before=CISSP))
    assert plan.text.startswith("CISO at the earliest in November 2030") and plan.files


def test_news_after_a_plan_is_acknowledged_with_what_it_ticks(kb: KnowledgeBase) -> None:
    state = DialogueState(shown=Shown(ANALYST, TODAY))
    update = ProfileUpdate((Operation("set", "certifications.CISSP", "held"),))
    here = turn(kb, state, profile=CISSP, before=ANALYST, update=update, text="I passed the CISSP")
    reply, _ = answered(Question("inform", text="I passed the CISSP"), here)
    assert reply.text.startswith("Congratulations! Got it: CISSP.")
    assert "Ticked off in your plan: take the CISSP exam" in reply.text


def test_news_that_sounds_like_a_question_about_oneself_is_news(kb: KnowledgeBase) -> None:
    text = "I finished my degree"
    doubt = Doubt("degree", Degree("bachelor"), "degree")
    here = turn(kb, profile=ANALYST, before=ANALYST, update=ProfileUpdate(doubts=(doubt,)),
                text=text)  # fmt: skip
    reply, state = answered(Question("ask_about_me", 0.56, text), here)
    assert reply.text == "Did you mean that you have a bachelor’s degree?"
    assert state.doubt == doubt


@pytest.mark.parametrize(
    ("doubt", "settles"),
    [
        (Doubt("degree", Degree("bachelor"), "degree"), True),
        (Doubt("certifications.Security+", "held", "Security+"), True),
        (Doubt("certifications.CISSP", "held", "CISSP"), False),
        (Doubt("job", "manager", "manager"), False),
    ],
)
def test_news_of_what_was_under_way_is_not_asked_back(doubt: Doubt, settles: bool) -> None:
    update = settled(ProfileUpdate(doubts=(doubt,)), ANALYST)
    assert bool(update.operations) is settles
    assert bool(update.doubts) is not settles
    if settles and doubt.field == "degree":
        assert apply(ANALYST, update).degree == Degree("bachelor", "held")


def test_who_comes_back_and_asks_what_changed_means_the_plan(kb: KnowledgeBase) -> None:
    state = DialogueState(shown=Shown(ANALYST, date(2026, 9, 1)))
    here = turn(kb, state, profile=ANALYST, before=ANALYST)
    reply, _ = answered(Question("ask_outdated", 0.9, "I'm back. Did anything change?"), here)
    assert reply.text.startswith("Since September 2026, nothing has changed. The earliest date")


class Alike(NoReader):
    """Finds one text as near as it is told to."""

    def __init__(self, text: str, likeness: float) -> None:
        self._text, self._likeness = text, likeness

    def alike(self, text: str, others: Sequence[str]) -> tuple[float, ...]:
        return tuple(self._likeness if other == self._text else 0.0 for other in others)


MENTOR = "Find a mentor and agree on a first talk"
SHOWN = DialogueState(shown=Shown(CISSP, TODAY))


def told(text: str, kb: KnowledgeBase, state: DialogueState = SHOWN, like: float = 0.6) -> Turn:
    here = turn(kb, state, profile=CISSP, before=CISSP, text=text)
    return replace(here, reader=Alike(MENTOR, like))


def said(questions: list[Question], here: Turn) -> tuple[Reply, DialogueState]:
    found = ticks.answer(questions, here)
    assert found is not None
    return found


def test_what_was_done_is_asked_back_by_the_sign_and_ticked_on_a_yes(kb: KnowledgeBase) -> None:
    here = told("I found a mentor", kb)
    reply, asked = said([Question("inform", text=here.text)], here)
    assert reply.text == (
        "Good to hear. In your plan, “find a mentor and agree on a first talk” is done when the"
        " first talk is over and the second has a date. Is that so?"
    )
    reply, state = said([Question("affirm", text="yes")], told("yes", kb, asked))
    assert reply.text.startswith("Nice work. Ticked off in your plan: find a mentor")
    slots = {**CISSP.to_dict(), "dialogue": state.to_dict()}
    person = profile_of(slots)
    plan = make_plan(person, kb, TODAY)
    assert "people/mentor" not in {action.key for action in plan.actions}
    text = to_calendar(plan, kb, [make_plan(CISSP, kb, TODAY)]).replace("\r\n ", "")
    [entry] = [part for part in text.split("BEGIN:") if "UID:todo-people-mentor@" in part]
    assert "STATUS:COMPLETED" in entry
    news, _ = answered(
        Question("ask_progress", text="what has changed?"), turn(kb, state, profile=person)
    )
    assert "ticked off: find a mentor and agree on a first talk." in news.text


@pytest.mark.parametrize(("text", "intent"), [("no", "deny"), ("not yet", "ask_timing")])
def test_a_no_leaves_the_plan_as_it_is(text: str, intent: str, kb: KnowledgeBase) -> None:
    here = told(text, kb, replace(SHOWN, asked="done/people/mentor"))
    reply, state = said([Question(intent, text=text)], here)
    assert reply.text == "All right, it stays in your plan." and state.done == ()
    assert state.asked == ""


def test_first_step_that_is_done_makes_room_for_another(kb: KnowledgeBase) -> None:
    plan = make_plan(CISSP, kb, TODAY)
    assert plan.week is not None
    done = replace(CISSP, done=(f"week/{plan.week.key}",))
    after = make_plan(done, kb, TODAY)
    assert after.week is not None and after.week.key != plan.week.key
    assert plan.week.key in {action.key for action in after.actions}


def test_credits_that_were_logged_are_due_again_next_year(kb: KnowledgeBase) -> None:
    architect = replace(CISSP, job="security architect", degree=Degree("master"))
    done = replace(architect, done=("certification/security-plus/upkeep/2026",))
    keys = [{a.key for a in make_plan(done, kb, day).actions} for day in (TODAY, date(2027, 2, 1))]
    assert "certification/security-plus/upkeep" not in keys[0]
    assert "certification/security-plus/upkeep" in keys[1]


@pytest.mark.parametrize(
    ("text", "state", "like", "negated"),
    [
        ("How do I find a mentor?", SHOWN, 0.9, False),
        ("I want to find a mentor", SHOWN, 0.9, False),
        ("I haven't found a mentor", SHOWN, 0.9, True),
        ("find a mentor", SHOWN, 0.9, False),
        ("I like my manager", SHOWN, 0.48, False),
        ("I found a mentor", DialogueState(), 0.9, False),
    ],
)
def test_no_step_is_taken_for_done_that_was_not_told_so(
    text: str, state: DialogueState, like: float, negated: bool, kb: KnowledgeBase
) -> None:
    asked = Question("inform", text=text, negated=negated)
    assert ticks.answer([asked], told(text, kb, state, like)) is None
