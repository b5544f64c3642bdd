"""From the questions of a message and the conversation so far to replies and what is then
remembered. No Rasa here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answers import (
    corrections,
    fallback,
    figures_compared,
    last_figure,
    listing,
    meant_answer,
    offer_pair,
    offers_again,
    profile_questions,
    raises,
    small_talk,
    told_again,
)
from bot.answers.acknowledgment import acknowledge
from bot.answers.act_decision import decided
from bot.answers.acts import as_act
from bot.answers.asked_things import jobs_named
from bot.answers.asking_parts import asking
from bot.answers.beside_told import with_doubt
from bot.answers.context import in_context
from bot.answers.empty_handed import nearest, put_to_evidence, says_nothing, surely_held
from bot.answers.exam_thread import of_exam, of_its_exam
from bot.answers.feelings import met, with_feeling
from bot.answers.from_evidence import from_evidence
from bot.answers.intent_answers import ANSWERS
from bot.answers.intent_topics import KNOWLEDGE, LEANING
from bot.answers.intents import as_meant
from bot.answers.memory import remember
from bot.answers.own_certification import next_certification
from bot.answers.own_job import of_own_job
from bot.answers.own_place import of_its_country, of_own_place
from bot.answers.practice import is_attempt
from bot.answers.replaying import REPLAYING, again
from bot.answers.response_choice import Answerers, best_response
from bot.answers.role_comparison import with_jobs
from bot.answers.role_itself import of_the_role
from bot.answers.role_wording import in_role
from bot.answers.sentences import first_sentences
from bot.answers.suggestions import Subject, next_questions, varied
from bot.answers.thread import is_nothing_yet
from bot.answers.told_jobs import pay_of_told
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import DECLINED, Reply, with_suggestions
from bot.parsing.asking import asking_part

AnswerOne = Callable[[Question, Turn], tuple[Reply, DialogueState]]

# Intents whose answer may rest on nothing; any other without a fact has been taken out of the
# sources.
_MAY_LACK_FACTS = (
    *LEANING, "affirm", "deny", "skip_question", "acknowledge", "out_of_scope", "ask_offer",
    "ask_advice", "ask_decision", "ask_next_job", "ask_plan", "ask_progress", "ask_what_if",
    "ask_practice", "inform", small_talk.GOOD_NEWS,
    offer_pair.COMPARING, raises.TOLD,
)  # fmt: skip
# How likely what was heard must be meant as told, to be said back where nothing answers.
_MAY_TELL = 0.15
# Fields of a profile whose value a question may name in keywords: "aws security passing score".
_CERTIFICATIONS = "certifications."
# Characters of a message that the next one may lean on.
_KEPT = 300
_PAY_OF_MINE = "What do I earn?"
ANSWERABLE = frozenset({*KNOWLEDGE, *ANSWERS, *REPLAYING, "ask_ellipsis"})


def respond(
    questions: Sequence[Question], turn: Turn, answer_one: AnswerOne | None = None
) -> tuple[list[Reply], DialogueState]:
    """The replies to a message: the first question by `answer_one`, the rest by their
    own intents.
    """
    if stayed := small_talk.stayed_with(questions, turn):
        return [stayed[0]], stayed[1]
    if reason := profile_questions.explained(questions, turn):
        return [reason], turn.state  # the question stays open
    replies: list[Reply] = []
    questions = asking(questions)
    questions = [corrections.without_told(question, turn) for question in questions]
    questions[:1] = [with_feeling(question, turn) for question in questions[:1]]
    turn = replace(turn, state=replace(turn.state, asked=""))
    for place, question in enumerate(questions):
        if len(questions) == 1 and answer_one:
            first = _only(question, turn, answer_one)
            reply, state = best_response(question, turn, first, Answerers(answer, answered))
        else:
            reply, state = (answer_one if answer_one and place == 0 else answer)(question, turn)
        if _is_told(reply, replies):
            continue
        replies.append(reply)
        turn = replace(turn, state=state)
    return replies, replace(turn.state, message=turn.text[:_KEPT])


def _only(question: Question, turn: Turn, answer_one: AnswerOne) -> tuple[Reply, DialogueState]:
    """The reply to the only question of a message, which may be small talk in its conversation
    unless it tells an amount: "I got 20k lol".
    """
    if is_attempt(question, turn):
        return answered(replace(question, intent="ask_practice", feeling=""), turn)
    question = corrections.asked_beside(question, turn)
    tells = last_figure.own_amount(question, turn) is not None
    if not tells and (said := small_talk.talked(question, turn)):
        return said
    found = answer_one(question, turn)
    return small_talk.left(question, found[0], turn) or found


def _is_told(reply: Reply, before: Sequence[Reply]) -> bool:
    """Whether a reply only says again what one to another part of the message rests on: "my base is
    185. Poor for a CISO?" is one question.
    """
    told = {fact.id for other in before for fact in other.facts}
    return told_again.is_restated(reply) and {fact.id for fact in reply.facts} <= told


def answer(question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
    """The reply to one question; the same question after the same conversation always gets the same
    reply.
    """
    if question.intent in REPLAYING:
        return again(question, turn, answer)
    question, turn = of_own_job(question, turn)
    question = as_act(decided(question, turn), turn)
    question = next_certification(question, turn) or question
    meant = as_meant(question, turn)
    if meant.intent == "ask_offer" and offers_again.repeats(question, turn):
        question = replace(question, intent="ask_ellipsis")
    elif meant.intent == "ask_advice" and question.intent in KNOWLEDGE:
        question = meant  # one's own case goes on with nothing that was told of the job
    read = question = of_the_role(of_own_place(question, turn), turn)
    if (of_country := of_its_country(question, turn)) is not question:
        read = of_country
    elif _may_lean(question) and _of_last(question, turn) is None:
        read = replace(in_context(question, turn), feeling=question.feeling)
    return answered(of_exam(question, read, turn) or of_its_exam(read, turn), turn)


def _of_last(question: Question, turn: Turn) -> Reply | None:
    """What is asked of the last answers as such; None for a question with evidence of its own."""
    told = (
        listing.counted(turn)
        or last_figure.pay_parts(question, turn)
        or last_figure.own_amount(question, turn)
        or pay_of_told(question, turn)
    )
    compares = _may_lean(question) or question.intent == "compare_listed"
    return told or (figures_compared.compared(question, turn) if compares else None)


def _may_lean(question: Question) -> bool:
    return question.intent in KNOWLEDGE or question.intent == "ask_ellipsis"


def answered(question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
    """The reply to a question that is read as it is meant in this conversation."""
    entities = tuple(entity for entity in question.entities if turn.kb.entity(entity))
    question = as_meant(replace(question, entities=entities), turn)
    answerer = ANSWERS.get(question.intent, from_evidence)
    asked_of = meant_answer.as_meant(question, turn)
    reply = _of_last(question, turn) or answerer(question, asked_of)
    if says_nothing(reply) and (asked := put_to_evidence(question, turn)):
        question, reply = asked, from_evidence(asked, turn)
    if turn.update.operations and is_nothing_yet(reply, turn):
        question = replace(question, intent="ask_advice")  # "5 years, OSCP. is my boss right?"
        reply = ANSWERS["ask_advice"](question, turn)
    if reply.topic in DECLINED:
        question, reply = _otherwise(question, reply, turn)
    if not reply.facts and question.intent not in _MAY_LACK_FACTS:
        reply = fallback.out_of_scope(question, turn.kb) if reply.topic == "out_of_scope" else (
            fallback.not_covered(question, turn.kb, nearest(question, turn))
        )  # fmt: skip
    reply = _with_jobs(reply, question, turn)
    if question.intent in KNOWLEDGE or question.intent == "ask_advice":
        reply = with_doubt(reply, turn.update, asking_part(question.text))
    reply = with_suggestions(reply, _suggested(reply, question, turn))
    reply = replace(reply, text=met(question.feeling, reply.text))
    reply = in_role(replace(reply, confidence=round(question.confidence, 4)), turn.kb.job)
    return reply, remember(question, reply, turn)


def _otherwise(question: Question, declined: Reply, turn: Turn) -> tuple[Question, Reply]:
    """What is said to a question that was declined: what it tells is said back, and what it surely
    means is answered.
    """
    if _only_tells(question, turn):
        told = replace(question, intent="inform")
        return told, ANSWERS["inform"](told, turn)
    held = surely_held(question, turn)
    return (held, from_evidence(held, turn)) if held else (question, declined)


def _only_tells(question: Question, turn: Turn) -> bool:
    """Whether a message tells of the person and asks for nothing: "I'm a bartender" is no question
    that the sources leave out; "head of infrastructure salary" is one, and so may be what only
    names a certification.
    """
    may_tell = dict(question.intents).get("inform", 0.0) >= _MAY_TELL
    tells = any(not one.field.startswith(_CERTIFICATIONS) for one in turn.update.operations)
    return may_tell and tells and turn.only_tells(question.text)


def _with_jobs(reply: Reply, question: Question, turn: Turn) -> Reply:
    """The jobs of a comparison side by side: "compare security architect and CISO"."""
    of_jobs = question.intent in (*KNOWLEDGE, "out_of_scope")
    if question.retrieval.form != "compare" or not of_jobs or turn.update.operations:
        return reply
    jobs = [*jobs_named(question.entities, turn.kb)]
    jobs += [turn.kb.role.id] if jobs and turn.reader.named(question.text).role else []
    is_told = not told_again.is_restated(reply)
    return with_jobs(reply, tuple(dict.fromkeys(jobs)), turn.kb, is_told=is_told)


def _suggested(reply: Reply, question: Question, turn: Turn) -> tuple[str, ...]:
    """What to ask next: the reply's own suggestions, else those that go with its topic, never the
    same three again.
    """
    about = question.about("certification") or (turn.state.focus,)
    held = turn.kb.entity(about[0]) if about[0].startswith("certification/") else None
    subject = Subject(
        held.name if held else "", not turn.profile.is_empty, turn.kb.job, question.text,
        turn.kb.words,
    )  # fmt: skip
    if reply.suggestions:
        return varied(reply.suggestions, reply.topic, turn.state, subject)
    return next_questions(reply.topic, turn.state, question.intent, subject)


def answer_to_advisor(question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
    """What was heard of an answer to the advisor's question, and the advice or the plan that it was
    asked for.
    """
    if turn.state.shown is not None:
        return answer(Question("inform"), turn)
    heard = acknowledge(turn.before, turn.profile, turn.update, turn.kb, turn.today)
    if turn.state.topic == "salary" and turn.profile.job != turn.before.job:
        question = turn.reader.read(_PAY_OF_MINE)  # "and me?" after pay asked for the job
        question = replace(question, intent="ask_about_me", topic="salary")
    reply, state = answer(question, turn)
    return replace(reply, text=f"{first_sentences(heard.text, 1)} {reply.text}"), state
