"""The figures of the last two answers side by side: "which of the two pays more?"."""

from __future__ import annotations

from bot.answers import listing
from bot.answers.last_figure import CLOSE, midpoint
from bot.answers.sentences import capital, lowered
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite
from bot.parsing.function_words import has, words_of

_CHOOSING = ("which", "which_first", "compare")
# Words up to which a question only weighs what was told.
_ONE_CLAUSE = 8
# How likely a question leans on what was told, from which it means that.
_LEANS = 0.5
_MORE = "{high} is more: {more}{high_year}, against {less}{low_year} for {low}."
_SAME = "They’re about level: {more}{high_year} for {high}, and {less}{low_year} for {low}."
_UNLIKE = (
    "They can’t be compared directly, since they weren’t measured in the same unit: "
    "{more}{high_year} for {high}, and {less}{low_year} for {low}."
)


def compared(question: Question, turn: Turn) -> Reply | None:
    """Which of the two figures told last is the higher, where a short question asks nothing else;
    None where there aren't two of one kind.
    """
    if not _weighs(question, turn):
        return None
    figures = _told_last(turn)
    if figures is None or len(listing.pair(question, turn)) > 1:
        return None
    one, other = figures
    assert one.figure is not None and other.figure is not None
    high, low = (one, other) if _size(one) >= _size(other) else (other, one)
    alike = (one.figure.unit, one.figure.basis) == (other.figure.unit, other.figure.basis)
    near = _size(high) - _size(low) <= CLOSE * _size(low)
    wording = (_SAME if near else _MORE) if alike else _UNLIKE
    text = wording.format(
        high=lowered(high.label) if wording is not _MORE else capital(high.label),
        low=lowered(low.label),
        more=_amount(high),
        less=_amount(low),
        high_year=_year(high),
        low_year=_year(low),
    )
    return Reply(turn.state.topic, text, facts=cite([high, low]))


def _weighs(question: Question, turn: Turn) -> bool:
    """Whether a question names nothing of its own, and asks which of what was told is the more."""
    named = turn.reader.named(question.text)
    names = question.entities or named.places or named.industries or named.jobs or named.role
    brief = len(words_of(question.text)) <= _ONE_CLAUSE and has(question.text, "interrogative")
    if names or not brief or question.retrieval.form not in _CHOOSING:
        return False
    return turn.reader.leans(question.text) >= _LEANS


def _told_last(turn: Turn) -> tuple[Fact, Fact] | None:
    """The figures that the last two answers began with, of one kind but of different groups."""
    best = [before.retrieval.best for before in turn.state.turns[-2:]]
    held = [turn.kb.fact(one.evidence) for one in best if one is not None]
    facts = [fact for fact in held if fact is not None and fact.figure is not None]
    if len(facts) != 2 or facts[0].kind is not facts[1].kind or facts[0].id == facts[1].id:
        return None
    one, other = facts
    return (one, other) if one.kind is not FactKind.SURVEY or _asked_alike(one, other) else None


def _asked_alike(one: Fact, other: Fact) -> bool:
    """Whether two shares are of the same: how many are women is no more than how many serve."""
    same = one.label == other.label or one.value == other.value
    sections = {(fact.passage.source.id, fact.passage.section) for fact in (one, other)}
    return same or len(sections) == 1


def _size(fact: Fact) -> float:
    return midpoint(fact.figure)


def _amount(fact: Fact) -> str:
    assert fact.figure is not None
    return amount(fact.figure)


def _year(fact: Fact) -> str:
    return f" ({fact.year})" if fact.year else ""
