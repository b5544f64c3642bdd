"""What is said after pay was compared: "so below?", "would you take it?", "no equity", "so
double?".
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers import offer_pair
from bot.answers.offer_abroad import is_abroad
from bot.answers.offer_figures import Offer, parts_of, read_offer
from bot.answers.packages import names_part, read_packages, taken_back
from bot.answers.pay_words import denied_parts
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite
from bot.parsing.asking import asks_anything, speaks_of_self
from bot.parsing.function_words import has, words_of

_PAY = ("ask_offer", offer_pair.COMPARING)
_PERSONAL = ("ask_about_me", "ask_advice", "ask_decision")
_LEANING = ("acknowledge", "ask_certainty", "ask_is_it_a_lot", "ask_ellipsis", "tell_raise")
_DECIDING = ("yes_no", "worth", "compare", "which", "which_first")
_COMPARING = ("yes_no", "worth", "compare")
# How likely a short question leans on the pay just told, rather than names something of its own:
# "decent?", not "analyst better?".
_LEANS = 0.84
_ADVISING = frozenset(["would", "should"])
# The score from which evidence is of the group that is named.
_CLEAR = 0.5
_SHORT = 4
_RECENT = 3
# Dollars from which a bare number, such as 300, is pay in thousands.
_LEAST_BARE = 100_000
# From here a figure is told as so many times another one, below it as so many percent more.
_TIMES = 1.9
_LEVEL = 0.05
_LARGER = "You’re below that: {figure} is {times:.1f} times your {own}."
_MORE = "You’re {place} that: {figure} is {share:.0f}% {side} than your {own}."
_SAME = "You’re about level with that: {figure} against your {own}."


def act(question: Question, turn: Turn) -> str:
    """The act that a message is while pay is talked about; empty for none of these."""
    if _names_new_pay(question, turn) or _tells_package(question, turn):
        return "ask_offer"
    if beside_own(question, turn) is not None and not _after_pay(turn):
        return "ask_offer"
    if corrects(question, turn):
        return "ask_offer"
    if turn.update.operations or not _goes_on(question, turn):
        return ""
    return offer_pair.COMPARING if offer_pair.are_compared(turn) else "ask_offer"


def corrects(question: Question, turn: Turn) -> bool:
    """Whether a message corrects a part of the pay that was compared: "bonus is 40, not 30"."""
    told = any(operation.group == "pay" for operation in turn.update.operations)
    return told and _of_late(turn) and bool(taken_back(question.text, turn.today))


def _tells_package(question: Question, turn: Turn) -> bool:
    """Whether a message tells base pay or a package, or asks no more of it than whether it is
    good: "they have told 52 lakhs fixed", "they said 380 plus super".
    """
    if question.intent in (*_PAY, "tell_raise"):
        return False
    elsewhere = is_abroad(question, replace(turn, state=_before_pay(turn)))
    if asks_anything(question.text):
        return elsewhere and question.retrieval.form in _COMPARING
    return elsewhere or names_part(question.text, turn.today)


def _before_pay(turn: Turn) -> DialogueState:
    """The state without the pay that was told before."""
    return replace(turn.state, turns=())


def _goes_on(question: Question, turn: Turn) -> bool:
    """Whether a message that tells nothing goes on about the pay that was compared."""
    if question.intent == "tell_raise" and offer_pair.are_compared(turn):
        return True
    if denied_parts(question.text) and _of_late(turn):
        return True
    if question.intent in _PERSONAL and wants_decision(question, turn):
        return True
    return _after_pay(turn) and asks_which_side(question, turn)


def wants_decision(question: Question, turn: Turn) -> bool:
    """Whether it is asked what to do about an offer: "would you take it?", "what would you do?"."""
    words = words_of(question.text)
    if question.entities or not _of_late(turn) or _ADVISING.isdisjoint(words):
        return False
    if question.retrieval.form not in _DECIDING:
        return _after_pay(turn) and "you" in words
    return has(question.text, "pointing") or not speaks_of_self(question.text)


def of_group(question: Question, turn: Turn) -> Question | None:
    """A question for the pay of a group, as one that is answered where figures of it were found:
    "what do other hospitals pay?".
    """
    best = question.retrieval.best
    declined = question.intent in ("out_of_scope", "ask_not_covered")
    named = any(question.about(kind) for kind in ("industry", "place", "company"))
    fact = turn.kb.fact(best.evidence) if best else None
    if not (declined and named and fact and best and _after_pay(turn)):
        return None
    if fact.kind is not FactKind.PAY or best.score < _CLEAR or best.missing:
        return None
    retrieval = replace(question.retrieval, answered=True, answerable=best.score)
    return replace(question, intent="ask_salary", retrieval=retrieval)


def _after_pay(turn: Turn) -> bool:
    """Whether pay was compared just before."""
    return any(before.intent in _PAY for before in turn.state.turns[-1:])


def _of_late(turn: Turn) -> bool:
    """Whether pay was compared in one of the last answers."""
    return any(before.intent in _PAY for before in turn.state.turns[-_RECENT:])


def asks_which_side(question: Question, turn: Turn) -> bool:
    """Whether a short question asks how the pay just told compares: "good?", "so under
    average?".
    """
    words = words_of(question.text)
    brief = 0 < len(words) <= _SHORT and not question.entities
    asks = "?" in question.text or question.intent not in _LEANING
    named = turn.reader.named(question.text)
    if named.role or named.jobs or question.retrieval.form not in _COMPARING:
        return False
    return brief and asks and turn.reader.leans(question.text) >= _LEANS


def _names_new_pay(question: Question, turn: Turn) -> bool:
    """Whether an amount is named that no answer told, and asked to be judged: "they hinted 300k.
    low?".
    """
    made = read_amount(question.text, turn)
    if made is None or question.intent not in _LEANING or question.retrieval.form != "yes_no":
        return False
    told = (turn.kb.fact(name) for name in turn.state.facts)
    return all(not fact or not fact.figure or fact.figure.low != made for fact in told)


def read_amount(text: str, turn: Turn) -> int | None:
    """The pay that a text names, `300` for 300,000 too; None for none."""
    if made := read_offer(text):
        return made.amount
    package = next(read_packages(text, turn.today), None)
    told = package and (package.total or package.base)
    return told if told and told >= _LEAST_BARE else None


def beside_own(question: Question, turn: Turn) -> Reply | None:
    """The last figure for pay beside what the person makes, of the same kind: "so double?"."""
    told, pay = _last_pay(turn), turn.profile.home_pay
    if told is None or told.figure is None or pay is None or _after_pay(turn):
        return None
    if not (_tells_current_pay(turn) or _weighs(question, turn)):
        return None
    own = next((part for part in parts_of(pay, ()) if part.basis == told.figure.basis), None)
    if own is None or told.figure.unit != own.unit:
        return None
    return Reply("salary", _side_by_side(told, own), facts=cite([told]))


def _tells_current_pay(turn: Turn) -> bool:
    """Whether a message tells what the person makes and nothing else."""
    pay = turn.profile.home_pay
    groups = {operation.group for operation in turn.update.operations}
    return pay is not None and pay.kind == "current" and groups == {"pay"}


def _weighs(question: Question, turn: Turn) -> bool:
    """Whether a short question that names nothing weighs the last figure."""
    named = question.entities or turn.reader.named(question.text).role
    brief = len(words_of(question.text)) <= 2 * _SHORT and "?" in question.text
    asks = question.retrieval.form in ("yes_no", "count", "amount")
    return brief and asks and not named and not turn.update.operations


def _last_pay(turn: Turn) -> Fact | None:
    held = (turn.kb.fact(name) for name in turn.state.facts)
    return next((fact for fact in held if fact and fact.kind is FactKind.PAY and fact.figure), None)


def _side_by_side(told: Fact, own: Offer) -> str:
    assert told.figure is not None
    usual = (told.figure.low + told.figure.high) / 2
    figure, mine = amount(told.figure).removesuffix(" a year"), f"${own.amount:,}"
    ratio = usual / own.amount
    if abs(ratio - 1) <= _LEVEL:
        return _SAME.format(figure=figure, own=mine)
    if ratio >= _TIMES:
        return _LARGER.format(figure=figure, times=ratio, own=mine)
    place, side = ("below", "more") if ratio > 1 else ("above", "less")
    gap = abs(ratio - 1) * 100
    return _MORE.format(place=place, figure=figure, share=gap, side=side, own=mine)
