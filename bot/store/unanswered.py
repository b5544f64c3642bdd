"""Questions that were not answered well, kept without personal
data so that an editor can answer them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.reply import Reply

# An answer given with less confidence than this was a guess.
UNSURE = 0.35
_LONGEST = 300
_ENDINGS = (
    r"(?:com|org|net|edu|gov|io|info|biz|dev|app|me|co|uk|de|fr|ch|at|nl|eu|us|ca|au|in|es|it|se)"
)
_SURE_ENDINGS = r"(?:com|org|net|edu|gov|io|info|biz|dev|app)"
_DOT = r"(?:\s*[(\[]\s*dot\s*[)\]]\s*|\s+dot\s+)"
_AT = r"(?:\s*@\s*|\s*[(\[]\s*at\s*[)\]]\s*|\s+at\s+)"
_ADDRESSES = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (
            rf"[\w.+-]+(?:{_DOT}[\w.+-]+)*{_AT}[\w-]+(?:(?:\.|{_DOT})[\w-]+)*"
            rf"(?:\.|{_DOT}){_ENDINGS}\b",
            "[address]",
        ),
        (r"[\w.+-]+(?:@|\s?(?:\(at\)|\[at\])\s?)[\w-]+(?:\.[\w-]+)*", "[address]"),
        (r"(?:https?://|www\.)\S+", "[link]"),
        (rf"\b[\w-]+(?:\.[\w-]+)*\.{_ENDINGS}/\S*", "[link]"),
        (rf"\b[\w-]+(?:\.[\w-]+)*\.{_SURE_ENDINGS}\b", "[link]"),
        (rf"\b[\w-]+(?:{_DOT}[\w-]+)*{_DOT}{_ENDINGS}\b(?:\s+slash\s+\S+)*", "[link]"),
        (r"(?<!\w)@\w{2,}", "[handle]"),
        (r"\+?\d[\d ()./-]{6,}\d", "[number]"),
    )
)
_WORD = r"[^\W\d_](?:[\w'’-]|\.(?=\w))*"
_GIVEN = re.compile(
    rf"\b(?P<lead>my (?:full |first |last )?name(?:[’']?s| is)|i am called|i[’']?m called|call"
    rf" me|signed|regards)"
    rf"[\s,:]+(?P<name>{_WORD}(?:\s{_WORD}){{0,3}})",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"\b(?P<lead>[Ii](?:[’']m| am)|[Tt]his is|[Ii]t[’']s)\s+(?P<name>{_WORD}(?:\s{_WORD}){{0,3}})"
)
_TITLED = re.compile(rf"\b(?P<lead>Mr|Mrs|Ms|Dr|Prof)\.?\s+(?P<name>{_WORD}(?:\s{_WORD}){{0,2}})")
_DIGITS = re.compile(r"\d{6,}")  # five digits are a standard's or a salary's
_NOT_NAMES = frozenset(
    ("a", "an", "the", "and", "or", "i", "it", "security", "head", "chief", "director")
)


@dataclass(frozen=True)
class Unanswered:
    """`reason` is refused, partly, unsure or disliked; `question` has no personal data left."""

    reason: str
    topic: str
    question: str

    @classmethod
    def of(cls, asked: str, replies: Sequence[Reply]) -> Unanswered | None:
        """What an editor should see of a turn; None when it was
        answered, or wasn't about the career.
        """
        for reply in replies:
            if reply.topic in ("not_covered", "out_of_scope"):
                return cls("refused", reply.topic, scrubbed(asked))
            if reply.lacking:
                return cls("partly", reply.topic, scrubbed(asked))
            if reply.confidence < UNSURE:
                return cls("unsure", reply.topic, scrubbed(asked))
        return None

    @classmethod
    def disliked(cls, asked: str, topic: str) -> Unanswered:
        return cls("disliked", topic, scrubbed(asked))


def scrubbed(text: str) -> str:
    """The text without addresses, links, numbers that could be
    somebody's, and names that are given as such.
    """
    for pattern, instead in _ADDRESSES:
        text = pattern.sub(instead, text)
    text = _GIVEN.sub(lambda match: _nameless(match, any_case=True), text)
    for pattern in (_SAID, _TITLED):
        text = pattern.sub(_nameless, text)
    return _DIGITS.sub("[number]", text)[:_LONGEST]


def _nameless(match: re.Match[str], *, any_case: bool = False) -> str:
    """The words that led to a name with [name] behind them; what isn't written as a name stays."""
    words = match["name"].split()
    count = 0
    for word in words:
        if not _is_name(word, any_case=any_case and count == 0):
            break
        count += 1
    if not count:
        return match[0]
    rest = words[count:]
    return " ".join((match["lead"], "[name]", *rest))


def _is_name(word: str, *, any_case: bool) -> bool:
    """A word with a capital of any script, or of a script without
    capitals; abbreviations are no names.
    """
    first = word[0]
    if word.lower() in _NOT_NAMES or (len(word) > 1 and word.isupper()):
        return False
    return any_case or first.isupper() or first.upper() == first.lower()


def unanswered_row(note: Unanswered | None, turn: Mapping[str, Any]) -> dict[str, Any] | None:
    if note is None:
        return None
    kept = {key: turn[key] for key in ("conversation", "number", "at", "surface")}
    return {**kept, "topic": note.topic, "reason": note.reason, "question": note.question}
