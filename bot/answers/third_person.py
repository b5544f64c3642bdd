"""Advice for somebody else: the same sentences, said of them."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.reply import Reply
from bot.plan.line import lowered

_SUBJECTS = {
    "you": "they", "you’re": "they’re", "you’ve": "they’ve", "you’d": "they’d", "you’ll": "they’ll",
    "your": "their",
    "yours": "theirs", "yourself": "themselves",
}  # fmt: skip
# After these "you" is an object, so it becomes "them".
_BEFORE_OBJECTS = frozenset(
    [
        "for",
        "to",
        "with",
        "of",
        "fits",
        "keeps",
        "about",
        "between",
        "tell",
        "give",
        "gives",
        "shows",
    ]
)
_MARKS = ".,;:!?"


def of_them(reply: Reply) -> Reply:
    """The reply about the person asked for; "you" and "they" take the same verbs, so only they are
    replaced.

    Their plan isn't kept, so nothing is asked back and no files are offered.
    """
    text = _said_of_them(reply.text)
    items = tuple(replace(item, detail=_said_of_them(item.detail)) for item in reply.items)
    return replace(
        reply, text=f"For them: {lowered(text)}", items=items, closing="", suggestions=(), files=()
    )


def _said_of_them(text: str) -> str:
    words = text.split(" ")
    for place, word in enumerate(words):
        bare = word.rstrip(_MARKS)
        before = words[place - 1].lower() if place else ""
        other = _SUBJECTS.get(bare.lower())
        if other is None:
            continue
        if bare.lower() == "you" and before in _BEFORE_OBJECTS:
            other = "them"
        if bare[0].isupper():
            other = other[0].upper() + other[1:]
        words[place] = other + word[len(bare) :]
    return " ".join(words)
