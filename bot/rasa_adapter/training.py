"""Trains the model with Rasa, from the files that stand in the project."""

from __future__ import annotations

import contextlib
import io
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
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        result = train("domain.yml", "config.yml", "data", output=str(output))
    if result.model is None or result.code != 0:
        raise NoModelError(f"training failed: {said.getvalue()[-2000:]}")
    return Path(result.model)
