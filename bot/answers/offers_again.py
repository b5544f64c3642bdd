"""A comparison of pay that was just told: again in a line, in a word, or left for what is asked."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import offers
from bot.answers.pay_thread import asks_which_side
from bot.answers.sentences import first_sentences, lowered
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.domain.reply import Reply

_AS_SAID, _STILL = "As I said, ", "Still {side}."
# Intents of messages that ask on which side of the figures pay lies, and how likely they are at
# least.
_WEIGHING, _LIKELY = ("ask_offer", "ask_is_it_a_lot"), 0.5


def offer(question: Question, turn: Turn) -> Reply:
    """Pay beside the figures; what was just told is told again in a line."""
    reply = offers.compared(question, turn)
    if turn.update.operations or not _is_told(reply, turn):
        return reply
    as_said, still = _shorter(reply)
    again = turn.state.text in (as_said, still)
    return replace(reply, text=still if again else as_said, closing="")


def _shorter(reply: Reply) -> tuple[str, str]:
    """What is told again in a line the first time, and in a word from then on."""
    told = lowered(first_sentences(reply.text, 1))
    return _AS_SAID + told, _STILL.format(side=told.partition(":")[0])


def repeats(question: Question, turn: Turn) -> bool:
    """Whether a message that tells no pay, and asks something else than on which side it lies,
    would get the comparison again that was just told.
    """
    if not offers.is_about_pay(turn) or turn.update.operations:
        return False
    sure = question.intent in _WEIGHING and question.confidence >= _LIKELY
    sides = asks_which_side(question, turn) or (sure and not question.entities)
    return not sides and _is_told(offers.compared(question, turn), turn)


def _is_told(reply: Reply, turn: Turn) -> bool:
    """Whether the last answer said what a reply says."""
    last = turn.state.text
    said = first_sentences(reply.text, 1) in last or last in _shorter(reply)
    return offers.is_about_pay(turn) and bool(reply.facts) and said
