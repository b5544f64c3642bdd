"""Units of evidence keep every question that a source puts beside its passages."""

from __future__ import annotations

from pathlib import Path

from bot.domain.evidence import Evidence
from bot.ingest.build import build
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from bot.knowledge.units import units_of

_SOURCE = """---
title: The ABCD exam
publisher: Us
year: 2026
about: certification/ABCD
---

# The ABCD exam

You pass the ABCD with 70 points. The exam is taken at home. {marks}
<!-- People asked: {questions} -->
"""


def _units(marks: str, questions: str, folder: Path) -> tuple[Evidence, ...]:
    folder.mkdir()
    text = _SOURCE.format(marks=marks, questions=questions)
    (folder / "abcd.md").write_text(text, encoding="utf-8")
    engine = knowledge_engine(f"sqlite:///{folder / 'kb.db'}")
    build(engine, folder)
    return units_of(KnowledgeBase.load(engine))


def _asked(units: tuple[Evidence, ...]) -> dict[str, list[str]]:
    """Question -> the labels of the units that have it."""
    found: dict[str, list[str]] = {}
    for unit in units:
        for anchor in unit.anchors:
            found.setdefault(anchor.question, []).append(unit.id.rsplit("/", 1)[-1])
    return found


def test_a_passage_with_a_figure_and_a_claim_without_one_keeps_its_questions(
    tmp_path: Path,
) -> None:
    marks = (
        "{kind: exam, label: pass mark, measure: minimum, figure: 70 points}"
        " {kind: exam, label: delivery, value: delivery}"
    )
    asked = _asked(_units(marks, "how is the ABCD scored | ABCD at home", tmp_path / "sources"))
    assert asked == {"how is the ABCD scored": ["pass-mark"], "ABCD at home": ["pass-mark"]}


def test_every_question_of_the_sources_leads_to_a_unit(kb: KnowledgeBase) -> None:
    held = {anchor.question for unit in units_of(kb) for anchor in unit.anchors}
    lost = {p.id for p in kb.passages for anchor in p.anchors if anchor.question not in held}
    assert not lost
