"""Closed classes of words, such as pronouns: `data/lexicons/function_words.toml` and its like."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import tomli

from bot.parsing.turn_memory import once_a_turn

LEXICON = Path("data/lexicons/function_words.toml")
_MARKS = '?.,!;:()"“”'


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without the marks around them."""
    return list(_bare_words(text))


@once_a_turn
def _bare_words(text: str) -> tuple[str, ...]:
    return tuple(bare(word) for word in text.split())


def bare(word: str) -> str:
    """A word in small letters, without marks, its apostrophe straight."""
    return word.strip(_MARKS).strip("'’").replace("’", "'").lower()


def members(name: str) -> frozenset[str]:
    """The words of a class."""
    return word_classes(LEXICON)[name]


def has(text: str, *names: str) -> bool:
    """Whether a text has a word of one of the classes."""
    words = _bare_words(text)
    return any(not members(name).isdisjoint(words) for name in names)


def is_function_word(word: str) -> bool:
    """Whether a word is of any class, so that it names nothing by itself."""
    return word in _all_words()


def names_nothing(text: str) -> bool:
    """Whether a text has function words alone: "and with it?"."""
    return all(map(is_function_word, words_of(text)))


@lru_cache(maxsize=1)
def _all_words() -> frozenset[str]:
    return frozenset().union(*word_classes(LEXICON).values())


@lru_cache(maxsize=8)
def word_classes(lexicon: Path) -> Mapping[str, frozenset[str]]:
    """The classes of a lexicon by their names, in its order."""
    tables = tomli.loads(lexicon.read_text("utf-8"))
    return {name: frozenset(table["words"]) for name, table in tables.items()}
