"""The dialogue acts that a message may be, by their families; any other intent is a question on the
job, or one that is declined.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.answers.feelings import COMPLAINT
from bot.answers.intent_topics import LEANING, OF_TOLD_PAY, TOPIC_OF

NOT_COVERED, OUT_OF_SCOPE = "ask_not_covered", "out_of_scope"
REFUSALS = (NOT_COVERED, OUT_OF_SCOPE)
TOLD, PRACTICE, DECISION = "inform", "ask_practice", "ask_decision"
FRUSTRATION = "express_frustration"
# Acts that are met before the question that comes with them is answered.
FEELINGS = ("express_worry", FRUSTRATION)
# The same, where they take up a part of a message.
MET = (*FEELINGS, COMPLAINT)
# Acts by which a message takes the last answer amiss.
OBJECTIONS = (COMPLAINT, "correct_topic")
# Acts that a question beside them outweighs: "thanks, now the duties".
COURTESIES = (
    "thank", "acknowledge", "greet", "praise", "joke", "react_positive", "react_negative",
    COMPLAINT, "how_are_you", "apologize", "defer_decision", "express_surprise",
    "express_discouragement", "share_success", "belittle_oneself",
)  # fmt: skip
# Acts that are answered by a response of the domain alone; where a message hardly is one, and
# nothing answers it, that response is still the best.
SMALL_TALK = tuple(
    act for act in (*COURTESIES, *FEELINGS, "ask_bot", "ask_capabilities", "insult", "goodbye")
    if act != "how_are_you"
)  # fmt: skip
NEAR_ADVICE = (
    "ask_career_path", "ask_step", "ask_stepping_stones", "ask_experience",
    "ask_management_experience",
)  # fmt: skip
# Wishes about the person's own plan: no source answers "what has changed?" or "and without the
# degree?".
PLAN = "ask_plan"
ABOUT_PLAN = (PLAN, "ask_progress", "ask_what_if", "ask_next_job")


@cache
def is_act(intent: str) -> bool:
    """Whether an intent is about the conversation or the person, not about the job."""
    return intent in OF_TOLD_PAY or TOPIC_OF.get(intent) in ("smalltalk", "advice")


def is_advice(act: str) -> bool:
    """Whether an act is a wish for advice."""
    return TOPIC_OF.get(act) == "advice"


def likeliest_act(probabilities: Mapping[str, float], likely: list[str]) -> tuple[str, float]:
    """The likeliest dialogue act, and how likely acts of its family are together."""
    families: dict[str, float] = {}
    for intent, probability in probabilities.items():
        if is_act(intent):
            family = _family(intent)
            families[family] = families.get(family, 0.0) + probability
    if not families:
        return "", 0.0
    best = max(sorted(families), key=lambda family: families[family])
    return next(i for i in likely if is_act(i) and _family(i) == best), families[best]


@cache
def _family(intent: str) -> str:
    return intent if intent in (*OF_TOLD_PAY, *LEANING) else TOPIC_OF[intent]
