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

from bot.answers import small_talk, told_again
from bot.answers.choice_margins import MARGIN, margin_of
from bot.answers.decision_trees import DecisionTrees
from bot.answers.empty_handed import told_of
from bot.answers.exam_thread import is_of_another
from bot.answers.intent_topics import KNOWLEDGE
from bot.answers.openness import is_act, may_choose
from bot.answers.response_signs import (
    OF_JOB,
    Likelihoods,
    beside_others,
    kind_of,
    likelihoods,
    of_reply,
    of_turn,
)
from bot.answers.role_itself import is_worth_of_role, tells_of_exam
from bot.answers.second_reading import with_second
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import Reply

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
# How likely the reply must be, to be said alone where another is hardly less likely, and by how
# much that may be.
_UNSURE, _HARDLY_LESS = 0.7, 0.1
# How likely the first reply must be right, to be kept where it only tells again.
_LIKELY_TO_FIT = 0.6
# How likely advice must be by the words, to be given where nothing else is held.
_LEAST_OF_ADVICE = 0.1
# How likely another reply must be right, to be said below the first.
_LEAST_OF_SECOND = 0.4
# Units of evidence that are tried beside the intents, and how likely one must be.
_UNITS, _LEAST_OF_UNIT = 3, 0.05


@dataclass(frozen=True)
class _Way:
    """How a message was taken to get a reply: how likely it has the intent, or that the unit of
    evidence answers it.
    """

    intent: str
    likely: float = 0.0
    of_unit: float = 0.0


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
    if not may_choose(question, turn, first[0]):
        return first
    found = candidates(question, turn, first, answerers)
    if len(found) == 1:
        return first
    likely = trees().probabilities([one.signs for one in found])
    best = 1 + int(likely[1:].argmax())
    margin = margin_of(question, first[0], found[best].answered[0], turn)
    if margin < 0 and (likely[0] >= _LIKELY_TO_FIT or likely[best] < _LEAST_OF_SECOND):
        margin = MARGIN  # what was told may be just what is asked for, or the other is no better
    chosen = best if likely[best] - likely[0] >= margin else 0
    reply, state = found[chosen].answered
    if chosen == 0 and is_act(question):
        return first
    second = int(np.where(np.arange(len(found)) == chosen, 0.0, likely).argmax())
    behind = likely[chosen] - likely[second] if likely[second] >= _LEAST_OF_SECOND else 1.0
    if likely[chosen] < _UNSURE and _as_likely(found[second], behind):
        reply = with_second(reply, found[second].answered[0], question.feeling)
    return reply, state


def _as_likely(other: Candidate, behind: float) -> bool:
    """Whether another reply is the answer to a question of the job, and hardly less likely."""
    of_job = other.intent in KNOWLEDGE or kind_of(other.intent) == OF_JOB
    return behind <= _HARDLY_LESS and (of_job or other.intent == "ask_ellipsis")


def candidates(
    question: Question, turn: Turn, first: Answered, answerers: Answerers
) -> Sequence[Candidate]:
    """The first reply, and each other one by an intent of the message or a unit of evidence."""
    signs = of_turn(question, turn)
    units = likelihoods(question.text, turn)
    found = {_words_of(first): Candidate(question.intent, first, {})}
    ways: dict[str, list[_Way]] = {_words_of(first): []}
    for way, other in _others(question, turn, units, answerers):
        words = _words_of(other)
        if not words or told_again.is_restated(other[0]):  # what was told is no better reply
            continue
        if is_of_another(other[0], question, turn):
            continue
        if not told_again.has_nothing_more(first[0]) or _may_follow(
            way.intent, other[0], question, turn
        ):
            found.setdefault(words, Candidate(way.intent, other, {}))
        ways.setdefault(words, []).append(way)
    each = [
        {**signs, **_signs_of(one, question, turn, units, first), **_agreeing(ways[words])}
        for words, one in found.items()
    ]
    pairs = zip(found.values(), beside_others(each), strict=True)
    return [replace(one, signs=own) for one, own in pairs]


def _may_follow(intent: str, reply: Reply, question: Question, turn: Turn) -> bool:
    """Whether a reply tells something else than the last answer, and no advice that the words
    don't ask for.
    """
    likely = dict(question.intents).get(intent, 0.0)
    unasked = kind_of(intent) == "self" and likely < _LEAST_OF_ADVICE
    held = [(fact.id, turn.kb.fact(fact.id)) for fact in reply.facts]
    told = {*turn.state.facts, *turn.state.quoted}
    new = [name for name, fact in held if not {name, fact.passage.id if fact else ""} & told]
    return bool(new) and not unasked


def _signs_of(
    one: Candidate, question: Question, turn: Turn, units: Likelihoods, first: Answered
) -> dict[str, float]:
    """What speaks for a reply, and whether it is the first."""
    is_first = {"is_first": float(one.answered is first)}
    return is_first | of_reply(one.answered[0], one.intent, question, turn, units)


def _agreeing(ways: Sequence[_Way]) -> dict[str, float]:
    """How many ways lead to a reply, and how likely their intents and units of evidence are."""
    return {
        "ways": float(len(ways)),
        "agreed": sum(way.likely for way in ways),
        "unit": max((way.of_unit for way in ways), default=0.0),
    }


def _words_of(answered: Answered) -> str:
    return answered[0].response or answered[0].text


def _others(
    question: Question, turn: Turn, units: Likelihoods, answerers: Answerers
) -> Iterator[tuple[_Way, Answered]]:
    """What each intent that the message may have would answer, and each likely unit of evidence."""
    likely = dict(question.intents)
    for intent in dict.fromkeys([*likely, *_ALWAYS]):
        if small_talk.asks_without_feeling(intent, turn):
            continue
        if said := small_talk.response(intent, turn):
            yield _Way(intent, likely.get(intent, 0.0)), said
        elif intent in KNOWLEDGE or kind_of(intent) != OF_JOB:
            one = replace(question, intent=intent, confidence=likely.get(intent, 0.0))
            yield _Way(intent, one.confidence), answerers.in_context(one, turn)
    for unit in _with_units(question, units, turn):
        share = unit.retrieval.answerable
        yield _Way(unit.intent, of_unit=share), answerers.as_read(unit, turn)


def _with_units(question: Question, units: Likelihoods, turn: Turn) -> Iterator[Question]:
    """The question with each unit of evidence that likely answers it, by itself or behind what was
    said before.
    """
    shares: dict[str, float] = {}
    for found in (units.alone, units.behind, units.after):
        for name in sorted(filter(None, found), key=lambda one: -found[one])[:_UNITS]:
            shares[name] = max(shares.get(name, 0.0), found[name])
    of_role = is_worth_of_role(question, turn)
    for name, share in shares.items():
        if share >= _LEAST_OF_UNIT and not (of_role and tells_of_exam(name, turn)):
            yield told_of(question, name, share)


@lru_cache(maxsize=1)
def trees() -> DecisionTrees:
    """The trees that `tools.fit_response_choice` fitted."""
    return DecisionTrees.read(MODEL)
