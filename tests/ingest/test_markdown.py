"""Markdown and front matter by their rules: nothing of them
leaks into a text, and nothing vanishes.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from bot.domain.errors import SourceError
from bot.domain.facts import Extraction, FactKind, Link, Passage
from bot.ingest.extractor import extract_file

MATTER = "---\ntitle: {title}\npublisher: Us\nyear: 2026\n---\n\n"


def _extracted(text: str, tmp_path: Path, title: str = "Tea", name: str = "tea.md") -> Extraction:
    path = tmp_path / name
    path.write_text(MATTER.format(title=title) + text, encoding="utf-8")
    return extract_file(path, front_matter_required=True)


def _passages(text: str, tmp_path: Path) -> list[Passage]:
    return list(_extracted(text, tmp_path).passages)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Read [the [new] guide](https://a.example/x_(1)) first.\n", ["Read the [new] guide "
                                                                      "first."]),
        ("Read [the guide][g] first.\n\n[g]: https://a.example\n", ["Read the guide first."]),
        ("Tea is old.[^1]\n\n[^1]: By a count of 2020.\n", ["Tea is old.", "By a count of 2020."]),
        ("- [ ] Boil water.\n- [x] Add tea.\n", ["Boil water.", "Add tea."]),
        ("Salt &amp; pepper &lt;3 cost &euro;5.\n", ["Salt & pepper <3 cost €5."]),
        ("One line<br>and another<br/>here.\n", ["One line and another here."]),
        ("Tea <!-- no coffee --> is good.\n", ["Tea is good."]),
        ("Tea is good.\n<!--\nnot said\n-->\nCoffee is better.\n",
         ["Tea is good.", "Coffee is better."]),
        ("```sh\nmake tea  # now\n```\n", ["make tea # now"]),
        ("!!! note \"Mind\"\n    Tea is hot.\n", ["Tea is hot."]),
        ("!!! note\n\n    Tea is hot.\n", ["Tea is hot."]),
        ("> [!WARNING]\n> Tea is hot.\n", ["Tea is hot."]),
        ("::: tip\nTea is hot.\n:::\n", ["Tea is hot."]),
        ("\\*Tea\\* costs \\$5 \\& more.\n", ["*Tea* costs $5 & more."]),
        ("<div class=\"x\"><p>Tea is hot.</p></div>\n", ["Tea is hot."]),
        ("<script>alert(1)</script>\n\nTea is hot.\n", ["Tea is hot."]),
        ("Tea is ~~cold~~ **hot** and `black` and _strong_.\n", ["Tea is cold hot and black and "
                                                                 "strong."]),
        ("snake_case_name stays.\n", ["snake_case_name stays."]),
        ("![a cup](cup.png) Tea is hot.\n", ["Tea is hot."]),
        ("Tea is hot.  \nCoffee, too.\n", ["Tea is hot. Coffee, too."]),
    ],
)  # fmt: skip
def test_marks_of_markdown_neither_leak_nor_take_text_away(
    text: str, read: list[str], tmp_path: Path
) -> None:
    assert [passage.text for passage in _passages(f"# Tea\n\n{text}", tmp_path)] == read


def test_headings_may_be_underlined(tmp_path: Path) -> None:
    passages = _passages(
        "Hot tea\n=======\n\nIt burns.\n\nCold tea\n--------\n\nIt cools.\n", tmp_path
    )
    assert [(p.section, p.text) for p in passages] == [
        ("Hot tea", "It burns."),
        ("Cold tea", "It cools."),
    ]


def test_links_are_kept_beside_the_text(tmp_path: Path) -> None:
    (passage,) = _passages(
        "Apply [here](https://a.example/x) or <mailto:tea@a.example>.\n", tmp_path
    )
    assert passage.links == (
        Link("here", "https://a.example/x"),
        Link("mailto:tea@a.example", "mailto:tea@a.example"),
    )


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    text = (
        "# Tea\n\nOne.\n\n- Two.\n- Three\n  and more.\n\n| A | B |\n|---|---|\n| C | D |\n\n>"
        " Four.\n"
    )
    assert [p.line for p in _passages(text, tmp_path)] == [9, 11, 12, 17, 19]


def test_a_table_is_read_row_by_row_with_units_and_scope(tmp_path: Path) -> None:
    text = (
        "# Pay of CISOs in 2026\n\n| Country | Average base salary (EUR/year) | Note"
        " |\n|---|--:|---|\n| Germany | 140,000 | large firms |\n| France | 120,000 | |\n"
    )
    extraction = _extracted(text, tmp_path, "What a CISO earns")
    assert [p.text for p in extraction.passages] == [
        "Germany: Average base salary: 140,000 EUR/year; Note: large firms.",
        "France: Average base salary: 120,000 EUR/year.",
    ]
    pay = [fact for fact in extraction.facts if fact.kind is FactKind.PAY]
    assert [
        (f.figure.low, f.figure.unit, f.figure.measure, f.figure.basis, f.scope.place)
        for f in pay
        if f.figure
    ] == [
        (140000, "EUR/year", "average", "base", "Germany"),
        (120000, "EUR/year", "average", "base", "France"),
    ]


def test_a_row_may_be_marked(tmp_path: Path) -> None:
    text = (
        "| What | Price |\n|---|---|\n| Exam | $749 {kind: exam, value: price, figure: 749 USD} |\n"
    )
    (fact,) = _extracted(text, tmp_path).facts
    assert (fact.statement, fact.value) == ("Exam: Price: $749.", "price")


def test_a_mark_may_stand_in_any_cell_of_its_row(tmp_path: Path) -> None:
    text = (
        "| What | Price | Asked |\n|---|---|---|\n"
        "| Exam | $749 {kind: exam, value: price, figure: 749 USD} | 12 |\n"
    )
    (fact,) = _extracted(text, tmp_path).facts
    assert (fact.statement, fact.value) == ("Exam: Price: $749; Asked: 12.", "price")


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Pay report #3 of the guild", "Pay report #3 of the guild"),
        ("Pay: the report", "Pay: the report"),
        ("Pay  # the report's name", "Pay"),
        ("2026", "2026"),
        ("Yes", "Yes"),
        ('"Pay" # x', "Pay"),
        ("What's new: pay #1", "What's new: pay #1"),
    ],
)
def test_a_title_is_kept_whole(title: str, read: str, tmp_path: Path) -> None:
    assert _extracted("Tea.\n", tmp_path, title).source.title == read


def test_a_key_twice_is_an_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"tea\.md:3: front matter has 'title' twice"):
        _extracted("Tea.\n", tmp_path, "Tea\ntitle: Coffee")


@pytest.mark.parametrize(
    "piece", ["[", "![", "[]", "[a](", "(", "*a ", "> ", "<a ", "`", "{", "{kind: "]
)
def test_a_file_of_eight_thousand_brackets_ends_in_a_second(piece: str, tmp_path: Path) -> None:
    started = time.process_time()
    with contextlib.suppress(SourceError):
        _extracted(piece * 8_000, tmp_path)
    assert time.process_time() - started < 1
