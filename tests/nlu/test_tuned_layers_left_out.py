"""Where the tuned layers can't change what is heard they don't run; nothing is heard otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.nlu.encoder import TokenVectors
from bot.nlu.profile_component import trained_extractor
from bot.nlu.profile_extractor import ProfileExtractor
from tools.question_sets import read_cases

TODAY = date(2026, 11, 25)
SETS = Path("tests/evaluation")


@pytest.fixture(scope="module")
def extractor() -> ProfileExtractor:
    return trained_extractor()


@pytest.fixture
def tuned(extractor: ProfileExtractor, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """An entry for each time that the tuned layers ran."""
    ran: list[int] = []
    run = extractor._encoder.tuned

    def counted(texts: Sequence[TokenVectors]) -> list[TokenVectors]:
        ran.append(len(texts))
        return run(texts)

    monkeypatch.setattr(extractor._encoder, "tuned", counted)
    return ran


def development() -> list[str]:
    cases = yaml.safe_load((SETS / "hearing" / "development.yml").read_text("utf-8"))
    told = [str(message) for case in cases for message in case["messages"]]
    asked = [case.question for case in read_cases(SETS / "questions" / "development.yml")]
    return [*told[::2], *asked[::3]]


@pytest.mark.parametrize(
    ("asked", "last_named"), [("", ""), ("management", ""), ("", "job"), ("job", "experience.it")]
)
def test_every_message_is_heard_as_with_the_tuned_layers(
    extractor: ProfileExtractor,
    tuned: list[int],
    monkeypatch: pytest.MonkeyPatch,
    asked: str,
    last_named: str,
) -> None:
    texts = development()

    def heard() -> list[object]:
        return [
            extractor.extract(text, asked=asked, last_named=last_named, today=TODAY)
            for text in texts
        ]

    quick, runs = heard(), len(tuned)
    monkeypatch.setattr(ProfileExtractor, "_tells_nothing", lambda *_: False)
    assert heard() == quick
    assert runs < 0.8 * (len(tuned) - runs)


def test_a_plain_question_needs_no_tuned_layers_and_a_statement_does(
    extractor: ProfileExtractor, tuned: list[int]
) -> None:
    extractor.read("what does a CISO do all day?", today=TODAY)
    assert not tuned
    extractor.read("I'm a security analyst", today=TODAY)
    assert tuned
