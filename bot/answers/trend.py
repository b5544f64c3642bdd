"""The last figure beside an older or newer one that measured the same."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.last_figure import NO_COMPARISON, fact_with_figure
from bot.answers.thread import alike, last_facts, nothing_yet
from bot.answers.told_figures import CLOSE, midpoint
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite
from bot.parsing.function_words import has

ONLY_YEAR = "I only have that one figure for it: {label}, {amount} ({year})."
_THEN_NOW = "{trend}: {before}, then {now}."


def other_year(question: Question, turn: Turn) -> Reply:
    """The last figure beside an older or newer one that measured the same."""
    told = fact_with_figure(turn)
    if told is None:
        return replace(nothing_yet(turn), text=NO_COMPARISON)
    if not has(question.text, "newer", "older") and (two := _two_years(turn)):
        return _then_now(two[0], two[1], turn)
    other = _of_other_year(told, newer=has(question.text, "newer"), turn=turn)
    if other is None:
        assert told.figure is not None
        known = ONLY_YEAR.format(
            label=told.label, amount=amount(told.figure), year=told.year or "year unknown"
        )
        return Reply(turn.state.topic, known, facts=cite([told]))
    return _then_now(other, told, turn)


def _of_other_year(told: Fact, *, newer: bool, turn: Turn) -> Fact | None:
    """The nearest figure that measured the same before, or the newest after it."""
    year, same = told.year or 0, _same_measure(told, turn)
    later = [fact for fact in same if (fact.year or 0) > year]
    earlier = [fact for fact in same if (fact.year or 0) < year]
    wanted = later if newer else earlier or later
    return max(wanted, key=lambda fact: fact.year or 0, default=None)


def _same_measure(told: Fact, turn: Turn) -> list[Fact]:
    """Figures of other years under the same label, else of the same thing and people."""
    same = [f for f in alike(told, turn) if f.figure and f.year and f.year != (told.year or 0)]
    if of_label := [f for f in same if f.label == told.label]:
        return of_label
    if of_group := [f for f in same if f.value == told.value and f.scope == told.scope]:
        return of_group
    return [] if told.kind is FactKind.SURVEY else same


def _two_years(turn: Turn) -> list[Fact]:
    """The two figures of different years that the last answer put side by side; nothing
    otherwise.
    """
    dated = [fact for fact in last_facts(turn) if fact.figure and fact.year][:2]
    if len(dated) < 2 or dated[0].year == dated[1].year:
        return []
    units = {fact.figure.unit for fact in dated if fact.figure}
    return dated if len(units) == 1 and dated[0].kind is dated[1].kind else []


def _then_now(one: Fact, other: Fact, turn: Turn) -> Reply:
    before, now = sorted((one, other), key=lambda fact: fact.year or 0)
    text = _THEN_NOW.format(trend=_trend(before, now), before=_dated(before), now=_dated(now))
    return Reply(turn.state.topic, text, facts=cite([one, other]))


def _trend(before: Fact, now: Fact) -> str:
    old, new = midpoint(before.figure), midpoint(now.figure)
    if abs(old - new) <= CLOSE / 5 * max(old, new):
        return "About the same"
    return "Up" if new > old else "Down"


def _dated(fact: Fact) -> str:
    assert fact.figure is not None
    return f"{amount(fact.figure)} in {fact.year} ({fact.label})"
