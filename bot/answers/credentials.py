"""The rules of certifications: what each asks for, what keeps it, which exam is in force, and two beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.answers.age_notes import CHECK, dated, year_of
from bot.answers.certifications import kb_name
from bot.answers.fallback import not_covered
from bot.domain.dialogue import DialogueState
from bot.domain.facts import Fact, FactKind
from bot.domain.freshness import is_old
from bot.domain.question import Question
from bot.domain.reply import Reply, Table, amount, cite, joined
from bot.knowledge.store import KnowledgeBase
from bot.settings import current_day

_RULES = (FactKind.PREREQUISITE, FactKind.WAIVER, FactKind.ROUTE)
_ALL_RULES = "This is what the certifications that I know ask for:"
_ALL_UPKEEP = "This is what keeps the certifications that I know:"
_MET = "With {have} years you have the {need} years that it asks for ({scope})."
_LACKS = "With {have} years you lack {lack} of the {need} years that it asks for ({scope})."
_WAIVED = "With a degree or credential that counts, {lack} of them would be left."
_WAIVED_ALL = "With a degree or credential that counts, none would be left."
_COMPARED = "{names} beside each other, as far as my sources go:"
_UNKNOWN = "My sources don't say anything about {names}."
_ONE_ONLY = "Name two certifications and I put them beside each other, for example CISSP and CISM."
_NOTHING = "not in my sources"


def prerequisites(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """What the certification named or talked about asks for, and how far the years that are named go; else a table."""
    wanted = _wanted(question, thread, kb)
    facts = [fact for entity in wanted for kind in _RULES for fact in kb.facts(kind, entity)]
    if not facts:
        return _overview(_ALL_RULES, FactKind.PREREQUISITE, question, thread, kb)
    parts = [*map(dated, _distinct(facts))]
    if question.years is not None and len(wanted) == 1:
        parts = [*_eligibility(question.years, facts), *parts]
    return Reply("certifications", " ".join(parts), facts=cite(facts))


def upkeep(
    question: Question, thread: DialogueState, kb: KnowledgeBase, today: date | None = None
) -> Reply:
    """What keeps a certification; what has ended since is left out."""
    facts = [
        f for entity in _wanted(question, thread, kb) for f in kb.facts(FactKind.UPKEEP, entity)
    ]
    facts = [fact for fact in facts if not (fact.until and is_old(fact, today or current_day()))]
    if not facts:
        return _overview(_ALL_UPKEEP, FactKind.UPKEEP, question, thread, kb)
    return Reply("certifications", " ".join(map(dated, _distinct(facts))), facts=cite(facts))


def exam(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """The versions of an exam, the newest first, and its pass mark where the sources have one."""
    facts = [
        fact for entity in _wanted(question, thread, kb) for fact in kb.facts(FactKind.EXAM, entity)
    ]
    if re.search(r"\bpass(?:ing)? (?:mark|score)|\bscore\b", question.text, re.IGNORECASE):
        facts = [fact for fact in facts if fact.value == "pass mark"]
    if not facts:
        return not_covered(question, thread, kb)
    facts = sorted(
        facts,
        key=lambda fact: (
            is_old_by_date(fact),
            -(fact.since or fact.until or date.min).toordinal(),
        ),
    )
    return Reply("certifications", " ".join(map(dated, _distinct(facts))), facts=cite(facts))


def comparison(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """Two or more certifications in a table, with the one talked about when only one is named."""
    named = list(question.about("certification"))
    if len(named) == 1 and not question.others and thread.focus.startswith("certification/"):
        named = list(dict.fromkeys([thread.focus, *named]))
    unknown = [_UNKNOWN.format(names=joined(question.others))] if question.others else []
    if not named:
        return not_covered(question, thread, kb)
    if len(named) == 1:
        facts = [
            f
            for kind in (FactKind.LEVEL, FactKind.PREREQUISITE, FactKind.UPKEEP)
            for f in kb.facts(kind, named[0])
        ]
        text = " ".join(
            [*unknown, *map(dated, _distinct(facts)), *([] if unknown else [_ONE_ONLY])]
        )
        return Reply(
            "certifications", text, facts=cite(facts or kb.facts(FactKind.CERTIFICATION, named[0]))
        )
    columns = {entity: _column(entity, kb) for entity in named[:4]}
    rows = [name for name in _ROWS if any(name in column for column in columns.values())]
    table = Table(
        ("", *(kb_name(kb, entity) for entity in columns)),
        tuple(
            (name, *(_cell(column.get(name, ())) for column in columns.values())) for name in rows
        ),
    )
    facts = [fact for column in columns.values() for name in rows for fact in column.get(name, ())]
    text = " ".join(
        [*unknown, _COMPARED.format(names=joined(kb_name(kb, entity) for entity in columns))]
    )
    return Reply("certifications", text, facts=cite(facts), table=table)


_ROWS = (
    "Name",
    "Offered by",
    "Level",
    "Asks for",
    "Stands in for years",
    "Credits",
    "Fees",
    "Exam",
    "Since then",
)


def _column(entity: str, kb: KnowledgeBase) -> dict[str, list[Fact]]:
    upkeep = [
        fact
        for fact in kb.facts(FactKind.UPKEEP, entity)
        if fact.figure and not is_old_by_date(fact)
    ]
    column = {
        "Name": (_corrected_name(entity, kb) or list(kb.facts(FactKind.CERTIFICATION, entity)))[:1],
        "Offered by": list(kb.facts(FactKind.ISSUER, entity))[:1],
        "Level": list(kb.facts(FactKind.LEVEL, entity)),
        "Asks for": list(kb.facts(FactKind.PREREQUISITE, entity)),
        "Stands in for years": list(kb.facts(FactKind.WAIVER, entity)),
        "Credits": [
            fact for fact in upkeep if fact.figure and fact.figure.unit.startswith("credits")
        ],
        "Fees": [fact for fact in upkeep if fact.figure and fact.figure.unit.startswith("USD")],
        "Exam": [fact for fact in kb.facts(FactKind.EXAM, entity) if not is_old_by_date(fact)],
        "Since then": list(kb.facts(FactKind.STATUS, entity)),
    }
    return {name: facts for name, facts in column.items() if facts}


def _corrected_name(entity: str, kb: KnowledgeBase) -> list[Fact]:
    return [
        fact for fact in kb.facts(FactKind.CORRECTION, entity) if fact.label.startswith("long form")
    ]


def is_old_by_date(fact: Fact, today: date | None = None) -> bool:
    return fact.until is not None and is_old(fact, today or current_day())


def _cell(facts: Sequence[Fact]) -> str:
    """What the facts of a cell say in short, and once what warns of them."""
    if not facts:
        return _NOTHING
    words = "; ".join(dict.fromkeys(map(_short, facts)))
    warnings = dict.fromkeys(
        part
        for fact in facts
        for part in year_of(fact).split("; ")
        if part.startswith("old") or part == CHECK
    )
    return f"{words} ({'; '.join(warnings)})" if warnings else words


def _short(fact: Fact) -> str:
    if fact.kind in (FactKind.CERTIFICATION, FactKind.CORRECTION, FactKind.ISSUER, FactKind.LEVEL):
        return fact.value or fact.label
    if fact.kind is FactKind.UPKEEP and fact.figure:
        rest = fact.label.removeprefix("credits").removeprefix("annual fee").strip()
        return f"{amount(fact.figure)} {rest}".strip()
    if fact.kind is FactKind.WAIVER and fact.figure:
        return f"{fact.label} ({amount(fact.figure)})"
    return fact.label


def _wanted(question: Question, thread: DialogueState, kb: KnowledgeBase) -> list[str]:
    """The certifications named, else the one talked about; what replaced one that has a successor."""
    wanted = list(question.about("certification"))
    if not wanted and not question.others and thread.focus.startswith("certification/"):
        wanted = [thread.focus]
    followed = [
        [
            entity,
            *(
                f.value
                for f in kb.facts(FactKind.STATUS, entity)
                if f.value.startswith("certification/")
            ),
        ]
        for entity in wanted
    ]
    return list(dict.fromkeys(entity for pair in followed for entity in pair))


def _overview(
    lead: str, kind: FactKind, question: Question, thread: DialogueState, kb: KnowledgeBase
) -> Reply:
    """All certifications when none is named; an honest no for one that the sources say nothing of."""
    facts = kb.facts(kind)
    if question.others or question.about("certification") or not facts:
        return not_covered(question, thread, kb)
    by_entity: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.about.startswith("certification/") and fact.figure and not is_old_by_date(fact):
            by_entity.setdefault(fact.about, []).append(fact)
    rows = tuple((kb_name(kb, entity), _cell(held)) for entity, held in by_entity.items())
    column = "Asks for" if kind is FactKind.PREREQUISITE else "Takes"
    cited = cite(fact for held in by_entity.values() for fact in held)
    return Reply("certifications", lead, facts=cited, table=Table(("Certification", column), rows))


def _eligibility(have: int, facts: Sequence[Fact]) -> list[str]:
    """How far years go on the first path, and what a degree changes; the field of the years is for the asker to judge."""
    needed = next(
        (
            f.figure
            for f in facts
            if f.kind is FactKind.PREREQUISITE and f.figure and f.figure.measure == "minimum"
        ),
        None,
    )
    if needed is None:
        return []
    lack = needed.low - have
    if lack <= 0:
        return [_MET.format(have=have, need=f"{needed.low:,}", scope=needed.scope)]
    parts = [_LACKS.format(have=have, lack=f"{lack:,}", need=f"{needed.low:,}", scope=needed.scope)]
    waived = max(
        (f.figure.high for f in facts if f.kind is FactKind.WAIVER and f.figure), default=0
    )
    if waived:
        parts.append(_WAIVED_ALL if lack <= waived else _WAIVED.format(lack=f"{lack - waived:,}"))
    return parts


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """One fact for each sentence."""
    return list({fact.statement: fact for fact in reversed(facts)}.values())[::-1]
