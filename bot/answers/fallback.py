"""The honest no, and the question back."""

from __future__ import annotations

from bot.answers.evidence import Found, found
from bot.answers.question_catalog import QUESTIONS
from bot.answers.sentences import a, first_sentences, lowered, sentence
from bot.answers.suggestions import nearest_questions
from bot.domain.evidence import Candidate
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, cite, joined
from bot.knowledge.store import KnowledgeBase

_NOT_COVERED = "I don't have anything on that in my sources, so I won't guess."
_LACKING = "I don't have that in my sources. The closest thing I have:"
NO_PAY = "I don't have pay figures for {job}."
CLOSEST = "The closest thing I have:"
_STATEMENT = "Thanks for telling me. I'm here for whatever you'd like to ask."
_OF_ONESELF = frozenset(["i", "i'm", "im", "i've", "i'd", "we", "we're", "we've", "my", "our"])
_WANTING = frozenset(["know", "wonder", "ask", "tell", "want", "need", "looking", "asked", "meant"])
# How likely evidence answers a question, from which it is told as the closest thing to it.
_NEAR = 0.2
_CLOSEST_WORDS = 35
_OUT_OF_SCOPE = (
    "I can only help with the {role} career: the job, its pay, what it takes, and how to get there."
)
_WHICH = "I can read that in two ways. Do you mean {readings}?"
_READINGS = {
    "ask_role": "what {a_role} is", "ask_titles": "other titles for the job",
    "ask_abbreviation": "what the letters stand for",
    "ask_duties": "the duties", "ask_about_duty": "one of the duties",
    "ask_job_requirements": "the job requirements",
    "ask_skills": "the skills", "ask_about_skill": "one of the skills",
    "ask_education": "the education",
    "ask_experience": "the years of experience",
    "ask_stepping_stones": "the jobs that prepare for it",
    "ask_management_experience": "management experience",
    "ask_certifications": "the certifications",
    "ask_about_certification": "one of the certifications",
    "ask_issuer": "who offers a certification",
    "ask_salary": "the salary", "ask_top_salary": "the highest pay",
    "ask_salary_factors": "what pay depends on",
    "ask_figure_age": "how old the figures are", "ask_source": "where the statements come from",
    "ask_career_path": "the steps to become {a_role}", "ask_step": "one of the steps",
    "ask_resources": "further reading",
    "ask_advice": "advice for your own situation",
    "ask_reporting_line": "whom {roles} report to", "ask_tenure": "how long {roles} stay",
    "ask_survey": "what surveys of {roles} found",
    "ask_prerequisites": "what a certification asks for",
    "ask_upkeep": "what keeps a certification",
    "ask_exam_version": "the versions of an exam",
    "ask_comparison": "two certifications beside each other",
    "ask_pay_compared": "what the pay surveys say", "ask_offer": "where an offer lies",
    "ask_raises": "how pay has grown",
    "ask_overlap": "how much of the role other jobs cover", "ask_outdated": "what is out of date",
}  # fmt: skip


def not_covered(question: Question, kb: KnowledgeBase, nearest: str = "") -> Reply:
    """An honest no with the closest thing that is held, in one breath, and the questions that come
    closest. `nearest` is the unit of evidence that comes closest in the conversation.
    """
    suggestions = nearest_questions((*question.alternatives, question.intent))
    if _is_statement(question.text):
        return Reply("not_covered", _STATEMENT, suggestions=suggestions)
    closest = _closest(question, kb, nearest)
    if closest is None or closest.fact is None:
        return Reply("not_covered", _NOT_COVERED, suggestions=suggestions)
    told = lowered(_brief(closest.fact, kb), kb.proper_names)
    return Reply(
        "not_covered", f"{_LACKING} {told}", facts=cite(closest.facts), suggestions=suggestions
    )


def no_pay_for(job: str, kb: KnowledgeBase) -> Reply:
    """The honest no to what people in a job earn, with the pay that is held in the same breath."""
    held = [fact for fact in kb.facts(FactKind.PAY) if fact.about == kb.role.id and fact.figure]
    newest = max(held, key=lambda fact: (fact.scope.is_general, fact.year or 0), default=None)
    text = NO_PAY.format(job=a(job, low=True))
    if newest is None:
        return Reply("salary", text, lacking=(job,))
    told = lowered(_brief(newest, kb), kb.proper_names)
    return Reply("salary", f"{text} {CLOSEST} {told}", facts=cite([newest]), lacking=(job,))


def _brief(fact: Fact, kb: KnowledgeBase) -> str:
    """What a fact tells, short enough to stand behind an honest no."""
    return first_sentences(sentence(fact, kb), _CLOSEST_WORDS)


def _is_statement(text: str) -> bool:
    """Whether somebody tells of themselves rather than asks."""
    words = [word.lower().strip(",.") for word in text.split()]
    tells = bool(words) and words[0] in _OF_ONESELF and not _WANTING & set(words)
    return tells and "?" not in text


def _closest(question: Question, kb: KnowledgeBase, nearest: str) -> Found | None:
    """A fact near enough to what was asked to be worth telling, the `nearest` unit first; None
    where it is of another thing.
    """
    retrieval = question.retrieval
    best = retrieval.best
    outside = retrieval.outcome == "out_of_scope" or question.intent == "out_of_scope"
    if nearest and not outside:
        return next(iter(found((Candidate(nearest, 1.0),), kb)), None)
    if best is None or outside or retrieval.answerable < _NEAR or set(best.missing):
        return None
    return next(iter(found((best,), kb)), None)


def out_of_scope(question: Question, kb: KnowledgeBase) -> Reply:
    """What lies outside; something about the job that only isn't held is said to be just that."""
    if question.entities or question.others:
        return not_covered(question, kb)
    return Reply(
        "out_of_scope", _OUT_OF_SCOPE.format(role=kb.job.name), suggestions=nearest_questions(())
    )


def which(readings: tuple[Question, ...], topic: str) -> Reply:
    """Asks which of two readings is meant; the suggestions are the two, in the words of the
    catalog.
    """
    named = joined((_READINGS[reading.intent] for reading in readings), "or")
    return Reply(
        topic,
        _WHICH.format(readings=named),
        suggestions=tuple(QUESTIONS[r.intent] for r in readings),
    )
