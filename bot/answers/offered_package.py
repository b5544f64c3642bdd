"""The package that is compared: what the conversation told of it, and its parts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.answers import offer_pair
from bot.answers.offer_abroad import is_abroad
from bot.answers.offer_figures import Offer, parts_of, read_offer
from bot.answers.packages import read_packages, read_part
from bot.answers.pay_thread import read_amount
from bot.answers.pay_words import PAY_PARTS, denied_parts
from bot.answers.turn import Turn
from bot.domain.profile_parts import Pay
from bot.domain.profile_update import suppose
from bot.domain.question import Question
from bot.parsing.function_words import word_classes, words_of
from bot.parsing.quantities import find_quantities


def lacks_amount(question: Question, turn: Turn) -> bool:
    """Whether neither the question nor the conversation has an amount to compare."""
    text = with_amount(question, turn).text
    nothing = turn.profile.home_pay is None and read_amount(text, turn) is None
    return nothing and not is_abroad(question, turn)


def tells_amount(question: Question, turn: Turn) -> bool:
    """Whether a message itself has pay to compare."""
    return any(read_amount(text, turn) is not None for text in (question.text, turn.text))


def is_severance(text: str, turn: Turn) -> bool:
    """Whether pay is told as a time rather than an amount, as who is paid to leave tells it: "they
    offered me 3 months pay".
    """
    classes = word_classes(PAY_PARTS)
    names = classes["pay_for_time"] | classes["base"]
    times = (one for one in find_quantities(text, turn.today) if one.kind == "duration")
    behind = (words_of(text[one.end :])[:2] for one in times)
    return any(word in names for words in behind for word in words)


def with_amount(question: Question, turn: Turn) -> Question:
    """The question; one without an amount of its own with that of its message, else of the last one
    and with the groups named there.
    """
    if not read_amount(question.text, turn) and read_amount(turn.text, turn):
        return replace(question, text=turn.text)  # "130,000 pounds base. Head of security. Fair?"
    before = [q for q in turn.state.turns if q.intent == "ask_offer"]
    if not before or read_offer(question.text) or turn.update.operations:
        return question
    last = before[-1]
    entities = question.entities or last.entities
    return replace(last if read_offer(last.text) else question, entities=entities)


def package(question: Question, turn: Turn) -> Pay | None:
    """What is known of the pay; a new amount of another kind than the last begins another package.

    Nothing, where the question names an amount that wasn't heard as pay: then that is compared.
    """
    pay = turn.profile.home_pay
    if pay is not None and (denied := denied_parts(question.text)):
        return _without(pay, denied)
    if offer_pair.are_compared(turn) and not turn.update.operations:
        return offer_pair.better(turn.state.packages)
    if any(operation.group == "pay" for operation in turn.update.supposed):
        return suppose(turn.profile, turn.update).home_pay
    told = {operation.name for operation in turn.update.operations if operation.group == "pay"}
    made = read_offer(question.text)
    if pay is None:
        bare = not made and read_amount(question.text, turn)
        return next(read_packages(question.text, turn.today), None) if bare else None
    if not told and made and made.amount not in _amounts(pay):
        return None
    return _completed(_of_last_kind(pay, told), turn)


def _completed(pay: Pay, turn: Turn) -> Pay:
    """The pay with the parts that the talk of it names and that weren't heard: `290 base plus 20%
    bonus`, of which the bonus was.
    """
    talk = (before.text for before in reversed(turn.state.turns) if before.intent == "ask_offer")
    for text in (turn.text, *talk):
        named = next(read_packages(text, turn.today), None) or read_part(text, turn.today)
        if named is None or pay.total is not None or named.total is not None:
            continue
        parts = ((name, getattr(named, name)) for name in ("base", "bonus", "equity"))
        pay = replace(pay, **{name: told for name, told in parts if _is_new(pay, name, told)})
    return pay


def _is_new(pay: Pay, name: str, told: object) -> bool:
    return told is not None and getattr(pay, name) is None


def _without(pay: Pay, denied: Collection[str]) -> Pay:
    """The pay without the parts that were denied."""
    bonus = 0 if "bonus" in denied else pay.bonus
    return replace(pay, bonus=bonus, equity=0 if "equity" in denied else pay.equity)


def _of_last_kind(pay: Pay, told: set[str]) -> Pay:
    """The total or its parts alone, where a message tells one without the other."""
    if "base" in told and "total" not in told:
        return replace(pay, total=None)
    if "total" in told and "base" not in told:
        return replace(pay, base=None, bonus=None, equity=None)
    return pay


def _amounts(pay: Pay) -> tuple[object, ...]:
    return pay.base, pay.bonus, pay.equity, pay.total


def parts_to_compare(
    question: Question, pay: Pay | None, groups: tuple[str, ...]
) -> tuple[Offer, ...]:
    """The amounts to compare, each of its own kind; a bare one counts as base pay."""
    made = read_offer(question.text, groups)
    if made and not made.unit.startswith("USD"):
        if made.unit.endswith("/other"):
            return ()
        return (made if made.basis else replace(made, basis="base"),)
    if pay is not None and (found := parts_of(pay, groups)):
        return found
    if made is None or made.unit.endswith("/other"):
        return ()
    return (made if made.basis else replace(made, basis="base"),)
