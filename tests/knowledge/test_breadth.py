"""What the sources on eleven themes hold, and what holding it takes: the figures that were asked
for.
"""

from __future__ import annotations

import pickle
import time
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession

from bot.answers.evidence import found
from bot.domain.evidence import Candidate
from bot.ingest.build import build
from bot.knowledge.index import EvidenceIndex
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from bot.knowledge.units import QUESTIONS, units_of
from bot.knowledge.vectors import VectorCache, Vectors
from bot.nlu.known_questions import unanswerable_in

SOURCES = Path("data/sources")
THEMES = (
    "background", "exams", "hiring", "laws", "liability", "market", "pay", "roles", "virtual",
    "work", "worth",
)  # fmt: skip
_SIZE = 384


def _of_themes() -> dict[str, str]:
    """Source id -> theme."""
    return {path.stem: theme for theme in THEMES for path in (SOURCES / theme).glob("*.md")}


def _encoded(texts: Sequence[str]) -> Vectors:
    rows = np.random.default_rng(0).normal(size=(len(texts), _SIZE)).astype(np.float32)
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def test_the_themes_rest_on_250_facts_of_90_sources(kb: KnowledgeBase) -> None:
    themes = _of_themes()
    facts = Counter(
        themes[f.passage.source.id] for f in kb.all_facts if f.passage.source.id in themes
    )
    assert len(themes) >= 90
    assert sum(facts.values()) >= 250
    assert set(facts) == set(THEMES)


def test_what_a_theme_tells_has_about_ten_questions_that_it_answers(kb: KnowledgeBase) -> None:
    themes = _of_themes()
    asked = [len(p.anchors) for p in kb.passages if p.source.id in themes and p.anchors]
    assert sum(asked) / len(asked) >= 8


def test_every_figure_has_the_year_of_its_source_or_says_that_it_has_none(
    kb: KnowledgeBase,
) -> None:
    themes = _of_themes()
    figures = [f for f in kb.all_facts if f.figure and f.passage.source.id in themes]
    assert all(f.passage.source.title and f.passage.source.publisher for f in figures)
    assert sum(f.year is not None for f in figures) / len(figures) > 0.75


def test_pay_by_country_is_a_chart_in_one_currency(kb: KnowledgeBase) -> None:
    asked = "what do cisos earn in different countries"
    units = [unit for unit in units_of(kb) if asked in [anchor.question for anchor in unit.anchors]]
    pay = found([Candidate(unit.id, 1.0) for unit in units[:1]], kb)[0].facts
    places = {fact.scope.place: fact.figure for fact in pay if fact.figure}
    assert set(places) == {"US", "Europe", "Australia"}
    assert len({(figure.unit, figure.basis) for figure in places.values()}) == 1


def test_a_build_takes_less_than_half_a_minute_of_one_core(tmp_path: Path) -> None:
    begun = time.process_time()
    build(knowledge_engine(f"sqlite:///{tmp_path / 'kb.db'}"), SOURCES)
    assert time.process_time() - begun < 30


class _BesideSessions(pickle.Pickler):
    """Writes all but onnxruntime's sessions, which hold each number of a vector as a byte again."""

    def persistent_id(self, value: object) -> str | None:
        return "session" if isinstance(value, InferenceSession) else None


def test_the_index_takes_less_than_ten_megabytes_beside_its_sessions(kb: KnowledgeBase) -> None:
    index = EvidenceIndex(units_of(kb), VectorCache(_encoded, None), unanswerable_in(QUESTIONS))
    written = BytesIO()
    _BesideSessions(written).dump(index)
    assert len(written.getvalue()) < 10_000_000
