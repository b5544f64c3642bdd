"""What is asked of oneself: advice, the next job, and what the last answer means for the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers import advice, fallback, told_again
from bot.answers.beside_told import about_told, doubted_years
from bot.answers.from_evidence import from_evidence
from bot.answers.memory import asking
from bot.answers.next_job import next_job
from bot.answers.own_question import asks_for_fact
from bot.answers.personal_evidence import (
    after_evidence,
    asks_for_pay,
    is_closely_beyond_advice,
    is_of_the_job,
    of_evidence,
    pay_of_job,
    sounds_of_pay,
)
from bot.answers.profile_questions import ask_for
from bot.answers.sentences import lowered
from bot.answers.third_person import of_them
from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.profile_update import Doubt, Operation, apply_operations
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.parsing.asking import asking_part, asks_or_wishes, speaks_of_self
from bot.parsing.function_words import has, members, names_nothing, words_of
from bot.plan.gap_analysis import analyze
from bot.plan.line import describe_experience
from bot.plan.requirements import certification_id
from bot.plan.stage import is_role

_IF_SO = "If that’s {years}:"
_BY_JOB = "That depends on your job."
_HEARD = (
    "I hear you. I can’t settle that, but if it helps, we can look at your next step, or at what"
    " would bring the date forward."
)
# Words up to which a message may ask without a word that asks: "my chances by 2030".
_SHORT = 6
# How likely a wish for advice must be, where it is this likely that nothing held answers it.
_HARDLY, _NOTHING = 0.4, 0.95


def advise(question: Question, turn: Turn) -> Reply:
    if found := of_evidence(question, turn):
        return found
    of_told = about_told(question, turn)
    question = of_told or _of_asking_clause(question, turn)
    state = replace(asking(turn), said=()) if turn.speaks_of_others else asking(turn)
    if doubts := doubted_years(turn.update, asking_part(question.text)):
        return _supposing(doubts, question, turn)
    if _is_of_nothing_held(question, turn):
        return fallback.not_covered(question, turn.kb)
    reply = advice.advise(turn.person, question, state, turn.kb, turn.today)
    if turn.speaks_of_others:
        return of_them(reply)
    if told_again.is_restated(reply) and _is_remark(question, turn):
        return Reply("smalltalk", _HEARD, suggestions=reply.suggestions)
    if turn.update.operations and not of_told and is_closely_beyond_advice(question, turn):
        return after_evidence(question, reply, turn)
    return reply


def _is_of_nothing_held(question: Question, turn: Turn) -> bool:
    """Whether somebody who has told nothing of themselves is unlikely to want career advice, and
    no evidence answers either: "my wife hates my night shifts, what now".
    """
    known = not turn.person.is_empty or turn.speaks_of_others or bool(turn.update.operations)
    if known or question.confidence >= _HARDLY or turn.state.last is not None:
        return False
    return turn.reader.likely("", question.text).get("", 0.0) >= _NOTHING


def _is_remark(question: Question, turn: Turn) -> bool:
    """Whether a message neither asks nor tells a fact: "my ex says I'm wasting my twenties"."""
    update = turn.update
    told = (update.operations, update.others, update.supposed, update.doubts, update.answer)
    talks = len(words_of(turn.text)) > _SHORT and speaks_of_self(turn.text)
    named = question.entities or turn.reader.named(turn.text).role
    return talks and not any(told) and not named and not asks_or_wishes(turn.text)


def _supposing(doubts: Sequence[Doubt], question: Question, turn: Turn) -> Reply:
    """Advice by years that were told in doubt, said as such; whether they are meant is asked."""
    told = tuple(Operation("set", doubt.field, doubt.value) for doubt in doubts)
    profile = apply_operations(turn.person, told)
    clause = asking_part(question.text)
    if words_of(clause)[0] not in members("interrogative"):  # "9 years, 2 in SOC. Enough?"
        question = replace(question, retrieval=replace(question.retrieval, form="yes_no"))
    reply = advice.advise(profile, question, asking(turn), turn.kb, turn.today)
    taken = _IF_SO.format(years=describe_experience(profile, turn.kb))
    return replace(reply, text=f"{taken} {lowered(reply.text)}")


def _of_asking_clause(question: Question, turn: Turn) -> Question:
    """The question with the things that its asking clause names; what is told beside it isn't asked
    about.
    """
    asking_clause = asking_part(question.text)
    tells = bool(turn.update.operations)
    if not tells or not question.entities or asking_clause in ("", question.text):
        return question
    named = turn.reader.read(asking_clause).entities
    kept = tuple(entity for entity in question.entities if entity in named)
    return replace(question, entities=kept)


def about_me(question: Question, turn: Turn) -> Reply:
    """What the last answer means for the person: "and me?", "can I take it yet?"."""
    if is_of_the_job(question):
        return from_evidence(question, turn)
    of_own_job = not question.about("work_role") and not turn.reader.named(question.text).role
    if turn.person.job and of_own_job and _is_of_pay(question, turn):
        return pay_of_job(turn.person.job, turn)
    if turn.state.topic == "salary" and turn.person.is_empty and names_nothing(question.text):
        return ask_for("job", Reply("salary", _BY_JOB), turn.kb)
    points = not asks_for_fact(question, turn)
    about = turn.state.focus or _told_last(question, turn)
    if points and not question.entities and about:
        question = replace(question, entities=(about,))
    return advise(question, turn)


def _is_of_pay(question: Question, turn: Turn) -> bool:
    """Whether what is asked of oneself is pay."""
    if question.topic == "salary" or asks_for_pay(question, turn):
        return True
    return asks_for_fact(question, turn) and sounds_of_pay(question, turn)


def next_jobs(question: Question, turn: Turn) -> Reply:
    """The jobs that may come next, of whoever the conversation is about."""
    reply = next_job(analyze(turn.person, turn.kb, turn.today), turn.kb)
    return of_them(reply) if turn.speaks_of_others else reply


def _told_last(question: Question, turn: Turn) -> str:
    """The thing that the person told of last and points at, as an entity: a degree, a
    certification, leading people.
    """
    group, _, name = turn.state.last_named.partition(".")
    of_it = question.retrieval.form in ("yes_no", "worth") and _points(question.text)
    if turn.update.operations or not of_it or is_role(turn.profile.job, turn.kb):
        return ""
    if group == "degree" and turn.profile.degree is not None:
        return f"degree/{turn.profile.degree.level}"
    if group == "certifications":
        return certification_id(name, turn.kb) if name else ""
    managing = {fact.passage.id for fact in turn.kb.facts(FactKind.MANAGEMENT)}
    steps = (f.about for f in turn.kb.facts(FactKind.STEP) if f.passage.id in managing)
    return next(steps, "") if group == "management" else ""


def _points(text: str) -> bool:
    """Whether a question points at a thing rather than asking for the person as a whole."""
    return has(text, "pointing")
