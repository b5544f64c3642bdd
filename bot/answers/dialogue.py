"""From a question and the conversation so far to a reply and what the conversation then remembers. No Rasa here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot import settings
from bot.answers import (
    fallback,
    follow_ups,
    guidance,
    interview,
    offers,
    sources,
)
from bot.answers.composer import compose
from bot.answers.suggestions import TOPIC_OF, next_questions
from bot.domain.dialogue import HISTORY, DialogueState
from bot.domain.person import Told
from bot.domain.question import Question
from bot.domain.reply import Reply, with_suggestions
from bot.knowledge.store import KnowledgeBase

_Answerer = Callable[[Question, DialogueState, KnowledgeBase], Reply]
_Single = Callable[[Question, DialogueState, KnowledgeBase, date], tuple[Reply, DialogueState]]

KNOWLEDGE = frozenset(
    intent for intent, topic in TOPIC_OF.items()
    if topic not in ("smalltalk", "advice") and intent not in ("ask_offer", "ask_source", "ask_figure_age")
)  # fmt: skip
"""Questions about the job, answered from the evidence that was found for them."""
LEANING: dict[str, _Answerer] = {
    "ask_offer": offers.offer,
    "ask_figure_age": sources.figure_age,
    "ask_source": sources.source,
    "ask_more": follow_ups.more,
    "ask_why": follow_ups.why,
    "select_item": follow_ups.selected,
    "affirm": follow_ups.affirmed,
    "deny": follow_ups.denied,
}
"""Questions that lean on the conversation so far."""
ANSWERS = (*sorted(KNOWLEDGE), *LEANING)
_Adviser = Callable[[Question, DialogueState, KnowledgeBase, date], tuple[Reply, DialogueState]]

ADVICE: dict[str, _Adviser] = {
    "ask_advice": guidance.advice,
    "ask_plan": guidance.own_plan,
    "ask_what_if": guidance.what_if,
}
"""Answers that know the person: they take the day, and give back the thread with what they have learnt."""
_LEANING = ("ask_more", "ask_why", "select_item", "repeat", "go_back")
_MAY_LACK_FACTS = (*_LEANING, "affirm", "deny", "out_of_scope", "ask_offer")
"""Intents whose answer may rest on nothing; any other without a fact has been taken out of the sources."""
_NOTHING_YET = "We have only just begun, so there is nothing to go back to. Ask me anything about the CISO career."


def respond(
    questions: Sequence[Question],
    thread: DialogueState,
    kb: KnowledgeBase,
    today: date,
    answer_one: _Single | None = None,
) -> tuple[list[Reply], DialogueState]:
    """The replies to a message: an answer to what was asked of the person, or answers and then that question again."""
    answer_one = answer_one or answer
    first = questions[0]
    if "reset" in first.told.signals and not (thread.profile.is_empty and not thread.asking):
        reply, thread = interview.forgotten(thread)
        return [with_suggestions(reply, next_questions("advice", thread))], thread
    if thread.asking and not thread.open:
        turn = interview.hear(first, thread, kb, today)
        thread = turn.thread
        if turn.reply is not None:
            facts = tuple(fact.id for fact in turn.reply.facts)
            return [turn.reply], replace(
                thread, topic="advice", facts=facts or thread.facts, open=()
            )
        if turn.due:
            reply, thread = answer(Question("ask_plan"), thread, kb, today)
            return [reply], thread
    elif len(questions) == 1 and (told := interview.retold(first, thread, today)):
        questions, answer_one = [told], answer
    replies = []
    for question in questions:
        reply, thread = answer_one(question, thread, kb, today)
        replies.append(reply)
    if (
        thread.asking
        and not thread.open
        and all(
            question.intent not in ADVICE or not question.told.supposed.is_empty
            for question in questions
        )
    ):
        replies[-1] = interview.resumed(replies[-1], thread, kb)
    return replies, thread


def answer(
    question: Question, thread: DialogueState, kb: KnowledgeBase, today: date | None = None
) -> tuple[Reply, DialogueState]:
    """The reply to one question; the same question after the same conversation always gets the same reply."""
    today = today or settings.current_day()
    if thread.open:
        question = _settled(question, thread)
        chosen = thread.chosen
        if question.intent in (reading.intent for reading in thread.open):
            chosen = {**chosen, _pair(thread.open): question.intent}
        thread = replace(thread, open=(), chosen=chosen)
    if question.intent in ("repeat", "go_back"):
        return _again(question, thread, kb, today)
    question = replace(
        question,
        entities=tuple(entity for entity in question.entities if kb.entity(entity)),
    )
    if question.intent in ADVICE:
        reply, thread = ADVICE[question.intent](question, thread, kb, today)
    elif question.intent in KNOWLEDGE:
        reply = compose(question, kb, today)
    else:
        reply = LEANING[question.intent](question, thread, kb)
    if not reply.facts and question.intent not in _MAY_LACK_FACTS:
        reply = fallback.not_covered(question, kb)
    if not reply.suggestions:
        reply = with_suggestions(reply, next_questions(reply.topic, thread, question.intent))
    return replace(reply, confidence=round(question.confidence, 4)), _remember(
        question, reply, thread, kb
    )


def ask_which(
    question: Question, thread: DialogueState, kb: KnowledgeBase, today: date | None = None
) -> tuple[Reply, DialogueState]:
    """Asks back which of two readings is meant, unless that was answered before in this conversation."""
    readings = (
        replace(question, alternatives=()),
        replace(question, intent=question.alternatives[0], alternatives=()),
    )
    if meant := thread.chosen.get(_pair(readings)):
        return answer(replace(question, intent=meant, alternatives=()), thread, kb, today)
    reply = fallback.which(readings, TOPIC_OF[question.intent])
    return replace(reply, confidence=round(question.confidence, 4)), replace(thread, open=readings)


def _settled(question: Question, thread: DialogueState) -> Question:
    """`the second` after a question back means the second reading."""
    if question.intent == "select_item" and question.ordinal is not None and not question.entities:
        index = (
            question.ordinal - 1 if question.ordinal > 0 else len(thread.open) + question.ordinal
        )
        if 0 <= index < len(thread.open):
            return thread.open[index]
    return question


def _pair(readings: tuple[Question, ...]) -> str:
    return "|".join(sorted(reading.intent for reading in readings))


def _again(
    question: Question, thread: DialogueState, kb: KnowledgeBase, today: date
) -> tuple[Reply, DialogueState]:
    """Answers the last turn again, or the one before it, as it was answered in its place.

    What is known of the person stays as it is now: a correction isn't undone by going back.
    """
    turns = thread.turns[:-1] if question.intent == "go_back" else thread.turns
    if not turns:
        return with_suggestions(
            Reply("smalltalk", _NOTHING_YET), next_questions("smalltalk", thread)
        ), thread
    person = DialogueState(
        chosen=thread.chosen,
        profile=thread.profile,
        skipped=thread.skipped,
        latest=thread.latest,
        shown=thread.shown,
    )
    replayed = person
    reply = Reply("smalltalk", _NOTHING_YET)
    for turn in turns:
        reply, replayed = answer(turn, replayed, kb, today)
    replayed = replace(
        replayed, shown=thread.shown, asking=replayed.asking if thread.asking else ""
    )
    return replace(reply, confidence=round(question.confidence, 4)), replayed


def _remember(
    question: Question, reply: Reply, thread: DialogueState, kb: KnowledgeBase
) -> DialogueState:
    """Refusals and small talk leave the thread as it was, so that "and the second one?" still works after them."""
    if not reply.facts:
        return thread
    by_id = {fact.id: fact for fact in kb.all_facts}
    facts = [by_id[fact.id] for fact in reply.facts if fact.id in by_id]
    quoted = tuple(fact.id for fact in reply.facts if fact.id not in by_id)
    things = dict.fromkeys(fact.about for fact in facts if follow_ups.is_about(fact))
    listed = tuple(item.entity for item in reply.items if item.entity)
    focus = next(iter(question.entities), "") if not listed else ""
    if not listed and focus not in things:
        focus = (
            next(iter(things), "") if len(things) == 1 or question.intent == "select_item" else ""
        )
    shown_short = {item.entity for item in reply.items if item.entity and not item.detail}
    told = (
        *(thread.quoted if reply.topic == thread.topic else ()),
        *quoted,
        *(fact.passage.id for fact in facts if not (fact.detail and fact.about in shown_short)),
    )
    leans = question.intent in _LEANING
    # what was told stands in the profile, as it is now
    question = replace(question, told=Told(supposed=question.told.supposed))
    return replace(
        thread,
        turns=(*thread.turns, question)[-HISTORY:],
        topic=reply.topic,
        focus=focus or (thread.focus if leans and not listed else ""),
        listed=listed or thread.listed,
        facts=tuple(fact.id for fact in reply.facts),
        quoted=tuple(dict.fromkeys(told)),
        open=(),
    )
