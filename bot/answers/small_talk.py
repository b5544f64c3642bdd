"""Small talk: messages that a response of the domain answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers import feelings
from bot.answers.act_decision import is_talk
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import DECLINED, Reply
from bot.parsing.asking import asks_anything

# The responses of the domain to small talk, as the rules have them.
RESPONSES = {
    "greet": "utter_greet", "goodbye": "utter_goodbye", "thank": "utter_welcome",
    "ask_capabilities": "utter_capabilities", "ask_bot": "utter_bot", "praise": "utter_praise",
    "complain": "utter_complain", "express_worry": "utter_worry",
    "express_frustration": "utter_frustration", "insult": "utter_insult", "joke": "utter_joke",
    "react_positive": "utter_reaction_positive", "react_negative": "utter_reaction_negative",
    "apologize": "utter_apology_accepted", "defer_decision": "utter_take_your_time",
    "express_surprise": "utter_surprise", "express_discouragement": "utter_discouragement",
    "belittle_oneself": "utter_reassurance",
}  # fmt: skip
# Acts that meet a feeling at length, and how likely a message tells none, to be none of them.
OF_FEELINGS = ("express_worry", "express_frustration", "express_discouragement")
_NOT_FELT = 0.5
# Small talk about the advisor or the end of the talk. What only sounds like it may be asked of the
# last answer: "what can I say in the negotiation", "what can you tell them".
ASIDES = ("ask_capabilities", "ask_bot", "goodbye")
# Good news is congratulated by an action, as it may tick off a step of the plan.
GOOD_NEWS = "share_success"
_CONGRATULATIONS = (
    "Congratulations, that's great news! Well done.",
    "Well done, I'm glad to hear it! Enjoy it for a moment before the next step.",
)
# The response to who tells of danger to life, and what is said when they go on.
_OF_DANGER = "utter_crisis"
_STAY = (
    "Thank you for telling me. You don't have to carry this alone: a doctor, a crisis line (988 in"
    " the US and Canada) or somebody close to you is there for exactly this, today too. Whenever"
    " you want to look at the job again, I'm here."
)
# What else may go on with that, and how sure a question must be that leaves it.
_TALKS = ("ask_ellipsis", "inform", "affirm", "deny", "acknowledge", "ask_not_covered")
_ASKS = 0.6
# How likely small talk must be, to be answered as such where nothing else answers.
_SOUNDS_LIKE = 0.3


def talked(question: Question, turn: Turn) -> tuple[Reply, DialogueState] | None:
    """The response to a message that is small talk in its conversation; None otherwise."""
    is_meant = is_talk(question, turn) and not asks_without_feeling(question.act, turn)
    return response(question.act, turn) if is_meant or _is_aside(question, turn) else None


def _is_aside(question: Question, turn: Turn) -> bool:
    """Whether a message is an aside, as there is no answer that it might be asked of."""
    unsure = question.intent == "ask_ellipsis" and question.act in ASIDES
    return unsure and turn.state.last is None


def asks_without_feeling(act: str, turn: Turn) -> bool:
    """Whether a message that sounds like a feeling asks something and likely tells none: "439 is a
    lot. is there a free one?".
    """
    if act not in OF_FEELINGS or not asks_anything(turn.text):
        return False
    return turn.reader.feelings(turn.text)[feelings.NONE] >= _NOT_FELT


def left(question: Question, reply: Reply, turn: Turn) -> tuple[Reply, DialogueState] | None:
    """The response to what sounds a little like small talk and goes on with nothing that answers
    it; None otherwise.
    """
    sounds = question.intent == "ask_ellipsis" and question.act_share >= _SOUNDS_LIKE
    declined = reply.topic in DECLINED and not asks_without_feeling(question.act, turn)
    return response(question.act, turn) if sounds and declined else None


def stayed_with(questions: Sequence[Question], turn: Turn) -> tuple[Reply, DialogueState] | None:
    """What to say to somebody who has just told of danger to life and asks for nothing else; None
    for any other message.
    """
    if turn.responded != _OF_DANGER or any(map(_asks_for_something, questions)):
        return None
    return Reply("smalltalk", _STAY), replace(turn.state, asked="")


def _asks_for_something(question: Question) -> bool:
    """Whether a question surely asks for evidence, or for what the advisor does."""
    talks = (*RESPONSES, GOOD_NEWS, *_TALKS)
    return question.intent not in talks and question.confidence >= _ASKS


def response(act: str, turn: Turn) -> tuple[Reply, DialogueState] | None:
    """The response of the domain to an act, after which nothing is waited for; None without one."""
    if act not in RESPONSES:
        return None
    return Reply("smalltalk", "", response=RESPONSES[act]), replace(turn.state, asked="")


def congratulated(question: Question, turn: Turn) -> Reply:
    """A sentence to good news, another one when more of it comes."""
    text = _CONGRATULATIONS[turn.state.offered.count(GOOD_NEWS) % len(_CONGRATULATIONS)]
    return Reply("smalltalk", text)
