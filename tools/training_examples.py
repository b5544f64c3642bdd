"""The training examples of the understanding, as plain texts with their intents."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

EXAMPLE = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


def training_examples(folder: Path) -> tuple[list[str], list[str]]:
    """Intents and texts of all Rasa training examples of a folder."""
    intents, texts = [], []
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            for line in (block.get("examples") or "").splitlines() if "intent" in block else ():
                if line.startswith("- "):
                    intents.append(str(block["intent"]))
                    texts.append(EXAMPLE.sub(r"\1", line[2:].strip()))
    return intents, texts
