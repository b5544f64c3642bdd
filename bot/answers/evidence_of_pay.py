"""Evidence that tells pay, for questions that want an amount and found something else first."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.turn import Turn
from bot.domain.evidence import Candidate
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.knowledge.units import TOPIC_OF_KIND
from bot.parsing.function_words import names_nothing

# Intents and forms of questions that want an amount of pay.
_OF_PAY, _AMOUNTS = ("ask_salary", "ask_top_salary"), ("amount", "which_first")
# Share of the best score from which pay is told instead.
_NEXT = 0.25
# The score from which other pay may be told instead of what was told.
_LEAST = 0.05


def with_pay(question: Question, turn: Turn) -> Question:
    """A question for pay with the figure of pay first that comes close, where what comes first is
    no pay: "what could she earn in a first role?" asks nothing of the first days.
    """
    retrieval, best = question.retrieval, question.retrieval.best
    asked = question.intent in _OF_PAY and retrieval.form in _AMOUNTS and not question.jobs
    if not asked or best is None or best.missing or best.is_asked_for or _is_pay(best, turn):
        return question
    bare = turn.reader.read(turn.text) if question.text in turn.text else question
    for found in (retrieval, bare.retrieval):
        first = next((one for one in found.candidates if _is_pay(one, turn)), None)
        if first and not first.missing and first.score >= found.candidates[0].score * _NEXT:
            others = [one for one in found.candidates if one is not first]
            return replace(question, retrieval=replace(found, candidates=(first, *others)))
    return question


def _is_pay(candidate: Candidate, turn: Turn) -> bool:
    """Whether evidence tells pay, or prose may."""
    fact = turn.kb.fact(candidate.evidence)
    return fact is None or TOPIC_OF_KIND.get(fact.kind) == "salary"


def other_pay(reply: Reply, question: Question, told: set[str], turn: Turn) -> Question | None:
    """The message by itself with pay that wasn't told yet first: after an architect's "more than
    deputies?" wants theirs. None where pay wasn't told, or the message names nothing of its own.
    """
    first, said = turn.kb.fact(reply.facts[0].id), turn.text
    alone = question.text == said or question.text not in said
    if first is None or first.kind is not FactKind.PAY or names_nothing(said) or not alone:
        return None
    read = turn.reader.read(said)
    held = [
        one
        for one in read.retrieval.candidates
        if one.evidence not in told and not one.missing and one.score >= _LEAST
    ]
    pay = tuple(one for one in held if _is_yearly_pay(one, turn))
    if not pay or not read.retrieval.answered:
        return None
    return replace(read, topic="salary", retrieval=replace(read.retrieval, candidates=pay))


def _is_yearly_pay(candidate: Candidate, turn: Turn) -> bool:
    fact = turn.kb.fact(candidate.evidence)
    figure = fact.figure if fact and fact.kind is FactKind.PAY else None
    return figure is not None and figure.unit.endswith("/year")
