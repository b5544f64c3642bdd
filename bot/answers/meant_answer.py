"""Which of the last answers a message means that asks about one: "where is the 5% from?", "what was
that overtime number again?".
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers.thread import last_facts
from bot.answers.turn import Turn
from bot.domain.facts import Fact
from bot.domain.question import Question
from bot.parsing.function_words import names_nothing
from bot.parsing.quantities import find_quantities

# Acts that are put to one of the answers before.
OF_AN_ANSWER = (
    "ask_source", "ask_link", "ask_certainty", "ask_shorter", "ask_since_when", "ask_figure_age",
)  # fmt: skip
# How near a message must be to what an answer was about, and how much nearer than to the last one,
# to mean that.
_NEAR, _NEARER = 0.3, 0.15


def as_meant(question: Question, turn: Turn) -> Turn:
    """The turn as it was after the answer that a message means, where that isn't the last one."""
    fact = earlier(question, turn)
    if fact is None:
        return turn
    same = [one for one in turn.kb.facts_of(fact.passage) if one.statement == fact.statement]
    facts = tuple(dict.fromkeys([fact.id, *(one.id for one in same)]))
    return replace(turn, state=replace(turn.state, facts=facts, text=fact.statement))


def earlier(question: Question, turn: Turn) -> Fact | None:
    """The fact of an answer before the last one that a message asks about; None where it asks about
    the last one.
    """
    is_act = question.intent == question.act and question.intent in OF_AN_ANSWER
    if not is_act or question.entities:
        return None
    if fact := _of_number(question.text, turn):
        return fact
    place = named_again(question.text, turn)
    return _told(turn)[place] if place is not None else None


def named_again(text: str, turn: Turn) -> int | None:
    """The place among the questions answered of the one that a message names; None where it names
    none, or the last.
    """
    told = _told(turn)
    places = [place for place, fact in enumerate(told) if fact is not None]
    if len(places) < 2 or names_nothing(text):
        return None
    near = {place: max(turn.reader.alike(text, _names(place, turn))) for place in places}
    best = max(places, key=lambda place: near[place])
    is_nearer = near[best] >= _NEAR and near[best] - near[places[-1]] >= _NEARER
    return best if is_nearer else None


def _names(place: int, turn: Turn) -> tuple[str, ...]:
    """What an answer may be called: by its question, and by what it told of."""
    fact = _told(turn)[place]
    if fact is None:
        return ()
    section = fact.passage.section
    asked = f"{section}. {turn.state.turns[place].text}"
    return asked, f"{fact.passage.source.title}, {section}: {fact.label}"


def _told(turn: Turn) -> list[Fact | None]:
    """The fact that each of the questions before was answered with: where figures were told, the
    one that was meant.
    """
    figures = {told.asked: told.facts[0] for told in turn.state.told}
    questions = turn.state.turns
    best = [one.retrieval.best.evidence if one.retrieval.best else "" for one in questions]
    names = [figures.get(one.text, name) for one, name in zip(questions, best, strict=True)]
    return [turn.kb.fact(name) for name in names]


def _of_number(text: str, turn: Turn) -> Fact | None:
    """The fact told before the last answer that has the figure in a message."""
    named = {
        (one.kind == "percent", one.low)
        for one in find_quantities(text, turn.today)
        if one.kind in ("percent", "money") and not one.vague
    }
    told = [turn.kb.fact(name) for one in reversed(turn.state.told) for name in one.facts]
    facts = [fact for fact in (*last_facts(turn), *told) if fact and fact.figure]
    for fact in facts:
        if fact.figure and (fact.figure.unit == "percent", fact.figure.low) in named:
            return fact
    return None
