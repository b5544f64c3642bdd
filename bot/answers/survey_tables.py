"""Figures of pay and of surveys: the newest in a sentence, the others in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from bot.domain.facts import Fact, FactKind
from bot.domain.reply import Reply, Table, amount, cite, joined
from bot.knowledge.store import KnowledgeBase

_ROWS = 8
# Rows of a table that are told before it, too.
_IN_SHORT = 3


def general_pay(kb: KnowledgeBase) -> list[Fact]:
    """The newest figure of each measure that holds for all who have the job, the averages first."""
    general = [
        fact for fact in kb.facts(FactKind.PAY)
        if fact.figure and fact.about == kb.role.id and fact.scope.is_general and not fact.aspect
    ]  # fmt: skip
    newest: dict[tuple[str, str], Fact] = {}
    for fact in sorted(
        general,
        key=lambda f: (-(f.year or 0), f.figure is not None and f.figure.measure != "average"),
    ):
        if fact.figure:
            newest.setdefault((fact.figure.measure, fact.figure.basis), fact)
    return list(newest.values())


def pay(kb: KnowledgeBase, today: date) -> Reply:
    """Tabulate what the job pays by measure, under the newest average."""
    facts = general_pay(kb)[:_ROWS]
    rows = tuple(
        (fact.label, amount(fact.figure), str(fact.year or "")) for fact in facts if fact.figure
    )
    table = Table(("Measured", "Figure", "Year"), rows)
    lead = facts[0].statement if facts else ""
    return Reply("salary", lead, facts=cite(facts), table=table)


def pay_surveys(kb: KnowledgeBase, today: date) -> Reply:
    """Who measured pay, side by side: one figure of each, a general average before others, the
    newest first.
    """
    newest: dict[str, Fact] = {}
    for fact in sorted(kb.facts(FactKind.PAY), key=_as_headline):
        if fact.year and fact.figure and fact.about == kb.role.id:
            newest.setdefault(fact.passage.source.author, fact)
    shown = sorted(newest.values(), key=_as_headline)[:_ROWS]
    averages = [f for f in shown if f.figure and f.figure.measure == "average"][:_IN_SHORT]
    told = joined(
        f"{amount(f.figure)} in {f.passage.source.author}'s ({f.year})"
        for f in averages
        if f.figure
    )
    lead = "They differ, because they ask other people and measure other things."
    text = f"{lead} The latest averages: {told}." if averages else lead
    rows = tuple(
        (fact.passage.source.author, fact.label, amount(fact.figure), str(fact.year))
        for fact in shown
        if fact.figure
    )
    table = Table(("Asked by", "Measured", "Figure", "Year"), rows)
    return Reply("salary", text, facts=cite(shown), table=table)


def _as_headline(fact: Fact) -> tuple[bool, bool, int]:
    """The order in which figures of pay are worth showing: general ones, averages, the newest."""
    average = fact.figure is not None and fact.figure.measure == "average"
    return not fact.scope.is_general or bool(fact.aspect), not average, -(fact.year or 0)


def survey(
    topic: str, kind: FactKind, lead: str, first: str
) -> Callable[[KnowledgeBase, date], Reply]:
    """Return the composer of a kind of surveyed figures: the newest in words, then the table."""

    def compose(kb: KnowledgeBase, today: date) -> Reply:
        facts = _newest(fact for fact in kb.facts(kind) if fact.figure)[:_ROWS]
        rows = tuple(
            (fact.value if kind is FactKind.REPORTING else fact.label, amount(fact.figure),
            str(fact.year or ""),
             fact.passage.source.author)
            for fact in facts if fact.figure
        )  # fmt: skip
        table = Table((first, "Figure", "Year", "Asked by"), rows)
        return Reply(topic, lead + _in_short(facts, kind), facts=cite(facts), table=table)

    return compose


def _in_short(facts: Sequence[Fact], kind: FactKind) -> str:
    """The newest figures in words, so that the answer stands before the table."""
    shown = [fact for fact in facts if fact.figure][:_IN_SHORT]
    if kind is FactKind.REPORTING:
        return (
            " "
            + "; ".join(
                f"{amount(f.figure)} to the {f.value} ({f.year})" for f in shown if f.figure
            )
            + "."
        )
    return (
        " "
        + "; ".join(f"{amount(f.figure)}, {f.label} ({f.year})" for f in shown if f.figure)
        + "."
    )


def _newest(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: -(fact.year or 0))
