"""Two offers side by side: what each comes to, which one pays more, and what else tells
them apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.offer_figures import benchmark, parts_of
from bot.answers.offers_held import place_of, told_second, with_told
from bot.answers.packages import read_packages, read_part
from bot.answers.pay import newest_averages
from bot.answers.sentences import dated
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind
from bot.domain.profile_parts import Pay
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite, joined

COMPARING = "compare_offers"
_PLACES = ("first", "second", "third", "fourth")
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
_WITH_EQUITY = (
    "With its {equity} of equity a year, the {place} comes to {whole}; does the {other} have any?"
)
_BESIDE_CURRENT = "Against the {now} you make now, they come to {gains}."
_REST = "If either comes with {lacking}, tell me how much and I’ll compare again."


def compared(question: Question, turn: Turn) -> Reply:
    """Which of two offers pays more, of the same kind of pay; asks for what is missing."""
    held = packages(question, turn)
    if len(held) < 2:
        return Reply("salary", _WHICH_TWO)
    told, other = held[0], held[1]
    basis = next((one for one in _WIDEST if all(one in _sums(pay) for pay in (told, other))), "")
    if not basis:
        return Reply("salary", _UNLIKE, facts=cite(list(newest_averages(turn.kb).values())[:1]))
    text = " ".join([_more(told, other, basis), *_equity_of_one(told, other, basis)])
    if not tells_offers(question, turn):
        text = f"{_YOUR_CALL} {text[:1].lower()}{text[1:]}"
        text = " ".join([text, *_beside_current((told, other), turn.profile.home_pay)])
        return Reply("salary", text, facts=cite(list(newest_averages(turn.kb).values())[:1]))
    facts = list(_of_kinds(question, turn))
    said = [text, *map(dated, facts)]
    if usual := _usual(better((told, other)), turn):
        said.append(_in_words(usual, turn))
        facts.append(usual)
    rest = _lacking((told, other))
    closing = _REST.format(lacking=joined(rest, "or")) if rest and not are_compared(turn) else ""
    return Reply("salary", " ".join(said), facts=cite(facts), closing=closing)


def packages(question: Question, turn: Turn) -> tuple[Pay, ...]:
    """The offers that the talk is about: those of the message, else those told before, with what it
    adds to one.
    """
    found = tuple(read_packages(question.text, turn.today))
    if len(found) > 1:
        return found
    return with_told(question.text, question.ordinal, turn) or found


def tells_offers(question: Question, turn: Turn) -> bool:
    """Whether a message tells two offers, a second one, or adds to one of two told before."""
    found = tuple(read_packages(question.text, turn.today))
    if len(found) > 1 or (found and told_second(question.text, turn)):
        return True
    held = turn.state.packages
    place = place_of(question.text, question.ordinal, held, turn.today)
    adds = bool(found) or read_part(question.text, turn.today) is not None
    return len(held) > 1 and adds and place is not None


def are_compared(turn: Turn) -> bool:
    """Whether two offers were held against each other."""
    compared_before = any(before.intent == COMPARING for before in turn.state.turns)
    return len(turn.state.packages) > 1 and compared_before


def better(held: Sequence[Pay]) -> Pay:
    """The offer that pays more, of the widest kind of pay that both tell."""
    basis = next((one for one in _WIDEST if all(one in _sums(pay) for pay in held)), "")
    return max(held, key=lambda pay: _sums(pay).get(basis, 0))


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


def _equity_of_one(one: Pay, other: Pay, basis: str) -> list[str]:
    """What an offer comes to with equity of which the other tells nothing."""
    if basis == "total":
        return []
    return [
        _WITH_EQUITY.format(equity=f"${pay.equity:,}", place=place, whole=f"${whole:,}", other=rest)
        for pay, place, rest in ((one, "first", "second"), (other, "second", "first"))
        if pay.equity and (whole := _sums(pay).get("total"))
    ]


def _beside_current(held: Sequence[Pay], current: Pay | None) -> list[str]:
    """How much more each offer is than what the person makes."""
    if current is None or current.kind != "current":
        return []
    now = max(_sums(current).values(), default=0)
    if not now:
        return []
    gains = [f"{(max(_sums(pay).values()) / now - 1) * 100:+.0f}%" for pay in held]
    return [_BESIDE_CURRENT.format(now=f"${now:,}", gains=" and ".join(gains))]


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
