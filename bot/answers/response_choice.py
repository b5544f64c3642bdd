"""Which of several replies to a message is the best one in its conversation.

The intents see a message alone and are often unsure, and what each of them would answer tells more
than the words do: one reply is said again, another has the evidence that is likely asked for. So
the message is answered under each intent that it may have and from each unit of evidence that is
likely asked for. Boosted trees, fitted to judged conversations by `tools.fit_response_choice`, tell
how likely each reply is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.answers import meant_answer, small_talk, thread, told_groups
from bot.answers.decision_trees import DecisionTrees
from bot.answers.empty_handed import told_of
from bot.answers.intent_topics import KNOWLEDGE
from bot.answers.practice import PRACTICES, is_attempt
from bot.answers.response_signs import (
    OF_JOB,
    REFUSED,
    Likelihoods,
    beside_others,
    kind_of,
    likelihoods,
    of_reply,
    of_turn,
)
from bot.answers.second_reading import with_second
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.parsing.asking import asks

MODEL = Path("data/questions/response_choice.json")
Answered = tuple[Reply, DialogueState]
Answerer = Callable[[Question, Turn], Answered]


@dataclass(frozen=True)
class Answerers:
    """How a question is answered: as it is meant in the conversation, and as it stands."""

    in_context: Answerer
    as_read: Answerer


# Intents that may always be meant, beside those that are likely by the words.
_ALWAYS = ("ask_ellipsis", "ask_advice", "inform", "ask_next_job", "ask_about_me")
# How likely an intent must be by the words, to be meant whatever its reply.
_SURE = 0.8
# By how much another reply must be likelier right than the first, to be said instead.
_MARGIN = 0.15
# The same, where the message tells of oneself as well, which the first reply has heard.
_MARGIN_OF_TOLD = 0.2
# How likely the reply must be, to be said alone where another is hardly less likely, and by how
# much that may be.
_UNSURE, _HARDLY_LESS = 0.7, 0.1
# Intents that ask for what the advisor keeps, which no evidence tells, and how likely they must be.
_OF_THE_PERSON, _LIKELY = ("ask_progress", "ask_plan"), 0.5
# How many units of evidence that come first have to be known to the vectors.
_NEAREST = 3
# Units of evidence that are tried beside the intents, and how likely one must be.
_UNITS, _LEAST_OF_UNIT = 3, 0.05


@dataclass(frozen=True)
class Candidate:
    """A reply that may be said, with the question that it answers and its signs."""

    intent: str
    answered: Answered
    signs: Mapping[str, float]


def best_response(
    question: Question, turn: Turn, first: Answered, answerers: Answerers
) -> Answered:
    """The reply that is likeliest right: `first`, or one that is surely likelier."""
    if not may_choose(question, turn) or told_groups.is_of_group(first[0], turn):
        return first
    found = candidates(question, turn, first, answerers)
    if len(found) == 1:
        return first
    likely = trees().probabilities([one.signs for one in found])
    best = int(likely.argmax())
    margin = _MARGIN_OF_TOLD if turn.update.operations else _MARGIN
    chosen = best if likely[best] - likely[0] >= margin else 0
    reply, state = found[chosen].answered
    second = int(np.where(np.arange(len(found)) == chosen, 0.0, likely).argmax())
    if likely[chosen] < _UNSURE and _as_likely(found[second], likely[chosen] - likely[second]):
        reply = with_second(reply, found[second].answered[0], question.feeling)
    return reply, state


def _as_likely(other: Candidate, behind: float) -> bool:
    """Whether another reply is the answer to a question of the job, and hardly less likely."""
    of_job = other.intent in KNOWLEDGE or kind_of(other.intent) == OF_JOB
    return behind <= _HARDLY_LESS and (of_job or other.intent == "ask_ellipsis")


def may_choose(question: Question, turn: Turn) -> bool:
    """Whether a message may be answered otherwise: not where its intent is sure, it only tells of
    oneself, answers the advisor, asks for somebody else, counts on a list, is answered by a source
    that was added later, or by nothing: what isn't held is said.
    """
    update = turn.update
    tells = update.operations or turn.profile != turn.before
    only_tells = tells and not asks(question.text)
    if not question.intents or update.answer or only_tells or turn.speaks_of_others:
        return False
    if meant_answer.earlier(question, turn):
        return False
    if question.intent in _OF_THE_PERSON and question.confidence >= _LIKELY:
        return False
    practices = dict(question.intents).get("ask_practice", 0.0) >= PRACTICES
    if practices or is_attempt(question, turn):
        return False
    if dict(question.intents).get(question.intent, 0.0) >= _SURE or question.ordinal is not None:
        return False
    near = question.retrieval.candidates[:_NEAREST]
    if not all(turn.reader.knows(one.evidence) for one in near):
        return False  # the signs tell little of a source that they weren't fitted to
    kind = kind_of(question.intent)
    return kind != REFUSED and (question.intent in KNOWLEDGE or kind != OF_JOB)


def candidates(
    question: Question, turn: Turn, first: Answered, answerers: Answerers
) -> Sequence[Candidate]:
    """The first reply, and each other one by an intent of the message or a unit of evidence."""
    signs = of_turn(question, turn)
    units = likelihoods(question.text, turn)
    found = {_words_of(first): Candidate(question.intent, first, {})}
    for intent, other in _others(question, turn, units, answerers):
        words = _words_of(other)
        if words and not thread.is_restated(other[0]):  # what was told is no better reply
            found.setdefault(words, Candidate(intent, other, {}))
    each = [{**signs, **_signs_of(one, question, turn, units, first)} for one in found.values()]
    pairs = zip(found.values(), beside_others(each), strict=True)
    return [replace(one, signs=own) for one, own in pairs]


def _signs_of(
    one: Candidate, question: Question, turn: Turn, units: Likelihoods, first: Answered
) -> dict[str, float]:
    """What speaks for a reply, and whether it is the first."""
    is_first = {"is_first": float(one.answered is first)}
    return is_first | of_reply(one.answered[0], one.intent, question, turn, units)


def _words_of(answered: Answered) -> str:
    return answered[0].response or answered[0].text


def _others(
    question: Question, turn: Turn, units: Likelihoods, answerers: Answerers
) -> Iterator[tuple[str, Answered]]:
    """What each intent that the message may have would answer, and each likely unit of evidence."""
    likely = dict(question.intents)
    for intent in dict.fromkeys([*likely, *_ALWAYS]):
        if said := small_talk.response(intent, turn):
            yield intent, said
        elif intent in KNOWLEDGE or kind_of(intent) != OF_JOB:
            one = replace(question, intent=intent, confidence=likely.get(intent, 0.0))
            yield intent, answerers.in_context(one, turn)
    for unit in _with_units(question, units):
        yield unit.intent, answerers.as_read(unit, turn)


def _with_units(question: Question, units: Likelihoods) -> Iterator[Question]:
    """The question with each unit of evidence that likely answers it, by itself or behind what was
    said before.
    """
    shares: dict[str, float] = {}
    for found in (units.alone, units.behind, units.after):
        for name in sorted(filter(None, found), key=lambda one: -found[one])[:_UNITS]:
            shares[name] = max(shares.get(name, 0.0), found[name])
    for name, share in shares.items():
        if share >= _LEAST_OF_UNIT:
            yield told_of(question, name, share)


@lru_cache(maxsize=1)
def trees() -> DecisionTrees:
    """The trees that `tools.fit_response_choice` fitted."""
    return DecisionTrees.read(MODEL)
