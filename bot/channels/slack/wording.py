"""The words of the Slack surface itself: buttons, views, notices. What the advisor answers is worded in `bot.answers.dialogue`."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from bot.domain.reply import joined

HEADLINES = MappingProxyType(
    {
        "role": "The role",
        "duties": "Duties",
        "skills": "Skills",
        "education": "Education",
        "experience": "Experience",
        "certifications": "Certifications",
        "salary": "Salary",
        "career_path": "The way to the job",
        "resources": "Where to read on",
        "advice": "Your way",
    }
)
"""A headline for each topic that has something to tell; refusals and small talk carry none."""

HELPFUL, NOT_HELPFUL = "Helpful", "Not helpful"
THANKS = {
    "up": "👍 You found this helpful. Thank you.",
    "down": "👎 You didn't find this helpful. Thank you for saying so.",
}
ASK_MENTOR = "Ask a mentor"
GET_PLAN, PLAN_SENT = "Send me my plan", "Your plan is in our direct messages."
PLAN_FILES = "Here is your plan: as text, and for your calendar."
NO_PLAN = "There is no plan yet. Tell me about yourself, for example: I have 5 years in IT security, what should I do next?"
WHAT_CAN_YOU_DO = "What can you do?"
CUT = "…"
REST_SHOWN = "The rest is below."
NOT_KEPT = "I don't have that answer any more. Please ask again."

HOME_TITLE = "CISO career advisor"
HOME_ABOUT = (
    "I answer questions on one job, chief information security officer: duties, skills, education, experience, "
    "certifications, salary and the way there. Every fact comes with its source and year, and I say so when my "
    "sources don't know."
)
HOME_WAYS = (
    "Write to me here under Messages; only you see that.",
    "Mention me in a channel I'm in; I answer in the thread, and you can go on there.",
    "Type /ciso and a question anywhere; only you see the answer.",
)
HOME_PLAN = "My plan"
HOME_DATA = "My data"
HOME_DATA_ABOUT = "I keep your questions and my answers so that we can go on where we stopped. You can delete all of it."
DELETE, DELETE_SURE, DELETE_YES, DELETE_NO = (
    "Delete my data",
    "Every conversation you had with me goes, and your plan with them. This can't be undone. Messages that stand in Slack stay there.",
    "Delete it",
    "Keep it",
)
DELETED = "Your data is deleted. The next question starts afresh."
EXAMPLES = (
    "What does a CISO do?",
    "How do I become a CISO?",
    "How much does a CISO earn?",
    "I have 5 years in IT security, what should I do next?",
)

MENTOR_TITLE, MENTOR_SEND, MENTOR_CANCEL = ASK_MENTOR, "Send", "Cancel"
MENTOR_ABOUT = "Your question goes to the mentors of this workspace with your name. Nothing else does unless you tick it."
MENTOR_QUESTION, MENTOR_SHARE = "Your question", "Share as well"
SHARE_CONVERSATION, SHARE_PLAN = "Our conversation here", "My plan"
MENTOR_EMPTY = "Write your question first."
MENTOR_LATE = "Slack didn't open the form in time. Please press the button again."

BRIEF_TITLE = "A question for a mentor"
BRIEF_ASKS = " asks:"
TAKE, TAKEN_BY, TAKEN_ALREADY = (
    "I'll take it",
    "Taken by ",
    "Somebody has taken this one already; the message says who.",
)
CONVERSATION_SHARED, PLAN_SHARED = (
    "The conversation, shared by the asker",
    "The plan, shared by the asker",
)
PASSED_ON = "Your question is with the mentors. I'll tell you here who takes it."
NOT_PASSED_ON = "I couldn't pass your question on: the mentors' channel can't be reached. Nothing was shared. Please tell an admin."
WILL_HELP = " takes your question to the mentors and will be in touch:"


def asked(title: str) -> str:
    """What stands where the suggestions were, once one is chosen."""
    return f"Asked: {title}"


def show_rest(part: int, parts: int) -> str:
    return f"Show the rest ({part} of {parts})"


def shared(conversation: bool, plan: bool) -> str:
    what = [
        name for name, ticked in (("the conversation", conversation), ("the plan", plan)) if ticked
    ]
    return (
        f"Shared with consent: {joined(what)}, in the thread."
        if what
        else "Nothing but the question is shared."
    )


def spoken(asked_text: str, answers: Iterable[str]) -> str:
    """A turn as a reader of the brief sees it."""
    return "\n".join([f"Asked: {asked_text}", *(f"Answered: {answer}" for answer in answers)])
