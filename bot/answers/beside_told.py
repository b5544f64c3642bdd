"""A question beside what a message tells: about just that, or to be judged by years that were told
in doubt.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers.acknowledgment import ask_back
from bot.answers.exam_aspects import RULES, aspects, getting
from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.profile_update import Doubt, ProfileUpdate
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.knowledge.store import KnowledgeBase
from bot.parsing.asking import asking_part
from bot.parsing.function_words import members, words_of
from bot.plan.requirements import certification_id

# How likely a clause asks for the rules of a certification, to be about that rather than about the
# role.
_OF_RULES = 0.4
# How likely a clause leans on what was told beside it, to be about that.
_LEANS = 0.8


def about_told(question: Question, turn: Turn) -> Question | None:
    """A question that names nothing beside facts of one kind, as one about those: "never managed
    anyone, dealbreaker?". What is held is asked of the job: "got my CISM. worth it?".
    """
    groups = {operation.group for operation in turn.update.operations}
    groups |= {doubt.field.partition(".")[0] for doubt in turn.update.doubts}
    if not asks_beside(question, turn):
        return None
    if _asks_of_exam(question, turn):
        groups = {"certifications"}  # "9 years as a developer. Thinking CISM. Am I eligible?"
    elif len(groups) != 1 or not leans_on_told(question, turn):
        return None
    things = _things_told(next(iter(groups)), question, turn)
    if not things:
        return None
    retrieval = replace(question.retrieval, form="yes_no")
    return replace(question, intent="ask_advice", entities=things, retrieval=retrieval)


def _asks_of_exam(question: Question, turn: Turn) -> bool:
    """Whether the clause that asks is likely one of the rules of a certification that is told of
    beside other facts.
    """
    told, clause = _things_told("certifications", question, turn), asking_part(question.text)
    if not told or not told[0].startswith("certification/") or turn.reader.named(clause).role:
        return False
    likely = turn.reader.likely(getting(told[0], turn.kb), clause)
    return aspects(likely, turn.kb).get(RULES, 0.0) >= _OF_RULES


def _things_told(group: str, question: Question, turn: Turn) -> tuple[str, ...]:
    """What facts of a kind are about: the step to a degree or to leading, a certification that
    isn't held.
    """
    kinds = {"degree": FactKind.EDUCATION, "management": FactKind.MANAGEMENT}
    if group in kinds:
        return steps_of(turn.kb, kinds[group])
    if group != "certifications":
        return ()
    told = [one for one in turn.update.operations if one.name and one.value != "held"]
    open_ = (certification_id(one.name, turn.kb) for one in told)
    schooling = steps_of(turn.kb, FactKind.EDUCATION)
    named = tuple(one for one in schooling if one in question.entities)
    return named or tuple(one for one in open_ if turn.kb.entity(one))[:1]


def leans_on_told(question: Question, turn: Turn) -> bool:
    """Whether the clause that asks names nothing and goes on with what the rest told."""
    clause = asking_part(question.text)
    words = words_of(clause)
    if words == words_of(question.text) or (words[:1] and words[0] in members("interrogative")):
        return False
    if turn.reader.named(clause).role or turn.reader.leans(clause) < _LEANS:
        return False
    return not turn.reader.read(clause).entities


def asks_beside(question: Question, turn: Turn) -> bool:
    """Whether a message that tells of the person also asks: "6 years now, what else do I need"."""
    asked = words_of(asking_part(question.text))
    if not turn.update.operations or not asked:
        return False
    puts = asked[0] in members("interrogative") - members("relative") or asked[0] in members(
        "auxiliary"
    )
    return "?" in question.text or puts


def steps_of(kb: KnowledgeBase, kind: FactKind) -> tuple[str, ...]:
    """The step whose passage holds facts of a kind."""
    passages = {fact.passage.id for fact in kb.facts(kind)}
    steps = (fact.about for fact in kb.facts(FactKind.STEP) if fact.passage.id in passages)
    return tuple(dict.fromkeys(steps))[:1]


def with_doubt(reply: Reply, update: ProfileUpdate, asking: str) -> Reply:
    """An answer with a doubt about years that were told beside the question: "14 years, 5 in
    security. Eligible?" can't be judged while the 5 may be something else.
    """
    beside = doubted_years(update, asking)
    if not beside:
        return reply
    named = [doubt for doubt in beside if doubt.field != "experience.unknown"]
    return replace(reply, closing=ask_back([*named, *beside][0]), suggestions=("Yes", "No"))


def doubted_years(update: ProfileUpdate, asking: str) -> tuple[Doubt, ...]:
    """The years of work that a message seems to tell beside the clause that asks, where it tells
    none for sure.
    """
    if any(one.group == "experience" for one in update.operations) or not asking:
        return ()
    told = (d for d in update.doubts if d.field.startswith("experience.") and d.words)
    return tuple(doubt for doubt in told if doubt.words not in asking)
