"""Where statements come from, how old they are, and what is known to be out of date."""

from __future__ import annotations

import re
from datetime import date

from bot.answers.fallback import not_covered
from bot.answers.survey_tables import general_pay
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Item, Reply, amount, cite
from bot.knowledge.store import KnowledgeBase, cited_sources

_AGE = "The {label}, {amount}, is a figure of {year}: {age}."
_SOURCE = (
    "That comes from “{title}”, published by {publisher}, {year}, section “{section}”{survey}."
)
_FIGURES_AT_ONCE = 2
# Places that are named in full; of more, only the sources are listed.
_PLACES_AT_ONCE = 3
_SURVEY = "; {author} measured it{asked}"
_ALL_SOURCES = "That comes from these sources:"
_AMOUNT = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<times>k|thousand|m|million)?\b", re.IGNORECASE
)
_TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}


def figure_age(question: Question, turn: Turn) -> Reply:
    """The age of the figure named, else of those of the last answer, else of the usual pay."""
    thread, kb = turn.state, turn.kb
    recent = [
        fact for fact in kb.all_facts if fact.id in thread.facts and fact.figure and fact.year
    ]
    named = _named(question, recent or list(kb.facts(FactKind.PAY)))
    facts = (
        named or recent or [fact for fact in general_pay(kb) or kb.facts(FactKind.PAY) if fact.year]
    )
    topic = thread.topic if recent and thread.topic else "salary"
    facts = facts[:_FIGURES_AT_ONCE]
    return Reply(
        topic, " ".join(dict.fromkeys(_age(fact, turn.today) for fact in facts)), facts=cite(facts)
    )


def source(question: Question, turn: Turn) -> Reply:
    """Where the figure named, else the last answer, comes from; on its own, where the usual pay
    does.
    """
    topic, facts = _asked_about(question, turn)
    if not facts:
        return not_covered(question, turn.kb)
    places = {(fact.passage.source.id, fact.passage.section): fact for fact in facts}
    if len(places) > _PLACES_AT_ONCE:
        items = tuple(
            Item(f"“{s.title}”, {s.publisher}, {s.year or 'an unknown year'}")
            for s in cited_sources(facts)
        )
        return Reply(topic, _ALL_SOURCES, items, facts=cite(places.values()))
    return Reply(topic, " ".join(map(_place, places.values())), facts=cite(places.values()))


def _asked_about(question: Question, turn: Turn) -> tuple[str, list[Fact]]:
    """The topic and the facts whose source is asked for: the figure named, else what the last
    answer rests on, else the usual pay.
    """
    thread, pay = turn.state, turn.kb.facts(FactKind.PAY)
    last = [fact for fact in turn.kb.all_facts if fact.id in thread.facts]
    named = _named(question, [fact for fact in (*last, *pay) if fact.figure])
    is_new = bool(named) and not any(fact in last for fact in named)
    topic = "salary" if is_new else thread.topic or "salary"
    return topic, named[:1] or last or general_pay(turn.kb) or list(pay)


def names_figure(question: Question, kb: KnowledgeBase) -> bool:
    """Whether a question names an amount that the sources give as pay."""
    return bool(_named(question, [fact for fact in kb.facts(FactKind.PAY) if fact.figure]))


def _named(question: Question, facts: list[Fact]) -> list[Fact]:
    """The facts of the amount that the question names, also when it is rounded: `166k`
    is $166,585.
    """
    for match in _AMOUNT.finditer(question.text):
        number = float(match["number"].replace(",", "")) * _TIMES.get(
            (match["times"] or "").lower(), 1
        )
        if number < 1_000 or 1900 <= number <= 2100:
            continue
        found = [
            f
            for f in facts
            if f.figure
            and any(abs(end - number) <= number * 0.01 for end in (f.figure.low, f.figure.high))
        ]
        if found:
            return list(dict.fromkeys(found))
    return []


def _place(fact: Fact) -> str:
    source = fact.passage.source
    asked = f", with {fact.asked:,} people asked" if fact.asked else ""
    survey = _SURVEY.format(author=source.author, asked=asked) if source.surveyor else ""
    return _SOURCE.format(
        title=source.title,
        publisher=source.publisher,
        year=source.year or "an unknown year",
        section=fact.passage.section,
        survey=survey,
    )


def _age(fact: Fact, today: date) -> str:
    assert fact.figure is not None and fact.year is not None
    years = today.year - fact.year
    age = "this year's" if years <= 0 else "1 year old" if years == 1 else f"{years} years old"
    return _AGE.format(label=fact.label, amount=amount(fact.figure), year=fact.year, age=age)
