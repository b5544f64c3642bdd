"""An offer placed beside each survey that measured the same thing, and refused where none did."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.age_notes import year_of
from bot.answers.fallback import not_covered
from bot.answers.offer_figures import Offer, comparable, read_offer, side
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind, Figure
from bot.domain.question import Question
from bot.domain.reply import Reply, Table, amount, cite
from bot.knowledge.store import KnowledgeBase

GROUPS = ("industry", "place", "company")
"""Kinds of entities by which pay is broken down."""
BASES = {
    "base": "base salary",
    "total": "total compensation",
    "unspecified": "pay of unknown basis",
    "": "pay",
}

_NO_AMOUNT = "Tell me the offer as a yearly amount and whether it is base pay or total compensation, for example 250k base in finance."
_PERIOD = "My sources only know pay by the year, so I can't place an amount for another period. Tell me the yearly amount."
_PLACED = "Your offer of {offer} in {basis}, beside each survey that measured {basis}. I don't average them."
_NO_BASIS = (
    "An offer can only be placed beside a survey that measured the same thing, and you didn't say whether {offer} is base "
    "pay or total compensation (with bonus and equity). For each reading, this is where it lies."
)
_NONE = (
    "No survey that I have measured {basis} in {currency}, so I can't place your offer of {offer}."
)
_OTHER_BASIS = (
    "The figure for {group} ({author}) measured {measured}, so {offer} can't be held against it."
)
_COLUMNS = ("Measured by", "What", "Figure", "Year", "Your offer is")


def offer(question: Question, turn: Turn) -> Reply:
    """Below, within or above the figures of the same currency, basis and group; what doesn't fit is said not to."""
    kb = turn.kb
    groups = tuple(entity for kind in GROUPS for entity in question.about(kind))
    made = read_offer(question.text, groups)
    facts = [fact for fact in kb.facts(FactKind.PAY) if fact.about == kb.role.id]
    if not facts:
        return not_covered(question, kb)
    if made is None or made.unit.endswith("/other"):
        return Reply("salary", _PERIOD if made else _NO_AMOUNT)
    told = amount(Figure("", made.amount, made.amount, made.unit))
    readings = [made] if made.basis else [replace(made, basis="base"), replace(made, basis="total")]
    placed = [
        (reading, fact)
        for reading in readings
        for fact in _newest(facts)
        if comparable(reading, fact)
    ]
    others = [
        fact
        for fact in facts
        if fact.value in groups and not any(fact == other for _, other in placed)
    ]
    closing = " ".join(dict.fromkeys(_doesnt_fit(made, fact, kb) for fact in others))
    if not placed:
        text = _NONE.format(
            basis=BASES.get(made.basis, "pay"), currency=made.unit.partition("/")[0], offer=told
        )
        return Reply("salary", text, closing=closing, facts=cite(others or facts[:1]))
    rows = tuple(
        (fact.passage.source.author, _what(fact), amount(fact.figure), year_of(fact), side(reading, fact).value)
        for reading, fact in placed if fact.figure
    )  # fmt: skip
    text = (_PLACED if made.basis else _NO_BASIS).format(
        offer=told, basis=BASES.get(made.basis, "")
    )
    return Reply(
        "salary",
        text,
        closing=closing,
        facts=cite([*(f for _, f in placed), *others]),
        table=Table(_COLUMNS, rows),
    )


def _doesnt_fit(made: Offer, fact: Fact, kb: KnowledgeBase) -> str:
    """Why the figure of the group that was named is left out."""
    assert fact.figure is not None
    group = kb.entity(fact.value)
    measured = BASES.get(fact.figure.basis, "pay")
    if fact.figure.unit != made.unit:
        measured += f" in {fact.figure.unit.partition('/')[0]}"
    offer = f"an offer in {BASES[made.basis]}" if made.basis else "your offer"
    return _OTHER_BASIS.format(
        author=fact.passage.source.author,
        group=group.name if group else fact.label,
        measured=measured,
        offer=offer,
    )


def _what(fact: Fact) -> str:
    assert fact.figure is not None
    where = (
        f", {fact.value.partition('/')[2].replace('-', ' ')}"
        if fact.aspect
        else f", {fact.figure.scope}"
        if fact.figure.scope
        else ""
    )
    label = (
        fact.label
        if fact.figure.measure.startswith("percentile")
        else f"{fact.figure.measure} {BASES.get(fact.figure.basis, 'pay')}"
    )
    return label + where


def _newest(facts: list[Fact]) -> list[Fact]:
    """The same group first, then the newest; what the same people measured again later is told once."""
    ordered = sorted(facts, key=lambda fact: (not fact.aspect, -(fact.year or 0)))
    once: dict[tuple[str, str, str], Fact] = {}
    for fact in ordered:
        if fact.figure and fact.figure.measure != "maximum":
            once.setdefault((fact.passage.source.author, fact.label, fact.value), fact)
    return list(once.values())
