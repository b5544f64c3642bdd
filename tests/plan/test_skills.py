"""Proves the check of skills: two at a time, kept in the profile, and what is rated low gets into
the plan.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.profile import Profile
from bot.domain.profile_parts import Experience
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from bot.plan.milestones import make_plan
from bot.plan.profile_file import ProfileFileError, read_profile
from bot.plan.progress import describe_changes
from bot.plan.skills import skills_to_rate, weakest, with_ratings
from tests.plan.conftest import TODAY

ANALYST = Profile(job="SOC analyst", experience=Experience(security=Span(3, 3)))


def rated(kb: KnowledgeBase, *given: str) -> Profile:
    profile = ANALYST
    for text in given:
        following = with_ratings(profile, text, skills_to_rate(profile, (), kb))
        assert following is not None
        profile = following
    return profile


def test_eleven_skills_are_asked_for_two_at_a_time(kb: KnowledgeBase) -> None:
    profile, rounds = ANALYST, 0
    while asked := skills_to_rate(profile, (), kb):
        assert len(asked) <= 2
        profile, rounds = with_ratings(profile, "3 for both", asked) or profile, rounds + 1
    assert (len(profile.skills), rounds) == (11, 6)


def test_skills_that_were_left_out_are_not_asked_for(kb: KnowledgeBase) -> None:
    first = skills_to_rate(ANALYST, (), kb)
    second = skills_to_rate(ANALYST, [fact.about for fact in first], kb)
    assert not set(first) & set(second)


def test_ratings_survive_as_json_and_are_told_as_news(kb: KnowledgeBase) -> None:
    profile = rated(kb, "1 and 4")
    assert Profile.from_dict(profile.to_dict()) == profile
    assert describe_changes(ANALYST, profile, kb) == "ratings of 2 skills"


def test_the_skills_rated_lowest_become_actions_with_reason_and_sign(kb: KnowledgeBase) -> None:
    profile = rated(kb, "2 and 4", "5 and 5", "1 and 5")
    assert [rating for _, rating in weakest(profile, kb)] == [1, 2]
    actions = {action.key: action for action in make_plan(profile, kb, TODAY).actions}
    assert "You rate yourself 1 of 5" in actions["skill/budget"].why
    assert actions["skill/budget"].facts and actions["skill/budget"].done
    assert "skill/explaining" not in actions


def test_high_ratings_leave_the_plan_as_it_is(kb: KnowledgeBase) -> None:
    profile = rated(kb, "5 for both", "5 for both")
    plain = make_plan(ANALYST, kb, TODAY)
    assert make_plan(profile, kb, TODAY).actions == plain.actions


def test_a_profile_file_may_hold_ratings(tmp_path: Path, kb: KnowledgeBase) -> None:
    file = tmp_path / "me.yml"
    file.write_text("job: SOC analyst\nskills: {managing incidents: 2}\n", "utf-8")
    assert read_profile(file, kb, TODAY).skills == (("Managing incidents", 2),)
    for wrong in ("skills: {juggling: 2}", "skills: {managing incidents: 9}", "skills: 3"):
        file.write_text(f"job: SOC analyst\n{wrong}\n", "utf-8")
        with pytest.raises(ProfileFileError, match=r"me\.yml:2: skills"):
            read_profile(file, kb, TODAY)


def test_ratings_of_an_older_profile_are_kept(kb: KnowledgeBase) -> None:
    newer = replace(ANALYST, skills=(("Managing incidents", 4),))
    older = replace(ANALYST, skills=(("Managing incidents", 2), ("Programming", 3)))
    assert dict(newer.merged_over(older).skills) == {"Managing incidents": 4, "Programming": 3}
