"""Whether a message is the dialogue act that it sounds like, or a question that evidence answers.

The pipeline sees a message alone: "why there?" asks for the reason of the last answer, or for a
fact that tells it, and only the conversation says which. A logistic regression, fitted by
`tools.fit_act_decision`, weighs how likely the act is by its words beside how likely evidence
answers the message, by itself and behind the question before it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bot.answers import meant_answer, offers
from bot.answers.intent_topics import KNOWLEDGE
from bot.answers.readings import asked_before
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.parsing.asking import asks, speaks_of_self
from bot.parsing.function_words import has, names_nothing

MODEL = Path("data/questions/act_decision.json")
# Acts that a response of the domain answers.
TALK = (
    "express_worry", "express_frustration", "complain", "praise", "joke", "thank", "insult",
    "apologize", "defer_decision", "express_surprise", "express_discouragement", "share_success",
    "belittle_oneself",
)  # fmt: skip
# Acts that are put to the last answer, to the person, or to both, and that evidence may stand for.
ACTS = (
    *TALK, "acknowledge", "inform", "affirm",
    "ask_figure_age", "ask_source", "ask_more", "ask_why", "select_item", "deny", "skip_question",
    "ask_shorter", "ask_certainty", "ask_link", "ask_since_when", "ask_is_it_a_lot",
    "ask_other_year", "compare_listed", "correct_topic", "ask_about_me", "ask_advice",
    "ask_next_job", "ask_decision", "ask_plan", "ask_progress", "ask_what_if", "repeat", "go_back",
)  # fmt: skip
_GOING_ON = "ask_ellipsis"
# Those that are put to the last answer alone.
OF_LAST_ANSWER = (
    "ask_more", "ask_why", "ask_shorter", "ask_certainty", "ask_link",
    "ask_since_when", "ask_is_it_a_lot", "ask_other_year", "compare_listed", "correct_topic",
)  # fmt: skip
# How likely a question is, from which an act is taken for one, and up to which one is taken for
# its act.
_QUESTION, _ACT = 0.55, 0.4
# How likely an act must be by its words, to be what a question is taken for.
_SOUNDS_SO = 0.4
# Acts by which somebody asks for their own case, how likely one must be by its words to be kept,
# and how likely evidence must be to be told instead.
_OF_ONESELF, _WISHES, _LEAST_HELD = ("ask_advice", "ask_about_me"), 0.5, 0.1
# Score from which what comes first is told instead, however likely it is.
_FIRST = 0.5
_LEAST = 1e-3
_LONG = 15


def is_talk(question: Question, turn: Turn) -> bool:
    """Whether a message is small talk or a feeling here, rather than a question."""
    if question.act not in TALK or not may_be_either(question, turn):
        return False
    if question.act_share < _SOUNDS_SO:
        return False
    if question.intent == _GOING_ON and turn.state.last is None:
        return question.act_share >= _QUESTION  # nothing to go on with
    most = _QUESTION if question.intent == _GOING_ON else _ACT
    return probability(signs(question, turn), learnt()) < most


def decided(question: Question, turn: Turn) -> Question:
    """The question under its act, or as one that goes on with the conversation, whichever is
    likelier; as it is where neither is clear, and where it may be small talk.
    """
    if question.act in TALK or not may_be_either(question, turn):
        return question
    if question.act in OF_LAST_ANSWER and not turn.state.facts:
        # nothing to put it to: what evidence answers is a question
        goes_on = question.intent == question.act and question.retrieval.answered
        return replace(question, intent=_GOING_ON) if goes_on else question
    if question.intent == question.act and names_nothing(question.text):
        return question  # "why?" names nothing that evidence could be found by
    if meant_answer.earlier(question, turn):
        return question  # "sure about the pay?" names what was told, which it isn't asked for
    return _weighed(question, signs(question, turn))


def _weighed(question: Question, found: Mapping[str, float]) -> Question:
    """The question by the probability that its signs give."""
    share = probability(found, learnt())
    if question.intent != question.act:
        is_act = share <= _ACT and question.act_share >= _SOUNDS_SO
        act = replace(question, intent=question.act, confidence=question.act_share)
        return act if is_act else question
    # evidence that was told last would only be told again
    is_question = share >= _QUESTION and not found["told"] and _is_held(question, found)
    return replace(question, intent=_GOING_ON) if is_question else question


def _is_held(question: Question, found: Mapping[str, float]) -> bool:
    """Whether any evidence is likely at all, where the words rather wish for advice of one's own:
    "what am I missing".
    """
    wishes = question.act in _OF_ONESELF and question.act_share >= _WISHES
    best = question.retrieval.best
    first = best is not None and best.score >= _FIRST
    return not wishes or first or max(found["alone"], found["behind"]) >= _LEAST_HELD


def may_be_either(question: Question, turn: Turn) -> bool:
    """Whether a message may be an act of the conversation or a question, and tells nothing."""
    of_offers = turn.state.packages or offers.is_about_pay(turn)
    if of_offers or turn.speaks_of_others:
        return False  # of what is held against each other, or of somebody who was told of
    update = turn.update
    tells = update.operations or update.others or update.supposed or update.answer
    asked = question.intent in KNOWLEDGE or question.intent == _GOING_ON
    is_either = asked or question.intent == question.act
    return bool(question.text) and question.act in ACTS and is_either and not tells


def probability(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely a message asks for evidence, by its signs."""
    total = sum(weights.get(name, 0.0) * value for name, value in found.items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def signs(question: Question, turn: Turn) -> dict[str, float]:
    """What speaks for a question, and what for its act."""
    text, retrieval = question.text, question.retrieval
    alone = _best(turn.reader.likely("", text))
    before = asked_before(turn)
    behind = _best(turn.reader.likely(before, text)) if before else alone
    leans = turn.reader.leans(text)
    act = min(max(question.act_share, _LEAST), 1 - _LEAST)
    told = float(behind.name in turn.state.facts)
    log_odds = math.log(act / (1 - act))
    return {
        "always": 1.0,
        f"is_{question.act}": 1.0,
        "act": log_odds,
        "act_leans": log_odds * leans,
        "leans": leans,
        "behind": behind.share,
        "behind_leans": behind.share * leans,
        "behind_told": behind.share * told,
        "told": told,
        "nothing_behind": behind.nothing,
        "alone": alone.share,
        "alone_stands": alone.share * (1 - leans),
        "nothing_alone": alone.nothing,
        "same": float(alone.name == behind.name),
        "answerable": retrieval.answerable,
        "closest": retrieval.signs.get("anchor", 0.0),
        "unanswerable": retrieval.signs.get("nothing", 0.0),
        "asks": float(asks(text)),
        "of_self": float(speaks_of_self(text)),
        "of_others": float(has(text, "third_person")),
        "points": float(has(text, "pointing")),
        "names": float(bool(question.entities)),
        "length": min(len(text.split()), _LONG) / _LONG,
        "first": float(turn.state.last is None),
        "after_advice": float(turn.state.topic == "advice"),
        "is_known": float(not turn.profile.is_empty),
    }


class _Best:
    """The likeliest unit of evidence for a text."""

    def __init__(self, name: str, share: float, nothing: float) -> None:
        self.name, self.share, self.nothing = name, share, nothing


def _best(likely: Mapping[str, float]) -> _Best:
    units = {name: share for name, share in likely.items() if name}
    name = max(units, key=lambda one: units[one], default="")
    return _Best(name, units.get(name, 0.0), likely.get("", 0.0))


@lru_cache(maxsize=1)
def learnt() -> dict[str, float]:
    """The weights that `tools.fit_act_decision` learnt."""
    held: dict[str, float] = json.loads(MODEL.read_text("utf-8"))
    return held
