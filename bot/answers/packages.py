"""Packages of pay that a message tells one after the other: `280 base and 20%, or 310k flat`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.answers.pay_words import (
    ONCE,
    PAY_PARTS,
    clause_of,
    first_role,
    lacking_part,
    named_behind,
)
from bot.domain.profile_parts import HOME, Pay
from bot.parsing.function_words import is_function_word, word_classes
from bot.parsing.quantities import Quantity, find_quantities
from bot.parsing.tokens import Token, tokenize
from bot.parsing.vesting import spread_at

_LEAST, _THOUSANDS = 20_000, 1_000
# Dollars from which a number is a bonus or equity, rather than "the second one".
_LEAST_PART = 2_000
# Names of the whole package in two words.
_JOINED = re.compile(r"\b(all|on)\s(in|target)\b", re.IGNORECASE)


def read_packages(text: str, today: date, currency: str = HOME) -> Iterator[Pay]:
    """The packages of a text, each beginning with its base or total, in one currency."""
    package: Pay | None = None
    for role, value in _parts(text, today, currency):
        if role in ("base", "total"):
            if package is not None and (package.base or package.total):
                yield package
                package = None
            package = _with(package or Pay(kind="offer"), role, value)
        elif package is not None:
            package = _with(package, role, value)
    if package is not None:
        yield package


def read_part(text: str, today: date, known: Pay | None = None) -> Pay | None:
    """A bonus or equity that is told without a base; a bare bonus is a share where the one known
    was told as one: "bonus is 40, not 30".
    """
    parts = list(_parts(text, today))
    package = Pay(kind="offer")
    for role, value in parts:
        package = _with(package, role, value)
    if known is not None and isinstance(known.bonus, str) and isinstance(package.bonus, int):
        bare_share = package.bonus // _THOUSANDS
        if re.search(rf"(?<![\w$.]){bare_share}(?![\w.]|,\d)", text):
            package = replace(package, bonus=f"{bare_share}%")
    return package if parts else None


def taken_back(text: str, today: date) -> tuple[int, ...]:
    """The numbers that a text names only to correct them: the 30 of "40, not 30"."""
    tokens = tokenize(text)
    found = find_quantities(text, today)
    return tuple(round(one.low) for one in found if _is_taken_back(one, tokens))


def _with(package: Pay, role: str, value: int | str) -> Pay:
    """The package with one part of it; a share is a bonus only."""
    if role == "bonus":
        return replace(package, bonus=value)
    if isinstance(value, str):
        return package
    if role == "equity":
        return replace(package, equity=value)
    return replace(package, total=value) if role == "total" else replace(package, base=value)


def names_part(text: str, today: date, currency: str = HOME) -> bool:
    """Whether a text has an amount of base pay or of the whole, with a word beside it for that."""
    parts = _named_parts(text, today, currency)
    return any(role in ("base", "total") for role, _ in parts)


def _parts(text: str, today: date, currency: str = HOME) -> Iterator[tuple[str, int | str]]:
    """The amounts of a text, each with the part of a package that it is, base pay where none is
    named.
    """
    return ((role or "base", value) for role, value in _named_parts(text, today, currency))


def _named_parts(text: str, today: date, currency: str) -> Iterator[tuple[str, int | str]]:
    """The amounts of a text with the part of a package that the nearest word names."""
    text = _JOINED.sub(r"\1-\2", text)
    tokens = tokenize(text)
    found = [one for one in find_quantities(text, today) if not _is_taken_back(one, tokens)]
    taken = 0  # up to here words name the parts before
    ends = [*(one.start for one in found), len(text)][1:]
    for quantity, end in zip(found, ends, strict=True):
        behind = clause_of(text[quantity.end : end])
        word, role = named_behind(behind.split())
        role = role or first_role(reversed(text[taken : quantity.start].split()))
        if not role and not _may_be_pay(quantity, tokens):
            continue
        spread = spread_at(tokens, quantity.last + 1)
        role = role or _unnamed(quantity, tokens, spread)
        value = _value(quantity, role, currency, spread)
        if value is None:
            continue  # the words around "the second one" may name another number
        taken = quantity.end + (behind.index(word) + len(word) if word else 0)
        if role == ONCE:
            continue
        yield role, value
        if lacking := lacking_part(behind.split()):
            yield lacking, 0


def _unnamed(quantity: Quantity, tokens: Sequence[Token], spread: float) -> str:
    """The part that an amount is without a word for it: equity where it is spread over years, a
    bonus where a share comes on top.
    """
    before = tokens[quantity.first - 1].lower if quantity.first else ""
    if quantity.percent is not None and before in word_classes(PAY_PARTS)["adding"]:
        return "bonus"
    return "equity" if spread else ""


def _may_be_pay(quantity: Quantity, tokens: Sequence[Token]) -> bool:
    """Whether a number that no word names a part for isn't the number of something else:
    "380 plus super", but not "600 people".
    """
    if quantity.kind != "count" or quantity.last + 1 >= len(tokens):
        return True
    if tokens[quantity.last].lower in word_classes(PAY_PARTS)["adding"]:
        return True
    after = tokens[quantity.last + 1]
    names_pay = any(after.lower in words for words in word_classes(PAY_PARTS).values())
    return not after.is_word or names_pay or is_function_word(after.lower)


def _is_taken_back(quantity: Quantity, tokens: Sequence[Token]) -> bool:
    """Whether a number is named only to be corrected: "40, not 30"."""
    before = tokens[max(0, quantity.first - 2) : quantity.first]
    return any(token.lower in word_classes(PAY_PARTS)["taken_back"] for token in before)


def _value(quantity: Quantity, role: str, currency: str, spread: float) -> int | str | None:
    """Money a year, or a share such as `20%` for a bonus; None for what is no pay. What is spread
    over years, by a share of each, counts for one of them.
    """
    if quantity.percent is not None:
        return str(quantity.percent) if role == "bonus" else None
    if quantity.kind not in ("money", "count"):
        return None
    money = quantity.money
    if money is not None and money.named and money.currency != currency:
        return None
    middle = (quantity.low + quantity.high) / 2
    value = money.yearly if money else round(middle * (spread or 1.0))
    value *= _THOUSANDS if 0 < middle < _THOUSANDS else 1
    if role in ("bonus", "equity"):
        return value if value == 0 or value >= _LEAST_PART else None
    return value if value >= _LEAST else None
