"""Whether a message only agrees: it tells something where that was asked for, and nowhere else."""

from __future__ import annotations

from bot.parsing.function_words import words_of

_WORDS = frozenset(
    [
        "yes", "yep", "yup", "yeah", "yea", "ya", "aye", "sure", "ok", "okay", "right", "indeed",
        "correct", "exactly", "definitely", "absolutely", "of", "course", "please", "thanks",
        "totally", "fine",
    ]
)  # fmt: skip


def only_agrees(text: str) -> bool:
    """Tell whether no word of a text says more than yes."""
    return set(words_of(text)) <= _WORDS
