"""Proves that the weights that hold facts back are learnt from what was read wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.profile import Degree
from bot.domain.profile_update import Operation
from bot.nlu.fact_check import FactCheck
from tools.fit_hearing_check import (
    JudgedFact,
    JudgedMessage,
    fit,
    is_wrong,
    left_out_risks,
    report,
    risks,
    shares,
    write,
)


def job(hand: str, least: float, wrong: bool, missing: bool = False) -> JudgedMessage:
    """A message with one fact that the networks are so sure of."""
    return JudgedMessage(hand, (JudgedFact("job", {"least": least}, wrong),), missing, wrong)


@pytest.fixture
def messages() -> list[JudgedMessage]:
    """Two hands of whom the networks are sure where they are right."""
    return [
        job(hand, least, wrong)
        for hand in ("one", "two")
        for least, wrong in [*[(0.95, False)] * 30, (0.9, True), *[(0.5, True)] * 10, (0.6, False)]
    ]


def test_unsure_facts_are_riskier_than_sure_ones(messages: list[JudgedMessage]) -> None:
    check = FactCheck(fit(messages), 0.5)
    assert check.risk("job", {"least": 0.5}) > 0.5 > check.risk("job", {"least": 0.95})


def test_a_kind_with_few_wrong_facts_has_no_weights(messages: list[JudgedMessage]) -> None:
    few = [one for one in messages if not one.wrong] + [job("one", 0.5, True)] * 3
    assert fit(few) == {}


def test_each_hand_is_judged_by_the_others(messages: list[JudgedMessage]) -> None:
    alone = [one for one in messages if one.hand == "one" or not one.wrong]
    found = dict(zip([one.hand for one in alone], left_out_risks(alone), strict=True))
    assert found["one"] == [0.0]  # nothing wrong to learn from in the other hand
    assert found["two"][0] > 0.0


def test_what_is_held_back_is_neither_right_nor_wrong() -> None:
    told = [job("one", 0.9, False), job("one", 0.9, True), job("one", 0.9, False, missing=True)]
    assert shares(told, [[0.1], [0.1], [0.1]], 0.5) == (1 / 3, 1 / 3)
    assert shares(told, [[0.9], [0.1], [0.1]], 0.5) == (0.0, 1 / 3)
    assert shares(told, [[0.1], [0.9], [0.1]], 0.5) == (2 / 3, 0.0)


def test_the_file_gives_the_same_risks(messages: list[JudgedMessage], tmp_path: Path) -> None:
    weights = fit(messages)
    write(weights, 0.35, tmp_path / "check.json")
    read = FactCheck.read(tmp_path / "check.json")
    assert (read.most, read.limits) == (0.35, {"degree": 0.40, "job": 0.25, "pay": 0.40})
    signs = messages[0].facts[0].signs
    assert read.risk("job", signs) == risks(messages[:1], weights)[0][0]


def test_the_report_names_kinds_and_limits(messages: list[JudgedMessage]) -> None:
    lines = report(messages)
    assert "job" in lines and "22 wrong of    84" in lines
    assert "most 1.00: right 73.8%, with a wrong fact 26.2%" in lines


def test_a_degree_is_wrong_by_its_level_or_its_status() -> None:
    degree = Operation("set", "degree", Degree("master"))
    assert is_wrong(degree, ("degree.status",))
    assert not is_wrong(degree, ("degrees", "job"))
    assert is_wrong(Operation("set", "experience.it"), ("experience.it",))
