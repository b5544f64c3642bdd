"""Closed classes of words, such as pronouns: `data/lexicons/function_words.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import tomli

LEXICON = Path("data/lexicons/function_words.toml")
_MARKS = '?.,!;:()"“”'


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without the marks around them."""
    return [bare(word) for word in text.split()]


def bare(word: str) -> str:
    """A word in small letters, without marks, its apostrophe straight."""
    return word.strip(_MARKS).strip("'’").replace("’", "'").lower()


def members(name: str) -> frozenset[str]:
    """The words of a class."""
    return _classes()[name]


def has(text: str, *names: str) -> bool:
    """Whether a text has a word of one of the classes."""
    words = set(words_of(text))
    return any(words & members(name) for name in names)


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, frozenset[str]]:
    tables = tomli.loads(LEXICON.read_text("utf-8"))
    return {name: frozenset(table["words"]) for name, table in tables.items()}
