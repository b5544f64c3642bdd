"""Tells whether a text is in another language than English."""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import spacy

_LANGUAGES = (
    "de",
    "es",
    "fr",
    "it",
    "nl",
    "pt",
    "pl",
    "sv",
    "da",
    "tr",
    "cs",
    "ro",
    "id",
    "fi",
    "hu",
    "nb",
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Fewer words than this tell nothing: "was" is German too.
_TOO_FEW = 3


@lru_cache(maxsize=1)
def _stop_words() -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """English and other languages' most common words, as spaCy has
    them; shared words count for English.
    """
    english, *others = (frozenset(_module(code).STOP_WORDS) for code in ("en", *_LANGUAGES))
    return english, tuple(words - english for words in others)


def _module(code: str) -> ModuleType:
    """spaCy's list for a language without the rest of that language,
    which takes a second to import for all.
    """
    assert spacy.__file__ is not None
    path = Path(spacy.__file__).parent / "lang" / code / "stop_words.py"
    spec = importlib.util.spec_from_file_location(f"stop_words_{code}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def is_foreign(text: str) -> bool:
    """Whether script or common words are another language's; a word or two tell nothing."""
    if not text.isascii():
        letters = [character for character in text if character.isalpha()]
        latin = sum(c.isascii() or "LATIN" in unicodedata.name(c, "") for c in letters)
        if latin < 0.7 * len(letters):
            return True
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < _TOO_FEW:
        return False
    english, others = _stop_words()
    ours = sum(word in english for word in words)
    theirs = max(sum(word in other for word in words) for other in others)
    return theirs >= 2 and theirs > ours
