"""Two offers side by side: what each comes to, which one pays more, and what else tells them apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.answers.offer_figures import benchmark, parts_of
from bot.answers.sentences import dated
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind
from bot.domain.profile import Pay
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite, joined
from bot.parsing.function_words import bare
from bot.parsing.quantities import Quantity, find_quantities

COMPARING = "compare_offers"
_PLACES = ("first", "second", "third", "fourth")
_LEAST, _THOUSANDS = 20_000, 1_000
_LEAST_PART = 2_000
"""Dollars from which a number is a bonus or equity, rather than "the second one"."""
_ROLES = {
    **dict.fromkeys(("base", "basic", "fixed", "salary"), "base"),
    **dict.fromkeys(("total", "tc", "all-in", "package", "ote"), "total"),
    **dict.fromkeys(("bonus", "bonuses"), "bonus"),
    **dict.fromkeys(("equity", "stock", "stocks", "rsu", "rsus", "shares", "options"), "equity"),
}
"""The words that name a part of a package: a closed class."""
_BASES = {"total": "in total", "cash": "in base and bonus", "base": "in base pay"}
_WIDEST = ("total", "cash", "base")
_WHICH_TWO = "Tell me the base, bonus and equity of each, and I’ll put them side by side."
_MORE = "The {better} pays {gap} more {basis}: {high} against {low}."
_SAME = "They come to the same {basis}: {high}."
_UNLIKE = (
    "They can’t be compared directly: one is base pay, the other the whole package. "
    "What’s the base of both?"
)
_YOUR_CALL = "That’s your call, but by pay alone:"
_REST = "If either comes with {lacking}, tell me how much and I’ll compare again."


def compared(question: Question, turn: Turn) -> Reply:
    """Which of two offers pays more, of the same kind of pay; asks for what is missing."""
    held = packages(question, turn)
    if len(held) < 2:
        return Reply("salary", _WHICH_TWO)
    told, other = held[0], held[1]
    basis = next((one for one in _WIDEST if all(one in _sums(pay) for pay in (told, other))), "")
    if not basis:
        return Reply("salary", _UNLIKE, facts=cite(_of_role(turn)[:1]))
    text = _more(told, other, basis)
    if not tells_offers(question, turn):
        text = f"{_YOUR_CALL} {text[:1].lower()}{text[1:]}"
        return Reply("salary", text, facts=cite(_of_role(turn)[:1]))
    facts = list(_of_kinds(question, turn))
    said = [text, *map(dated, facts)]
    if usual := _usual(better((told, other)), turn):
        said.append(_in_words(usual, turn))
        facts.append(usual)
    rest = _lacking((told, other))
    closing = _REST.format(lacking=joined(rest, "or")) if rest and not turn.state.packages else ""
    return Reply("salary", " ".join(said), facts=cite(facts), closing=closing)


def packages(question: Question, turn: Turn) -> tuple[Pay, ...]:
    """The offers that the talk is about: those of the message, else those told before, with what it adds to one."""
    found = tuple(_read(question.text, turn.today))
    if len(found) > 1:
        return found
    held = turn.state.packages
    if not held:
        return found
    place = _place(question, held)
    added = next(iter(found), None) or _part(question.text, turn.today)
    if place is None or added is None:
        return held
    known = {name: value for name, value in vars(added).items() if value is not None}
    return (*held[:place], replace(held[place], **known), *held[place + 1 :])


def tells_offers(question: Question, turn: Turn) -> bool:
    """Whether a message tells two offers, or adds to one of those told before."""
    found = tuple(_read(question.text, turn.today))
    if len(found) > 1:
        return True
    adds = bool(found) or _part(question.text, turn.today) is not None
    return adds and _place(question, turn.state.packages) is not None


def better(held: Sequence[Pay]) -> Pay:
    """The offer that pays more, of the widest kind of pay that both tell."""
    basis = next((one for one in _WIDEST if all(one in _sums(pay) for pay in held)), "")
    return max(held, key=lambda pay: _sums(pay).get(basis, 0))


def _place(question: Question, held: Sequence[Pay]) -> int | None:
    """Which of the offers "the first one" means."""
    if question.ordinal is None or not held:
        return None
    place = question.ordinal - 1 if question.ordinal > 0 else len(held) + question.ordinal
    return place if 0 <= place < len(held) else None


def _read(text: str, today: date) -> Iterator[Pay]:
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


def _part(text: str, today: date) -> Pay | None:
    """A bonus or equity that is told without a base."""
    parts = list(_parts(text, today))
    package = Pay(kind="offer")
    for role, value in parts:
        package = _with(package, role, value)
    return package if parts else None


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
        word = next((word for word in behind.split() if bare(word) in _ROLES), "")
        role = _ROLES.get(bare(word)) or _last_role(text[taken : quantity.start].split())
        value = _value(quantity, role)
        if value is None:
            continue  # the words around "the second one" may name another number
        taken = quantity.end + (behind.index(word) + len(word) if word else 0)
        yield role or "base", value
        if lacking := _lacking_part(behind.split()):
            yield lacking, 0


def _lacking_part(words: Sequence[str]) -> str:
    """The part that a clause says isn't there: `300k base without bonus`."""
    at = next((place for place, word in enumerate(words) if bare(word) == "without"), len(words))
    return next((role for word in words[at:] if (role := _ROLES.get(bare(word), ""))), "")


