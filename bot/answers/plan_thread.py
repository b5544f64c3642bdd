"""The plan in its conversation: shown, looked at again, with something else supposed, and with what
is told ticked off.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers import follow_ups, last_figure
from bot.answers.acknowledgment import acknowledge
from bot.answers.distance import distance
from bot.answers.empty_handed import told_of
from bot.answers.from_evidence import from_evidence
from bot.answers.memory import asking
from bot.answers.plan_replies import as_files, asking_on, review, show_plan, ticked_off, told_so_far
from bot.answers.readings import asked_before
from bot.answers.retelling import fresh
from bot.answers.small_talk import GOOD_NEWS
from bot.answers.suppositions import supposition
from bot.answers.third_person import heard_of_others
from bot.answers.turn import Turn
from bot.answers.verdict_news import verdict_news
from bot.answers.what_if import as_it_is, what_if
from bot.domain.dialogue import Shown
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.plan.gap_analysis import analyze

# How likely good news must be, for what is told to be congratulated.
_SOUNDS_GOOD = 0.1
# Forms in which what is known of the person is asked for, rather than how they are doing.
_SUMMING = ("list", "which", "definition", "when", "who")
# How likely evidence tells what is supposed of the exam that is talked about.
_OF_EXAM = 0.3
_GONE_BY = "That’s what I go by."


def plan(question: Question, turn: Turn) -> Reply:
    """The plan; where it was the last answer already, only its files: "can I print it?"."""
    reply = show_plan(turn.profile, asking(turn), turn.kb, turn.today, turn.state.shown)
    # what was new came before the same plan
    last = turn.state.text
    if reply.files and last.endswith(reply.text):
        return as_files(reply)
    # what has changed may just have been told
    is_told = bool(last) and reply.text.startswith(last)
    return replace(reply, text=reply.text.removeprefix(last).strip()) if is_told else reply


def progress(question: Question, turn: Turn) -> Reply:
    """What has changed since the plan last shown, or since the one before where that is as new as
    all that is known.

    Without a plan, what the person has told, and how far the role is where that is asked.
    """
    last, before = turn.state.shown, turn.state.shown_before
    if last is None and not turn.profile.is_empty:
        reply = distance(analyze(turn.profile, turn.kb, turn.today), turn.kb)
        known = told_so_far(turn.profile, turn.kb)
        if known and question.retrieval.form in _SUMMING:
            return replace(reply, text=f"{known} {_GONE_BY}", facts=())
        stands = fresh(reply, turn.state.said).text
        return replace(reply, text=f"{known} {stands}".strip())
    is_new = last is not None and last.profile == turn.profile and last.on == turn.today
    previous = before if is_new and before is not None else last
    return review(previous, turn.profile, turn.kb, turn.today)


def supposed(question: Question, turn: Turn) -> Reply:
    """What a supposition changes in the plan, or what is so already."""
    found = supposition(question, turn)
    nothing = found.profile == turn.profile and not turn.update.supposed and not question.entities
    if nothing and turn.state.focus.startswith("certification/"):
        if asked := _of_exam(question, turn):
            return from_evidence(asked, turn)  # "suppose I fail it, when can I go again?"
        return follow_ups.other_route(turn.state.focus, turn)  # "what if I do it anyway?"
    if found.profile == turn.profile and found.before:
        return as_it_is(found.before, turn.profile, turn.kb, turn.today)
    reply = what_if(turn.profile, found.profile, turn.kb, turn.today, found.condition, found.starts)
    text = f"{found.before} {reply.text}".strip()
    return replace(reply, text=text, closing=found.closing or reply.closing)


def _of_exam(question: Question, turn: Turn) -> Question | None:
    """The question with the evidence that likely tells what is supposed of the exam that is talked
    about, told in passing or not.
    """
    likely = turn.reader.likely(asked_before(turn), question.text)
    name = max(filter(None, likely), key=lambda one: likely[one], default="")
    held = bool(name) and likely[name] >= _OF_EXAM
    return told_of(question, name, likely[name]) if held else None


def _is_good_news(question: Question, turn: Turn) -> bool:
    """Whether a message sounds like good news and tells some: a certification, a degree or a new
    job.
    """
    sounds = dict(question.intents).get(GOOD_NEWS, 0.0) >= _SOUNDS_GOOD
    before, now = turn.before, turn.profile
    gained = set(now.held()) - set(before.held()) or now.degree != before.degree
    return sounds and bool(gained or (before.job and now.job != before.job))


def acknowledged(question: Question, turn: Turn) -> Reply:
    """What was heard of the person, and what it ticks off the plan that was shown."""
    if turn.profile == turn.before and (beside := last_figure.beside_told(question, turn)):
        return beside
    told = acknowledge(
        turn.before, turn.profile, turn.update, turn.kb, turn.today,
        is_good_news=_is_good_news(question, turn), effect=verdict_news(turn),
    )  # fmt: skip
    if of_others := heard_of_others(turn):
        return of_others
    shown = turn.state.shown
    if shown is None or turn.profile == turn.before or told.text.endswith("?"):
        return told
    previous = Shown(turn.before, shown.on)
    if news := ticked_off(previous, turn.profile, turn.kb, turn.today):
        text = f"{told.text} {news.text}"
        told = replace(told, text=text, facts=(*told.facts, *news.facts))
    answers = bool(turn.update.answer)
    return asking_on(told, turn.profile, asking(turn), turn.kb) if answers else told
