"""Pay: the newest figures first, base and total apart, by whom and when measured, and what isn't known said so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.answers.age_notes import dated, year_of
from bot.answers.fallback import not_covered
from bot.domain.dialogue import DialogueState
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, ShownFigure, Table, amount, cite, joined, shown
from bot.knowledge.store import KnowledgeBase

_ASKED_MEASURE = {
    "median": re.compile(r"\bmedian\b", re.IGNORECASE),
    "minimum": re.compile(
        r"\b(?:lowest|minimum|least|starting|entry[- ]level|worst[- ]paid|bottom)\b", re.IGNORECASE
    ),
}
_ASPECTS = {
    "industry": re.compile(r"\bindustr|\bsectors?\b", re.IGNORECASE),
    "region": re.compile(r"\bregions?\b|\b(?:by|which|what|per) cit(?:y|ies)\b", re.IGNORECASE),
    "company size": re.compile(
        r"\b(?:company|by|firm) size\b|\bsize of the (?:company|firm)", re.IGNORECASE
    ),
}
_PERCENTILES = re.compile(
    r"\bpercentiles?\b|\bquartiles?\b|\b(?:top|bottom|lowest|best[- ]paid) \d+ ?(?:%|percent)|\bspread\b|\bdistribut",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"\bbackground", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
GROUPS = ("industry", "place", "company")
"""Kinds of entities by which pay is broken down."""
_NO_MEASURE = "My sources give no {measure} figure. What they give:"
_NO_YEAR = "My sources have no figure for {year}. What they have:"
_FACTORS = "What a CISO earns depends on {factors}."
_TOTAL = "With bonus and equity, as total compensation:"
_BASE = "The base salary alone is another measure:"
_APART = "Base pay and total compensation can't be compared with each other."
_COMPARED = "These are the figures that my sources have, the newest first. Each measures something of its own, so I neither mix nor average them."
_COLUMNS = ("Measured by", "What", "Figure", "Year", "Asked")
BASES = {
    "base": "base salary",
    "total": "total compensation",
    "unspecified": "pay of unknown basis",
    "": "pay",
}


def salary(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """The usual pay and what it depends on, unless a group, measure or year is asked for."""
    if question.about("work_role"):
        named = _of_another_role(question, kb)
        return _told(named) if named else not_covered(question, thread, kb)
    if _BACKGROUND.search(question.text):
        return raises(question, thread, kb)
    if groups := _groups(question, kb):
        return _told(groups)
    if _PERCENTILES.search(question.text):
        return _told(
            _newest(
                f
                for f in _plain(kb)
                if f.figure and f.figure.measure.startswith(("percentile", "median"))
            )
        )
    return _usual(question, kb)


def top_salary(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """The top of the spread, then the highest single figures, with what is known to be wrong of one."""
    if groups := _groups(question, kb, aspects=False):
        return _told(groups)
    top = [
        f for f in _plain(kb) if f.figure and f.figure.measure in ("percentile 90", "percentile 99")
    ]
    highest = [f for f in _plain(kb) if f.figure and f.figure.measure == "maximum"]
    highest = _first_sources(highest, kb)
    wrong = [f for f in kb.facts(FactKind.CORRECTION) if "$" in f.label]
    return _told([*_newest(top), *highest, *wrong])


def factors(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    facts = kb.facts(FactKind.PAY_FACTOR)
    return Reply("salary", " ".join(_factor_sentence(facts)), facts=cite(facts))


def raises(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """How pay grew, and what moves it: a change of job, the kind of company, the background."""
    facts = kb.facts(FactKind.PAY_CHANGE)
    groups = [fact for fact in facts if fact.value in question.entities]
    if re.search(r"\b(?:chang|switch|mov|leav|new job|job hop|hop)", question.text, re.IGNORECASE):
        groups = groups or [fact for fact in facts if fact.aspect == "change of job"]
    if _BACKGROUND.search(question.text):
        groups = [fact for fact in facts if fact.aspect == "background"]
    if re.search(r"\b(?:public|private|listed)\b", question.text, re.IGNORECASE):
        groups = groups or [fact for fact in facts if fact.aspect == "company"]
    return _told(_once(_newest(groups or [fact for fact in facts if not fact.aspect])))


def compared(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """What each source measured, side by side, never mixed; of one year or basis when it is named."""
    facts = [
        fact
        for fact in _plain(kb)
        if fact.figure and not fact.figure.measure.startswith(("percentile", "maximum"))
    ]
    missing = []
    if year := _YEAR.search(question.text):
        of_year = [fact for fact in facts if fact.year == int(year[0])]
        missing = [] if of_year else [_NO_YEAR.format(year=year[0])]
        facts = of_year or facts
    facts = _newest(_of_basis(question, facts))
    if not facts:
        return not_covered(question, thread, kb)
    return Reply("salary", " ".join([*missing, _COMPARED]), facts=cite(facts), table=table(facts))


def table(facts: Sequence[Fact]) -> Table:
    """Figures side by side: who measured what, when, and how many were asked."""
    rows = tuple(
        (f.passage.source.author, _what(f), amount(f.figure), year_of(f), f"{f.asked:,}" if f.asked else "not said")
        for f in facts if f.figure
    )  # fmt: skip
    return Table(_COLUMNS, rows)


def usual_figures(kb: KnowledgeBase) -> list[Fact]:
    """The newest total compensation, average and median, and the newest base salary: what a first answer shows."""
    total = [
        f
        for f in _plain(kb)
        if f.figure and f.figure.basis == "total" and f.figure.measure in ("average", "median")
    ]
    newest = _newest(total)
    newest = [fact for fact in newest if fact.year == newest[0].year]
    base = _newest(
        f
        for f in _plain(kb)
        if f.figure
        and f.figure.basis == "base"
        and f.figure.measure in ("average", "median", "range")
    )
    return [*newest, *base[:1]]


def _usual(question: Question, kb: KnowledgeBase) -> Reply:
    everything, factors = _plain(kb), kb.facts(FactKind.PAY_FACTOR)
    facts, missing = _of_basis(question, usual_figures(kb) or everything), list[str]()
    for measure, pattern in _ASKED_MEASURE.items():
        if pattern.search(question.text):
            of_measure = [
                fact for fact in everything if fact.figure and fact.figure.measure == measure
            ]
            missing += [] if of_measure else [_NO_MEASURE.format(measure=measure)]
            facts = _newest(of_measure) or facts
    if year := _YEAR.search(question.text):
        of_year = [fact for fact in everything if fact.year == int(year[0])]
        missing += [] if of_year else [_NO_YEAR.format(year=year[0])]
        facts = of_year or facts
    text = " ".join([*missing, *_apart(facts), *_factor_sentence(factors)])
    return Reply("salary", text, figures=charted(facts), facts=cite([*facts, *factors]))


def _of_basis(question: Question, facts: list[Fact]) -> list[Fact]:
    """Those of the one basis that the question names, all when it names both, none, or one that nobody measured."""
    named = [
        basis
        for basis in ("base", "total")
        if re.search(rf"\b{basis}\b", question.text, re.IGNORECASE)
    ]
    return [fact for fact in facts if fact.figure and [fact.figure.basis] == named] or facts


def charted(facts: Sequence[Fact]) -> tuple[ShownFigure, ...]:
    """What may stand in one chart: the figures told that measured the same thing as the first of them."""
    figures = [(fact, fact.figure) for fact in facts if fact.figure]
    return tuple(
        shown(fact)
        for fact, figure in figures
        if (figure.unit, figure.basis) == (figures[0][1].unit, figures[0][1].basis)
    )


def _apart(facts: Sequence[Fact]) -> list[str]:
    """Total compensation and base pay under leads of their own when both are told."""
    by_basis = {
        basis: [f for f in facts if f.figure and f.figure.basis == basis]
        for basis in ("total", "base")
    }
    if not all(by_basis.values()) or sum(map(len, by_basis.values())) < len(facts):
        return [dated(fact) for fact in facts]
    return [_TOTAL, *map(dated, by_basis["total"]), _BASE, *map(dated, by_basis["base"]), _APART]


def _groups(question: Question, kb: KnowledgeBase, *, aspects: bool = True) -> list[Fact]:
    """The figures of the industry, place or kind of company that is named, else of all of an aspect that is."""
    named = [entity for kind in GROUPS for entity in question.about(kind)]
    facts = [*kb.facts(FactKind.PAY, kb.role.id), *kb.facts(FactKind.PAY_CHANGE, kb.role.id)]
    found = [fact for fact in facts if fact.value in named]
    for aspect, pattern in _ASPECTS.items():
        if aspects and not found and pattern.search(question.text):
            found = [fact for fact in facts if fact.aspect == aspect]
    return _once(_newest(found))


def _of_another_role(question: Question, kb: KnowledgeBase) -> list[Fact]:
    return _newest(
        fact for entity in question.about("work_role") for fact in kb.facts(FactKind.PAY, entity)
    )


def _plain(kb: KnowledgeBase) -> list[Fact]:
    """What is said of the CISO's pay as a whole, not by industry or the like."""
    return [
        fact
        for fact in kb.facts(FactKind.PAY)
        if fact.about == kb.role.id and not fact.aspect and fact.scope.is_general
    ]


