"""What the documentation names exists: modules, files, links, commands of make and of the
advisor.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
BLOCK = re.compile(r"^(?:    |```).*?$", re.MULTILINE)
# The tables of modules on the architecture page, by the heading they stand under.
TABLES = {
    "## The way of a message": "bot/nlu",
    "## Answers": "bot/answers",
    "## Slack": "bot/channels/slack",
}


def _named(page: Path) -> Iterator[str]:
    yield from CODE.findall(page.read_text("utf-8"))


def _id(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_modules_and_files_that_a_page_names_exist(page: Path) -> None:
    missing = []
    for name in _named(page):
        if re.fullmatch(r"(bot|actions|tools)(\.\w+)+", name):
            missing += [] if _is_module(name) else [name]
        elif re.fullmatch(r"(bot|actions|tools|tests|docs|deploy|examples)/[\w./-]*", name):
            place = ROOT / name
            missing += [] if place.exists() or place.with_suffix(".py").exists() else [name]
    assert not missing


def _is_module(name: str) -> bool:
    """A module, or a name that one has at its top level."""
    parts = name.split(".")
    for end in (len(parts), len(parts) - 1):
        place = ROOT.joinpath(*parts[:end])
        if place.is_dir() or place.with_suffix(".py").exists():
            rest = parts[end:]
            return not rest or rest[0] in place.with_suffix(".py").read_text("utf-8")
    return False


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_links_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_commands_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    made = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    shown = [*CODE.findall(text), *(line.strip() for line in BLOCK.findall(text))]
    asked = [line.split()[1] for line in shown if re.match(r"make [a-z-]+(\s|$)", line)]
    assert set(asked) <= made
    run = {found for line in shown for found in re.findall(r"python -m (tools\.\w+)", line)}
    assert {module for module in run if not _is_module(module)} == set()


def test_subcommands_that_a_page_names_exist() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    named = set(re.findall(r"(?<!-n )ciso-advisor ([a-z]+)(?=[ `\n|])", text))
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli.main", "--help"], capture_output=True, text=True, cwd=ROOT
    )
    known = set(re.findall(r"[a-z]+", done.stdout))
    assert named and named <= known


@pytest.mark.parametrize("heading", TABLES)
def test_modules_in_the_tables_of_the_architecture_page_exist(heading: str) -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    section = text.split(f"\n{heading}\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    names = {name for row in rows for name in CODE.findall(row) if name.islower()}
    folder = ROOT / TABLES[heading]
    assert names
    assert {name for name in names if not (folder / f"{name}.py").exists()} == set()
