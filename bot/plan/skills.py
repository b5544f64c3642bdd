"""How a person rates the skills of the role: what is still to ask, and what is worth working on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.domain.facts import Fact, FactKind
from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.parsing.ratings import ratings

AT_ONCE = 2
# The highest rating that makes a skill worth an action in the plan.
WEAK = 2


def skills_to_rate(
    profile: Profile, skipped: Collection[str], kb: KnowledgeBase
) -> tuple[Fact, ...]:
    """The next skills to ask for, in the order of the source; `skipped` holds their ids."""
    rated = dict(profile.skills)
    return tuple(
        fact
        for fact in kb.facts(FactKind.SKILL)
        if fact.label not in rated and fact.about not in skipped
    )[:AT_ONCE]


def with_ratings(profile: Profile, text: str, asked: tuple[Fact, ...]) -> Profile | None:
    """The profile with the ratings of a message; None where it holds none."""
    given = ratings(text, len(asked))
    if not given:
        return None
    fresh = {fact.label: rating for fact, rating in zip(asked, given, strict=False)}
    return replace(profile, skills=tuple({**dict(profile.skills), **fresh}.items()))


def weakest(profile: Profile, kb: KnowledgeBase) -> tuple[tuple[Fact, int], ...]:
    """The skills rated low, the lowest first, with their rating."""
    rated = dict(profile.skills)
    weak = [
        (fact, rated[fact.label])
        for fact in kb.facts(FactKind.SKILL)
        if rated.get(fact.label, WEAK + 1) <= WEAK
    ]
    return tuple(sorted(weak, key=lambda pair: pair[1]))
