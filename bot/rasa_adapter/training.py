"""Trains the model with Rasa, from the files that stand in the project."""

from __future__ import annotations

import contextlib
import gc
import io
from collections.abc import Iterator
from pathlib import Path

from rasa.model_training import train

from bot.rasa_adapter.assistant import MODELS, NoModelError
from bot.rasa_adapter.quick_reading import read_quickly


def train_model(output: Path = MODELS) -> Path:
    """Trains where anything has changed since the last model; returns the model's file.

    Rasa's progress bars are kept back; where training fails, the NoModelError holds them.
    """
    read_quickly()
    said = io.StringIO()
    with (
        contextlib.redirect_stderr(said),
        contextlib.redirect_stdout(said),
        _nothing_collected(),
    ):
        result = train("domain.yml", "config.yml", "data", output=str(output))
    if result.model is None or result.code != 0:
        raise NoModelError(f"training failed: {said.getvalue()[-2000:]}")
    return Path(result.model)


@contextlib.contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep Python from looking for circles: again and again it walks through millions of objects,
    a fifth of the time of reading and of making rows, and finds next to nothing.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
