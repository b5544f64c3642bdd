"""Questions that were not answered well, kept without personal data so that an editor can answer them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.reply import Reply

UNSURE = 0.35
"""An answer given with less confidence than this was a guess."""
_LONGEST = 300
_PERSONAL = (
    (
        re.compile(r"\b[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)*", re.IGNORECASE),
        "[address]",
    ),
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), "[link]"),
    (re.compile(r"(?<!\w)@\w{2,}"), "[handle]"),
    (re.compile(r"\+?\d[\d ()./-]{6,}\d"), "[number]"),
    (
        re.compile(
            r"(?i:\b(?:my name is|i am called|i'?m called|this is|call me|signed|regards))[\s,:]+(?:[A-Z][\w'’-]+\s?){1,3}"
        ),
        "[name]",
    ),
    (
        re.compile(
            r"\b(?:I'm|I am|i'm|i am)\s+(?!CISO|CISSP|CISM|IT|SOC)[A-Z][a-z'’-]+(?:\s[A-Z][a-z'’-]+)?"
        ),
        "I'm [name]",
    ),
    (re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+[A-Z][\w'’-]+"), "[name]"),
    (re.compile(r"\d{6,}"), "[number]"),  # five digits are a standard's or a salary's
)


@dataclass(frozen=True)
class Unanswered:
    """`reason` is refused, unsure or disliked; `question` has no personal data left."""

    reason: str
    topic: str
    question: str

    @classmethod
    def of(cls, asked: str, replies: Sequence[Reply]) -> Unanswered | None:
        """What an editor should see of a turn; None when it was answered, or wasn't about the career."""
        for reply in replies:
            if reply.topic in ("not_covered", "out_of_scope"):
                return cls("refused", reply.topic, scrubbed(asked))
            if reply.confidence < UNSURE:
                return cls("unsure", reply.topic, scrubbed(asked))
        return None

    @classmethod
    def disliked(cls, asked: str, topic: str) -> Unanswered:
        return cls("disliked", topic, scrubbed(asked))


def scrubbed(text: str) -> str:
    """The text without addresses, links, numbers that could be somebody's, and names that are given as such."""
    for pattern, instead in _PERSONAL:
        text = pattern.sub(instead, text)
    return text[:_LONGEST]


def unanswered_row(note: Unanswered | None, turn: Mapping[str, Any]) -> dict[str, Any] | None:
    if note is None:
        return None
    kept = {key: turn[key] for key in ("conversation", "number", "at", "surface")}
    return {**kept, "topic": note.topic, "reason": note.reason, "question": note.question}
