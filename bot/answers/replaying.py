"""The last question answered again, or the one before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.answers import meant_answer
from bot.answers.role_wording import in_role
from bot.answers.suggestions import next_questions
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import Reply

Answerer = Callable[[Question, Turn], tuple[Reply, DialogueState]]

REPLAYING = ("repeat", "go_back")
_NOTHING_YET = (
    "We've only just started, so there's nothing to go back to. "
    "Ask me anything about the {role} career."
)


def _told_again(question: Question, turn: Turn) -> tuple[Question, ...]:
    """The questions up to the one whose answer is wanted again: the one that is named, else the
    last that wasn't about another answer.
    """
    turns, place = turn.state.turns, meant_answer.named_again(question.text, turn)
    if place is not None:
        return turns[: place + 1]
    own = [at for at, one in enumerate(turns, 1) if one.intent not in meant_answer.OF_AN_ANSWER]
    return turns[: own[-1]] if own else turns


def again(question: Question, turn: Turn, answer: Answerer) -> tuple[Reply, DialogueState]:
    """Answer the last question again, or the one before it, as it was answered in its place.

    What is known of the person stays as it is now: a correction isn't undone by going back.
    """
    state = turn.state
    turns = state.turns[:-1] if question.intent == "go_back" else _told_again(question, turn)
    if not turns:
        text = _NOTHING_YET.format(role=turn.kb.job.name)
        reply = Reply("smalltalk", text, suggestions=next_questions("smalltalk", state))
        return in_role(reply, turn.kb.job), state
    person = DialogueState(
        skipped=state.skipped, last_named=state.last_named, named=state.named,
        offered=state.offered, others=state.others, shown=state.shown,
        shown_before=state.shown_before, shown_earlier=state.shown_earlier, done=state.done,
    )  # fmt: skip
    replayed = replace(turn, state=person)
    reply = Reply("smalltalk", "")
    for before in turns:
        reply, then = answer(before, replayed)
        replayed = replace(turn, state=then)
    return replace(reply, confidence=round(question.confidence, 4)), replayed.state
