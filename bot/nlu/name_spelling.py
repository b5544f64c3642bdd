"""The spellings of a name, and what they have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.ingest.phrases import without_brackets


def normalized(word: str) -> str:
    """A word as names are matched: in small letters, without plural, genitive and full stops."""
    word = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    word = word.replace(".", "") if re.fullmatch(r"(?:\w\.)+\w?", word) else word
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def spellings(name: str) -> Iterable[str]:
    """The spellings of a name: `Security+` is also `security plus`, `(ISC)2` also `ISC 2`."""
    plain = without_brackets(name) or name
    variants = dict.fromkeys([name, plain, name.replace("-", " ")])
    for variant in list(variants):
        if "+" in variant:
            variants[variant.replace("+", " plus")] = None
            variants[variant.replace("+", " +")] = None
            variants[variant.replace("+", "plus")] = None
        if match := re.fullmatch(r"([A-Z]{3,})(\d)", variant):
            variants[f"({match[1]}){match[2]}"] = None
            variants[f"{match[1]} {match[2]}"] = None
    return variants
