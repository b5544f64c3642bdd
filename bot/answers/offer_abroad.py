"""Pay in another currency than dollars: beside the closest figure that is held in it, never beside
one in dollars.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.answers.heard_pay import currency_told
from bot.answers.offer_figures import Benchmark, Offer, parts_of, read_offer
from bot.answers.packages import names_part, read_packages
from bot.answers.pay_words import names_any_part
from bot.answers.sentences import dated
from bot.answers.turn import Turn
from bot.answers.verdicts import of_place, other_kind, verdict
from bot.domain.facts import Fact, FactKind, Figure
from bot.domain.profile_parts import HOME
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite, shown
from bot.parsing.quantities import find_quantities
from bot.parsing.spoken_currency import named_country

_MEASURES = ("average", "median", "midpoint", "range")
# The kinds of pay that a figure may have measured to be held beside what was told, the best first.
_ALIKE = {
    "base": ("base", "unspecified"),
    "cash": ("cash", "unspecified"),
    "total": ("total", "cash", "unspecified"),
    "": ("unspecified", "cash", "base", "total"),
}
_ELSEWHERE = "I don’t have a figure for {country}, so this is the closest one in its currency."
_NO_FIGURE = (
    "I don’t have a figure in {currency} to compare {told} with. Most of what I have is in US"
    " dollars, which can’t be compared directly: {closest}"
)
_NOTHING_ALIKE = "Your {told} has nothing of its own kind beside it."


@dataclass(frozen=True)
class _Told:
    """Pay in a currency, its parts from the widest, and the country where it is known."""

    parts: tuple[Offer, ...]
    currency: str
    country: str


def abroad(question: Question, turn: Turn, groups: tuple[str, ...]) -> Reply | None:
    """Pay in another currency beside the closest figure in it; None for pay in dollars."""
    told = _told(question, turn, groups)
    if told is None:
        return None
    held = _in_currency(told, turn)
    pairs = [
        (part, fact)
        for part in told.parts
        for fact in held
        if fact.figure and fact.figure.basis in _ALIKE[part.basis]
    ]
    if pairs:
        best = max(pairs, key=lambda pair: _closeness(pair[1], pair[0].basis, told.country))
        return _beside(*best, told, turn)
    if held:
        closest = max(held, key=lambda fact: _closeness(fact, "", told.country))
        return _of_another_kind(told, closest)
    return _nothing_held(told, turn)


def is_abroad(question: Question, turn: Turn) -> bool:
    """Whether the pay that a message or the conversation tells is in another currency."""
    return _tells_pay(question, turn) and _told(question, turn, ()) is not None


def _tells_pay(question: Question, turn: Turn) -> bool:
    """Whether pay was told before, or something in a message shows that a number of it is pay:
    "teacher, 36, Dublin" tells an age.
    """
    if turn.state.topic == "salary" or any(q.intent == "ask_offer" for q in turn.state.turns):
        return True
    heard = {operation.group for operation in turn.update.operations}
    heard |= {doubt.field.partition(".")[0] for doubt in turn.update.doubts}
    if "pay" in heard:
        return True
    quantities = find_quantities(question.text, turn.today)
    return names_any_part(question.text) or any(one.kind == "money" for one in quantities)


def _told(question: Question, turn: Turn, groups: tuple[str, ...]) -> _Told | None:
    """The pay told last that isn't in dollars, of this message or the talk before."""
    for text in _texts(question, turn):
        currency = currency_told(text, turn.state)
        parts = tuple(_parts(text, currency or HOME, groups, turn))
        if parts and currency in ("", HOME):
            return None
        if parts:
            country = named_country(text) or turn.state.country
            return _Told(parts, currency, country)
    return None


def _texts(question: Question, turn: Turn) -> Iterator[str]:
    """The message, and what was asked of pay before it, the last first."""
    yield question.text
    yield turn.text
    if not any(operation.group == "pay" for operation in turn.update.operations):
        yield from (q.text for q in reversed(turn.state.turns) if q.intent == "ask_offer")


def _parts(text: str, currency: str, groups: tuple[str, ...], turn: Turn) -> Iterator[Offer]:
    """The pay of a text: as a package, else its first amount."""
    unit = f"{currency}/year"
    made = read_offer(text, groups)
    package = next(read_packages(text, turn.today, currency), None)
    if package is not None and (parts := parts_of(package, groups, unit)):
        bare = len(parts) == 1 and not names_part(text, turn.today, currency)
        yield from (replace(part, basis="") for part in parts) if bare else parts
    elif made is not None and made.unit.endswith("/year"):
        yield replace(made, unit=unit)


def _in_currency(told: _Told, turn: Turn) -> list[Fact]:
    """The figures of the role in a currency, of no narrower rank."""
    return [
        fact
        for fact in turn.kb.facts(FactKind.PAY)
        if fact.about == turn.kb.role.id and fact.figure and not fact.aspect
        and fact.figure.unit == f"{told.currency}/year" and fact.figure.measure in _MEASURES
        and "rank" not in fact.scope.limits
    ]  # fmt: skip


def _closeness(fact: Fact, basis: str, country: str) -> tuple[bool, bool, int, int, bool]:
    """How close a figure is: of the country, general, of the kind of pay told, new, an average."""
    assert fact.figure is not None
    alike = _ALIKE[basis]
    kind = -alike.index(fact.figure.basis) if basis else 0
    general = set(fact.scope.limits) <= {"place"}
    is_average = fact.figure.measure == "average"
    return fact.scope.place == country, general, kind, fact.year or 0, is_average


def _beside(part: Offer, fact: Fact, told: _Told, turn: Turn) -> Reply:
    """The pay beside a figure of its kind, and whether that is of another country."""
    assert fact.figure is not None
    basis = "" if fact.figure.basis == "unspecified" else fact.figure.basis
    said = verdict(Benchmark(replace(part, basis=basis), fact, True), None, turn.kb)
    lacking = (told.country,) if told.country and fact.scope.place != told.country else ()
    if lacking:
        said = f"{_ELSEWHERE.format(country=of_place(told.country))} {said}"
    return Reply("salary", said, figures=(shown(fact),), facts=cite([fact]), lacking=lacking)


def _of_another_kind(told: _Told, fact: Fact) -> Reply:
    """The closest figure in the currency, which measured another kind of pay."""
    said = f"{_NOTHING_ALIKE.format(told=_money(told.parts[0]))} {other_kind(fact)}"
    return Reply("salary", said, figures=(shown(fact),), facts=cite([fact]))


def _nothing_held(told: _Told, turn: Turn) -> Reply:
    """The honest no where no figure is in the currency, and the newest of all in dollars."""
    general = [
        fact
        for fact in turn.kb.facts(FactKind.PAY)
        if fact.about == turn.kb.role.id and fact.scope.is_general and fact.figure
        and fact.figure.measure == "average"
    ]  # fmt: skip
    newest = max(general, key=lambda fact: fact.year or 0)
    text = _NO_FIGURE.format(
        currency=told.currency, told=_money(told.parts[0]), closest=dated(newest)
    )
    figures, lacking = (shown(newest),), (told.currency,)
    return Reply("salary", text, figures=figures, facts=cite([newest]), lacking=lacking)


def _money(part: Offer) -> str:
    return amount(Figure("", part.amount, part.amount, part.unit)).removesuffix(" a year")
