"""A question that goes on with the certification that is talked about, without naming it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.continuity_signs import LONG
from bot.answers.empty_handed import told_of
from bot.answers.exam_aspects import (
    CHOICE,
    PRICE,
    RULES,
    UPKEEP,
    WHOLE,
    aspect_of,
    aspects,
    likely_of,
    units_of,
)
from bot.answers.intent_topics import KNOWLEDGE
from bot.answers.own_question import DECIDING, OF_TIME, as_advice
from bot.answers.readings import LEANS_SURELY
from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.parsing.asking import asks, speaks_of_self
from bot.parsing.function_words import has, names_nothing, words_of

# How likely an aspect of the certification is asked for, to be told.
_LEAST = {RULES: 0.45, PRICE: 0.4, UPKEEP: 0.4}
_LEAST_OF_REST = 0.5
# The same for what another certification does for it.
_LEAST_OF_WAIVER = 0.2
# Share of the likelihood of what was told last, from which something else is told instead.
_HARDLY_LESS = 0.3
# How likely a question that points at nothing leans, to be one of what is talked about.
_LEANS = 0.5
# How likely a fact of it must be what is asked for.
_LEAST_OF_ITS = 0.05
# What a verdict on a certification rests on, and what says nothing against asking for one.
_OF_VERDICT = (RULES, WHOLE, CHOICE)
# What a message may be taken for that goes on with a certification.
_GOING_ON = (
    "ask_ellipsis", "ask_about_me", "ask_advice", "ask_what_if", "ask_not_covered", "out_of_scope",
    "compare_offers", "ask_progress", "inform",
)  # fmt: skip


def of_exam(question: Question, read: Question, turn: Turn) -> Question | None:
    """A question as one of the certification that is talked about: "does it cost me every year?",
    "do my years count?". None where it isn't, or is `read` as that already.
    """
    exam = turn.state.focus
    if not _goes_on(question, turn):
        return None
    likely = likely_of(exam, question.text, turn)
    shares = aspects(likely, turn.kb)
    aspect, share = max(shares.items(), key=lambda one: one[1], default=("", 0.0))
    of_exam_itself = sum(shares.get(one, 0.0) for one in shares if one not in _OF_VERDICT)
    if max(share, of_exam_itself) < _LEAST_OF_REST and _is_when_of_verdict(question, turn):
        return as_advice(question, (exam,))
    if _names_another(question, turn):
        return _of_waiver(question, likely, turn)
    if together := _told_together(exam, likely, turn):
        return told_of(question, together, share)
    enough = share >= _LEAST.get(aspect, _LEAST_OF_REST) and aspect not in (CHOICE, WHOLE)
    if not enough or _is_read_so(read, exam, aspect, turn):
        return None
    return _of_aspect(question, aspect, likely, turn)


def _of_aspect(
    question: Question, aspect: str, likely: Mapping[str, float], turn: Turn
) -> Question | None:
    """The question as one for the likeliest fact of an aspect that wasn't just told; for the rules,
    as one for advice, where it is put of oneself.
    """
    exam = turn.state.focus
    unit = _untold(units_of(exam, aspect, likely, turn.kb), likely, turn)
    if not unit or (aspect == RULES and not _of_oneself(question, turn)):
        return None
    found = told_of(question, unit, aspects(likely, turn.kb)[aspect])
    return as_advice(found, (exam,)) if aspect == RULES else found


def _told_together(exam: str, likely: Mapping[str, float], turn: Turn) -> str:
    """The likeliest fact of an exam whose sentence tells several that are likely asked for only
    together: its length, its questions, its pass mark. Empty where there is none.
    """
    shares: dict[str, float] = {}
    names: dict[str, list[str]] = {}
    told = _told(turn)
    for fact in turn.kb.facts(FactKind.EXAM, exam):
        said = fact.statement
        if fact.id in likely and said not in told:
            shares[said] = shares.get(said, 0.0) + likely[fact.id]
            names.setdefault(said, []).append(fact.id)
    best = max(shares, key=lambda said: shares[said], default="")
    several = len(names.get(best, ())) > 1 and shares[best] >= _LEAST_OF_REST
    return max(names[best], key=lambda name: likely[name]) if several else ""


def of_its_exam(question: Question, turn: Turn) -> Question:
    """The question with evidence of the certification that it leans on, where that of another one
    came first: "is it hard to pass?" after Security+. Where nothing of it is held, what came first
    is only the closest thing.
    """
    retrieval = question.retrieval
    best, exam = retrieval.best, turn.kb.entity(turn.state.focus)
    asked = question.intent in KNOWLEDGE or question.intent == "ask_ellipsis"
    if not asked or best is None or exam is None:
        return question
    if not _is_of_another([best.evidence], question, turn):
        return question
    read = turn.reader.about(exam.name, question)
    likely = turn.reader.likely("", read.text)
    own = [fact.id for fact in turn.kb.facts_about(exam.id) if fact.id in likely]
    unit = max(own, key=lambda one: likely[one], default="")
    if likely.get(unit, 0.0) >= _LEAST_OF_ITS:
        return told_of(question, unit, likely[unit])
    return replace(question, retrieval=replace(retrieval, partly=True, missing=(exam.name,)))


def is_of_another(reply: Reply, question: Question, turn: Turn) -> bool:
    """Whether a reply tells of other certifications alone than the one that a question leans on."""
    return _is_of_another([fact.id for fact in reply.facts], question, turn)


def _is_of_another(units: Sequence[str], question: Question, turn: Turn) -> bool:
    if not turn.state.focus.startswith("certification/") or question.about("certification"):
        return False
    things = {fact.about for unit in units if (fact := turn.kb.fact(unit))}
    alone = all(thing.startswith(("certification/", "organisation/")) for thing in things)
    issuers = {fact.value for fact in turn.kb.facts(FactKind.ISSUER, turn.state.focus)}
    if not things or not alone or things & {turn.state.focus, *issuers}:
        return False
    return has(question.text, "pointing") or turn.reader.leans(question.text) >= _LEANS


def _is_when_of_verdict(question: Question, turn: Turn) -> bool:
    """Whether a message goes on with whether the certification is open: "so how much longer?"."""
    told = {aspect_of(fact, turn.kb) for fact in turn.state.facts}
    judged = RULES in told and told <= {RULES, WHOLE}
    asked = question.retrieval.form in OF_TIME and not turn.update.operations
    by_years = turn.person.experience.total is not None
    return bool(judged and asked and by_years) and turn.reader.leans(question.text) >= LEANS_SURELY


def _untold(units: Sequence[str], likely: Mapping[str, float], turn: Turn) -> str:
    """The likeliest unit; where that was told last, the next one that is hardly less likely and
    says something else. Empty where there is none.
    """
    told, best = _told(turn), next(iter(units), "")
    said = {one: fact.statement for one in units if (fact := turn.kb.fact(one))}
    if said.get(best) not in told:
        return best
    least = likely.get(best, 0.0) * _HARDLY_LESS
    rest = (one for one in units if said.get(one) not in told)
    return next((one for one in rest if likely.get(one, 0.0) >= least), "")


def _told(turn: Turn) -> set[str]:
    """What the last answer said."""
    return {fact.statement for name in turn.state.facts if (fact := turn.kb.fact(name))}


def _goes_on(question: Question, turn: Turn) -> bool:
    """Whether a message may go on with a certification: short enough, and of nothing else."""
    if not turn.state.focus.startswith("certification/") or question.ordinal is not None:
        return False
    kept = question.intent in KNOWLEDGE or question.intent in _GOING_ON
    if not kept or not 0 < len(words_of(question.text)) <= LONG or turn.speaks_of_others:
        return False
    bare = names_nothing(question.text)
    if bare and question.intent == "ask_advice":
        return False  # "what next?" is of the way
    named = turn.reader.named(question.text)
    others = question.others or named.jobs or named.industries or named.role
    things = [one for one in question.entities if not one.startswith(("certification/", "degree/"))]
    return not others and not things and turn.state.focus not in question.entities


def _names_another(question: Question, turn: Turn) -> bool:
    """Whether a certification is asked about beside the one that is talked about; one that is only
    told of isn't.
    """
    told = {operation.name for operation in turn.update.operations if operation.name}
    known = (turn.kb.entity(one) for one in question.about("certification"))
    return any(one is not None and one.name not in told for one in known)


def _of_waiver(question: Question, likely: Mapping[str, float], turn: Turn) -> Question | None:
    """What another certification does for the one that is talked about, where nothing else is as
    likely asked: "doesn't Security+ knock a year off?".
    """
    waivers = {fact.id for fact in turn.kb.facts(FactKind.WAIVER, turn.state.focus)}
    best = max(likely, key=lambda unit: likely[unit], default="")
    if best not in waivers or likely[best] < _LEAST_OF_WAIVER:
        return None
    return told_of(question, best, likely[best])


def _is_read_so(read: Question, exam: str, aspect: str, turn: Turn) -> bool:
    """Whether evidence on that aspect of the certification comes first already, which wasn't told
    last.
    """
    best = read.retrieval.best
    fact = turn.kb.fact(best.evidence) if best and read.retrieval.answered else None
    if fact is None or aspect_of(fact.id, turn.kb) != aspect or fact.id in turn.state.facts:
        return False
    told = turn.kb.facts_of(fact.passage)
    return any(one.about == exam and one.statement == fact.statement for one in told)


def _of_oneself(question: Question, turn: Turn) -> bool:
    """Whether somebody who has told of themselves asks whether or when it is open to them."""
    asked = question.retrieval.form in (*DECIDING, *OF_TIME) or asks(question.text)
    return asked and speaks_of_self(question.text) and not turn.person.is_empty
