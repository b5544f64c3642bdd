"""Whether a question is put of oneself, in the words and the forms of who asks."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.sources import names_figure
from bot.answers.suggestions import all_questions, plain
from bot.answers.turn import Turn
from bot.domain.facts import Fact
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from bot.parsing.asking import speaks_of_self
from bot.parsing.function_words import members, words_of

# Forms that want a verdict, and forms that want a time.
DECIDING = ("yes_no", "worth")
OF_TIME = ("duration", "when", "count")
_SHORT = 6


def is_offered(turn: Turn) -> bool:
    """Whether a message is a question that the advisor offers, which is put to everybody."""
    every = {plain(turn.kb.job.fill(question)) for question in all_questions()}
    return plain(turn.text) in every


def as_advice(question: Question, entities: tuple[str, ...]) -> Question:
    """The question as a wish for advice on these things, or on the way as a whole."""
    return replace(question, intent="ask_advice", entities=entities)


def best_fact(question: Question, kb: KnowledgeBase) -> Fact | None:
    """The fact that comes first among the evidence; None for a list or prose."""
    best = question.retrieval.best
    return kb.fact(best.evidence) if best else None


def said(question: Question, turn: Turn) -> str:
    """The words of the person alone: a question completed from the one before it isn't all
    theirs.
    """
    return question.text if question.text in turn.text else turn.text


def asks_for_fact(question: Question, turn: Turn) -> bool:
    """Whether the first word that doesn't only join asks for a fact: "what", "who", "how"."""
    joining = members("joining")
    words = (word for word in words_of(said(question, turn)) if word not in joining)
    return next(words, "") in members("interrogative")


def is_own(question: Question, turn: Turn, longest: int = _SHORT) -> bool:
    """Whether a question is the person's own: in the first person, or too short to be of others."""
    told = said(question, turn)
    if speaks_of_self(told) or turn.speaks_of_others:
        return True
    words = words_of(told)
    others = members("people") & set(words)
    return len(words) <= longest and not others and not turn.reader.named(told).role


def tells_in_doubt(question: Question, turn: Turn) -> bool:
    """Whether a message that asks nothing tells something that can only be asked back."""
    doubted = turn.update.doubts and not turn.update.operations
    if doubted and _only_quotes(question, turn):
        return False  # "and 565k, nobody I know makes that"
    if not doubted or turn.reader.named(question.text).role:
        return False
    brief = len(words_of(question.text)) <= _SHORT and not question.entities
    return speaks_of_self(question.text) or brief


def _only_quotes(question: Question, turn: Turn) -> bool:
    """Whether all that is told in doubt is pay, and the amount one that the sources give."""
    of_pay = all(doubt.field.startswith("pay.") for doubt in turn.update.doubts)
    return of_pay and names_figure(question, turn.kb)
