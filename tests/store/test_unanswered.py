"""Questions that weren't answered are noted with the reason, and without what is personal."""

from __future__ import annotations

import pytest

from bot.domain.reply import Reply
from bot.store.unanswered import Unanswered, scrubbed


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("write to jane.roe@example.org please", "jane.roe"), ("call +49 (0)30 1234567", "1234567"),
        ("my name is Jane Roe and I want to be a CISO", "Jane"), ("I'm Jane, what next?", "Jane"),
        ("see https://example.org/me", "example.org"),
        ("ask @janeroe", "janeroe"), ("employee 12345678", "12345678"),
        ("jane (at) example.org", "jane"), ("Dr. Roe said so", "Roe"),
    ],
)  # fmt: skip
def test_personal_data_is_taken_out_of_a_question(text: str, gone: str) -> None:
    assert gone not in scrubbed(text)


@pytest.mark.parametrize(
    "text",
    [
        "is 250,000 a fair offer?",
        "I am a SOC analyst with 8 years",
        "I'm CISSP certified",
        "do I need ISO 27001?",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert scrubbed(text) == text


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply("salary", "I don't have that for Peru.", lacking=("Peru",)), "partly"),
        (Reply("not_covered", "I don't have that."), "refused"),
        (Reply("salary", "Perhaps.", confidence=0.1), "unsure"),
    ],
)
def test_what_was_not_wholly_answered_is_noted_with_the_reason(reply: Reply, reason: str) -> None:
    note = Unanswered.of("what about Peru?", [Reply("salary", "Yes."), reply])
    assert note is not None
    assert note.reason == reason


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("I’m Anna Smith, what next?", "Anna"),
        ("I am Łukasz Żak and want to be a CISO", "Łukasz"),
        ("my name is Юлия Иванова", "Юлия"),
        ("my name's 山田太郎", "山田"),
        ("my name is anna and I lead a team", "anna"),
        ("call me O’Brien please", "Brien"),
        ("mail anna dot smith at gmail dot com", "smith"),
        ("write to anna [at] example [dot] org", "anna"),
        ("see linkedin.com/in/annasmith", "annasmith"),
        ("my page is annasmith.com", "annasmith"),
        ("my page is annasmith dot com slash me", "annasmith"),
        ("Dr. Çelik said so", "Çelik"),
    ],
)
def test_names_and_addresses_are_removed_however_they_are_written(text: str, gone: str) -> None:
    assert gone not in scrubbed(text)


@pytest.mark.parametrize(
    "text",
    [
        "I’m a SOC analyst, is CISSP enough?",
        "I'm CISSP certified and 40",
        "I am the head of IT at a bank",
        "what does a deputy CISO earn in the U.S.?",
        "is a CISO at a bank paid more, e.g. in Germany?",
        "I'm Security+ certified",
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    assert scrubbed(text) == text
