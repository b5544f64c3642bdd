"""Texts that nobody would write: each is either read or refused with a SourceError."""

from __future__ import annotations

import contextlib
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import SourceError, SourceErrors
from bot.domain.facts import Fact
from bot.ingest.build import build
from bot.ingest.extractor import extract_file
from bot.ingest.source_folder import read_folder
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


DIGITS = "9" * 5_000


@pytest.mark.parametrize(
    "text",
    [
        f"The average salary is ${DIGITS}.",
        f"It pays ${DIGITS}k a year, or {DIGITS} dollars.",
        "It pays $" + "1," * 5_000 + "000 a year.",
        f"{DIGITS} years of experience, 7 to {DIGITS} years.",
        f"{DIGITS}% of them have a degree.",
        f"{DIGITS}. Get a degree",
    ],
    ids=["pay", "thousands", "groups", "years", "share", "step"],
)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_number_of_thousands_of_digits_is_no_figure(
    text: str, suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"digits{suffix}"
    path.write_text(f"{MATTER}# How to become\n\n{text}\n", "utf-8")
    facts = list[Fact]()
    with contextlib.suppress(SourceError):
        facts += extract_file(path, front_matter_required=True).facts
    assert not [fact for fact in facts if fact.figure]


@pytest.mark.parametrize(
    ("front", "text", "line", "problem"),
    [
        (MATTER.replace("Junk", r'"\ud800"'), "Text.", 2, "can't be printed"),
        (MATTER.replace("Junk", r'"a\0b"'), "Text.", 2, "can't be printed"),
        (MATTER.replace("Nobody", r'"\e[2J"'), "Text.", 3, "can't be printed"),
        (MATTER.replace("2020", DIGITS), "Text.", 4, "four digits"),
        (MATTER.replace("year:", f"asked: {DIGITS}\nyear:"), "Text.", 4, "how many answered"),
        (MATTER, "A\0B", 6, "NUL"),
        (MATTER, "See \x1b[2J here.", 6, "control character"),
        (MATTER, "See \x9b2J here.", 6, "control character"),
    ],
)
def test_what_nobody_can_read_is_refused_at_its_line(
    front: str, text: str, line: int, problem: str, tmp_path: Path
) -> None:
    path = tmp_path / "odd.md"
    path.write_text(f"{front}{text}\n", "utf-8")
    with pytest.raises(SourceError, match=problem) as error:
        extract_file(path, front_matter_required=True)
    assert error.value.line == line


def test_marks_that_turn_a_text_around_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "turned.md"
    path.write_text(f"{MATTER}\u202eA CISO earns $90,000 a year.\u202c\n", "utf-8")
    (fact,) = extract_file(path, front_matter_required=True).facts
    assert fact.statement == "A CISO earns $90,000 a year."


def test_a_folder_holds_files_whose_names_can_be_printed(tmp_path: Path) -> None:
    for name in (b"odd-\xff.md", b"new\nline.md", b"color\x1b[31m.md"):
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_text(MATTER + "Text.\n")
    (tmp_path / "endless.md").symlink_to("/dev/zero")
    (tmp_path / "nowhere.md").symlink_to("missing.md")
    (tmp_path / "itself.md").symlink_to("itself.md")
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(SourceErrors) as error:
        read_folder(tmp_path)
    told = [str(problem) for problem in error.value.problems]
    assert all(one.isprintable() for one in told)
    assert sum("can't be printed" in one for one in told) == 3
    assert sum("is no file" in one for one in told) == 4


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
