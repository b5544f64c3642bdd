"""Which of several replies to a message is the best one in its conversation.

The intents see a message alone and are often unsure, and what each of them would answer tells more
than the words do: one reply is said again, another has the evidence that is likely asked for. So
the message is answered under each intent that it may have and from each unit of evidence that is
likely asked for, and boosted trees that
`tools.fit_response_choice` fitted to judged conversations tell how likely each reply is right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from bot.answers import act_decision, offers, small_talk, thread
from bot.answers.decision_trees import DecisionTrees
from bot.answers.empty_handed import told_of
from bot.answers.intent_topics import KNOWLEDGE
from bot.answers.readings import asked_before
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import DECLINED, Reply
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
# Kinds of intents that trees learn from; the rest is asked of the job.
_KINDS = {
    "last": (*act_decision.OF_LAST_ANSWER, "ask_figure_age", "ask_source", "select_item"),
    "self": (
        "ask_about_me", "ask_advice", "ask_next_job", "ask_decision", "ask_progress", "ask_what_if",
        "ask_overlap",
    ),
    "inform": ("inform",),
    "ellipsis": ("ask_ellipsis",),
    "refusal": ("ask_not_covered", "out_of_scope"),
    "talk": (*small_talk.RESPONSES, small_talk.GOOD_NEWS),
}  # fmt: skip
_OF_JOB, _REFUSED = "job", "refusal"
# How likely an intent must be by the words, to be meant whatever its reply.
_SURE = 0.8
# Intents that are told apart by name: those that people's messages are taken for most.
_NAMED = (
    "ask_advice", "ask_about_me", "ask_next_job", "ask_decision", "ask_what_if", "ask_experience",
    "ask_salary", "ask_step", "ask_certainty", "ask_source", "ask_more", "ask_why",
    "ask_survey",
)  # fmt: skip
# By how much another reply must be likelier right than the first, to be said instead.
_MARGIN = 0.15
_LEAST = 0.005
# Facts of a reply that are counted.
_MANY = 6
# How a reply to a question of yes or no begins.
_VERDICTS = ("Yes", "No", "Not ", "It depends", "Rarely", "Usually", "Sometimes", "It’s possible")
# How much of two replies is compared.
_BEGINNING = 60
# Units of evidence that are tried beside the intents, and how likely one must be.
_UNITS, _LEAST_OF_UNIT = 3, 0.05


@dataclass(frozen=True)
class _Likelihoods:
    """How likely each unit of evidence answers a message, by itself and behind the last one."""

    alone: Mapping[str, float]
    behind: Mapping[str, float]


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
    if not may_choose(question, turn):
        return first
    found = candidates(question, turn, first, answerers)
    if len(found) == 1:
        return first
    likely = trees().probabilities([one.signs for one in found])
    best = int(likely.argmax())
    return found[best].answered if likely[best] - likely[0] >= _MARGIN else first


def may_choose(question: Question, turn: Turn) -> bool:
    """Whether a message may be answered otherwise: not where its intent is sure, it only tells of
    oneself, answers the advisor, asks for somebody else, counts on a list, is answered by a source
    that was added later, or by nothing: what isn't held is said.
    """
    update, best = turn.update, question.retrieval.best
    tells = update.operations or turn.profile != turn.before
    only_tells = tells and not asks(question.text)
    if not question.intents or update.answer or only_tells or turn.speaks_of_others:
        return False
    if dict(question.intents).get(question.intent, 0.0) >= _SURE or question.ordinal is not None:
        return False
    if best is not None and not turn.reader.knows(best.evidence):
        return False  # the signs tell little of a source that they weren't fitted to
    kind = _kind(question.intent)
    return kind != _REFUSED and (question.intent in KNOWLEDGE or kind != _OF_JOB)


def candidates(
    question: Question, turn: Turn, first: Answered, answerers: Answerers
) -> Sequence[Candidate]:
    """The first reply, and each other one by an intent of the message or a unit of evidence."""
    of_turn = _signs_of_turn(question, turn)
    before, text = asked_before(turn), question.text
    behind = turn.reader.likely(before, text) if before else {}
    units = _Likelihoods(turn.reader.likely("", text), behind)
    found = {_words_of(first): Candidate(question.intent, first, {})}
    for intent, other in _others(question, turn, units, answerers):
        if words := _words_of(other):
            found.setdefault(words, Candidate(intent, other, {}))
    return [
        replace(one, signs={**of_turn, **_signs_of(one, question, turn, units, first)})
        for one in found.values()
    ]


def _words_of(answered: Answered) -> str:
    return answered[0].response or answered[0].text


def _others(
    question: Question, turn: Turn, units: _Likelihoods, answerers: Answerers
) -> Iterator[tuple[str, Answered]]:
    """What each intent that the message may have would answer, and each likely unit of evidence."""
    likely = dict(question.intents)
    for intent in dict.fromkeys([*likely, *_ALWAYS]):
        if said := small_talk.response(intent, turn):
            yield intent, said
        elif intent in KNOWLEDGE or _kind(intent) != _OF_JOB:
            one = replace(question, intent=intent, confidence=likely.get(intent, 0.0))
            yield intent, answerers.in_context(one, turn)
    for unit in _with_units(question, units):
        yield unit.intent, answerers.as_read(unit, turn)


def _with_units(question: Question, units: _Likelihoods) -> Iterator[Question]:
    """The question with each unit of evidence that likely answers it, by itself or behind the last
    one.
    """
    shares: dict[str, float] = {}
    for found in (units.alone, units.behind):
        for name in sorted(filter(None, found), key=lambda one: -found[one])[:_UNITS]:
            shares[name] = max(shares.get(name, 0.0), found[name])
    for name, share in shares.items():
        if share >= _LEAST_OF_UNIT:
            yield told_of(question, name, share)


def _kind(intent: str) -> str:
    return next((kind for kind, intents in _KINDS.items() if intent in intents), _OF_JOB)


def _signs_of(
    one: Candidate, question: Question, turn: Turn, units: _Likelihoods, first: Answered
) -> dict[str, float]:
    """What speaks for a reply: its intent, what it rests on, and what was said before."""
    reply, likely = one.answered[0], dict(question.intents)
    told = {fact.id for fact in reply.facts}
    last = told & set(turn.state.facts)
    return {
        "is_first": float(one.answered is first),
        "likely": math.log(max(likely.get(one.intent, 0.0), _LEAST)),
        f"is_{_kind(one.intent)}": 1.0,
        f"is_{one.intent}": float(one.intent in _NAMED),
        "told_again": float(thread.is_restated(reply)),
        "same_again": float(reply.text[:_BEGINNING] == turn.state.text[:_BEGINNING] != ""),
        "declines": float(reply.topic in DECLINED),
        "asks_back": float(reply.text.rstrip().endswith("?")),
        "facts": float(min(len(told), _MANY)),
        "told_last": len(last) / max(len(told), 1),
        "lists": float(bool(reply.items)),
        "says_yes_or_no": float(reply.text.startswith(_VERDICTS)),
        f"topic_{reply.topic}": 1.0,
        "alone": sum(units.alone.get(name, 0.0) for name in told),
        "behind": sum(units.behind.get(name, 0.0) for name in told),
    }


def _signs_of_turn(question: Question, turn: Turn) -> dict[str, float]:
    """What is known of the message and its conversation, whatever the reply."""
    likely = dict(question.intents)
    found = act_decision.signs(question, turn)
    return {
        **{f"turn_{name}": value for name, value in found.items() if not name.startswith("is_")},
        "asks_for_evidence": act_decision.probability(found, act_decision.learnt()),
        f"first_{_kind(question.intent)}": 1.0,
        "first_likely": math.log(max(likely.get(question.intent, 0.0), _LEAST)),
        "tells": float(bool(turn.update.operations)),
        "of_offers": float(bool(turn.state.packages)),
        "of_pay": float(offers.is_about_pay(turn)),
        "supposes": float(bool(turn.update.supposed)),
        "confidence": question.confidence,
        f"form_{question.retrieval.form}": 1.0,
        "after_declined": float(bool(turn.state.declined)),
        f"after_{_kind(turn.state.last.intent if turn.state.last else '')}": 1.0,
        "names_unheld": float(bool(question.others)),
        "of_jobs": float(bool(question.jobs)),
        "partly": float(question.retrieval.partly),
    }


@lru_cache(maxsize=1)
def trees() -> DecisionTrees:
    """The trees that `tools.fit_response_choice` fitted."""
    return DecisionTrees.read(MODEL)