def _clause(text: str) -> str:
    """A text up to the first mark that ends a clause."""
    return text[: min((at for mark in ",;." if (at := text.find(mark)) >= 0), default=len(text))]


def _last_role(words: Sequence[str]) -> str:
    """The part of a package that the last word names which names one."""
    return next((role for word in reversed(words) if (role := _ROLES.get(bare(word), ""))), "")


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


def _sums(pay: Pay) -> dict[str, int]:
    """What a package comes to, by kind; a bonus that was denied makes base and bonus the base."""
    sums = {part.basis: part.amount for part in parts_of(pay, ())}
    if pay.base is not None and pay.bonus == 0:
        sums["cash"] = pay.base
    return sums


def _more(one: Pay, other: Pay, basis: str) -> str:
    first, second = _sums(one)[basis], _sums(other)[basis]
    high, low = (one, other) if first >= second else (other, one)
    wording = _SAME if first == second else _MORE
    return wording.format(
        better=_PLACES[0 if first >= second else 1],
        gap=f"${abs(first - second):,}",
        basis=_BASES[basis],
        high=_told(high, basis),
        low=_told(low, basis),
    )


def _told(pay: Pay, basis: str) -> str:
    """`$350,000 ($280,000 base and $70,000 bonus)`."""
    held = [("base", pay.base), ("bonus", pay.bonus_amount), ("equity", pay.equity)]
    parts = [f"${value:,} {name}" for name, value in held if value]
    whole = f"${_sums(pay)[basis]:,}"
    return f"{whole} ({joined(parts)})" if basis != "base" and len(parts) > 1 else whole


def _of_role(turn: Turn) -> list[Fact]:
    return [fact for fact in turn.kb.facts(FactKind.PAY) if fact.about == turn.kb.role.id]


def _of_kinds(question: Question, turn: Turn) -> tuple[Fact, ...]:
    """What surveys say of the difference between the kinds of company that are named."""
    named = question.about("company")
    held = turn.kb.facts(FactKind.PAY_CHANGE)
    return tuple(fact for fact in held if fact.value in named and fact.figure)[:1]


def _usual(pay: Pay, turn: Turn) -> Fact | None:
    """The figure of the widest kind of pay that surveys measured of all and the offer tells."""
    held = (benchmark(part, _of_role(turn)) for part in parts_of(pay, ()))
    return next((found.fact for found in held if found is not None), None)


def _in_words(fact: Fact, turn: Turn) -> str:
    assert fact.figure is not None
    figure = amount(fact.figure).removesuffix(" a year")
    many, basis = turn.kb.job.many, _BASES.get(fact.figure.basis, "in pay")
    said = {"average": f"average {figure} {basis}", "median": f"earn a median of {figure} {basis}"}
    told = said.get(fact.figure.measure, f"earn {figure} {basis}")
    return f"{many} {told} ({fact.passage.source.author}, {fact.year or 'year unknown'})."


def _lacking(held: Sequence[Pay]) -> list[str]:
    """The parts that neither offer tells."""
    if any(pay.total is not None for pay in held):
        return []
    names = (("bonus", "a bonus"), ("equity", "equity"))
    return [words for name, words in names if any(getattr(pay, name) is None for pay in held)]
