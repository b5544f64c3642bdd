"""Pay as a message tells it, beside what the trained reader heard: in dollars or another currency,
equity of a year, and parts of a package that it left out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answers.packages import names_part, read_packages, read_part, taken_back
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.profile import Profile
from bot.domain.profile_parts import HOME, Pay
from bot.domain.profile_update import Operation, ProfileUpdate
from bot.domain.span import Span
from bot.parsing.asking import asks_anything, speaks_of_self
from bot.parsing.quantities import find_quantities
from bot.parsing.spoken_currency import currency_of, named_country, named_currency
from bot.parsing.tokens import tokenize
from bot.parsing.vesting import vesting_years

_TAKEN_AS_DOLLARS = "I’m taking that as US dollars."
_PAY = ("ask_offer", "compare_offers")
_PARTS = ("base", "bonus", "equity")


def with_money(state: DialogueState, text: str, update: ProfileUpdate) -> DialogueState:
    """The state with the country and the currency of who tells of themselves or of pay."""
    told = speaks_of_self(text) or update.operations or named_currency(text)
    country, currency = named_country(text) if told else "", named_currency(text)
    if country:
        return replace(state, country=country, currency=currency or currency_of(country))
    if currency and currency != state.currency:
        return replace(state, country="", currency=currency)
    return state


def currency_told(text: str, state: DialogueState) -> str:
    """The currency of the pay of a message: named in it or the conversation; empty for unknown."""
    return named_currency(text) or currency_of(named_country(text)) or state.currency


def as_told(
    update: ProfileUpdate, text: str, state: DialogueState, known: Profile, today: date
) -> ProfileUpdate:
    """The update, its pay with what the message tells besides; that in another currency than
    dollars, which nothing is held against, stands apart.
    """
    currency = currency_told(text, with_money(state, text, update))
    if currency not in ("", HOME):
        return _kept_apart(update, text, currency)
    update = replace(_as_offered(_vested(update, text), text, state), abroad=())
    update = _completed(update, text, state, known, today)
    if known.pay is not None and known.home_pay is None:
        update = replace(update, operations=_in_currency(update.operations, HOME))
    return update


def _kept_apart(update: ProfileUpdate, text: str, currency: str) -> ProfileUpdate:
    """The update with its pay apart, a number that names no currency in that of the talk."""
    bare = () if named_currency(text) else update.operations
    told = update.abroad or tuple(one for one in bare if one.group == "pay")
    return replace(
        update,
        operations=tuple(one for one in update.operations if one.group != "pay"),
        supposed=tuple(one for one in update.supposed if one.group != "pay"),
        abroad=_in_currency(told, currency),
    )


def _in_currency(operations: tuple[Operation, ...], currency: str) -> tuple[Operation, ...]:
    """Operations with the currency of the pay that they set in front of its first amount."""
    if any(one.field == "pay.currency" for one in operations):
        return operations
    parts = ("pay.base", "pay.bonus", "pay.equity", "pay.total")
    sets = (at for at, one in enumerate(operations) if one.field in parts and one.kind != "retract")
    first = next(sets, None)
    if first is None:
        return operations
    named = Operation("set", "pay.currency", currency)
    return (*operations[:first], named, *operations[first:])


def taken_as_dollars(turn: Turn) -> list[str]:
    """What is said, once, of pay whose currency nobody has named."""
    before = any(question.intent in _PAY for question in turn.state.turns)
    named = before or turn.state.currency or named_currency(turn.text)
    return [] if named else [_TAKEN_AS_DOLLARS]


def spread_before(state: DialogueState, today: date) -> bool:
    """Whether the equity told last was told with the years that it vests over."""
    for before in reversed(state.turns):
        if before.intent in _PAY and vesting_years(tokenize(before.text)):
            return True
        part = read_part(before.text, today) if before.intent in _PAY else None
        if part is not None and part.equity:
            return _is_spread(before.text, today)
    return False


def vests_later(text: str, today: date) -> int:
    """The years over which a message says that the equity told before vests; 0 for none."""
    amounts = any(one.money for one in find_quantities(text, today))
    return 0 if amounts else round(vesting_years(tokenize(text)))


def _is_spread(text: str, today: date) -> bool:
    """Whether a text tells an amount that is spread over years."""
    return any(one.money and 0 < one.money.per_year < 1 for one in find_quantities(text, today))


def _as_offered(update: ProfileUpdate, text: str, state: DialogueState) -> ProfileUpdate:
    """The update, its pay an offer where another offer is held and nobody tells of themselves."""
    if not state.packages or speaks_of_self(text):
        return update
    operations = (
        replace(one, value="offer") if one.field == "pay.kind" else one for one in update.operations
    )
    return replace(update, operations=tuple(operations))


def _vested(update: ProfileUpdate, text: str) -> ProfileUpdate:
    """The update without years of work that are those of a vesting."""
    years = vesting_years(tokenize(text))
    if not years:
        return update
    span = Span(years, years)
    kept = tuple(one for one in update.operations if one.value != span)
    doubts = tuple(one for one in update.doubts if one.value != span)
    return replace(update, operations=kept, doubts=doubts)


def _completed(
    update: ProfileUpdate, text: str, state: DialogueState, known: Profile, today: date
) -> ProfileUpdate:
    """The update with the parts of one package that the message names and that weren't heard."""
    heard = {one.name for one in update.operations if one.group == "pay"}
    told = _parts_told(text, state, known, today, is_pay=bool(heard))
    missing = {
        name: value
        for name in _PARTS
        if told and name not in heard and (value := getattr(told, name)) is not None
    }
    if not missing or "total" in heard:
        return update
    added = tuple(Operation("set", f"pay.{name}", value) for name, value in missing.items())
    return replace(update, operations=(*update.operations, *added))


def _parts_told(
    text: str, state: DialogueState, known: Profile, today: date, *, is_pay: bool
) -> Pay | None:
    """The package, or the parts of the one known, that a message tells; None for none."""
    pay = known.home_pay
    goes_on = pay is not None and _of_late(state) and not asks_anything(text)
    if names_part(text, today) and (is_pay or goes_on):
        found = tuple(read_packages(text, today))
        return found[0] if len(found) == 1 else None
    if pay is None or not goes_on:
        return None
    if (years := vests_later(text, today)) and pay.equity and not spread_before(state, today):
        return Pay(equity=pay.equity // years)
    corrects = any(holds_number(pay, number) for number in taken_back(text, today))
    return read_part(text, today, pay) if corrects else None


def holds_number(pay: Pay, number: int) -> bool:
    """Whether a part of a package was told with a number: 30 of `30%` or of 30,000."""
    values = (f"{number:g}%", number, number * 1_000)
    return any(part in values for part in (pay.base, pay.bonus, pay.equity, pay.total))


def _of_late(state: DialogueState) -> bool:
    """Whether pay was compared in one of the last answers."""
    return any(before.intent in _PAY for before in state.turns[-3:])
