"""Whether a message leaves open how it is best answered, so that other replies may be tried."""

from __future__ import annotations

from bot.answers import corrections, meant_answer, offered_package, offers, told_groups
from bot.answers.distance import knows_little
from bot.answers.intent_topics import KNOWLEDGE
from bot.answers.own_case import goes_on_with_advice, is_in_reach
from bot.answers.practice import PRACTICES, is_attempt
from bot.answers.response_signs import OF_JOB, REFUSED, kind_of
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.parsing.asking import asks, asks_anything

# How likely an intent must be by the words, to be meant whatever its reply.
_SURE = 0.8
# Intents that ask for what the advisor keeps, which no evidence tells, and how likely they must be.
_OF_THE_PERSON, _LIKELY = ("ask_progress", "ask_plan"), 0.5
# The intent that says how the message before was meant.
_CORRECTS = "correct_topic"
# Intents whose ordinals count on a list that may not have been told: "what's step 2?".
_COUNTING = ("select_item", "ask_step")
# How many units of evidence that come first have to be known to the vectors.
_NEAREST = 3


def may_choose(question: Question, turn: Turn, first: Reply) -> bool:
    """Whether a message may be answered otherwise than by its first reply: not where it answers the
    advisor, asks for somebody else, counts on a list, is answered by a source that was added later,
    or by nothing: what isn't held is said. What is sure by its words, or only tells of oneself, may
    be only where the first reply knows little of who asks.
    """
    if not question.intents or turn.update.answer or turn.speaks_of_others:
        return False
    if _goes_on(question, turn, first) or _is_of_reach(question, turn, first):
        return False
    if _weighs_amount(question, turn, first):
        return False
    if _counts(question, turn) or (_is_settled(question, turn) and not knows_little(first)):
        return False
    near = question.retrieval.candidates[:_NEAREST]
    if not all(turn.reader.knows(one.evidence) for one in near):
        return False  # the signs tell little of a source that they weren't fitted to
    return _is_open(question, turn, first)


def _goes_on(question: Question, turn: Turn, first: Reply) -> bool:
    """Whether a message goes on with an answer that it names, a group of it, or a practice, or
    corrects how it was read.
    """
    if meant_answer.earlier(question, turn) or told_groups.is_of_group(first, turn):
        return True
    shares = dict(question.intents)
    if corrections.owns_up(first) and shares.get(_CORRECTS, 0.0) >= _LIKELY:
        return True  # what was meant is said in so many words
    practices = shares.get("ask_practice", 0.0) >= PRACTICES
    return practices or is_attempt(question, turn)


def _is_of_reach(question: Question, turn: Turn, first: Reply) -> bool:
    """Whether who has told of themselves asks how realistic it is, or when it is, and hears just
    that.
    """
    known = not turn.person.is_empty
    asked = known and (is_in_reach(question, turn) or goes_on_with_advice(question, turn))
    return asked and first.topic == "advice"


def _weighs_amount(question: Question, turn: Turn, first: Reply) -> bool:
    """Whether the first reply holds the amount of a message against a figure: "is 95k ok for a
    security analyst?".
    """
    is_offer = question.intent == "ask_offer" and bool(first.facts)
    return is_offer and offered_package.tells_amount(question, turn)


def _is_settled(question: Question, turn: Turn) -> bool:
    """Whether a message only tells of oneself, or its words leave little doubt of what it asks."""
    tells = turn.update.operations or turn.profile != turn.before
    only_tells = bool(tells) and not asks_anything(question.text)
    by_words = dict(question.intents).get(question.intent, 0.0)
    return only_tells or by_words >= _SURE


def _is_open(question: Question, turn: Turn, first: Reply) -> bool:
    """Whether an intent leaves open what a message is for: what asks for the advisor's own records
    doesn't where there is something to show, nor an act such as picking or telling an offer, unless
    it is put as a question, tells nothing, and goes on with no offer.
    """
    if question.intent in _OF_THE_PERSON and question.confidence >= _LIKELY:
        nothing_to_show = turn.state.shown is None and not first.facts
        return question.intent == "ask_progress" and nothing_to_show
    of_offers = turn.state.packages or offers.is_about_pay(turn)
    asked = asks(question.text) and not turn.update.operations and not of_offers
    return (asked or not is_act(question)) and kind_of(question.intent) != REFUSED


def is_act(question: Question) -> bool:
    """Whether a message is taken for an act of the conversation, such as picking or telling an
    offer.
    """
    return kind_of(question.intent) == OF_JOB and question.intent not in KNOWLEDGE


def _counts(question: Question, turn: Turn) -> bool:
    """Whether an ordinal counts on a list: of the last answer, of offers, or of the steps; "my
    first board meeting" counts nothing.
    """
    if question.ordinal is None:
        return False
    listed = turn.state.listed or turn.state.compared or turn.state.packages
    return bool(listed) or question.intent in _COUNTING
