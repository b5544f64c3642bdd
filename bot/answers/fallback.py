"""The honest no, and the question back."""

from __future__ import annotations

from bot.answers.suggestions import QUESTIONS, nearest_questions
from bot.domain.dialogue import DialogueState
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, cite_passage, joined
from bot.knowledge.store import KnowledgeBase

TOPIC_OF_KIND = {
    FactKind.DEFINITION: "role", FactKind.TITLE: "role", FactKind.PURPOSE: "duties", FactKind.DUTY: "duties",
    FactKind.REQUIREMENT: "duties", FactKind.SKILL: "skills", FactKind.EDUCATION: "education",
    FactKind.EXPERIENCE: "experience", FactKind.MANAGEMENT: "experience", FactKind.STEPPING_STONE: "experience",
    FactKind.CERTIFICATION: "certifications", FactKind.ISSUER: "certifications", FactKind.PAY: "salary",
    FactKind.PAY_FACTOR: "salary", FactKind.PAY_CHANGE: "salary", FactKind.PREREQUISITE: "certifications",
    FactKind.WAIVER: "certifications", FactKind.ROUTE: "certifications", FactKind.LEVEL: "certifications",
    FactKind.UPKEEP: "certifications", FactKind.EXAM: "certifications", FactKind.STATUS: "certifications",
    FactKind.REPORTING: "role", FactKind.TENURE: "role", FactKind.TURNOVER: "role", FactKind.SURVEY: "role",
    FactKind.OVERLAP: "career_path", FactKind.FRAMEWORK: "career_path", FactKind.CORRECTION: "resources",
    FactKind.STEP: "career_path", FactKind.RESOURCE: "resources",
}  # fmt: skip
_NOT_COVERED = "My sources on the CISO career don't say anything about that, so I won't guess."
QUOTED = "What my sources say on that:"
_NEAREST = "The nearest things I can tell you about are below."
_OUT_OF_SCOPE = (
    "That is outside what I'm for. I advise on one career, that of the CISO (chief information security officer): "
    "duties, skills, education, experience, certifications, salary and the way into the job."
)
_WHICH = "I can read that in two ways. Do you mean {readings}?"
_READINGS = {
    "ask_role": "what a CISO is", "ask_titles": "other titles for the job", "ask_abbreviation": "what the letters stand for",
    "ask_duties": "the duties", "ask_about_duty": "one of the duties", "ask_job_requirements": "the job requirements",
    "ask_skills": "the skills", "ask_about_skill": "one of the skills", "ask_education": "the education",
    "ask_experience": "the years of experience", "ask_stepping_stones": "the jobs that prepare for it",
    "ask_management_experience": "management experience", "ask_certifications": "the certifications",
    "ask_about_certification": "one of the certifications", "ask_issuer": "who offers a certification",
    "ask_salary": "the salary", "ask_top_salary": "the highest pay", "ask_salary_factors": "what pay depends on",
    "ask_figure_age": "how old the figures are", "ask_source": "where the statements come from",
    "ask_career_path": "the steps to become a CISO", "ask_step": "one of the steps", "ask_resources": "further reading",
    "ask_advice": "advice for your own situation",
    "ask_reporting_line": "whom CISOs report to", "ask_tenure": "how long CISOs stay", "ask_survey": "what surveys of CISOs found",
    "ask_prerequisites": "what a certification asks for", "ask_upkeep": "what keeps a certification",
    "ask_exam_version": "the versions of an exam", "ask_comparison": "two certifications beside each other",
    "ask_pay_compared": "what the pay surveys say", "ask_offer": "where an offer lies", "ask_raises": "how pay has grown",
    "ask_overlap": "how much of the role other jobs cover", "ask_outdated": "what is out of date",
}  # fmt: skip


def not_covered(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """The passage that is close enough to answer after all, else the honest no with the nearest questions."""
    for passage in filter(None, (kb.passage(found.passage) for found in question.passages[:1])):
        facts = kb.facts_of(passage)
        cited = cite_passage(passage.id, passage.text, passage.source, passage.section)
        topic = next(
            (TOPIC_OF_KIND[fact.kind] for fact in facts if fact.kind in TOPIC_OF_KIND), "role"
        )
        return Reply(topic, f"{QUOTED} {passage.text}", facts=(cited,))
    suggestions = nearest_questions((*question.alternatives, question.intent))
    return Reply("not_covered", f"{_NOT_COVERED} {_NEAREST}", suggestions=suggestions)


def out_of_scope(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    return Reply("out_of_scope", _OUT_OF_SCOPE, suggestions=nearest_questions(()))


def can_be_asked_back(intent: str) -> bool:
    return intent in _READINGS and intent in QUESTIONS


def which(readings: tuple[Question, ...], topic: str) -> Reply:
    """Asks which of two readings is meant; the suggestions are the two, in the words of the catalogue."""
    named = joined((_READINGS[reading.intent] for reading in readings), "or")
    return Reply(
        topic,
        _WHICH.format(readings=named),
        suggestions=tuple(QUESTIONS[r.intent] for r in readings),
    )
