"""Packages of pay that a message tells one after the other: `280 base and 20%, or 310k flat`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.domain.profile import Pay
from bot.parsing.function_words import bare, word_classes
from bot.parsing.quantities import Quantity, find_quantities

_LEAST, _THOUSANDS = 20_000, 1_000
# Dollars from which a number is a bonus or equity, rather than "the second one".
_LEAST_PART = 2_000
PAY_PARTS = Path("data/lexicons/pay_parts.toml")
_ROLES = ("base", "total", "bonus", "equity")


def read_packages(text: str, today: date) -> Iterator[Pay]:
    """The packages of a text, each beginning with its base or total."""
    package: Pay | None = None
    for role, value in _parts(text, today):
        if role in ("base", "total"):
            if package is not None and (package.base or package.total):
                yield package
                package = None
            package = _with(package or Pay(kind="offer"), role, value)
        elif package is not None:
            package = _with(package, role, value)
    if package is not None:
        yield package


def read_part(text: str, today: date) -> Pay | None:
    """A bonus or equity that is told without a base."""
    parts = list(_parts(text, today))
    package = Pay(kind="offer")
    for role, value in parts:
        package = _with(package, role, value)
    return package if parts else None


def denied_parts(text: str) -> tuple[str, ...]:
    """The parts of a package that a text says aren't there: "no equity, by the way"."""
    words = [bare(word) for word in text.split()]
    denying = word_classes(PAY_PARTS)["denying"]
    behind = (words[at + 1 : at + 3] for at, word in enumerate(words) if word in denying)
    return tuple(role for role in map(_first_role, behind) if role in ("bonus", "equity"))


def _with(package: Pay, role: str, value: int | str) -> Pay:
    """The package with one part of it; a share is a bonus only."""
    if role == "bonus":
        return replace(package, bonus=value)
    if isinstance(value, str):
        return package
    if role == "equity":
        return replace(package, equity=value)
    return replace(package, total=value) if role == "total" else replace(package, base=value)


def _parts(text: str, today: date) -> Iterator[tuple[str, int | str]]:
    """The amounts of a text with the part of a package that the nearest word names."""
    found = find_quantities(text, today)
    taken = 0  # up to here words name the parts before
    ends = [*(one.start for one in found), len(text)][1:]
    for quantity, end in zip(found, ends, strict=True):
        behind = _clause(text[quantity.end : end])
        word = next(filter(_role, behind.split()), "")
        role = _role(word) or _first_role(reversed(text[taken : quantity.start].split()))
        value = _value(quantity, role)
        if value is None:
            continue  # the words around "the second one" may name another number
        taken = quantity.end + (behind.index(word) + len(word) if word else 0)
        yield role or "base", value
        if lacking := _lacking_part(behind.split()):
            yield lacking, 0


def _lacking_part(words: Sequence[str]) -> str:
    """The part that a clause says isn't there: `300k base without bonus`, `300k flat`."""
    if any(bare(word) in word_classes(PAY_PARTS)["no_bonus"] for word in words):
        return "bonus"
    at = next((place for place, word in enumerate(words) if bare(word) == "without"), len(words))
    return _first_role(words[at:])


def _clause(text: str) -> str:
    """A text up to the first mark that ends a clause."""
    return text[: min((at for mark in ",;." if (at := text.find(mark)) >= 0), default=len(text))]


def _first_role(words: Iterable[str]) -> str:
    """The part of a package that the first word names which names one."""
    return next(filter(None, map(_role, words)), "")


def _role(word: str) -> str:
    """The part of a package that a word names; empty for any other word."""
    classes = word_classes(PAY_PARTS)
    return next((role for role in _ROLES if bare(word) in classes[role]), "")


def _value(quantity: Quantity, role: str) -> int | str | None:
    """Dollars a year, or a share such as `20%` for a bonus; None for what is no pay."""
    if quantity.percent is not None:
        return str(quantity.percent) if role == "bonus" else None
    if quantity.kind not in ("money", "count"):
        return None
    if quantity.money is not None and quantity.money.currency != "USD":
        return None
    middle = round((quantity.low + quantity.high) / 2)
    value = quantity.money.yearly if quantity.money else middle
    value *= _THOUSANDS if 0 < value < _THOUSANDS else 1
    if role in ("bonus", "equity"):
        return value if value == 0 or value >= _LEAST_PART else None
    return value if value >= _LEAST else None
