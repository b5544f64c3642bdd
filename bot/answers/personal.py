"""What is asked of oneself: advice, what the last answer means for the person, what their job earns
or covers.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers import advice, fallback
from bot.answers.from_evidence import from_evidence
from bot.answers.memory import asking
from bot.answers.offer_figures import job_of
from bot.answers.sentences import a
from bot.answers.third_person import of_them
from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.parsing.asking import asking_part, speaks_of_self
from bot.plan.gap_analysis import analyze
from bot.plan.requirements import certification_id

# How likely evidence answers what is asked of oneself, to be told in the place of advice.
_SURE = 0.9
_BEYOND_ADVICE = (
    FactKind.SURVEY, FactKind.STATEMENT, FactKind.TENURE, FactKind.TURNOVER, FactKind.REPORTING,
)  # fmt: skip


def advise(question: Question, turn: Turn) -> Reply:
    if _is_beyond_advice(question, turn):
        return from_evidence(question, turn)
    question = _of_asking_clause(question, turn)
    reply = advice.advise(turn.person, question, asking(turn), turn.kb, turn.today)
    if turn.speaks_of_others:
        return of_them(reply)
    if reply.text == turn.state.text and not turn.update.operations:
        # who asks again wants something to do, not the same words
        return advice.next_step(analyze(turn.person, turn.kb, turn.today), turn.kb)
    return reply


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


def _is_beyond_advice(question: Question, turn: Turn) -> bool:
    """Whether evidence surely answers what is asked of oneself, and advice knows nothing of it: "am
    I too old?".
    """
    best, retrieval = question.retrieval.best, question.retrieval
    fact = turn.kb.fact(best.evidence) if best else None
    ahead = best is not None and best.score >= _SURE
    sure = retrieval.answered and retrieval.answerable >= _SURE and ahead
    tells = bool(turn.update.operations) or turn.speaks_of_others
    return sure and not tells and fact is not None and fact.kind in _BEYOND_ADVICE


def about_me(question: Question, turn: Turn) -> Reply:
    """What the last answer means for the person: "and me?", "can I take it yet?"."""
    focus = turn.state.focus
    if question.topic == "salary" and turn.person.job and not question.entities:
        return _pay_of_job(turn.person.job, turn)
    if not question.entities and (about := focus or _told_last(question.retrieval.form, turn)):
        question = replace(question, entities=(about,))
    return advise(question, turn)


def _told_last(form: str, turn: Turn) -> str:
    """The thing that the person told of last, as an entity: a degree, a certification, leading
    people.
    """
    group, _, name = turn.state.last_named.partition(".")
    if turn.update.operations or form not in ("yes_no", "worth"):
        return ""
    if group == "degree" and turn.profile.degree is not None:
        return f"degree/{turn.profile.degree.level}"
    if group == "certifications":
        return certification_id(name, turn.kb)
    managing = {fact.passage.id for fact in turn.kb.facts(FactKind.MANAGEMENT)}
    steps = (f.about for f in turn.kb.facts(FactKind.STEP) if f.passage.id in managing)
    return next(steps, "") if group == "management" else ""


def _pay_of_job(job: str, turn: Turn) -> Reply:
    """What people with the person's job earn: "what do people like me earn?"."""
    head = job_of(job, turn.kb)
    known = turn.kb.entity(head) if head else None
    if known is None:
        return fallback.no_pay_for(job, turn.kb)
    return from_evidence(turn.reader.read(f"How much does {a(known.name, low=True)} earn?"), turn)


def covered(question: Question, turn: Turn) -> Reply:
    """How much of the role other jobs cover, or the person's own where they ask for that."""
    if turn.profile.job and speaks_of_self(question.text):
        return advice.coverage(analyze(turn.profile, turn.kb, turn.today), turn.kb)
    return from_evidence(question, turn)
