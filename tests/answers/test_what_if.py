"""What a supposition changes in the plan, in one sentence and three lines."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.answers.supposed_profile import supposing
from bot.answers.what_if import what_if
from bot.domain.profile import Profile
from bot.domain.profile_parts import Degree, Experience, Management
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from tests.plan.conftest import TODAY


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"certifications": (("CISM", "held"),)}, "With the CISM and without Security+, you’d "
                                                  "have an advanced certification."),
        ({"degree": Degree("none")}, "Without a degree, you’d be missing the usual start."),
        ({"degree": Degree("master")}, "it can be an advantage over other candidates"),
        ({"experience": Experience(security=Span(5, 5))}, "the earliest date would be 2 years "
                                                          "earlier"),
        ({"management": Management(people=5, now=True)}, "you’d have led people"),
        ({}, "Tell me what to suppose"),
    ],
)  # fmt: skip
def test_what_if_names_the_difference(
    change: dict[str, object], says: str, kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    supposed = replace(people["analyst"], **change)  # type: ignore[arg-type]
    reply = what_if(people["analyst"], supposed, kb, TODAY)
    assert says in reply.text
    assert len(re.findall(r"\. [A-Z]", reply.text)) == 0  # one sentence, then three lines
    assert (reply.table is None) == (not change)


def test_what_was_just_supposed_is_not_offered_again(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    analyst = people["analyst"]
    supposed = supposing(analyst, ("certification/cissp",), kb)
    assert "What if I had the CISSP?" not in what_if(analyst, supposed, kb, TODAY).suggestions


def test_what_is_named_is_supposed_where_nothing_was_heard(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    analyst = people["analyst"]
    with_it = supposing(analyst, ("certification/cism",), kb)
    assert with_it.certification("CISM") == "held"
    without = supposing(analyst, ("certification/security-plus",), kb, without=True)
    assert without.certifications_none and not without.certifications
    assert supposing(analyst, ("degree/bachelor",), kb, without=True).degree == Degree("none")
    assert supposing(analyst, ("degree/bachelor",), kb) == analyst
    assert supposing(analyst, ("degree/master",), kb).degree == Degree("master")
    assert supposing(analyst, ("skill/x",), kb) == analyst
