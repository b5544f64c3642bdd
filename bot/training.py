"""Trains the model with Rasa, from the files that stand in the project."""

from __future__ import annotations

from pathlib import Path

from rasa.model_training import train

from bot.assistant import MODELS, NoModel


def train_model(output: Path = MODELS) -> Path:
    """Trains where anything has changed since the last model; returns the model's file."""
    result = train("domain.yml", "config.yml", "data", output=str(output))
    if result.model is None or result.code != 0:
        raise NoModel("training failed; the lines above say why")
    return Path(result.model)
