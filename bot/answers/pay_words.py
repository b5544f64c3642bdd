"""The words of a closed lexicon that name the parts of a package of pay, or say that one is
missing, included or paid once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.parsing.function_words import bare, word_classes

PAY_PARTS = Path("data/lexicons/pay_parts.toml")
# A bonus that is paid once, which is no part of a year's pay.
ONCE = "once"
_ROLES = ("base", "total", "bonus", "equity")


def denied_parts(text: str) -> tuple[str, ...]:
    """The parts of a package that a text says aren't there: "no equity, by the way"."""
    words = [bare(word) for word in text.split()]
    denying = word_classes(PAY_PARTS)["denying"]
    behind = (words[at + 1 : at + 3] for at, word in enumerate(words) if word in denying)
    lasting = (two for two in behind if word_classes(PAY_PARTS)["paid_once"].isdisjoint(two))
    return tuple(role for role in map(first_role, lasting) if role in ("bonus", "equity"))


def names_any_part(text: str) -> bool:
    """Whether a text has a word for a part of a package, with an amount or without."""
    return bool(first_role(text.split()))


def named_behind(words: Sequence[str]) -> tuple[str, str]:
    """The first word behind an amount that names a part, and which part the amount is: all of it
    in "300k with bonus", none named in "300k plus bonus".
    """
    classes = word_classes(PAY_PARTS)
    at = next((place for place, word in enumerate(words) if role_of(word)), None)
    if at is None:
        return "", ""
    before = [bare(word) for word in words[:at]]
    if before and before[-1] in classes["paid_once"]:
        return words[at], ONCE
    if any(word in classes["adding"] for word in before):
        return "", ""
    includes = any(word in classes["including"] for word in before)
    return words[at], "total" if includes else role_of(words[at])


def lacking_part(words: Sequence[str]) -> str:
    """The part that a clause says isn't there: `300k base without bonus`, `300k flat`."""
    if any(bare(word) in word_classes(PAY_PARTS)["no_bonus"] for word in words):
        return "bonus"
    at = next((place for place, word in enumerate(words) if bare(word) == "without"), len(words))
    return first_role(words[at:])


def clause_of(text: str) -> str:
    """A text up to the first mark that ends a clause."""
    return text[: min((at for mark in ",;." if (at := text.find(mark)) >= 0), default=len(text))]


def first_role(words: Iterable[str]) -> str:
    """The part of a package that the first word names which names one."""
    return next(filter(None, map(role_of, words)), "")


def role_of(word: str) -> str:
    """The part of a package that a word names; empty for any other word."""
    classes = word_classes(PAY_PARTS)
    return next((role for role in _ROLES if bare(word) in classes[role]), "")
