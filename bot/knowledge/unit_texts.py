"""The questions and texts by which a unit of evidence is found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from bot.domain.evidence import LIST, PASSAGE, Evidence

_CLAUSES = re.compile(r"(?<=[.;:!?])\s+|,\s+(?:and|but|which|who|while|so)\s+")
_LEAST_WORDS = 4


def by_unit(
    units: Sequence[Evidence], read: Callable[[Evidence], Iterable[str]]
) -> tuple[list[str], npt.NDArray[np.int64]]:
    """The texts of all units, and the number of the unit of each."""
    owned = [(number, text) for number, unit in enumerate(units) for text in read(unit)]
    owners = np.array([number for number, _ in owned], dtype=np.int64)
    return [text for _, text in owned], owners


def anchors_of(unit: Evidence) -> list[str]:
    """The questions of a unit, with the heading of a passage of prose, which often is one."""
    found = [anchor.question for anchor in unit.anchors]
    if unit.kind == PASSAGE and unit.section:
        found.append(unit.section)
    return list(dict.fromkeys(found))


def texts_of(unit: Evidence) -> list[str]:
    """The text of a unit, in its section, and the clauses of a long one."""
    texts = [unit.text]
    if unit.section and unit.kind != LIST:
        texts.append(f"{unit.section}: {unit.text}")
    if unit.title:
        texts.append(f"{unit.title}, {unit.section}: {unit.text}")
    clauses = [
        clause for clause in _CLAUSES.split(unit.text) if len(clause.split()) >= _LEAST_WORDS
    ]
    if unit.kind == PASSAGE and len(clauses) > 1:
        texts += clauses
    return texts
