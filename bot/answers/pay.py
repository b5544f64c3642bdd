"""Pay: the figures as the sources have them, how old they are, what they depend on, where they come from."""

from __future__ import annotations

from datetime import date

from bot.answers.refusals import not_covered
from bot.knowledge.records import Fact, FactKind
from bot.knowledge.store import KnowledgeBase, cited_sources
from bot.question import Question, Thread
from bot.reply import Item, Reply, amount, cite, dated, joined, shown

_FACTORS = "What a CISO earns depends on {factors}."
_AGE = "The {label}, {amount}, is a figure of {year}: {age}."
_SOURCE = "That comes from “{title}”, published by {publisher}, with facts of {year}, section “{section}”."
_ALL_SOURCES = "Everything I say about the CISO career comes from these sources:"


def salary(question: Question, thread: Thread, kb: KnowledgeBase) -> Reply:
    facts = _figures(kb, "average", "median", "range") or list(kb.facts(FactKind.PAY))
    factors = kb.facts(FactKind.PAY_FACTOR)
    text = " ".join([*(dated(fact) for fact in facts), *_factor_sentence(factors)])
    return Reply("salary", text, figures=tuple(map(shown, kb.facts(FactKind.PAY))), facts=cite([*facts, *factors]))


def top_salary(question: Question, thread: Thread, kb: KnowledgeBase) -> Reply:
    facts = _figures(kb, "maximum")
    text = " ".join(dated(fact) for fact in facts)
    return Reply("salary", text, figures=tuple(map(shown, kb.facts(FactKind.PAY))), facts=cite(facts))


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
        _SOURCE.format(title=f.passage.source.title, publisher=f.passage.source.publisher, year=f.year,
                       section=f.passage.section)
        for f in places.values()
    )  # fmt: skip
    return Reply(topic, text, facts=cite(places.values()))


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
