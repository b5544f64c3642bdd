"""Texts that nobody would write: each is either read or refused with a SourceError."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.facts import SourceError
from bot.ingest.build import build
from bot.ingest.extractor import extract_file
from bot.knowledge.store import KnowledgeBase, knowledge_engine

MATTER = "---\ntitle: Junk\npublisher: Nobody\nyear: 2020\n---\n"
PIECES = st.sampled_from([
    "---\n", "title: a\n", "publisher: b\n", "year: 2020\n", "year: 2020-13-40\n", "# ", "\n\n",
    "- ", "1. ", "**", " (also: ",
    ")", "(", ", ", ". ", ":\n", "skills", "salary", "$", "€1,000,000,000,000", "90k", "99 years",
    "7 to 10 years of work", "CISSP (",
    "Certified Professional", " offered by ", "A CISO is a ", "bachelor's degree in ",
    "depends on ", "[a](", "<!--", "-->", "\r", "…", "’",
    "Responsibilities\n\n", "How to become\n\n", "Certifications\n\n", "Pay\n\n",
    "Further reading\n\n", "start as ", " (ISC)2 ", "\t", "+",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(text=TEXTS, matter=st.booleans())
def test_any_text_is_extracted_or_refused(text: str, matter: bool, place: Path) -> None:
    path = place / "any.md"
    path.write_bytes(((MATTER if matter else "") + text).encode("utf-8", "replace"))
    for required in (True, False):
        with contextlib.suppress(SourceError):
            extraction = extract_file(path, front_matter_required=required)
            ids = [fact.id for fact in extraction.facts]
            assert len(ids) == len(set(ids))
            assert {fact.about for fact in extraction.facts} <= {
                entity.id for entity in extraction.entities
            }
            assert extract_file(path, front_matter_required=required) == extraction


@settings(max_examples=50, deadline=None, derandomize=True)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_extracted_or_refused(content: bytes, place: Path) -> None:
    path = place / "bytes.md"
    path.write_bytes(content)
    with contextlib.suppress(SourceError):
        extract_file(path)


def _junk() -> str:
    dice = random.Random(7)
    words = [
        "salary",
        "$90,000",
        "skills",
        "(",
        ")",
        "CISSP",
        "7",
        "years",
        "of",
        "work",
        "and,",
        ";",
        "\n",
        "\n\n",
        "- ",
        "x" * 30,
        "???",
    ]
    return " ".join(dice.choices(words, k=200_000))[:1_000_000]


MANY_ITEMS = "# Skills\n\n" + "".join(
    f"- Skill number {n} (also: s{n}, t{n})\n" for n in range(10_000)
)
REPEATED = (
    "(", "[", "a", "# ", "**", "1. ", "experience ", "A ", "becoming a ", "what do ", "Inc. ",
    "a, ", "CISSP ", "$", "7", " (also: ",
)  # fmt: skip
LARGE = {
    "1 MB of junk": _junk(),
    "1 MB without a break": "(" * 1_000_000,
    "1 MB of one sentence": "salary of $5 and skills " * 40_000,
    "10,000 equal list items": "# Skills\n\n" + "- Reading\n" * 10_000,
    "10,000 certifications": "# Certifications\n\n"
    + "".join(f"- CERT{n}, offered by ORG{n}\n" for n in range(10_000)),
    "10,000 other names": "# Skills\n\nReading" + " (also: books)" * 10_000 + "\n",
    **{
        f"a line of 100,000 characters: {piece.strip()}": piece * (100_000 // len(piece))
        for piece in REPEATED
    },
    "a heading of 100,000 characters": "# how to become a "
    + "becoming a " * 10_000
    + "\n\nText.\n",
}


@pytest.mark.parametrize("name", LARGE)
def test_large_text_is_read_to_the_end(name: str, tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    path.write_text(MATTER + LARGE[name], encoding="utf-8")
    with contextlib.suppress(SourceError):
        extract_file(path, front_matter_required=True)


def test_ten_thousand_items_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "large.md").write_text(MATTER + MANY_ITEMS, encoding="utf-8")
    engine = knowledge_engine(f"sqlite:///{tmp_path}/knowledge.db")
    build(engine, folder)
    assert len(KnowledgeBase.load(engine).all_facts) == 10_000
