"""How little a text looks like English: 0 for English, 1 for another language or script."""

from __future__ import annotations

import importlib
import re
import unicodedata
from functools import lru_cache

_LANGUAGES = ("de", "es", "fr", "it", "nl", "pt", "pl", "sv", "da", "tr", "cs", "ro", "id", "fi", "hu", "nb")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TOO_FEW = 3
"""Fewer words than this tell nothing: "was" is German too."""


@lru_cache(maxsize=1)
def _stop_words() -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """English and other languages' most common words, as spaCy has them; shared words count for English."""
    words = {
        code: frozenset(importlib.import_module(f"spacy.lang.{code}.stop_words").STOP_WORDS)
        for code in ("en", *_LANGUAGES)
    }
    return words["en"], tuple(words[code] - words["en"] for code in _LANGUAGES)


def foreignness(text: str) -> float:
    letters = [character for character in text if character.isalpha()]
    if not letters:
        return 0.0
    latin = sum("LATIN" in unicodedata.name(character, "") for character in letters)
    if latin < 0.7 * len(letters):
        return 1.0
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < _TOO_FEW:
        return 0.0
    english, others = _stop_words()
    ours = sum(word in english for word in words)
    theirs = max(sum(word in other for word in words) for other in others)
    return 1.0 if theirs >= 2 and theirs > ours else 0.0
