"""The job that pay is earned or offered for."""

from __future__ import annotations

from itertools import pairwise

from bot.answers.offer_figures import job_of
from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from bot.parsing.function_words import members, words_of


def offered_job(question: Question, turn: Turn) -> str:
    """The id of the job that the pay is for, or the name of one without figures."""
    kb = turn.kb
    if _is_for_role(question.text, turn):
        return kb.role.id
    return (
        _linked_job(question, kb)
        or _named_job(question.text, turn)
        or _job_of_words(question.text, kb)
        or _current_job(turn)
        or kb.role.id
    )


def _linked_job(question: Question, kb: KnowledgeBase) -> str:
    """The first job among the things that a question names whose pay is known."""
    with_pay = {fact.about for fact in kb.facts(FactKind.PAY)}
    jobs = (entity for entity in question.entities if entity.startswith("work_role/"))
    return next((job for job in jobs if job in with_pay), "")


def _named_job(text: str, turn: Turn) -> str:
    """The role or the first other job that a text names, whose pay may be unknown."""
    named = turn.reader.named(text)
    if named.role:
        return turn.kb.role.id
    return next((job_of(job, turn.kb) or job for job in named.jobs), "")


def _current_job(turn: Turn) -> str:
    """The id of the person's job, if it isn't the role and the pay is what they earn in it."""
    pay, job = turn.profile.home_pay, turn.profile.job
    if pay is None or pay.kind != "current" or turn.reader.named(job).role:
        return ""
    return job_of(job, turn.kb)


def _is_for_role(text: str, turn: Turn) -> bool:
    """Whether the role itself is what somebody is wanted as: "I'm a deputy, they want
    me as CISO".
    """
    words = [word for word in words_of(text) if word not in members("article")]
    marks = members("in_the_role_of")
    following = (after for word, after in pairwise(words) if word in marks)
    return any(turn.reader.named(word).role for word in following)


def _job_of_words(text: str, kb: KnowledgeBase) -> str:
    """The id of the job after "as": `300k as deputy`; empty where there is none."""
    words = words_of(text)
    marks = members("in_the_role_of")
    for place in (place for place, word in enumerate(words) if word in marks):
        following = words[place + 1 : place + 4]
        if found := job_of(" ".join(following), kb) or _first_job(following, kb):
            return found
    return ""


def _first_job(words: list[str], kb: KnowledgeBase) -> str:
    return next((found for word in words if (found := job_of(word, kb))), "")
