"""Actions for skills that a person rates low: one thing to do for each, with its sign."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.facts import Fact
from bot.knowledge.store import KnowledgeBase
from bot.plan.action import NEXT, THEN, Action
from bot.plan.gap_analysis import Analysis
from bot.plan.skills import weakest

_MOST = 2
# A word of the skill's name, the end of the action's key, what to do, and the sign of it.
_PRACTICE = (
    (
        "non-technical",
        "explaining",
        "Explain one {field} risk to people without a technical background",
        "somebody could repeat it back to you",
    ),
    (
        "communicating",
        "presenting",
        "Give a ten-minute talk to your team and ask for feedback",
        "you have two things to do better",
    ),
    (
        "collaboration",
        "teamwork",
        "Run a small project together with another department",
        "both sides call it finished",
    ),
    ("policies", "policy", "Draft or revise one {field} policy", "somebody has reviewed it"),
    (
        "financial",
        "budget",
        "Draft next year’s budget with whoever owns it",
        "your draft has been discussed",
    ),
    (
        "laws",
        "law",
        "Write a page on one law that applies to your company",
        "somebody from legal has read it",
    ),
    (
        "incidents",
        "incidents",
        "Write the review of an incident or an exercise",
        "the review is shared",
    ),
    (
        "supervising",
        "supervising",
        "Supervise a new colleague or an intern for a quarter",
        "you’ve given them feedback twice",
    ),
    (
        "compliance",
        "compliance",
        "Take on one part of the next audit",
        "the auditors have your evidence",
    ),
    (
        "programming",
        "programming",
        "Automate one of your team’s tasks with a script",
        "it runs without you",
    ),
    (
        "technology",
        "technology",
        "Spend two days with the people who run {field} operations",
        "you can explain their three main tools",
    ),
)


def rated_low(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Action]:
    """What to do about the skills rated lowest; nothing where none was rated low."""
    for place, (fact, rating) in enumerate(weakest(analysis.profile, kb)[:_MOST]):
        key, text, done = _practice(fact)
        yield Action(
            f"skill/{key}",
            text.format(field=kb.job.field),
            f"You rate yourself {rating} of 5 here, and it’s a skill listed for the role",
            done,
            (fact,),
            THEN if place else NEXT,
        )


def _practice(fact: Fact) -> tuple[str, str, str]:
    name = fact.label.lower()
    for word, key, text, done in _PRACTICE:
        if word in name:
            return key, text, done
    key = fact.about.rpartition("/")[2]
    return key, f"Practice this on a task of your own: {name}", "somebody who knows it has seen it"
