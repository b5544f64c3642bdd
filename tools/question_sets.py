"""Sets of questions in tests/evaluation/questions, each with
the point that its answer must make.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Case:
    """A question of a set and what its answer must be."""

    question: str
    kind: str
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    declined: bool = False


def read_cases(path: Path) -> list[Case]:
    """The cases of a file in tests/evaluation/questions."""
    return [
        Case(
            entry["question"],
            str(entry.get("kind", "")),
            tuple(entry.get("must") or ()),
            tuple(entry.get("must_not") or ()),
            bool(entry.get("declined")),
        )
        for entry in yaml.safe_load(path.read_text("utf-8"))
    ]
