"""From source texts to the knowledge base in a real
database, and what happens when a text is bad.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.domain.errors import KnowledgeError, SourceError
from bot.domain.facts import Fact, FactKind
from bot.ingest.build import build
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from tools.extraction_report import OWN_SOURCE

MATTER = "---\ntitle: Divers\npublisher: Fish & Co\nyear: 2020\n---\n"
ROLE = OWN_SOURCE.parent / "role.toml"
BODY = "\nA diver is a person who dives.\n"


def _rebuilt(
    engine: Engine, folder: Path, old: str, new: str
) -> tuple[KnowledgeBase, KnowledgeBase]:
    """The knowledge base before and after a change to the source."""
    build(engine, folder)
    before = KnowledgeBase.load(engine)
    path = folder / OWN_SOURCE.name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    build(engine, folder)
    return before, KnowledgeBase.load(engine)


def _labels(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.label for fact in facts]


def test_build_keeps_all_facts_as_they_were_extracted(engine: Engine, folder: Path) -> None:
    (extraction,) = build(engine, folder)
    knowledge = KnowledgeBase.load(engine)
    assert set(knowledge.all_facts) == set(extraction.facts)
    assert knowledge.passages == extraction.passages
    assert knowledge.sources == (extraction.source,)
    assert {fact.about for fact in knowledge.all_facts} <= {
        entity.id for entity in knowledge.entities
    }


def test_build_is_deterministic(folder: Path, tmp_path: Path) -> None:
    first, second = (
        knowledge_engine(f"sqlite:///{tmp_path}/{name}.db") for name in ("first", "second")
    )
    build(first, folder)
    build(second, folder)
    assert KnowledgeBase.load(first) == KnowledgeBase.load(second)
    build(second, folder)
    assert KnowledgeBase.load(first) == KnowledgeBase.load(second)


def test_rebuild_replaces_the_old_content(engine: Engine, folder: Path) -> None:
    build(engine, folder)
    (folder / OWN_SOURCE.name).unlink()
    (folder / ROLE.name).write_text('name = "diver"\nmain = "divers"\n', encoding="utf-8")
    (folder / "divers.md").write_text(MATTER + BODY, encoding="utf-8")
    build(engine, folder)
    knowledge = KnowledgeBase.load(engine)
    assert [source.title for source in knowledge.sources] == ["Divers"]
    assert [(fact.kind, fact.label) for fact in knowledge.all_facts] == [
        (FactKind.DEFINITION, "diver")
    ]
    assert [entity.id for entity in knowledge.entities] == ["role/diver"]


def test_a_second_source_adds_its_facts(engine: Engine, folder: Path) -> None:
    (folder / "a-divers.md").write_text(MATTER + BODY, encoding="utf-8")
    build(engine, folder)
    knowledge = KnowledgeBase.load(engine)
    assert knowledge.role.name == "CISO"
    assert knowledge.facts(FactKind.DEFINITION)[1].about == "term/diver"
    assert _labels(knowledge.facts(FactKind.DEFINITION)) == ["CISO", "diver"]
    assert [fact.passage.source.year for fact in knowledge.facts(FactKind.DEFINITION)] == [
        2021,
        2020,
    ]


def test_changed_number_is_answered(engine: Engine, folder: Path) -> None:
    before, after = _rebuilt(engine, folder, "$166,585", "$199,001")
    assert [fact.figure.low for fact in before.facts(FactKind.PAY) if fact.figure] == [
        166585,
        420000,
    ]
    assert [fact.figure.low for fact in after.facts(FactKind.PAY) if fact.figure] == [
        199001,
        420000,
    ]
    assert before.digest != after.digest


def test_changed_list_item_is_answered(engine: Engine, folder: Path) -> None:
    before, after = _rebuilt(engine, folder, "- Managing incidents", "- Keeping calm in incidents")
    old, new = (_labels(knowledge.facts(FactKind.SKILL)) for knowledge in (before, after))
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [
        ("Managing incidents", "Keeping calm in incidents")
    ]
    assert after.entity("skill/managing-incidents") is None


def test_added_certification_is_answered(engine: Engine, folder: Path) -> None:
    item = "\n4. **"  # after the last sentence of the third step
    before, after = _rebuilt(
        engine,
        folder,
        item,
        " Another choice is the CISM (Certified Information Security Manager), offered by"
        f" ISACA.{item}",
    )
    added = set(_labels(after.facts(FactKind.CERTIFICATION))) - set(
        _labels(before.facts(FactKind.CERTIFICATION))
    )
    assert added == {"CISM"}
    assert [fact.value for fact in after.facts(FactKind.ISSUER, "certification/cism")] == ["ISACA"]
    assert [fact.value for fact in after.facts(FactKind.CERTIFICATION, "certification/cism")] == [
        "Certified Information Security Manager"
    ]


def test_added_duty_is_answered(engine: Engine, folder: Path) -> None:
    before, after = _rebuilt(
        engine, folder, "- Write reports", "- Rehearse the day of a breach\n- Write reports"
    )
    old, new = (_labels(knowledge.facts(FactKind.DUTY)) for knowledge in (before, after))
    assert [label for label in new if label not in old] == ["Rehearse the day of a breach"]
    assert len(new) == len(old) + 1


BAD_SOURCES: dict[str, tuple[bytes, int, str]] = {
    "not UTF-8": (MATTER.encode() + b"\nCaf\xe9\n", 7, "UTF-8"),
    "NUL": ((MATTER + "\na\0b\n").encode(), 7, "NUL"),
    "no front matter": (BODY.encode(), 1, "no front matter"),
    "empty file": (b"", 1, "no front matter"),
    "unclosed front matter": (b"---\ntitle: Divers\n\nA diver is a person.\n", 1, "never closed"),
    "broken YAML": (b"---\ntitle: Divers\nyear: [2020\n---\nText.\n", 3, "not YAML"),
    "a list as front matter": (b"---\n- a\n- b\n---\nText.\n", 2, "name: value"),
    "a date that doesn't exist": (MATTER.replace("2020", "2020-02-31").encode(), 4, "year"),
    "missing title": (MATTER.replace("title: Divers\n", "").encode(), 2, "title"),
    "missing publisher": (MATTER.replace("publisher: Fish & Co\n", "").encode(), 2, "publisher"),
    "missing year": (MATTER.replace("year: 2020\n", "").encode(), 2, "year"),
    "year not a number": (MATTER.replace("2020", "last year").encode(), 4, "year"),
    "year in the far future": (MATTER.replace("2020", "20200").encode(), 4, "year"),
    "ftp url": (MATTER.replace("year", "url: ftp://example.org/a\nyear").encode(), 4, "http"),
    "unknown front matter": (MATTER.replace("year", "author: me\nyear").encode(), 4, "author"),
    "empty body": (MATTER.encode(), 6, "no text"),
    "only a heading": ((MATTER + "# Divers\n").encode(), 6, "no text"),
    "too large": ((MATTER + "fish " * 500_000).encode(), 1, "larger"),
}


@pytest.mark.parametrize("name", BAD_SOURCES)
def test_bad_source_is_named_and_leaves_the_old_knowledge_base(
    name: str, engine: Engine, folder: Path
) -> None:
    content, line, word = BAD_SOURCES[name]
    build(engine, folder)
    before = KnowledgeBase.load(engine)
    bad = folder / "zz-bad.md"
    bad.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        build(engine, folder)
    assert str(caught.value).startswith(f"{bad}:{line}: ")
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)
    assert KnowledgeBase.load(engine) == before


@pytest.mark.parametrize(
    "make", [lambda path: None, lambda path: path.mkdir()], ids=["missing", "empty"]
)
def test_folder_without_sources_leaves_the_old_knowledge_base(
    make: Callable[[Path], None], engine: Engine, folder: Path, tmp_path: Path
) -> None:
    build(engine, folder)
    before = KnowledgeBase.load(engine)
    other = tmp_path / "other"
    make(other)
    with pytest.raises(KnowledgeError, match="other"):
        build(engine, other)
    assert KnowledgeBase.load(engine) == before


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+nosuchdriver://localhost/x",
        "nosuchdatabase://localhost/x",
        "mysql+pymysql://localhost/x",
        "?",
    ],
)
def test_database_url_that_cannot_be_used_is_explained(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(KnowledgeError, match="DATABASE_URL"):
        knowledge_engine()


def test_missing_knowledge_base_is_explained(engine: Engine) -> None:
    with pytest.raises(KnowledgeError, match="knowledge build"):
        KnowledgeBase.load(engine)
