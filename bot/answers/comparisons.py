"""Two things beside each other: certifications in a table, anything else as the
evidence for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answers.sentences import lowered
from bot.domain.facts import LEVELS, Fact, FactKind
from bot.domain.freshness import is_old
from bot.domain.reply import Reply, Table, amount, cite, joined
from bot.knowledge.store import KnowledgeBase

MOST = 4
_NOTHING = "not in my sources"
_ROWS = (
    "Offered by",
    "Level",
    "Requires",
    "Counts for years",
    "Credits",
    "Fees",
    "Exam",
    "Since then",
)
_BESIDE = "Here’s what I have on {names}."


def certifications(named: Sequence[str], kb: KnowledgeBase, today: date) -> Reply | None:
    """Certifications in a table, led by what each requires; None when nothing is held of two of
    them.
    """
    columns = {entity: _column(entity, kb, today) for entity in named[:MOST]}
    columns = {entity: column for entity, column in columns.items() if column}
    if len(columns) < 2:
        return None
    names = {entity: _name(entity, kb) for entity in columns}
    facts = [fact for column in columns.values() for held in column.values() for fact in held]
    leads = [_in_a_sentence(names[entity], column) for entity, column in columns.items()]
    lead = " ".join(filter(None, leads)) or _BESIDE.format(names=joined(names.values()))
    table = _beside(list(names.values()), list(columns.values()))
    return Reply("certifications", lead, facts=cite(facts), table=table)


def _beside(names: Sequence[str], columns: Sequence[dict[str, list[Fact]]]) -> Table:
    """A column each, with the rows that at least one of them fills."""
    rows = [name for name in _ROWS if any(name in column for column in columns)]
    cells = ((row, *(_cell(column.get(row, ())) for column in columns)) for row in rows)
    return Table(("", *names), tuple(cells))


def first_by_level(named: Sequence[str], kb: KnowledgeBase) -> tuple[str, list[Fact]]:
    """Which of several certifications comes first by its level, with the facts that say so; nothing
    where the lowest level is that of several, or a level isn't held.
    """
    levels = [fact for entity in named[:MOST] for fact in kb.facts(FactKind.LEVEL, entity)[:1]]
    levels.sort(key=lambda fact: LEVELS.index(fact.value))
    if len(levels) < len(named[:MOST]) or levels[0].value == levels[1].value:
        return "", []
    first, second = levels[:2]
    text = (
        f"{_name(first.about, kb)} first: its level is {first.value}, and {_name(second.about, kb)}"
        f" is {second.value}."
    )
    return text, [first, second]


def _in_a_sentence(name: str, column: dict[str, list[Fact]]) -> str:
    """`CISM is advanced and requires 5 years in information security.`"""
    level = next((fact.value for fact in column.get("Level", ())), "")
    needs = joined(lowered(fact.label) for fact in column.get("Requires", ())[:2])
    recommended = any(
        f.figure and f.figure.measure == "recommended" for f in column.get("Requires", ())
    )
    needed = needs if recommended else f"requires {needs}"
    parts = [
        f"is {level}" if level else "",
        needed if needs else "requires no experience" if level == "entry" else "",
    ]
    told = joined(filter(None, parts))
    return f"{name} {told}." if told else ""


def _column(entity: str, kb: KnowledgeBase, today: date) -> dict[str, list[Fact]]:
    def held(kind: FactKind) -> list[Fact]:
        return [f for f in kb.facts(kind, entity) if not (f.until is not None and is_old(f, today))]

    upkeep = [fact for fact in held(FactKind.UPKEEP) if fact.figure]
    column = {
        "Offered by": held(FactKind.ISSUER)[:1],
        "Level": held(FactKind.LEVEL)[:1],
        "Requires": held(FactKind.PREREQUISITE),
        "Counts for years": held(FactKind.WAIVER),
        "Credits": [
            fact for fact in upkeep if fact.figure and fact.figure.unit.startswith("credits")
        ],
        "Fees": [fact for fact in upkeep if fact.figure and fact.figure.unit.startswith("USD")],
        "Exam": [f for f in held(FactKind.EXAM) if f.figure and f.figure.unit == "USD"][:2],
        "Since then": held(FactKind.STATUS),
    }
    return {name: facts for name, facts in column.items() if facts}


def _cell(facts: Sequence[Fact]) -> str:
    return "; ".join(dict.fromkeys(map(_short, facts))) or _NOTHING


def _short(fact: Fact) -> str:
    if fact.kind in (FactKind.ISSUER, FactKind.LEVEL):
        return fact.value or fact.label
    if fact.kind is FactKind.UPKEEP and fact.figure:
        rest = fact.label.removeprefix("credits").removeprefix("annual fee").strip()
        return f"{amount(fact.figure)} {rest}".strip()
    if fact.kind is FactKind.EXAM and fact.figure:
        return f"{amount(fact.figure)} {fact.label.partition(' exam')[2].strip()}".strip()
    if fact.kind is FactKind.WAIVER and fact.figure:
        return f"{fact.label} ({amount(fact.figure)})"
    return fact.label


def _name(entity_id: str, kb: KnowledgeBase) -> str:
    entity = kb.entity(entity_id)
    return entity.name if entity else entity_id.partition("/")[2]
