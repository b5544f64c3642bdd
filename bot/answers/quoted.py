"""Amounts and years of the last answer that a message quotes: "364k? who did they ask?" tells
nothing of who asks, and "7 years, wow" may not.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.profile_update import Doubt, Operation, ProfileUpdate
from bot.domain.span import Span
from bot.parsing.asking import speaks_of_self
from bot.parsing.function_words import has
from bot.parsing.quantities import Quantity, find_quantities
from bot.parsing.sentences import sentences
from bot.plan.goal import TELL_YEARS

_YEARS = "experience.unknown"
_PAY, _AMOUNTS = "pay", ("pay.base", "pay.bonus", "pay.equity", "pay.total")
# Share by which a quoted amount may be rounded: "166k" for 166,585.
_ROUNDED = 0.01


def without_quoted(update: ProfileUpdate, text: str, told: str, today: date) -> ProfileUpdate:
    """The update without pay that only quotes what was `told` in the last answer, unless the
    sentence with it is in the first person: "I make 364k, too".
    """
    fields = [one.field for one in update.operations] + [one.field for one in update.doubts]
    if not set(fields) & set(_AMOUNTS):
        return update
    if update.answer == _PAY or not only_quotes(text, told, today):
        return update
    kept = tuple(one for one in update.operations if one.group != _PAY)
    doubts = tuple(one for one in update.doubts if one.field.partition(".")[0] != _PAY)
    return replace(update, operations=kept, doubts=doubts, abroad=())


def with_quoted_doubted(update: ProfileUpdate, text: str, told: str, today: date) -> ProfileUpdate:
    """The update with years as a doubt that may only quote what was `told` in the last answer: they
    name no field of work and stand beside other words, none of them of the first person, and nobody
    asked for them.
    """
    years = next((one for one in update.operations if _may_quote(one, told, today)), None)
    if years is None or update.answer or TELL_YEARS in told or speaks_of_self(text):
        return update
    words = next((text[one.start : one.end] for one in find_quantities(text, today)), "")
    if words == text.strip(" .!"):
        return update
    kept = tuple(one for one in update.operations if one is not years)
    doubts = (*update.doubts, Doubt(years.field, years.value, words))
    return replace(update, operations=kept, doubts=doubts)


def _may_quote(operation: Operation, told: str, today: date) -> bool:
    """Whether years of no field are ones that were told, or an end of a span of them."""
    value = operation.value
    if operation.kind != "set" or operation.field != _YEARS or not isinstance(value, Span):
        return False
    lengths = [one for one in find_quantities(told, today) if one.kind == "duration"]
    ends = {end for one in lengths for end in (one.low, one.high)}
    return value.low in ends and value.high in ends


def only_quotes(text: str, told: str, today: date) -> bool:
    """Whether every amount of money and every share in a message was told in the last answer, and
    no sentence with one is in the first person.
    """
    known = [one.low for one in find_quantities(told, today) if one.kind in ("money", "percent")]
    amounts = []
    for sentence in sentences(text):
        found = [one.low for one in find_quantities(sentence, today) if _is_amount(one, sentence)]
        quoted = [one for one in found if _is_near(one, known)]
        if quoted and speaks_of_self(sentence) and not has(sentence, "nobody"):
            return False
        amounts += [(one, one in quoted) for one in found]
    return bool(amounts) and all(is_quoted for _, is_quoted in amounts)


def _is_amount(number: Quantity, text: str) -> bool:
    """Whether a number may be one of pay: "364 and 565" are counts as they stand, "one" is none."""
    in_digits = any(map(str.isdigit, text[number.start : number.end]))
    return number.kind in ("money", "percent") or (number.kind == "count" and in_digits)


def _is_near(amount: float, known: list[float]) -> bool:
    """Whether an amount is one of some, in full or in thousands."""
    return any(
        abs(one - amount * factor) <= _ROUNDED * one for one in known for factor in (1, 1_000)
    )
