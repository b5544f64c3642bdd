"""Small talk, and the sentence that acknowledges a feeling before the facts."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.act_decision import is_talk
from bot.answers.suggestions import next_questions
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import Reply

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
# Good news is congratulated by an action, as it may tick off a step of the plan.
GOOD_NEWS = "share_success"
_CONGRATULATIONS = (
    "Congratulations, that's great news! Well done.",
    "Well done, I'm glad to hear it! Enjoy it for a moment before the next step.",
)
# How likely small talk must be, to be answered as such where nothing else answers.
_SOUNDS_LIKE = 0.3
_DECLINED = ("not_covered", "out_of_scope")
_MET = {
    "express_worry": "That's an understandable worry.",
    "express_frustration": "I'm sorry to hear that.",
}


def talked(question: Question, turn: Turn) -> tuple[Reply, DialogueState] | None:
    """The response to a message that is small talk in its conversation; None otherwise."""
    return response(question.act, turn) if is_talk(question, turn) else None


def left(question: Question, reply: Reply, turn: Turn) -> tuple[Reply, DialogueState] | None:
    """The response to what sounds a little like small talk and goes on with nothing that answers
    it; None otherwise.
    """
    sounds = question.intent == "ask_ellipsis" and question.act_share >= _SOUNDS_LIKE
    declined = reply.topic in _DECLINED
    return response(question.act, turn) if sounds and declined else None


def response(act: str, turn: Turn) -> tuple[Reply, DialogueState] | None:
    """What is said to an act, after which nothing is waited for; None for other messages."""
    if act == GOOD_NEWS:
        times = turn.state.offered.count(GOOD_NEWS)
        text = _CONGRATULATIONS[times % len(_CONGRATULATIONS)]
        reply = Reply("smalltalk", text, suggestions=next_questions("advice", turn.state))
        turn = replace(turn, state=replace(turn.state, offered=(*turn.state.offered, GOOD_NEWS)))
    elif act in RESPONSES:
        reply = Reply("smalltalk", "", response=RESPONSES[act])
    else:
        return None
    return reply, replace(turn.state, asked="", suggestions=reply.suggestions)


def met(feeling: str, text: str) -> str:
    """The text after a sentence for the feeling that was told beside the question; as it is without
    one.
    """
    return " ".join(filter(None, [_MET.get(feeling, ""), text]))
