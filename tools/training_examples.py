"""The training examples of the understanding, as plain texts with their intents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

EXAMPLE = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


def training_examples(folder: Path) -> tuple[list[str], list[str]]:
    """Intents and texts of all Rasa training examples of a folder."""
    intents, texts = [], []
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            for text in _examples(block.get("examples") or "") if "intent" in block else ():
                intents.append(str(block["intent"]))
                texts.append(EXAMPLE.sub(r"\1", text.strip()))
    return intents, texts


def _examples(held: str | list[dict[str, Any]]) -> list[str]:
    """The texts of a block, in either form that Rasa reads: lines, or entries with metadata."""
    if isinstance(held, str):
        return [line[2:] for line in held.splitlines() if line.startswith("- ")]
    return [str(entry["text"]) for entry in held]
