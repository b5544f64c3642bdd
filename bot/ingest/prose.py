"""Prose as the extractor reads it: sentences of a length that people write."""

from __future__ import annotations

from bot.parsing.sentences import sentences

LONGEST_SENTENCE = 2_000
# A longer one is not prose: its passage is kept, but nothing is read out of it.
LONGEST_PARAGRAPH = 20_000
# No word of a language: splitting it takes time that grows with its square.
_ENDLESS = 400


def is_prose(text: str) -> bool:
    """Whether a text is worth reading."""
    return len(text) <= LONGEST_PARAGRAPH and not has_endless_word(text)


def has_endless_word(text: str) -> bool:
    return any(len(word) >= _ENDLESS for word in text.split())


def prose(text: str) -> list[str]:
    """The sentences of a text, none where it isn't prose."""
    if not is_prose(text):
        return []
    return [sentence for sentence in sentences(text) if len(sentence) <= LONGEST_SENTENCE]
