"""Whether a line in a channel's thread, which mentions nobody, was meant for the advisor."""

from __future__ import annotations

import re

from bot.channels.turns import Turn

NOT_FOR_US = frozenset({"smalltalk", "not_covered", "out_of_scope"})
SURE = 0.5
"""Confidence from which an answer may join people's talk unasked; a guess may not."""
_ASKING = frozenset(
    [
        "am", "are", "can", "could", "did", "do", "does", "had", "has", "have", "how", "is", "may", "might", "must",
        "should", "was", "were", "what", "when", "where", "which", "who", "whose", "why", "will", "would", "what's",
        "who's", "how's", "where's", "isn't", "aren't", "don't", "doesn't", "and", "so",
    ]
)  # fmt: skip
_WORD = re.compile(r"[a-z']+")
_FORMS = re.compile(r"[?？؟]")


def is_question(text: str) -> bool:
    """Whether a text has the form of a question: a question mark, or a word in front that begins one."""
    first = _WORD.search(text.lower().replace("’", "'"))
    return bool(_FORMS.search(text)) or bool(first and first.group() in _ASKING)


def concerns_advisor(turn: Turn, was_asked: bool) -> bool:
    """Whether to answer: a question that the advisor has an answer to, or what it asked the person for."""
    fitting = all(
        reply.topic not in NOT_FOR_US and reply.confidence >= SURE for reply in turn.replies
    )
    if not fitting or not turn.replies:
        return False
    return is_question(turn.asked) or (
        was_asked and all(reply.topic == "advice" for reply in turn.replies)
    )
