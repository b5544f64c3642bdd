"""Which questions a message asks whose parts were read apart: one beside what is told, a plan
behind a question, several, or the message as a whole.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.question import Question
from bot.nlu.decision_thresholds import Thresholds
from bot.nlu.dialogue_acts import (
    COURTESIES,
    FEELINGS,
    MET,
    NEAR_ADVICE,
    PLAN,
    REFUSALS,
    TOLD,
    is_act,
    is_advice,
)
from bot.parsing.asking import asks, speaks_of_self

# Parts of a message that tells something and asks something.
_TOLD_AND_ASKED = 2
# How likely evidence answers the question beside what is told, to be told alone.
_SURELY = 0.9


def asked_in_parts(asked: Question, read: list[Question], told: frozenset[str]) -> list[Question]:
    """Those of a message's parts where they are several, else the whole; `told` are the kinds
    of facts that it tells of the person.
    """
    if (wish := wish_for_plan(read)) and asked.intent != PLAN:
        return _with_plan(asked, wish, read)
    if is_advice(asked.intent):
        return [_asked_beside(asked, read) or asked]
    if asked.intent in MET and (part := _asked_with_feeling(read)):
        return [replace(part, feeling=asked.intent)]
    if not told:
        return _apart(asked, read)
    if "pay" not in told and (part := _asked_beside(asked, read)):
        return [part]  # "8 years in a SOC, CISSP. What does a CISO earn?"
    # "20 years in signals. Someone said CISO. Mad?": only what asks is a question there
    return _apart(asked, [part for part in read if asks(part.text) or is_act(part.intent)])


def _asked_beside(asked: Question, parts: list[Question]) -> Question | None:
    """The one question that stands beside what is told of oneself; None where there is none to
    answer alone.

    What is asked of oneself stays a wish for advice, unless all of it was taken for told.
    """
    asking = [part for part in parts if asks(part.text)]
    if len(parts) < _TOLD_AND_ASKED or len(asking) != 1 or asking[0].intent == TOLD:
        return None
    part = asking[0]
    if asked.intent != TOLD:
        return part if _is_of_the_job(part) else None
    if part.intent in NEAR_ADVICE:
        return replace(asked, intent="ask_advice")
    return part if part.intent not in REFUSALS else None


def _asked_with_feeling(parts: list[Question]) -> Question | None:
    """The one part of a message that asks something beside a feeling: "No severance. Nothing. Is
    that normal?"; None where there is none, or it only tells the feeling in other words.
    """
    asking = [part for part in parts if asks(part.text)]
    if len(parts) < _TOLD_AND_ASKED or len(asking) != 1:
        return None
    part = asking[0]
    return None if part.intent in (*FEELINGS, *COURTESIES, *REFUSALS, TOLD) else part


def wish_for_plan(parts: list[Question]) -> Question | None:
    """The part of a message that surely asks for the plan."""
    sure = Thresholds().sure
    return next((p for p in parts if p.intent == PLAN and p.confidence >= sure), None)


def _with_plan(asked: Question, wish: Question, parts: list[Question]) -> list[Question]:
    """The plan that a message asks for, behind what it asks of the job; what it tells of the
    person, or asks for them, is in the plan.
    """
    of_the_job = [part for part in parts if asks(part.text) and _is_of_the_job(part)]
    if not of_the_job:
        return [replace(asked, intent=PLAN, confidence=wish.confidence)]
    return [*of_the_job, wish]


def _is_of_the_job(part: Question) -> bool:
    """Whether a part of a message is a question for anybody that evidence surely answers."""
    if is_act(part.intent) or part.intent in REFUSALS or speaks_of_self(part.text):
        return False
    general = part.retrieval.form == "worth" or part.intent not in NEAR_ADVICE
    return general and part.retrieval.answered and part.retrieval.answerable >= _SURELY


def _apart(asked: Question, read: list[Question]) -> list[Question]:
    """The questions that the parts of a message ask apart, else the message as a whole."""
    questions = [part for part in read if not is_act(part.intent)]
    answered = [part for part in questions if part.intent not in REFUSALS]
    # refusals count beside what can be answered, where they are questions of their own
    several = [part for part in questions if part in answered or asks(part.text)]
    if asks(asked.text) and not _ask(answered):
        answered = []  # "leaving as a major next spring. Somebody said CISO. Mad?"
    if _speak_of_several(answered) or (len(answered) == 1 and len(several) > 1):
        return several
    beside = len(answered) == 1 and asked.intent in (*REFUSALS, *COURTESIES)
    return answered if beside else [asked]


def _ask(parts: list[Question]) -> bool:
    """Whether any of the parts asks something by its form."""
    return any(asks(part.text) for part in parts)


def _speak_of_several(questions: list[Question]) -> bool:
    """Tell whether questions are answered by different evidence."""
    found = [question.retrieval.candidates for question in questions]
    return len({candidates[0].evidence for candidates in found if candidates}) > 1
