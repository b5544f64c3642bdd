"""The questions that are known beforehand: the anchors of evidence, and those without an answer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.domain.anchor import Anchor
from bot.knowledge.index import Unanswerable
from bot.knowledge.units import read_anchors
from bot.nlu.answerability import NOT_COVERED, OUT_OF_SCOPE


def anchors_in(folder: Path) -> dict[str, list[Anchor]]:
    """The anchors of every `anchors*.tsv` of a folder."""
    found: dict[str, list[Anchor]] = {}
    for path in sorted(folder.glob("anchors*.tsv")):
        for name, anchors in read_anchors(path).items():
            found.setdefault(name, []).extend(anchors)
    return found


def unanswerable_in(folder: Path, out_of_scope: Iterable[str] = ()) -> tuple[Unanswerable, ...]:
    """The known questions without an answer: those of
    `unanswerable*.tsv`, and examples of what is out of scope.
    """
    inside = (
        line.strip()
        for path in sorted(folder.glob("unanswerable*.tsv"))
        for line in path.read_text("utf-8").splitlines()[1:]
    )
    return (
        *(Unanswerable(line, NOT_COVERED) for line in dict.fromkeys(inside) if line),
        *(Unanswerable(text, OUT_OF_SCOPE) for text in dict.fromkeys(out_of_scope)),
    )
