"""The topic of each intent, and which intents lean on what was said before them."""

from __future__ import annotations

# Intents that mean nothing without what was said before them.
LEANING = (
    "ask_ellipsis", "ask_about_me", "ask_more", "ask_why", "ask_shorter", "ask_certainty",
    "ask_link", "ask_since_when", "ask_is_it_a_lot", "ask_other_year", "compare_listed",
    "correct_topic", "repeat", "go_back", "select_item",
)  # fmt: skip
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

# Intents on pay and figures that lean on what was told; dialogue acts, though of a topic.
OF_TOLD_PAY = ("ask_offer", "ask_source", "ask_figure_age", "compare_offers", "tell_raise")
# Questions about the job, answered from the evidence that was found for them.
KNOWLEDGE = frozenset(
    intent for intent, topic in TOPIC_OF.items()
    if topic not in ("smalltalk", "advice") and intent not in OF_TOLD_PAY
)  # fmt: skip
