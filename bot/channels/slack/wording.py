"""The words of the Slack app itself: buttons, views, notices. The advisor's answers are worded in
`bot.answers`.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from bot.domain.reply import joined

HELPFUL, NOT_HELPFUL = "Helpful", "Not helpful"
THANKS_UP = "Thanks, good to know."
THANKS_DOWN = "Sorry about that. What was wrong with it?"
THANKS_REASON = "Thanks, that helps me get better."
REASONS = MappingProxyType(
    {
        "wrong": "It's wrong",
        "offtopic": "Not what I asked",
        "missing": "Something is missing",
        "unclear": "Too long or unclear",
    }
)
ASK_MENTOR = "Ask a mentor"
GET_PLAN = "Send me my plan"
PLAN_SENT = "Your plan is in our direct messages."
PLAN_FILES = "Here's your plan: a page to print, your calendar, and the text."
NO_PLAN = (
    "You don't have a plan yet. Tell me about yourself, for example: I have 5 years in IT "
    "security, what should I do next?"
)
CUT = "…"
REST_SHOWN = "The rest is below."
NOT_KEPT = "I don't have that answer anymore. Please ask again."
WORKING = "One moment, I'm looking that up."
THINKING = "is looking that up…"

NO_FILES = "I can't read files. Please write your question as text."
NO_FORWARDS = "I don't read forwarded messages. Please write your question in your own words."
OUTSIDER = "Sorry, I can only help people in the workspace that installed me."

HELP_TITLE = "How to use me in Slack"
HELP = (
    "Type /ciso and a question, for example: /ciso what does a CISO earn? Only you see the answer.",
    "Write to me in a direct message for anything personal, such as your own plan.",
    (
        "Mention me in a channel I'm in. "
        "I answer in the thread, and there you can ask on without a mention."
    ),
    "Open my Home tab for example questions, your plan, and to delete your data.",
)
HELP_MENTOR = "Press “Ask a mentor” below an answer to bring in a person."

HOME_TITLE = "CISO career advisor"
HOME_ABOUT = "Hi! I can help you find your way to chief information security officer."
HOME_EXAMPLES = "Try one of these"
HOME_KNOWS_TITLE = "What I know"
HOME_KNOWS = (
    "What CISOs do, the skills, education and experience recommended, certifications, pay, "
    "and the steps there. "
    "Each fact comes with its source and year.",
    "What I don't know: your company's own rules and pay, job openings, visas, "
    "and anything my sources don't "
    "cover. I say so and give you the closest thing I have.",
    "I can't promise you the job, and I don't replace a mentor who knows you.",
)
HOME_PLAN = "My plan"
HOME_PLAN_CUT = "That's the beginning. “Send me my plan” gives you all of it."
HOME_DATA = "My data"
HOME_DATA_ABOUT = (
    "I keep your questions and my answers so that we can pick up where we left off. "
    "You can delete them."
)
DELETE, DELETE_SURE, DELETE_YES, DELETE_NO = (
    "Delete my data",
    "This deletes your conversations with me, your plan and your questions to mentors. "
    "It can't be undone. "
    "Messages in Slack stay where they are.",
    "Delete",
    "Keep",
)
DELETED = "Your data is deleted. Your next question starts a new conversation."
ASKED_FROM_HOME = "You asked: "
EXAMPLES = (
    "What does a CISO do?",
    "How do I become a CISO?",
    "How much does a CISO earn?",
    "Which certifications help?",
)
AGENT_DESCRIPTION = (
    "Answers questions about becoming a chief information security officer, "
    "with the source of each fact, "
    "and makes you a plan."
)

MENTOR_TITLE, MENTOR_SEND, MENTOR_CANCEL = ASK_MENTOR, "Send", "Cancel"
MENTOR_ABOUT = (
    "Your question goes to this workspace's mentors with your name. "
    "Nothing else does unless you tick it."
)
MENTOR_QUESTION, MENTOR_SHARE, MENTOR_PREVIEW = "Your question", "Share as well", "They will see"
SHARE_CONVERSATION, SHARE_PLAN, SHARE_LINK = (
    "Our conversation here",
    "My plan",
    "A link to our thread",
)
SHARED = MappingProxyType(
    {
        "conversation": "the conversation with me",
        "plan": "the plan",
        "link": "a link to the thread",
    }
)
MENTOR_EMPTY = "Please write your question first."
MENTOR_LATE = "Slack didn't open the form in time. Please press the button again."

BRIEF_TITLE, BRIEF_ASKS = "A question for a mentor", " asks:"
BRIEF_THREAD = "Where it came up"
TAKE, DONE, GIVE_BACK, MET, NOT_MET, REASSIGN, WITHDRAW, PAUSE, RESUME = (
    "I'll take it",
    "Mark as done",
    "Give it back",
    "Yes, we met",
    "Not yet",
    "Ask another mentor",
    "I don't need it anymore",
    "Pause new questions",
    "Resume",
)
TAKEN_BY, DONE_BY, OPEN_AGAIN, WITHDRAWN = (
    "Taken by ",
    "Done. Thanks, ",
    "Open again",
    "The asker doesn't need this anymore.",
)
TAKEN_ALREADY = "Somebody else has this one already; the message says who."
OWN_QUESTION = "This is your own question, so another mentor has to take it."
NOT_YOURS = "Only the mentor who took this question can do that."
GONE = "This question isn't there anymore: the asker deleted it."
CONVERSATION_SHARED, PLAN_SHARED = (
    "The conversation, shared by the asker",
    "The plan, shared by the asker",
)
PASSED_ON = "Your question is with the mentors. I'll tell you here who takes it."
NOT_PASSED_ON = (
    "I couldn't pass your question on because I can't post to the mentors' channel. "
    "Nothing was shared. "
    "Please tell an admin."
)
WILL_HELP = " took your question and will be in touch:"
WILL_HELP_HERE = " took your question. I opened a group conversation for the two of you."
GIVEN_BACK = " had to give your question back. The other mentors can see it again:"
DONE_ASKER = " marked your question as done. Did you two meet?"
REMINDER = ", could you take this one? It has been waiting, and it's your turn."
REMINDER_ALL = "This question is still waiting for a mentor."
STILL_WAITING = "No mentor has taken your question yet. I reminded them:"
NOBODY = (
    "No mentor has taken your question, sorry. "
    "You can still ask me, or reach out to somebody directly:"
)
PAIR_INTRO = ", meet your mentor "
PAIR_QUESTION = "Your question:"
MET_THANKS = (
    "Great, I'm glad you met. If anything changed for you, tell me and I'll update your plan."
)
NOT_MET_THANKS = "Thanks for telling me. I nudged your mentor and will ask you again in a week."
NOT_MET_NUDGE = " says you haven't met yet. Could you suggest a time?"
REASSIGNED = "I asked the other mentors."
WITHDRAWN_THANKS = "Okay, I took it back."

MENTORS_TITLE = "For mentors"
MENTORS_NONE_OPEN = "Nothing is waiting for a mentor."
MENTORS_NONE_YOURS = "You have no open questions."
MENTORS_WAITING, MENTORS_YOURS = "Waiting for a mentor", "Taken by you"
MENTORS_PAUSED = "You're paused: I don't suggest new questions to you."
MENTORS_ACTIVE = "I suggest questions in turn, to whoever has the fewest open."


def asked(title: str) -> str:
    """What stands where the suggestions were, once one is chosen."""
    return f"Asked: {title}"


def chosen(label: str) -> str:
    return f"You said: {label}"


def show_rest(part: int, parts: int) -> str:
    return f"Show the rest ({part} of {parts})"


def pair_next(days: float) -> str:
    return f"A good first step: find 30 minutes this week. I'll check in in {_span(days)}."


def check_in(days: float) -> str:
    """Follows the mention of the mentor."""
    return f" took your question {_span(days)} ago. Did you two meet?"


def _span(days: float) -> str:
    """`two weeks`, `10 days`, as people count them."""
    whole = max(1, round(days))
    weeks, rest = divmod(whole, 7)
    if weeks and not rest:
        names = {1: "a week", 2: "two weeks", 3: "three weeks", 4: "four weeks"}
        return names.get(weeks, f"{weeks} weeks")
    return "a day" if whole == 1 else f"{whole} days"


def too_many(most: int) -> str:
    return (
        f"You already have {most} open questions. "
        "Mark one as done first, or leave this one to a colleague."
    )


def shared(what: Iterable[str]) -> str:
    """`what` are the words for the ticked things."""
    names = list(what)
    if not names:
        return "Only the question is shared."
    return f"Shared with the asker's consent: {joined(names)}."


def in_turn(paused: bool) -> str:
    return MENTORS_PAUSED if paused else MENTORS_ACTIVE


def transcript(asked_text: str, answers: Iterable[str]) -> str:
    """A turn as a reader of the brief sees it."""
    return "\n".join([f"Asked: {asked_text}", *(f"Answered: {answer}" for answer in answers)])
