"""The intent that a message has in its conversation where pay is told, compared or asked about."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import last_figure, offer_pair, offered_package, offers, raises, sources
from bot.answers.evidence import has_own_subject
from bot.answers.pay_words import names_any_part
from bot.answers.question_catalog import QUESTIONS
from bot.answers.quoted import only_quotes
from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.parsing.asking import asks_anything, speaks_of_self
from bot.parsing.quantities import find_quantities

# How likely evidence answers what sounds like an offer without an amount, to be told instead.
_SURE = 0.8
# What is asked of a figure that a message only quotes.
_DOUBTED = "ask_certainty"
# What is asked by who tells a payment for leaving.
_OF_SEVERANCE = "What severance do {roles} get?"


def of_other_job(question: Question, turn: Turn) -> Question:
    """An amount that is told of another job is an offer, which is answered for what it is."""
    quantities = find_quantities(question.text, turn.today)
    told = speaks_of_self(question.text) and any(one.money for one in quantities)
    other_job = bool(turn.reader.named(question.text).jobs)
    return replace(question, intent="ask_offer") if told and other_job else question


def of_offer(question: Question, turn: Turn) -> Question:
    """Pay to compare; a figure of the advisor's own that is held against it is asked for its
    source.
    """
    if _only_quotes(question, turn):
        return replace(question, intent=_DOUBTED)
    if raises.last_told(turn) and not turn.update.operations:
        return replace(question, intent=raises.TOLD)
    if offered_package.is_severance(question.text, turn):
        return replace(turn.reader.read(turn.kb.job.fill(_OF_SEVERANCE)), intent="ask_survey")
    if offered_package.lacks_amount(question, turn):
        return _about_pay(question, turn)
    if _is_of_evidence(question, turn):
        return replace(question, intent="ask_salary")
    told = any(operation.group == "pay" for operation in turn.update.operations)
    doubted = "your" in question.text.lower().split() and not speaks_of_self(question.text)
    if doubted and not told and sources.names_figure(question, turn.kb):
        return replace(question, intent="ask_source")
    return question


def _is_of_evidence(question: Question, turn: Turn) -> bool:
    """Whether a question that tells no pay is surely of something else than an amount of it: "no
    signing bonus though. is that normal".
    """
    retrieval, best = question.retrieval, question.retrieval.best
    told = turn.update.operations or offered_package.tells_amount(question, turn)
    fact = turn.kb.fact(best.evidence) if best else None
    if told or fact is None or fact.kind is FactKind.PAY or not asks_anything(question.text):
        return False
    if not names_any_part(question.text):
        return False  # "so below or above?" may find who ranks below whom
    return retrieval.answered and retrieval.answerable >= _SURE and has_own_subject(question)


def _about_pay(question: Question, turn: Turn) -> Question:
    """What sounds like an offer but has no amount, as the question for the pay that it may be."""
    if question.retrieval.answered and question.retrieval.answerable >= _SURE:
        return replace(question, intent="ask_salary")
    if question.retrieval.form not in ("amount", "which", "compare", "list"):
        return question
    read = turn.reader.after(turn.kb.job.fill(QUESTIONS["ask_salary"]), question)
    return read if read.retrieval.answered or read.retrieval.partly else question


def _only_quotes(question: Question, turn: Turn) -> bool:
    """Whether the amounts of a message are the advisor's; an answer on the person's own pay tells
    theirs, too.
    """
    own = turn.profile.home_pay is not None
    return not own and only_quotes(question.text, turn.state.text, turn.today)


def of_doubt(question: Question, turn: Turn) -> Question:
    """A doubt; of a figure that is held but wasn't told yet, the question for its source: "your
    565k is nonsense".
    """
    untold = not turn.state.facts and sources.names_figure(question, turn.kb)
    return replace(question, intent="ask_source") if untold else question


def of_amount(question: Question, turn: Turn) -> Question:
    """Whether something is a lot: asked of the package just told, or of the last figure."""
    if raises.last_told(turn):
        return replace(question, intent=raises.TOLD)
    told_now = turn.state.topic == "advice" and turn.profile.home_pay is not None
    if told_now or offers.is_about_pay(turn):
        return replace(question, intent="ask_offer")
    return question


def of_pair(question: Question, turn: Turn) -> Question:
    """Two offers to compare; one alone is held against the figures."""
    alone = len(offer_pair.packages(question, turn)) < 2 and turn.profile.home_pay is not None
    return replace(question, intent="ask_offer") if alone else question


def of_raise(question: Question, turn: Turn) -> Question:
    """A raise that is told; without one to read, an amount, an offer or the question that it may
    be.
    """
    if _only_quotes(question, turn):
        return replace(question, intent=_DOUBTED)  # "10%? I don't get that number"
    if raises.tells_raise(question, turn) or raises.last_told(turn):
        return question
    if last_figure.beside_told(question, turn) and not offers.told_of_pay(turn):
        return replace(question, intent="inform")
    if offers.told_of_pay(turn) or not offered_package.lacks_amount(question, turn):
        return replace(question, intent="ask_offer")
    return replace(question, intent="ask_raises") if question.retrieval.answered else question
