"""By how much another reply must be likelier right than the first, to be said instead."""

from __future__ import annotations

from bot.answers import offers, told_again
from bot.answers.distance import is_general
from bot.answers.own_question import DECIDING
from bot.answers.told_figures import own_words
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.domain.reply import Reply

# By how much another reply must be likelier right than the first, to be said instead.
MARGIN = 0.1
# The same, where the message tells of oneself as well, which the first reply has heard.
_MARGIN_OF_TOLD = 0.2
# The same, where the first reply is advice that names nothing of what the message does, and how
# many things that must name.
_MARGIN_OF_BESIDE, _SEVERAL, _ADVICE = 0.0, 2, "advice"
# The same, where advice answers what may be a yes or no to something else.
_MARGIN_OF_DECISION = 0.05
# The same, where the first reply only tells again what wasn't asked for.
_MARGIN_OF_NOTHING = -0.15


def margin_of(question: Question, first: Reply, other: Reply, turn: Turn) -> float:
    """By how much another reply must be likelier right than the first."""
    if is_general(first):
        return MARGIN
    if told_again.has_nothing_more(first) and not offers.is_about_pay(turn):
        return _MARGIN_OF_NOTHING
    if first.topic == _ADVICE and _names_more(other, first, turn):
        return _MARGIN_OF_BESIDE
    if first.topic == _ADVICE and question.retrieval.form in DECIDING:
        return _MARGIN_OF_DECISION
    return _MARGIN_OF_TOLD if turn.update.operations else MARGIN


def _names_more(other: Reply, first: Reply, turn: Turn) -> bool:
    """Whether a message names several things, of which another reply names one and the first none:
    "liability, am I better placed than an engineer?".
    """
    said = own_words(turn.text)
    names = bool(said & own_words(other.text)) and not said & own_words(first.text)
    return len(said) >= _SEVERAL and names
