"""The offers that a conversation holds: told at once, one after the other, or in pieces."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answers.heard_pay import currency_told, holds_number, spread_before, vests_later
from bot.answers.packages import read_packages, read_part, taken_back
from bot.answers.pay_words import PAY_PARTS
from bot.answers.turn import Turn
from bot.domain.profile_parts import HOME, Pay
from bot.parsing.asking import speaks_of_self
from bot.parsing.function_words import word_classes, words_of

_MOST = 2
# Words up to which a message may say that it tells another offer.
_OPENING = 4


def with_told(text: str, ordinal: int | None, turn: Turn) -> tuple[Pay, ...]:
    """The offers held, with what a message tells of one of them or as another one."""
    held = turn.state.packages
    told = next(read_packages(text, turn.today), None)
    place = place_of(text, ordinal, held, turn.today)
    if told is not None and place is None:
        return (*held, told)[-_MOST:]
    if not held:
        return ()
    place = len(held) - 1 if place is None else place
    added = told or _added(text, held[place], turn)
    if added is None:
        return held
    known = {name: value for name, value in vars(added).items() if value is not None}
    return (*held[:place], replace(held[place], **known), *held[place + 1 :])


def told_second(text: str, turn: Turn) -> bool:
    """Whether a message tells one offer as the other of two: "the other is 260 base"."""
    marks = word_classes(PAY_PARTS)["second"]
    marked = any(word in marks for word in words_of(text)[:_OPENING])
    tells = next(read_packages(text, turn.today), None) is not None
    return marked and tells and len(turn.state.packages) == 1


def place_of(text: str, ordinal: int | None, held: tuple[Pay, ...], today: date) -> int | None:
    """Which of the offers a message means: "the first one", or that with the number it corrects."""
    for number in taken_back(text, today):
        for place, pay in reversed(tuple(enumerate(held))):
            if holds_number(pay, number):
                return place
    if ordinal is None or len(held) < _MOST:
        return None
    place = ordinal - 1 if ordinal > 0 else len(held) + ordinal
    return place if 0 <= place < len(held) else None


def held_after(text: str, ordinal: int | None, turn: Turn) -> tuple[Pay, ...]:
    """The offers held after pay was compared alone; what is earned now is none, and no offer in
    another currency is held against one in dollars.
    """
    if currency_told(text, turn.state) not in ("", HOME):
        return turn.state.packages
    pay = turn.profile.home_pay
    corrects = bool(taken_back(text, turn.today))  # "I misread, 40, not 30"
    if pay is not None and pay.kind == "current" and speaks_of_self(text) and not corrects:
        return turn.state.packages
    return with_told(text, ordinal, turn)


def _added(text: str, pay: Pay, turn: Turn) -> Pay | None:
    """The part that a message adds to an offer, or its equity by the years that it vests over."""
    years = vests_later(text, turn.today)
    if years and pay.equity and not spread_before(turn.state, turn.today):
        return replace(pay, equity=pay.equity // years)
    return read_part(text, turn.today, pay)
