"""What to ask next: short questions that lead on from an answer, fit the person, and aren't offered
twice in a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from bot.domain.dialogue import DialogueState
from bot.domain.role import Role

# Intents that mean nothing without what was said before them.
LEANING = (
    "ask_ellipsis", "ask_about_me", "ask_more", "ask_why", "ask_shorter", "ask_certainty",
    "ask_link", "ask_since_when", "ask_is_it_a_lot", "ask_other_year", "compare_listed",
    "correct_topic", "repeat", "go_back", "select_item",
)  # fmt: skip
# A question for each intent, at most 30 characters, so that it fits a button.
QUESTIONS = {
    "ask_role": "What is {a_role}?",
    "ask_titles": "What else is the job called?",
    "ask_reporting_line": "Who do {roles} report to?",
    "ask_tenure": "How long do {roles} stay?",
    "ask_survey": "How stressful is the job?",
    "ask_duties": "What does {a_role} do?",
    "ask_about_duty": "Do {roles} handle forensics?",
    "ask_job_requirements": "What do job postings ask for?",
    "ask_skills": "Which skills does it take?",
    "ask_about_skill": "Do I need to know how to code?",
    "ask_education": "Which degree do I need?",
    "ask_experience": "How many years does it take?",
    "ask_stepping_stones": "Which jobs lead there?",
    "ask_management_experience": "Do I need to have led people?",
    "ask_certifications": "Which certifications help?",
    "ask_about_certification": "What is the {certification}?",
    "ask_issuer": "Who offers the {certification}?",
    "ask_prerequisites": "What does {certification} ask for?",
    "ask_upkeep": "How do I keep the {certification}?",
    "ask_exam_version": "Which Security+ exam is valid?",
    "ask_comparison": "How do CISSP and CISM compare?",
    "ask_salary": "How much does {a_role} earn?",
    "ask_top_salary": "How much can {a_role} earn?",
    "ask_salary_factors": "What does the pay depend on?",
    "ask_figure_age": "How old is that figure?",
    "ask_pay_compared": "What do other pay surveys say?",
    "ask_offer": "Is a base of 250k good?",
    "ask_raises": "How fast does {role} pay grow?",
    "ask_career_path": "How do I become {a_role}?",
    "ask_step": "What is the first step?",
    "ask_overlap": "Which job is closest to {role}?",
    "ask_resources": "Where can I read more?",
    "ask_plan": "Where do I stand?",
    "ask_outdated": "Is the article out of date?",
}
# What is offered of the person rather than the job, with its intent.
ACTS_OFFERED = {
    "How far am I?": "ask_advice",
    "What should I do next?": "ask_advice",
    "What’s my next step?": "ask_advice",
    "Which certificate suits me?": "ask_advice",
    "How do I learn to lead?": "ask_advice",
    "Where do I stand?": "ask_plan",
    "Show my plan": "ask_plan",
    "Make me a plan": "ask_plan",
}
# Intent -> topic; the intents that lean on the thread have the topic of the thread once there is
# one.
TOPIC_OF = {
    "ask_role": "role", "ask_titles": "role", "ask_abbreviation": "role",
    "ask_reporting_line": "role", "ask_tenure": "role", "ask_survey": "role",
    "ask_duties": "duties", "ask_about_duty": "duties", "ask_job_requirements": "duties",
    "ask_skills": "skills", "ask_about_skill": "skills",
    "ask_education": "education",
    "ask_experience": "experience", "ask_stepping_stones": "experience",
    "ask_management_experience": "experience",
    "ask_certifications": "certifications", "ask_about_certification": "certifications",
    "ask_issuer": "certifications",
    "ask_prerequisites": "certifications", "ask_upkeep": "certifications",
    "ask_exam_version": "certifications",
    "ask_comparison": "certifications",
    "ask_salary": "salary", "ask_top_salary": "salary", "ask_salary_factors": "salary",
    "ask_figure_age": "salary",
    "ask_source": "salary", "ask_pay_compared": "salary", "ask_offer": "salary",
    "ask_raises": "salary",
    "tell_raise": "salary", "compare_offers": "salary",
    "ask_career_path": "career_path", "ask_step": "career_path", "ask_overlap": "career_path",
    "ask_resources": "resources", "ask_outdated": "resources",
    "ask_advice": "advice", "ask_plan": "advice", "ask_progress": "advice", "ask_what_if": "advice",
    "ask_next_job": "advice", "ask_decision": "advice", "inform": "advice",
    "skip_question": "smalltalk", "stop_questions": "smalltalk", "forget_me": "smalltalk",
    "check_skills": "smalltalk",
    "express_worry": "smalltalk", "express_frustration": "smalltalk", "mention_crisis": "smalltalk",
    "insult": "smalltalk", "joke": "smalltalk", "acknowledge": "smalltalk",
    "react_positive": "smalltalk", "react_negative": "smalltalk", "ask_practice": "smalltalk",
    "apologize": "smalltalk", "defer_decision": "smalltalk", "express_surprise": "smalltalk",
    "express_discouragement": "smalltalk", "share_success": "smalltalk",
    "belittle_oneself": "smalltalk",
    "ask_not_covered": "not_covered", "out_of_scope": "out_of_scope",
    "greet": "smalltalk", "goodbye": "smalltalk", "thank": "smalltalk",
    "ask_capabilities": "smalltalk",
    "ask_bot": "smalltalk", "how_are_you": "smalltalk", "praise": "smalltalk",
    "complain": "smalltalk",
    "affirm": "smalltalk", "deny": "smalltalk",
    **dict.fromkeys(LEANING, "smalltalk"),
}  # fmt: skip

# What goes on from a topic, the likeliest first.
_NEXT: dict[str, tuple[str, ...]] = {
    "role": (
        QUESTIONS["ask_duties"],
        "How many companies have one?",
        QUESTIONS["ask_reporting_line"],
        "How do {role} and CSO differ?",
        QUESTIONS["ask_tenure"],
        "What is a virtual {role}?",
        "Does the law require a {role}?",
        QUESTIONS["ask_survey"],
        QUESTIONS["ask_career_path"],
    ),
    "duties": (
        QUESTIONS["ask_skills"],
        "How big are security teams?",
        QUESTIONS["ask_job_requirements"],
        "Do {roles} report to the board?",
        QUESTIONS["ask_about_duty"],
        "How many hours do {roles} work?",
        QUESTIONS["ask_reporting_line"],
    ),
    "skills": (
        QUESTIONS["ask_about_skill"],
        QUESTIONS["ask_management_experience"],
        QUESTIONS["ask_education"],
        QUESTIONS["ask_duties"],
        QUESTIONS["ask_certifications"],
    ),
    "education": (
        "Is a master's worth it?",
        QUESTIONS["ask_experience"],
        QUESTIONS["ask_certifications"],
        "Is a degree required?",
        QUESTIONS["ask_career_path"],
        QUESTIONS["ask_resources"],
    ),
    "experience": (
        QUESTIONS["ask_stepping_stones"],
        QUESTIONS["ask_management_experience"],
        QUESTIONS["ask_overlap"],
        QUESTIONS["ask_career_path"],
        QUESTIONS["ask_certifications"],
        QUESTIONS["ask_tenure"],
    ),
    "certifications": (
        QUESTIONS["ask_prerequisites"],
        QUESTIONS["ask_upkeep"],
        QUESTIONS["ask_issuer"],
        QUESTIONS["ask_comparison"],
        QUESTIONS["ask_about_certification"],
        "Do I have to be certified?",
        QUESTIONS["ask_exam_version"],
        QUESTIONS["ask_education"],
    ),
    "salary": (
        "What does a deputy {role} earn?",
        QUESTIONS["ask_salary_factors"],
        "Which industry pays best?",
        QUESTIONS["ask_raises"],
        "Do {roles} get equity?",
        QUESTIONS["ask_pay_compared"],
        "What do {roles} earn in Germany?",
        QUESTIONS["ask_career_path"],
    ),
    "career_path": (
        QUESTIONS["ask_experience"],
        QUESTIONS["ask_stepping_stones"],
        QUESTIONS["ask_plan"],
        "How do {role} interviews go?",
        QUESTIONS["ask_education"],
        QUESTIONS["ask_certifications"],
        "What comes after {role}?",
        QUESTIONS["ask_overlap"],
    ),
    "resources": (
        QUESTIONS["ask_outdated"],
        QUESTIONS["ask_career_path"],
        QUESTIONS["ask_certifications"],
        QUESTIONS["ask_education"],
    ),
    "advice": (
        QUESTIONS["ask_plan"],
        QUESTIONS["ask_career_path"],
        QUESTIONS["ask_stepping_stones"],
        QUESTIONS["ask_certifications"],
        QUESTIONS["ask_experience"],
        QUESTIONS["ask_education"],
    ),
    "smalltalk": (
        QUESTIONS["ask_role"],
        QUESTIONS["ask_salary"],
        QUESTIONS["ask_career_path"],
        QUESTIONS["ask_duties"],
        QUESTIONS["ask_skills"],
        QUESTIONS["ask_survey"],
    ),
}
# What goes on from a topic for somebody who has told of themselves.
_OF_PERSON: dict[str, tuple[str, ...]] = {
    "experience": ("How far am I?",),
    "certifications": ("Which certificate suits me?",),
    "career_path": ("What should I do next?",),
    "education": ("What should I do next?",),
    "skills": ("What should I do next?",),
}
_SHOWN = 3
# Letters from which a word says what a question is about.
_TELLING = 6
# Characters that fit a button.
LONGEST = 30
_USUAL_CERTIFICATION = "CISSP"


@dataclass(frozen=True)
class Subject:
    """Whom suggestions are for: the certification that is talked about, whether the person has told
    of themselves, the role whose names stand in the questions, what was asked just now, and the
    words that the sources have: a question in other words has no answer.
    """

    certification: str = ""
    knows_person: bool = False
    role: Role | None = None
    asked: str = ""
    words: frozenset[str] | None = None


def next_questions(
    topic: str, thread: DialogueState, current: str = "", subject: Subject | None = None
) -> tuple[str, ...]:
    """Up to three questions that go with an answer on `topic` and haven't been asked in this
    conversation.
    """
    subject = subject or Subject()
    asked = {QUESTIONS[intent] for intent in _intents(thread, current) if intent in QUESTIONS}
    in_words = {plain(turn.text) for turn in thread.turns}
    said = _telling(f"{subject.asked} {' '.join(turn.text for turn in thread.turns)}")
    just_now = set(map(plain, thread.suggestions))
    pool = [
        *(_OF_PERSON.get(topic, ()) if subject.knows_person else ()),
        *_NEXT.get(topic, _NEXT["smalltalk"]),
        *_NEXT["smalltalk"],
    ]
    pool = [question for question in dict.fromkeys(pool) if is_held(question, subject)]
    told = [_filled(question, subject) for question in pool if question not in asked]
    offered = [
        question
        for question in told
        if plain(question) not in in_words and not _is_asked(question, said)
    ]
    # what was offered just now comes last, so that the same three never stand there twice
    offered.sort(key=lambda question: plain(question) in just_now)
    return tuple(offered[:_SHOWN])


def varied(
    suggestions: tuple[str, ...], topic: str, thread: DialogueState, subject: Subject | None = None
) -> tuple[str, ...]:
    """An answer's own suggestions; the last gives way to another where the same three stood there
    just now.
    """
    if len(suggestions) < _SHOWN or set(suggestions) != set(thread.suggestions):
        return suggestions
    others = [q for q in next_questions(topic, thread, "", subject) if q not in suggestions]
    return (*suggestions[: _SHOWN - 1], *others[:1])


def nearest_questions(intents: tuple[str, ...]) -> tuple[str, ...]:
    """Up to three questions for the likeliest intents of a question that has no answer."""
    known = [intent for intent in intents if intent in QUESTIONS]
    return tuple(
        _filled(QUESTIONS[i], Subject())
        for i in dict.fromkeys([*known, "ask_duties", "ask_salary", "ask_career_path"])
    )[:_SHOWN]


def all_questions() -> tuple[str, ...]:
    """Every question that may be suggested, about the usual certification."""
    told = (*QUESTIONS.values(), *chain(*_NEXT.values()), *chain(*_OF_PERSON.values()))
    return tuple(dict.fromkeys(_filled(question, Subject()) for question in told))


def plain(question: str) -> str:
    return question.lower().rstrip("?.! ").replace("’", "'")


def _telling(text: str) -> frozenset[str]:
    """The words of a text that are long enough to say what it is about."""
    return frozenset(word for word in plain(text).split() if len(word) >= _TELLING)


def is_held(question: str, subject: Subject) -> bool:
    """Whether the sources have the telling words of a question, and the names that it gives."""
    if subject.words is None or question in ACTS_OFFERED:
        return True
    told = question.replace("{certification}", subject.certification or _USUAL_CERTIFICATION)
    told = " ".join(word for word in told.split() if "{" not in word)
    names = {plain(word) for word in told.split() if sum(map(str.isupper, word)) > 1 or "+" in word}
    return names | _telling(told) <= subject.words


def _is_asked(question: str, said: frozenset[str]) -> bool:
    """Whether all that a question is about was asked about: "and for a deputy?"."""
    words = _telling(question)
    return bool(words) and words <= said


def _intents(thread: DialogueState, current: str) -> set[str]:
    return {turn.intent for turn in thread.turns} | {current}


def _filled(question: str, subject: Subject) -> str:
    """The question about the certification that is talked about, or the usual one where the name is
    too long.
    """
    told = question.replace("{certification}", subject.certification or _USUAL_CERTIFICATION)
    if len(told) > LONGEST:
        told = question.replace("{certification}", _USUAL_CERTIFICATION)
    return subject.role.fill(told) if subject.role else told
