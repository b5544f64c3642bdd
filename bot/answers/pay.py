"""Pay: the figures as the sources have them, how old they are, what they depend on, where they come from."""

from __future__ import annotations

import re
from datetime import date

from bot.answers.refusals import not_covered
from bot.knowledge.records import Fact, FactKind
from bot.knowledge.store import KnowledgeBase, cited_sources
from bot.question import Question, Thread
from bot.reply import Item, Reply, amount, cite, dated, joined, shown

_ASKED_MEASURE = {
    "median": re.compile(r"\bmedian\b", re.IGNORECASE),
    "minimum": re.compile(r"\b(?:lowest|minimum|least|starting|entry[- ]level|worst[- ]paid|bottom)\b", re.IGNORECASE),
}
_NO_MEASURE = "My sources give no {measure} figure. What they give:"
_NO_YEAR = "My sources have no figure for {year}. What they have:"
_FACTORS = "What a CISO earns depends on {factors}."
_AGE = "The {label}, {amount}, is a figure of {year}: {age}."
_SOURCE = "That comes from “{title}”, published by {publisher}, with facts of {year}, section “{section}”."
_ALL_SOURCES = "Everything I say about the CISO career comes from these sources:"


def salary(question: Question, thread: Thread, kb: KnowledgeBase) -> Reply:
    """The usual pay and what it depends on, unless a measure or a year is asked for."""
    factors = kb.facts(FactKind.PAY_FACTOR)
    return _pay(question, kb, ("average", "median", "range"), factors)


def top_salary(question: Question, thread: Thread, kb: KnowledgeBase) -> Reply:
    return _pay(question, kb, ("maximum",), ())


def factors(question: Question, thread: Thread, kb: KnowledgeBase) -> Reply:
    facts = kb.facts(FactKind.PAY_FACTOR)
    return Reply("salary", " ".join(_factor_sentence(facts)), facts=cite(facts))


def figure_age(question: Question, thread: Thread, kb: KnowledgeBase) -> Reply:
    """The age of the figures of the last answer, of all pay figures when it had none."""
    recent = [fact for fact in kb.all_facts if fact.id in thread.facts and fact.figure and fact.year]
    facts = recent or [fact for fact in kb.facts(FactKind.PAY) if fact.year]
    topic = thread.topic if recent and thread.topic else "salary"
    return Reply(topic, " ".join(map(_age, facts)), facts=cite(facts))


def source(question: Question, thread: Thread, kb: KnowledgeBase) -> Reply:
    """Where the last answer comes from; on its own, the source of what is named, else all sources."""
    facts = [fact for fact in kb.all_facts if fact.id in thread.facts]
    topic = thread.topic or "salary"
    if not facts:
        facts = list(kb.facts(FactKind.PAY))
    if not facts:
        return not_covered(question, thread, kb)
    places = {(fact.passage.source.id, fact.passage.section): fact for fact in facts}
    if len(places) > 3:
        items = tuple(Item(f"“{s.title}”, {s.publisher}, facts of {s.year}") for s in cited_sources(facts))
        return Reply(topic, _ALL_SOURCES, items, facts=cite(facts[:1]))
    text = " ".join(
        _SOURCE.format(title=f.passage.source.title, publisher=f.passage.source.publisher, year=f.passage.source.year,
                       section=f.passage.section)
        for f in places.values()
    )  # fmt: skip
    return Reply(topic, text, facts=cite(places.values()))


def _pay(question: Question, kb: KnowledgeBase, measures: tuple[str, ...], factors: tuple[Fact, ...]) -> Reply:
    """The figures of the measure and year that the question names; what isn't there is said not to be there."""
    everything = list(kb.facts(FactKind.PAY))
    facts, missing = _figures(kb, *measures) or everything, []
    for measure, pattern in _ASKED_MEASURE.items():
        if pattern.search(question.text):
            facts = _figures(kb, measure)
            if not facts:
                facts, missing = everything, [_NO_MEASURE.format(measure=measure)]
    if year := re.search(r"\b(?:19|20)\d\d\b", question.text):
        of_year = [fact for fact in everything if fact.year == int(year[0])]
        missing += [] if of_year else [_NO_YEAR.format(year=year[0])]
        facts = of_year or facts
    text = " ".join([*missing, *(dated(fact) for fact in facts), *_factor_sentence(factors)])
    return Reply("salary", text, figures=tuple(map(shown, everything)), facts=cite([*facts, *factors]))


def _figures(kb: KnowledgeBase, *measures: str) -> list[Fact]:
    return [fact for fact in kb.facts(FactKind.PAY) if fact.figure and fact.figure.measure in measures]


def _factor_sentence(facts: tuple[Fact, ...]) -> list[str]:
    names = [fact.label if fact.label.startswith(("where", "how", "what", "your")) else f"the {fact.label}" for fact in facts]
    return [_FACTORS.format(factors=joined(names))] if names else []


def _age(fact: Fact) -> str:
    assert fact.figure is not None and fact.year is not None
    years = date.today().year - fact.year
    age = "this year's" if years <= 0 else "1 year old" if years == 1 else f"{years} years old"
    return _AGE.format(label=fact.label, amount=amount(fact.figure), year=fact.year, age=age)
