"""Completes a question that doesn't stand alone, from what was talked about before it."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.turn import Turn
from bot.domain.question import Question

_SHORT = 8
"""Words up to which a question may lean on the one before it."""
_FRAGMENT = 4
"""Words up to which a question that nothing answers is taken for a part of the one before it."""
_POINTING = frozenset(
    [
        "it",
        "its",
        "that",
        "this",
        "they",
        "them",
        "their",
        "those",
        "these",
        "one",
        "ones",
        "there",
        "he",
        "she",
        "him",
        "her",
        "such",
    ]
)


def in_context(question: Question, turn: Turn) -> Question:
    """The question as it is meant here; as it is, where it stands alone."""
    state = turn.state
    if state.last is None or not 0 < len(question.text.split()) <= _SHORT:
        return question
    if question.intent == "ask_ellipsis":
        return _better(turn.reader.after(state.last.text, question), question)
    named = turn.kb.entity(state.focus) if state.focus else None
    words = [word.strip(".,?!'") for word in question.text.split()]
    points = _POINTING & {word.lower() for word in words if not word.isupper()}
    # "it" may have been linked to IT
    others = [entity for entity in question.entities if _name(entity, turn) not in _POINTING]
    if points and named and not others:
        about = turn.reader.about(named.name, question)
        return about if about.retrieval.answered else _better(about, question)
    if not question.retrieval.answered and len(question.text.split()) <= _FRAGMENT:
        return _better(turn.reader.after(state.last.text, question), question)
    return question


def _name(entity: str, turn: Turn) -> str:
    known = turn.kb.entity(entity)
    return known.name.lower() if known else ""


def _better(completed: Question, question: Question) -> Question:
    """The completed question where evidence answers it better than the bare one."""
    found, bare = completed.retrieval, question.retrieval
    if found.answered and (not bare.answered or found.answerable >= bare.answerable):
        return replace(completed, ordinal=question.ordinal)
    if bare.answered:
        return question
    return completed if found.partly else replace(completed, intent=question.intent)
