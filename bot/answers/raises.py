"""A raise that somebody tells of, beside what surveys measured."""

from __future__ import annotations

from bot.answers.heard_pay import currency_told
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind, Figure
from bot.domain.profile_parts import HOME
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite
from bot.parsing.function_words import has
from bot.parsing.raises import Raise, find_raise

TOLD = "tell_raise"
_OPEN = "What was the pay before and after? Then I can say how it compares."
_BESIDE = "{raise_} {side} the {label}: {figure} ({year}, {source})."
# Share by which two raises may differ and still count as about the same.
_LEVEL = 0.1
# Candidates among which the group of people is looked for.
_NEAR = 5


def raise_told(question: Question, turn: Turn) -> Reply:
    """How large the raise is and on which side of the usual one; asked back where none
    was heard.
    """
    told = _told(question, turn)
    fact = _usual(question, turn)
    if told is None or fact is None or fact.figure is None:
        return Reply("salary", _OPEN)
    again = not tells_raise(question, turn)
    text = _BESIDE.format(
        raise_=_again(told, fact, question) if again else _in_words(told, _currency(turn)),
        side=_side(told, fact),
        label=fact.label,
        figure=amount(fact.figure),
        year=fact.year,
        source=fact.passage.source.author,
    )
    return Reply("salary", text, facts=cite([fact]))


def last_told(turn: Turn) -> Question | None:
    """The raise told just before; None where the last answer was about something else."""
    last = turn.state.last
    return last if last is not None and last.intent == TOLD else None


def tells_raise(question: Question, turn: Turn) -> bool:
    """Whether a raise can be read from a message."""
    return _read(question.text, turn) is not None


def _told(question: Question, turn: Turn) -> Raise | None:
    """The raise of the message, else the one told before."""
    if found := _read(question.text, turn):
        return found
    before = last_told(turn)
    return _read(before.text, turn) if before else None


def _read(text: str, turn: Turn) -> Raise | None:
    pay = turn.before.home_pay
    return find_raise(text, turn.today, (pay.base or pay.total) if pay else None)


def _currency(turn: Turn) -> str:
    """The currency that a raise is told in, dollars where nobody said."""
    return currency_told(turn.text, turn.state) or HOME


def _in_words(told: Raise, currency: str) -> str:
    less = told.percent < 0
    share = f"{abs(told.percent):g}%"
    if told.gained is None:
        return f"{share} is"
    gained = amount(Figure("", abs(told.gained), abs(told.gained), f"{currency}/year"))
    return f"That’s {share} {'less' if less else 'more'}, or {gained}:"


def _again(told: Raise, fact: Fact, question: Question) -> str:
    """The raise told before, after the word that "so I did worse?" asks for."""
    low = has(question.text, "downward")
    word = "Yes" if low is (_side(told, fact) == "below") else "No"
    return f"{word}, your {abs(told.percent):g}% is"


def _side(told: Raise, fact: Fact) -> str:
    assert fact.figure is not None
    usual = (fact.figure.low + fact.figure.high) / 2
    if abs(told.percent - usual) <= _LEVEL * usual:
        return "about level with"
    return "above" if told.percent > usual else "below"


def _usual(question: Question, turn: Turn) -> Fact | None:
    """The newest raise measured of the group that the question or the talk is about,
    else of all.
    """
    held = [fact for fact in turn.kb.facts(FactKind.PAY_CHANGE) if _is_raise(fact)]
    named = {candidate.evidence for candidate in question.retrieval.candidates[:_NEAR]}
    close = [fact for fact in held if fact.id in named or fact.id in turn.state.facts]
    group = (close[0].aspect, close[0].value) if close else ("", "")
    alike = [fact for fact in held if (fact.aspect, fact.value) == group]
    return max(alike or held, key=lambda fact: (fact.year or 0, _is_total(fact)), default=None)


def _is_raise(fact: Fact) -> bool:
    figure = fact.figure
    return figure is not None and (figure.unit, figure.measure) == ("percent", "average")


def _is_total(fact: Fact) -> bool:
    return fact.figure is not None and fact.figure.basis == "total"
