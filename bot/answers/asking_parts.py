"""Which parts of a message ask something, where others only tell."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers import small_talk
from bot.answers.intent_topics import KNOWLEDGE
from bot.domain.question import Question
from bot.parsing.asking import asks_anything, speaks_of_self

# How near the closest question must be that evidence is known to answer, for what is told of
# oneself to be one.
_NEAR = 0.4
# How likely a part must be a feeling, to ask nothing.
_FELT = 0.8


def asking(questions: Sequence[Question]) -> list[Question]:
    """The questions of a message without those that only tell something, where others ask: "we're
    800 people. how big is a security team?".
    """
    found = [one for one in questions if asks_anything(one.text) or not _only_tells(one)]
    return found or list(questions)


def _only_tells(question: Question) -> bool:
    """Whether a part of a message tells of oneself: how one feels, or what evidence answers nothing
    like.
    """
    if question.act in small_talk.OF_FEELINGS and question.act_share >= _FELT:
        return True
    best = question.retrieval.best
    near = best.reasons.get("anchor", 0.0) if best else 1.0
    is_asked = question.intent in KNOWLEDGE or question.intent == "ask_ellipsis"
    return is_asked and speaks_of_self(question.text) and near < _NEAR
