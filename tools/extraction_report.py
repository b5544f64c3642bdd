"""Compares what the extractor finds with records marked by hand;
`python -m tools.extraction_report` prints tables.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.domain.facts import Extraction, Fact, FactKind
from bot.ingest.extractor import extract_file

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "tests" / "ingest" / "articles"
EXPECTED = ROOT / "tests" / "ingest" / "expected"
OWN_SOURCE = ROOT / "data/sources/what-does-a-ciso-do.md"
# The kinds that are marked; facts of other kinds are not counted.
MARKED_KINDS: tuple[FactKind, ...] = tuple(kind for kind in FactKind if kind not in (
    FactKind.PURPOSE, FactKind.MANAGEMENT, FactKind.CERTIFICATION_RULE
))  # fmt: skip

# Ends a marked text of which only the first words are given.
_CUT = "…"


@dataclass(frozen=True)
class Score:
    marked: int
    found: int
    agreed: int

    @property
    def precision(self) -> float:
        return self.agreed / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.agreed / self.marked if self.marked else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.marked + other.marked, self.found + other.found, self.agreed + other.agreed
        )


@dataclass(frozen=True)
class Comparison:
    scores: Mapping[FactKind, Score]
    missed: tuple[Mapping[str, Any], ...]
    wrong: tuple[Fact, ...]

    @property
    def total(self) -> Score:
        return sum(self.scores.values(), Score(0, 0, 0))


def original_article() -> Path:
    """Where the article is that the own source retells; it is not part of this repository."""
    return Path(
        os.environ.get("CISO_ARTICLE") or ROOT.parent / "shared/source/what-does-a-ciso-do.txt"
    )


def marked_pairs(part: str) -> list[tuple[Path, Path]]:
    """The articles of `development`, its further sets or `heldout`, each with its records."""
    records = sorted((ARTICLES / part).glob("*.yml"))
    return [
        (next(p for p in path.parent.glob(f"{path.stem}.*") if p.suffix != ".yml"), path)
        for path in records
    ]


def compare(article: Path, records: Path) -> Comparison:
    """Each fact agrees with at most one record, and the other way round."""
    marked: list[dict[str, Any]] = yaml.safe_load(records.read_text(encoding="utf-8"))
    extraction = extract_file(article)
    facts = [fact for fact in extraction.facts if fact.kind in MARKED_KINDS]
    left = list(facts)
    missed = []
    for record in marked:
        same = next((fact for fact in left if _agree(record, fact, extraction)), None)
        if same:
            left.remove(same)
        else:
            missed.append(record)
    in_records = Counter(FactKind(record["kind"]) for record in marked)
    in_missed = Counter(FactKind(record["kind"]) for record in missed)
    in_facts = Counter(fact.kind for fact in facts)
    scores: dict[FactKind, Score] = {
        kind: Score(in_records[kind], in_facts[kind], in_records[kind] - in_missed[kind])
        for kind in MARKED_KINDS
        if in_records[kind] or in_facts[kind]
    }
    return Comparison(scores, tuple(missed), tuple(left))


def added_up(comparisons: Iterable[Comparison]) -> dict[FactKind, Score]:
    sums: dict[FactKind, Score] = {}
    for comparison in comparisons:
        for kind, score in comparison.scores.items():
            sums[kind] = sums.get(kind, Score(0, 0, 0)) + score
    return {kind: sums[kind] for kind in MARKED_KINDS if kind in sums}


def table(title: str, scores: Mapping[FactKind, Score]) -> str:
    rows = [
        *((kind.value, score) for kind, score in scores.items()),
        ("all", sum(scores.values(), Score(0, 0, 0))),
    ]
    lines = [f"{title:<28}{'marked':>8}{'found':>8}{'precision':>11}{'recall':>8}"]
    lines += [
        f"  {name:<26}{s.marked:>8}{s.found:>8}{s.precision:>11.2f}{s.recall:>8.2f}"
        for name, s in rows
    ]
    return "\n".join(lines)


def report() -> str:
    """All tables: the original article (where it is at hand), the own source, the
    development articles (three sets) and the held-out ones.
    """
    tables = []
    if original_article().is_file():
        tables.append(
            table(
                "original article",
                compare(original_article(), EXPECTED / "ciso-article.yml").scores,
            )
        )
    tables.append(table("own source", compare(OWN_SOURCE, EXPECTED / "own-source.yml").scores))
    for part in ("development", "development2", "development3", "heldout"):
        tables.append(
            table(f"{part} articles", added_up(compare(*pair) for pair in marked_pairs(part)))
        )
    return "\n\n".join(tables)


def _agree(record: Mapping[str, Any], fact: Fact, extraction: Extraction) -> bool:
    return fact.kind.value == record["kind"] and all(
        _field_agrees(name, wanted, fact, extraction)
        for name, wanted in record.items()
        if name != "kind"
    )


def _field_agrees(name: str, wanted: Any, fact: Fact, extraction: Extraction) -> bool:
    if name in ("measure", "low", "high", "unit", "basis"):
        return fact.figure is not None and bool(getattr(fact.figure, name) == wanted)
    if name in ("position", "year"):
        return bool(getattr(fact, name) == wanted)
    if name == "detail":
        return _same(wanted, fact.detail)
    if name == "label":
        return any(_same(wanted, text) for text in (fact.label, *_names(extraction, fact.about)))
    if fact.kind is FactKind.DEFINITION:
        return any(_same(wanted, text) for text in (fact.label, fact.value))
    if fact.kind is FactKind.ISSUER:
        issuer = next(
            e.id for e in extraction.entities if e.kind == "organisation" and e.name == fact.value
        )
        return any(_same(wanted, text) for text in _names(extraction, issuer))
    return _same(wanted, fact.value)


def _names(extraction: Extraction, entity_id: str) -> tuple[str, ...]:
    """What a thing is called in the text; the occupation itself is
    left out, since most facts are about it.
    """
    found = next((e for e in extraction.entities if e.id == entity_id and e.kind != "role"), None)
    return (found.name, *found.aliases) if found else ()


def _same(wanted: str, text: str) -> bool:
    plain = _plain(text)
    return (
        plain.startswith(_plain(wanted.removesuffix(_CUT)))
        if wanted.endswith(_CUT)
        else plain == _plain(wanted)
    )


def _plain(text: str) -> str:
    text = text.casefold().translate(str.maketrans("’‘“”", "''\"\""))
    return re.sub(r"^(?:the|an?)\s+", "", text.strip())


if __name__ == "__main__":
    sys.stdout.write(report() + "\n")
