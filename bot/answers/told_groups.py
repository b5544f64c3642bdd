"""One of the groups in what was told: "and over ten thousand?", "is nine too few for us?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from math import inf
from pathlib import Path

from bot.answers.sentences import capital, lowered
from bot.answers.thread import last_facts
from bot.answers.told_figures import CLOSE, midpoint, own_words
from bot.answers.turn import Turn
from bot.domain.facts import Fact
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite
from bot.parsing.function_words import word_classes, words_of
from bot.parsing.quantities import find_quantities
from bot.parsing.scopes import ScopeReader

_LEXICON = Path("data/lexicons/comparing.toml")
_USUAL = "That’s the average at that size."
_OF_GROUP = "{label}: {amount}{year}."
_BESIDE = "{side} average: {own:,.0f} against {amount} for a {label}{year}."
_PEOPLE, _AVERAGE = "people", "average"


def of_group(reply: Reply, question: Question, turn: Turn) -> Reply | None:
    """The figure of the one group that a message names, of those that a reply tells in one
    sentence; None where it names none.
    """
    # a question completed from the one before it isn't all theirs
    said = question.text if question.text in turn.text else turn.text
    held = (turn.kb.fact(fact.id) for fact in reply.facts)
    groups = _groups([fact for fact in held if fact])
    named = _sized(groups, _counts(said, turn), said) or _named(groups, said, turn)
    return _told(named, groups, turn) if named else None


def beside_own(turn: Turn) -> Reply | None:
    """The number of people that somebody told, beside the average of companies of their size; of
    that size alone, where they told no number; None where no group of it was told.
    """
    groups = [fact for fact in _groups(last_facts(turn)) if _unit(fact) == _PEOPLE]
    numbers = _numbers_told(turn)
    own = numbers[0] if numbers else 0.0
    size = next((number for number in numbers if number > own), own)
    group = _sized(groups, [size], "") if numbers else None
    if group is None or group.figure is None or group.figure.measure != _AVERAGE:
        return None
    if size != own:
        return _beside(own, group, groups, turn)
    told = _told(group, groups, turn)
    return replace(told, text=f"{_USUAL} {told.text}")


def is_of_group(reply: Reply, turn: Turn) -> bool:
    """Whether a reply only tells a group of what the last answer told, or somebody's own number
    beside it: what was asked for, whatever other evidence is near.
    """
    first = turn.kb.fact(reply.facts[0].id) if reply.facts else None
    if first is None or not {fact.id for fact in reply.facts} <= set(turn.state.facts):
        return False
    return first in _groups(last_facts(turn)) and first.label.lower() in reply.text.lower()


def _groups(facts: Sequence[Fact]) -> list[Fact]:
    """The facts of one sentence that measured one thing among several groups."""
    first = next((fact for fact in facts if fact.figure), None)
    same = [
        fact
        for fact in facts
        if first and fact.statement == first.statement and _unit(fact) == _unit(first)
    ]
    return same if len(same) > 1 else []


def _unit(fact: Fact) -> str:
    return fact.figure.unit if fact.figure else ""


def _sized(groups: Sequence[Fact], counts: Sequence[float], text: str) -> Fact | None:
    """The group of companies of one of some sizes; of two that meet there the larger where the text
    says so.
    """
    beyond = not word_classes(_LEXICON)["beyond"].isdisjoint(words_of(text))
    for count in counts:
        fitting = [fact for fact in groups if _holds(fact.scope.size, count)]
        if fitting:
            return fitting[-1] if beyond else fitting[0]
    return None


def _holds(size: str, count: float) -> bool:
    """Whether a size such as `500 to 1000 employees` holds a number of people."""
    low, high = _bounds(size)
    return low <= count <= high


def _bounds(size: str) -> tuple[float, float]:
    """The least and the most people of a size; nothing in between where it has no number."""
    numbers = [float(word) for word in size.split() if word.isdigit()]
    if len(numbers) != 1:
        return (numbers[0], numbers[1]) if numbers else (inf, -inf)
    return (0.0, numbers[0]) if size.startswith("under") else (numbers[0], inf)


def _named(groups: Sequence[Fact], text: str, turn: Turn) -> Fact | None:
    """The one group that a message names by its place, or by a word which the others don't have."""
    place = _scopes(turn.kb.job.home).read(text).place
    there = [fact for fact in groups if place and place in fact.label]
    if len(there) == 1:
        return there[0]
    labels = [own_words(fact.label) for fact in groups]
    said = own_words(text)
    found = [
        fact
        for place, fact in enumerate(groups)
        if said & labels[place].difference(*labels[:place], *labels[place + 1 :])
    ]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1)
def _scopes(home: str) -> ScopeReader:
    return ScopeReader.load(home)


def _numbers_told(turn: Turn) -> list[float]:
    """The numbers of people in the message and those before it, the latest first."""
    before = [question.text for question in reversed(turn.state.turns[-2:])]
    texts = dict.fromkeys([turn.text, turn.state.message, *before])
    return [count for text in texts for count in _counts(text, turn)]


def _counts(text: str, turn: Turn) -> list[float]:
    """The numbers in a text that count something; "one" counts nothing."""
    found = [one for one in find_quantities(text, turn.today) if not one.vague and one.low > 1]
    # "ten thousand" and "10k" may be dollars as well
    return [
        one.low
        for one in found
        if one.kind == "count" or (one.money is not None and not one.money.named)
    ]


def _told(fact: Fact, groups: Sequence[Fact], turn: Turn) -> Reply:
    assert fact.figure is not None
    text = _OF_GROUP.format(label=capital(fact.label), amount=amount(fact.figure), year=_year(fact))
    return Reply(turn.state.topic, text, facts=cite([fact, *groups]))


def _beside(own: float, group: Fact, groups: Sequence[Fact], turn: Turn) -> Reply:
    assert group.figure is not None
    usual = midpoint(group.figure)
    side = "Below" if own < usual else "Above"
    text = _BESIDE.format(
        side="About" if abs(own - usual) <= CLOSE * usual else side,
        own=own,
        amount=amount(group.figure),
        label=lowered(group.label),
        year=_year(group),
    )
    return Reply(turn.state.topic, text, facts=cite([group, *groups]))


def _year(fact: Fact) -> str:
    return f" ({fact.year})" if fact.year else ""