def _told(facts: Iterable[Fact]) -> Reply:
    facts = list(facts)
    return Reply("salary", " ".join(map(dated, facts)), figures=charted(facts), facts=cite(facts))


def _newest(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: -(fact.year or 0))


def _once(facts: Iterable[Fact]) -> list[Fact]:
    """Facts without a second one of the same sentence."""
    return list({fact.statement: fact for fact in reversed(list(facts))}.values())[::-1]


def _first_sources(facts: Sequence[Fact], kb: KnowledgeBase) -> list[Fact]:
    """The figures of the article, then the newest of the others that aren't about the same."""
    first = [fact for fact in facts if fact.passage.source.id == kb.sources[0].id]
    return [*first, *_newest(fact for fact in facts if fact not in first)[:1]]


def _what(fact: Fact) -> str:
    assert fact.figure is not None
    scope = f", {fact.figure.scope}" if fact.figure.scope else ""
    return f"{fact.figure.measure} {BASES.get(fact.figure.basis, 'pay')}{scope}"


def _factor_sentence(facts: tuple[Fact, ...]) -> list[str]:
    names = [
        fact.label
        if fact.label.startswith(("where", "how", "what", "your"))
        else f"the {fact.label}"
        for fact in facts
    ]
    return [_FACTORS.format(factors=joined(names))] if names else []
