"""Proves that training leaves the process as it was."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from rasa.model_training import TrainingResult

from bot.rasa_adapter import training
from bot.rasa_adapter.assistant import NoModelError


def test_nothing_is_collected_while_it_trains(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[bool] = []

    def train(*_: object, output: str) -> TrainingResult:
        collected.append(gc.isenabled())
        return TrainingResult(model=f"{output}/model.tar.gz")

    monkeypatch.setattr(training, "read_quickly", lambda: None)
    monkeypatch.setattr(training, "train", train)
    assert training.train_model(Path("here")) == Path("here/model.tar.gz")
    assert collected == [False]
    assert gc.isenabled()


def test_a_training_that_fails_tells_what_rasa_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def train(*_: object, **__: object) -> TrainingResult:
        print("no such configuration")
        return TrainingResult(code=1)

    monkeypatch.setattr(training, "read_quickly", lambda: None)
    monkeypatch.setattr(training, "train", train)
    with pytest.raises(NoModelError, match="no such configuration"):
        training.train_model()
    assert gc.isenabled()
