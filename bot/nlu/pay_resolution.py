"""Puts the pay of a message together: base, bonus, equity and total, earned now or offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.profile_parts import HOME, MOST_PAY, MOST_PAY_ABROAD
from bot.domain.profile_update import Impossible, Operation
from bot.nlu.readings import MessageReading, Reading
from bot.parsing.vesting import spread_at

# Share from which pay is an offer, and how near to it nobody can say whether it is.
_OFFERED, _UNDECIDED = 0.5, 0.1
# How far from undecided an amount is that the others of a message follow.
_SURE = 0.35
# How much likelier one of two current amounts must be to be taken for the pay.
_CLEARLY = 0.15
_LEAST = 8_000
# Amounts below are said in thousands: `170 base`.
_THOUSANDS = 1_000


def resolve_pay(
    message: MessageReading, owner: str = ""
) -> tuple[list[Operation], list[Impossible]]:
    """The operations for one package in dollars: an offer where one is told of, else what is earned
    now.
    """
    chosen, kind = _chosen(message, owner)
    return _resolved(message, chosen, kind, HOME)


def resolve_pay_abroad(message: MessageReading) -> list[Operation]:
    """The operations for the person's own package where an amount of it names another currency."""
    chosen, kind = _chosen(message, "")
    money = (reading.candidate.quantity and reading.candidate.quantity.money for reading in chosen)
    named = next((one.currency for one in money if one and one.currency != HOME), "")
    operations, _ = _resolved(message, chosen, kind, named) if named else ([], [])
    if not operations:
        return []
    return [operations[0], Operation("set", "pay.currency", named), *operations[1:]]


def _chosen(message: MessageReading, owner: str) -> tuple[list[Reading], str]:
    """The readings of one package, and whether it is earned now or offered."""
    readings = _as_one(message.of("amount", owner))
    if all(abs(reading.offered - _OFFERED) < _UNDECIDED for reading in readings):
        return [], "current"
    offered = [reading for reading in readings if reading.offered > _OFFERED]
    chosen = _package(offered) or _package(readings)
    return chosen, "offer" if chosen and chosen[0] in offered else "current"


def _resolved(
    message: MessageReading, chosen: Sequence[Reading], kind: str, currency: str
) -> tuple[list[Operation], list[Impossible]]:
    """What sets the parts of a package that are in a currency, or name none."""
    found: dict[str, int | str] = {}
    impossible: list[Impossible] = []
    for reading in chosen:
        spread = spread_at(message.spans.tokens, reading.candidate.last + 1)
        amount = _amount(reading, spread, currency)
        if amount is None:
            continue
        if isinstance(amount, int) and not _is_possible(reading.role, amount, currency):
            words = message.spans.text[reading.candidate.start : reading.candidate.end]
            impossible.append(Impossible(f"pay.{reading.role}", "unreadable", words))
            continue
        found.setdefault(reading.role, amount)
    return _operations(found, kind), impossible


def _operations(found: Mapping[str, int | str], kind: str) -> list[Operation]:
    """What sets the parts of a package that were found, none where there are none."""
    parts = [name for name in ("base", "bonus", "equity", "total") if name in found]
    operations = [Operation("set", f"pay.{name}", found[name]) for name in parts]
    return [Operation("set", "pay.kind", kind), *operations] if parts else []


def _as_one(readings: Sequence[Reading]) -> list[Reading]:
    """The readings of a message, the unsure ones offered or earned as those are that are sure."""
    sides = {r.offered > _OFFERED for r in readings if abs(r.offered - _OFFERED) >= _SURE}
    if len(sides) != 1:
        return list(readings)
    share = float(sides.pop())
    unsure = [abs(reading.offered - _OFFERED) < _SURE for reading in readings]
    return [
        replace(reading, offered=share) if follows else reading
        for reading, follows in zip(readings, unsure, strict=True)
    ]


def _package(readings: Sequence[Reading]) -> list[Reading]:
    """The readings that belong to one package: of several offers the last.

    Of two amounts that are earned now one is somebody else's or gone by: `118, now 131`, `my base
    155k, his 170k`. Neither is taken unless one is clearly likelier.
    """
    package: list[Reading] = []
    for reading in readings:
        same = next((other for other in package if other.role == reading.role), None)
        if same and reading.role in ("base", "total"):
            if reading.offered > _OFFERED:
                package = []
            elif abs(reading.probability - same.probability) < _CLEARLY:
                return []
            elif reading.probability < same.probability:
                continue
            else:
                package.remove(same)
        package.append(reading)
    return package


def _amount(reading: Reading, spread: float, currency: str) -> int | str | None:
    """Money a year, or a share such as `20%`; None for other currencies and shares of a firm. A
    number that is spread over years counts by its share of one.
    """
    quantity = reading.candidate.quantity
    if quantity is None:
        return None
    if quantity.percent:
        return str(quantity.percent) if reading.role == "bonus" else None
    if quantity.money:
        if quantity.money.currency != currency and (quantity.money.named or currency == HOME):
            return None
        amount = quantity.money.yearly
    elif quantity.kind in ("count", "moment", "duration"):
        amount = _of_number((quantity.low + quantity.high) / 2, spread)
    else:
        return None
    if 0 < amount < _THOUSANDS and not (quantity.money and quantity.money.per_year > 1):
        amount *= _THOUSANDS
    return amount


def _of_number(middle: float, spread: float) -> int:
    """A bare number as money a year, in thousands where it is small and spread over years."""
    in_thousands = bool(spread) and middle < _THOUSANDS
    return round(middle * (spread or 1.0) * (_THOUSANDS if in_thousands else 1))


def _is_possible(role: str, amount: int, currency: str) -> bool:
    most = MOST_PAY if currency == HOME else MOST_PAY_ABROAD
    return amount <= most and (role in ("bonus", "equity") or amount >= _LEAST)
