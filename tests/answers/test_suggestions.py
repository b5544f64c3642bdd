"""What is suggested: short, never the same three in a row, and each a question that is answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answers.suggestions import (
    LONGEST,
    Subject,
    all_questions,
    is_held,
    next_questions,
    plain,
    varied,
)
from bot.domain.dialogue import DialogueState
from bot.domain.reply import TOPICS, Reply
from bot.domain.role import Role
from bot.knowledge.store import KnowledgeBase

DECLINED = ("not_covered", "out_of_scope")


@pytest.fixture
def role(kb: KnowledgeBase) -> Role:
    return kb.job


def test_every_suggestion_fits_a_button(role: Role) -> None:
    too_long = [q for q in map(role.fill, all_questions()) if len(q) > LONGEST]
    assert not too_long


def test_nothing_is_offered_that_the_sources_have_no_words_for(kb: KnowledgeBase) -> None:
    everything = Subject(role=kb.job, words=kb.words)
    assert all(is_held(question, everything) for question in all_questions())
    other = Subject(role=Role("DPO"), words=frozenset(("degree", "required", "certifications")))
    offered = next_questions("certifications", DialogueState(), "", other)
    assert not any(name in question for question in offered for name in ("CISSP", "Security+"))
    assert is_held("Is a degree required?", other)
    assert not is_held("How do {role} and CSO differ?", other)


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic not in DECLINED])
def test_the_same_three_are_never_offered_twice_in_a_row(topic: str, role: Role) -> None:
    subject, state = Subject(role=role), DialogueState()
    before: tuple[str, ...] = ()
    for _ in range(4):
        offered = next_questions(topic, state, "", subject)
        assert len(offered) == 3
        assert set(offered) != set(before)
        before, state = offered, DialogueState(suggestions=offered)


def test_an_answers_own_three_are_varied_when_they_stood_there_just_now(role: Role) -> None:
    own = ("Show my plan", "How far am I?", "What’s my next step?")
    state, subject = DialogueState(suggestions=own), Subject(role=role)
    assert varied(own, "advice", DialogueState(), subject) == own
    other = varied(own, "advice", state, subject)
    assert other[:2] == own[:2] and other[2] != own[2]


def test_the_certification_that_is_talked_about_is_asked_about(role: Role) -> None:
    offered = next_questions("certifications", DialogueState(), "", Subject("CISM", role=role))
    assert any("CISM" in question for question in offered)
    assert not any("CISSP" in question for question in offered[:2])


def test_every_suggestion_leads_to_an_answer(
    ask: Callable[..., tuple[Reply, ...]], role: Role
) -> None:
    failed = []
    for number, question in enumerate(map(role.fill, all_questions())):
        if plain(question) == "how old is that figure":  # asked of an answer
            ask("How much does a CISO earn?", str(number))
        reply = ask(question, str(number))[0]
        if reply.topic in DECLINED or not (reply.facts or reply.suggestions):
            failed.append((question, reply.text))
    assert not failed
