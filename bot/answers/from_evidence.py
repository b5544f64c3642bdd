"""Questions about the job, answered from the evidence that was found for them."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import fallback, told_again
from bot.answers.certification_lists import issued_by
from bot.answers.composer import OF_INTENT, compose
from bot.answers.evidence_of_pay import other_pay, with_pay
from bot.answers.intent_topics import TOPIC_OF
from bot.answers.question_catalog import QUESTIONS
from bot.answers.told_groups import of_group
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.domain.reply import DECLINED, Reply
from bot.knowledge.units import TOPIC_OF_KIND
from bot.parsing.function_words import words_of

_SHORT = 5
# Share of the best score from which other evidence is told where the best was told before.
_NEXT = 0.25
_OF_CERTIFICATIONS = ("ask_issuer", "ask_certifications", "ask_resources")
# How many times a list's score the best evidence has, where it is told although a list is asked
# for.
_CLEAR = 20.0
# A list of at least so many entries is told again in full when it is asked for again.
_WORDS_OF_LIST = 3


def _of_its_place(question: Question) -> Question:
    """The question, its evidence as the closest thing where that is of another place than the one
    named.
    """
    retrieval = question.retrieval
    best = retrieval.best
    if best is None or not retrieval.answered or retrieval.partly:
        return question
    places = tuple(name for name in question.others if name.lower() in best.missing)
    if not places:
        return question
    return replace(question, retrieval=replace(retrieval, partly=True, missing=places))


def _with_figure(question: Question, turn: Turn) -> Question:
    """A short question for the pay that found no figure, put in full: "and the pay?"."""
    best = question.retrieval.best
    short = len(question.text.split()) <= _SHORT
    if question.intent != "ask_salary" or not short or best is None:
        return question
    fact = turn.kb.fact(best.evidence)
    prose = best.evidence.startswith("passage:")
    if best.missing or question.places or question.jobs:
        return question  # put in full it would lose what it names
    if not prose and (fact is None or fact.figure):
        return question
    if fact is not None and TOPIC_OF_KIND.get(fact.kind, "salary") != "salary":
        return question  # "and education?" is no question for the pay, whatever it sounds like
    return turn.reader.read(turn.kb.job.fill(QUESTIONS["ask_salary"]))


def _of_its_subject(question: Question) -> Question:
    """The question with evidence on the thing that it names first, where that came a
    close second and lacks nothing else: the price for members of another exam is none of this one.
    """
    retrieval = question.retrieval
    best = retrieval.best
    if best is None or not best.reasons.get("subject_missing"):
        return question
    named = [
        candidate
        for candidate in retrieval.candidates
        if candidate.reasons.get("subject")
        and candidate.score > best.score / 2
        and set(candidate.missing) <= set(best.missing)
    ]
    if not named:
        return question
    others = [candidate for candidate in retrieval.candidates if candidate != named[0]]
    return replace(question, retrieval=replace(retrieval, candidates=(named[0], *others)))


def _as_list(question: Question) -> Question:
    """The question with the list of its subject first, where a list is asked for and was found,
    too.
    """
    retrieval = question.retrieval
    name = OF_INTENT.get(question.intent, "")
    listed = [c for c in retrieval.candidates if c.evidence == name]
    if retrieval.form != "list" or not name.startswith("list:") or not listed:
        return question
    if retrieval.candidates[0].score > _CLEAR * listed[0].score:
        return question
    others = [c for c in retrieval.candidates if c.evidence != name]
    return replace(question, retrieval=replace(retrieval, candidates=(*listed, *others)))


def _of_issuer(question: Question, turn: Turn) -> Reply | None:
    """The certifications of the one issuer that a question for a list names: "what does ISACA
    offer".
    """
    issuers = question.about("organisation")
    listing = question.intent in _OF_CERTIFICATIONS and question.retrieval.form in ("list", "which")
    if not listing or len(issuers) != 1 or question.about("certification"):
        return None
    return issued_by(issuers[0], turn.kb)


def _without_figures(question: Question, turn: Turn) -> Reply | None:
    """The honest no to the pay of another job beside the role, with the pay that is held: "does a
    CISO earn more than a CTO".
    """
    declined = question.intent == "ask_not_covered" and question.topic == "salary"
    if not (declined and question.jobs and turn.reader.named(question.text).role):
        return None
    return replace(fallback.no_pay_for(question.jobs[0], turn.kb), topic="not_covered")


def from_evidence(question: Question, turn: Turn) -> Reply:
    """The answer of the best evidence; what was told before is said in a line, or what is next."""
    if known := _of_issuer(question, turn) or _without_figures(question, turn):
        return known
    question = with_pay(_with_figure(question, turn), turn)
    question = _as_list(_of_its_place(_of_its_subject(question)))
    reply = compose(question, turn.kb, turn.today)
    told = _told_before(turn)
    if not _repeats(question, told) or not _can_be_shortened(reply, turn):
        return reply
    if asks_again(turn):
        return reply if reply.items else told_again.restated(reply)
    # "more than the CIO or less?" asks for all of the sentence
    compares = question.choice or question.retrieval.form == "compare"
    if not compares and (part := of_group(reply, question, turn)):
        return part
    if unheard := fresh(question, told) or other_pay(reply, question, told, turn):
        return compose(unheard, turn.kb, turn.today)
    return told_again.nothing_more(reply, question, turn)


def _told_before(turn: Turn) -> set[str]:
    """The evidence of the answers before; of advice, what was really told."""
    found = set()
    for before in turn.state.turns:
        best = before.retrieval.best
        if best is None or not before.retrieval.answered:
            continue
        fact = turn.kb.fact(best.evidence)
        said = fact is None or fact.passage.id in turn.state.quoted
        if said or TOPIC_OF.get(before.intent) != "advice":
            found.add(best.evidence)
    return found


def _repeats(question: Question, told: set[str]) -> bool:
    """Whether the best evidence was told before, and neither something else nor an entry of it is
    asked for.
    """
    best = question.retrieval.best
    again = best is not None and best.evidence in told and not question.retrieval.partly
    return again and question.intent != "ask_ellipsis" and question.ordinal is None


def _can_be_shortened(reply: Reply, turn: Turn) -> bool:
    """Whether an answer says in sentences what it knows, or is the list that was just told, so that
    a line can stand for it.
    """
    if reply.topic in DECLINED or not reply.facts:
        return False
    just_told = tuple(fact.id for fact in reply.facts) == turn.state.facts
    return not reply.table and (len(reply.items) < _WORDS_OF_LIST or just_told)


def fresh(question: Question, told: set[str]) -> Question | None:
    """The question with the next evidence that wasn't told yet, where that is close to the best."""
    best, *others = question.retrieval.candidates
    near = [
        one
        for one in others
        if one.evidence not in told
        and one.score > best.score * _NEXT
        and set(one.missing) <= set(best.missing)
    ]
    if not near:
        return None
    return replace(question, retrieval=replace(question.retrieval, candidates=tuple(near)))


def asks_again(turn: Turn) -> bool:
    """Whether a message has no word that one of the questions before it hadn't."""
    said = set(words_of(turn.text))
    return any(said <= set(words_of(before.text)) for before in turn.state.turns)
