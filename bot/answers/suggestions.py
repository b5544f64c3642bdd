"""What to ask next: one well-understood question for each intent, and which of them go with an answer."""

from __future__ import annotations

from bot.domain.dialogue import DialogueState

LEANING = (
    "ask_ellipsis", "ask_about_me", "ask_more", "ask_why", "ask_shorter", "ask_certainty", "ask_link",
    "ask_since_when", "ask_is_it_a_lot", "compare_listed", "correct_topic", "repeat", "go_back", "select_item",
)  # fmt: skip
"""Intents that mean nothing without what was said before them."""
QUESTIONS = {
    "ask_role": "What is {a_role}?",
    "ask_titles": "Which other titles mean the same job?",
    "ask_reporting_line": "Who do {roles} report to?",
    "ask_tenure": "How long do {roles} stay in the job?",
    "ask_survey": "How stressful is the job?",
    "ask_duties": "What does {a_role} do?",
    "ask_about_duty": "Does {a_role} look after physical security?",
    "ask_job_requirements": "What are the job requirements for {a_role}?",
    "ask_skills": "Which skills does {a_role} need?",
    "ask_about_skill": "Do I need to know how to code?",
    "ask_education": "Which degree do I need?",
    "ask_experience": "How many years of experience does it take?",
    "ask_stepping_stones": "Which jobs prepare for the {role} role?",
    "ask_management_experience": "Do I need management experience?",
    "ask_certifications": "Which certifications help?",
    "ask_about_certification": "What is the CISSP?",
    "ask_issuer": "Who offers the CISSP?",
    "ask_prerequisites": "What does the CISSP ask for?",
    "ask_upkeep": "What does it take to keep the CISSP?",
    "ask_exam_version": "Which exam version of Security+ is current?",
    "ask_comparison": "CISSP or CISM, how do they compare?",
    "ask_salary": "How much does {a_role} earn?",
    "ask_top_salary": "What is the most {a_role} can earn?",
    "ask_salary_factors": "What does {a_role}'s salary depend on?",
    "ask_figure_age": "How old is that salary figure?",
    "ask_pay_compared": "What do the different pay surveys say?",
    "ask_offer": "My offer is 250k base in finance, is that good?",
    "ask_raises": "How much has {role} pay gone up?",
    "ask_career_path": "How do I become {a_role}?",
    "ask_step": "What is the first step?",
    "ask_overlap": "How much of the {role} role does a security architect already cover?",
    "ask_resources": "Where can I read more about the career?",
    "ask_plan": "Where do I stand?",
    "ask_outdated": "What in the article is out of date?",
}
TOPIC_OF = {
    "ask_role": "role", "ask_titles": "role", "ask_abbreviation": "role",
    "ask_reporting_line": "role", "ask_tenure": "role", "ask_survey": "role",
    "ask_duties": "duties", "ask_about_duty": "duties", "ask_job_requirements": "duties",
    "ask_skills": "skills", "ask_about_skill": "skills",
    "ask_education": "education",
    "ask_experience": "experience", "ask_stepping_stones": "experience", "ask_management_experience": "experience",
    "ask_certifications": "certifications", "ask_about_certification": "certifications", "ask_issuer": "certifications",
    "ask_prerequisites": "certifications", "ask_upkeep": "certifications", "ask_exam_version": "certifications",
    "ask_comparison": "certifications",
    "ask_salary": "salary", "ask_top_salary": "salary", "ask_salary_factors": "salary", "ask_figure_age": "salary",
    "ask_source": "salary", "ask_pay_compared": "salary", "ask_offer": "salary", "ask_raises": "salary",
    "ask_career_path": "career_path", "ask_step": "career_path", "ask_overlap": "career_path",
    "ask_resources": "resources", "ask_outdated": "resources",
    "ask_advice": "advice", "ask_plan": "advice", "ask_what_if": "advice", "inform": "advice",
    "skip_question": "smalltalk", "stop_questions": "smalltalk", "forget_me": "smalltalk",
    "express_worry": "smalltalk", "express_frustration": "smalltalk", "mention_crisis": "smalltalk",
    "insult": "smalltalk", "joke": "smalltalk", "acknowledge": "smalltalk",
    "react_positive": "smalltalk", "react_negative": "smalltalk",
    "ask_not_covered": "not_covered", "out_of_scope": "out_of_scope",
    "greet": "smalltalk", "goodbye": "smalltalk", "thank": "smalltalk", "ask_capabilities": "smalltalk",
    "ask_bot": "smalltalk", "how_are_you": "smalltalk", "praise": "smalltalk", "complain": "smalltalk",
    "affirm": "smalltalk", "deny": "smalltalk",
    **dict.fromkeys(LEANING, "smalltalk"),
}  # fmt: skip
"""Intent -> topic; the intents that lean on the thread have the topic of the thread once there is one."""

_NEXT = {
    "role": (
        "ask_duties",
        "ask_salary",
        "ask_career_path",
        "ask_reporting_line",
        "ask_tenure",
        "ask_titles",
    ),
    "duties": ("ask_job_requirements", "ask_skills", "ask_about_duty", "ask_salary"),
    "skills": ("ask_about_skill", "ask_education", "ask_certifications", "ask_duties"),
    "education": ("ask_experience", "ask_certifications", "ask_resources", "ask_career_path"),
    "experience": (
        "ask_stepping_stones",
        "ask_management_experience",
        "ask_certifications",
        "ask_career_path",
    ),
    "certifications": (
        "ask_prerequisites",
        "ask_comparison",
        "ask_upkeep",
        "ask_issuer",
        "ask_about_certification",
        "ask_education",
    ),
    "salary": (
        "ask_pay_compared",
        "ask_top_salary",
        "ask_figure_age",
        "ask_salary_factors",
        "ask_raises",
        "ask_career_path",
    ),
    "career_path": (
        "ask_step",
        "ask_plan",
        "ask_education",
        "ask_experience",
        "ask_certifications",
        "ask_overlap",
    ),
    "resources": ("ask_outdated", "ask_education", "ask_certifications", "ask_career_path"),
    "advice": ("ask_career_path", "ask_certifications", "ask_experience", "ask_education"),
    "smalltalk": ("ask_role", "ask_salary", "ask_career_path"),
}
_SHOWN = 3


def next_questions(topic: str, thread: DialogueState, current: str = "") -> tuple[str, ...]:
    """Up to three questions that go with an answer on `topic` and haven't been asked in this conversation."""
    asked = {turn.intent for turn in thread.turns} | {current}
    fresh = [intent for intent in _NEXT.get(topic, _NEXT["smalltalk"]) if intent not in asked]
    spare = [
        intent
        for intent in ("ask_duties", "ask_salary", "ask_career_path", "ask_skills")
        if intent not in asked
    ]
    offered = [QUESTIONS[intent] for intent in dict.fromkeys(fresh + spare)]
    # what was offered just now comes last, so that the same three never stand there twice
    offered.sort(key=lambda question: question in thread.suggestions)
    return tuple(offered[:_SHOWN])


def nearest_questions(intents: tuple[str, ...]) -> tuple[str, ...]:
    """Up to three questions for the likeliest intents of a question that has no answer."""
    known = [intent for intent in intents if intent in QUESTIONS]
    return tuple(
        QUESTIONS[i] for i in dict.fromkeys([*known, "ask_duties", "ask_salary", "ask_career_path"])
    )[:_SHOWN]
