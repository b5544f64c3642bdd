"""The currency and country that a text tells pay in: by a sign, a name, or the place it names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import tomli

from bot.parsing.money import currency_at
from bot.parsing.tokens import tokenize
from bot.parsing.whole_words import contains_phrase

LEXICON = Path("data/lexicons/currencies.toml")


def named_currency(text: str) -> str:
    """The currency of the first sign or name of one beside a number; empty for none."""
    tokens = tokenize(text)
    return next(filter(None, (currency_at(tokens, place) for place in range(len(tokens)))), "")


def named_country(text: str) -> str:
    """The first country whose places, or own words of pay, a text has; empty for none."""
    held = _countries().items()
    return next((name for name, (_, words) in held if contains_phrase(text, *words)), "")


def currency_of(country: str) -> str:
    """The currency of a country by its name; empty for one that isn't known."""
    return _countries().get(country, ("", ()))[0]


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """The currency and the words of each country, by its name."""
    tables = tomli.loads(LEXICON.read_text("utf-8"))
    return {name: (table["currency"], tuple(table["words"])) for name, table in tables.items()}
