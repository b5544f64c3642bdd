"""The check of skills in a conversation: two ratings at a time, then what they mean for
the plan.
"""

from __future__ import annotations

from bot.domain.facts import Fact
from bot.domain.profile import Profile
from bot.domain.reply import Item, Reply, cite, joined
from bot.knowledge.store import KnowledgeBase
from bot.plan.line import lowered
from bot.plan.skills import skills_to_rate, weakest

TOPIC = "advice"
SUGGESTION = "Check my skills"


def ask_ratings(asked: tuple[Fact, ...], *, is_first: bool) -> Reply:
    """The question for the next skills; the scale is explained once."""
    if is_first:
        lead = "How would you rate yourself, from 1 (new to me) to 5 (I could teach it)?"
    else:
        lead = "Got it. And these?" if len(asked) > 1 else "Got it. And the last one?"
    answers = ("4 and 3", "2 and 4", "Skip") if len(asked) > 1 else ("2", "4", "Skip")
    return Reply(
        TOPIC,
        lead,
        tuple(Item(fact.label) for fact in asked),
        facts=cite(asked),
        suggestions=(*answers, "Stop asking"),
    )


def review_ratings(profile: Profile, skipped: tuple[str, ...], kb: KnowledgeBase) -> Reply:
    """What the ratings mean for the plan, and whether any skill is left to rate."""
    rated = dict(profile.skills)
    if not rated:
        return Reply(TOPIC, "OK, no ratings. You can check your skills whenever you like.",
                     suggestions=("Show my plan",))  # fmt: skip
    weak = weakest(profile, kb)
    if weak:
        names = joined(f"{lowered(fact.label)} ({rating} of 5)" for fact, rating in weak[:2])
        text = f"Your plan now works on {names}."
    else:
        text = "You rate none of them low, so your plan stays as it is."
    if skills_to_rate(profile, skipped, kb):
        text += " The other skills can wait until you ask for the check again."
    facts = cite(fact for fact, _ in weak[:2])
    return Reply(TOPIC, text, facts=facts, suggestions=("Show my plan", "What should I do next?"))
