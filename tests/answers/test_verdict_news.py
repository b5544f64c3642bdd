"""What is told after a verdict on an exam changes that verdict, and it is said how."""

from __future__ import annotations

import pytest

from bot.answers.eligibility import eligibility
from bot.answers.plan_thread import acknowledged
from bot.answers.retelling import with_said
from bot.domain.dialogue import DialogueState
from bot.domain.profile import Profile
from bot.domain.profile_parts import Degree, Experience
from bot.domain.profile_update import Operation, ProfileUpdate, apply
from bot.domain.question import Question
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from bot.plan.gap_analysis import analyze
from tests.answers.turns import turn
from tests.plan.conftest import TODAY

THREE_YEARS = Profile(experience=Experience(security=Span(3, 3)))
MSC = Operation("set", "degree", Degree("master"))
LED = Operation("set", "management.years", Span(3, 3))
FIVE = Operation("replace", "experience.security", Span(5, 5))


def told_after(
    certification: str, before: Profile, *told: Operation, kb: KnowledgeBase, judged: bool = True
) -> str:
    """What is said to news after whether a certification is open was told, or not."""
    verdict = eligibility(analyze(before, kb, TODAY), certification, kb).text
    state = DialogueState(focus=certification, said=with_said((), verdict) if judged else ())
    update = ProfileUpdate(told)
    here = turn(kb, state, before=before, profile=apply(before, update), update=update)
    return acknowledged(Question("inform", text="oh, and that"), here).text


@pytest.mark.parametrize(
    ("certification", "news", "says"),
    [
        ("certification/cissp", (MSC,), "may count for one of the years"),
        ("certification/cissp", (FIVE,), "Yes, on paper: the CISSP requires 5 years"),
        ("certification/crisc", (FIVE,), "and you have 5"),
    ],
)
def test_news_changes_the_verdict_that_was_told(
    certification: str, news: tuple[Operation, ...], says: str, kb: KnowledgeBase
) -> None:
    text = told_after(
        certification, Profile(experience=Experience(security=Span(2, 2))), *news, kb=kb
    )
    assert says in text
    assert text.startswith(("Got it: ", "Corrected: "))


def test_the_certification_is_named_where_the_change_does_not(kb: KnowledgeBase) -> None:
    text = told_after("certification/cissp", THREE_YEARS, MSC, kb=kb)
    assert "For the CISSP: your master’s degree may count" in text
    assert "But you can take the exam now" not in text, "told before"


@pytest.mark.parametrize(("certification", "judged"), [("certification/cissp", False), ("", True)])
def test_without_a_verdict_news_is_of_the_role(
    certification: str, judged: bool, kb: KnowledgeBase
) -> None:
    after = certification or "certification/security-plus"
    if not certification:  # its years are only recommended: nothing changes
        assert "Security+" not in told_after(after, THREE_YEARS, LED, kb=kb, judged=judged)
    else:
        assert "CISSP" not in told_after(after, THREE_YEARS, MSC, kb=kb, judged=judged)
