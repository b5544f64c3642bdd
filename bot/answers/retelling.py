"""Advice that was given before in a conversation: said again in one line, followed by what
is new.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from zlib import crc32

from bot.answers.sentences import lowered, sentences
from bot.domain.reply import Reply

_AGAIN = "As I said: {told}"
# Sentences of which a conversation keeps the marks.
_MOST = 60
# Words from which a sentence says something by itself; "You're close." only leads to the next.
_WHOLE = 6


def mark(sentence: str) -> str:
    """A short mark of a sentence: enough to know it again."""
    return f"{crc32(sentence.strip().rstrip('.').lower().encode()):08x}"


def with_said(said: Iterable[str], text: str) -> tuple[str, ...]:
    """The marks of what was told, the latest last, with those of a text."""
    return tuple(dict.fromkeys([*said, *map(mark, sentences(text))]))[-_MOST:]


def fresh(reply: Reply, said: Iterable[str]) -> Reply:
    """The reply without what was told before, but for its first statement, which answers."""
    known = set(said)
    first, *rest = _statements(reply.text) or [""]
    if first and mark(sentences(first)[-1]) in known:
        first = _AGAIN.format(told=lowered(first))
    return replace(reply, text=" ".join([first, *(s for s in rest if mark(s) not in known)]))


def is_repeated(text: str, said: Iterable[str]) -> bool:
    """Whether every sentence of a text was told before."""
    return set(map(mark, sentences(text))) <= set(said)


def _statements(text: str) -> list[str]:
    """The sentences of a text, a short one at its start together with the one after it."""
    found = sentences(text)
    if len(found) > 1 and len(found[0].split()) < _WHOLE:
        return [f"{found[0]} {found[1]}", *found[2:]]
    return found
