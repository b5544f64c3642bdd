"""Find phrases in a text as whole words, in any case, and make patterns of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def alternatives(words: Iterable[str]) -> str:
    """A pattern of literal alternatives, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)


def contains_phrase(text: str, *phrases: str) -> bool:
    """Whether one of some phrases stands in a text."""
    return bool(phrases) and _pattern(phrases).search(text) is not None


def as_written(text: str, *phrases: str) -> str:
    """The text with some phrases in the case in which they are given."""
    if not phrases:
        return text
    written = {phrase.lower(): phrase for phrase in phrases}
    return _pattern(phrases).sub(lambda found: written[found[0].lower()], text)


def without_phrases(text: str, *phrases: str) -> str:
    """The text without any of some phrases."""
    return _pattern(phrases).sub("", text) if phrases else text
