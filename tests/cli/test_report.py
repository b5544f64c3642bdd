"""The report's loop: what people didn't get becomes a stub, and the stub, filled in, an answer."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.cli.report import page, read
from bot.cli.source_stub import stub, stub_file
from bot.domain.anchor import Anchor
from bot.domain.errors import SourceError
from bot.domain.reply import Reply
from bot.ingest.build import build
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from bot.nlu.encoder import encoder
from bot.store.database import Database
from bot.store.schema import unanswered
from tests.cli.data_folder import DAY_SECONDS, NOW, add_turn, command

TODAY = date(2026, 11, 25)
SOURCES = Path("data/sources")
HOSTILE = (
    "can CISOs join a union? -->",
    "<!-- is there --> # a union | for | us [Yes]",
    "---\ntitle: x",
    "{kind: pay, figure: 5 USD} a union?",
    "--->",
    "`*_\\",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "sources"
    (path / "answers").mkdir(parents=True)
    for name in ("what-does-a-ciso-do.md", "role.toml"):
        (path / name).write_bytes((SOURCES / name).read_bytes())
    return path


@pytest.fixture
def filled(folder: Path, tmp_path: Path) -> Callable[..., KnowledgeBase]:
    def _filled(name: str, questions: list[tuple[str, int]], prose: str) -> KnowledgeBase:
        path = folder / stub_file(name)
        text = stub(name, questions, TODAY)
        path.write_text(text.replace("\n\n<!-- People", f"\n\n{prose}\n\n<!-- People"), "utf-8")
        engine = knowledge_engine(f"sqlite:///{tmp_path / 'knowledge.db'}")
        build(engine, folder)
        return KnowledgeBase.load(engine)

    return _filled


def test_a_stub_filled_in_plain_prose_builds_with_its_questions(
    filled: Callable[..., KnowledgeBase],
) -> None:
    questions = [("can CISOs join a union?", 2), ("is there a union for CISOs", 1)]
    kb = filled("Can CISOs join a union?", questions, "They may in most countries.")
    passage = next(p for p in kb.passages if p.source.kind == "own reading")
    assert passage.source.id == "can-cisos-join-a-union"
    assert (passage.section, passage.text) == (
        "Can CISOs join a union",
        "They may in most countries.",
    )
    assert passage.anchors == tuple(Anchor(question) for question, _ in questions)


def test_a_stub_that_is_not_filled_in_is_named(filled: Callable[..., KnowledgeBase]) -> None:
    with pytest.raises(SourceError, match="has no text below its front matter"):
        filled("Can CISOs join a union?", [("can they?", 1)], "")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_visitors_wrote_stays_a_question(
    hostile: str, filled: Callable[..., KnowledgeBase]
) -> None:
    kb = filled(hostile, [(hostile, 3), ("can they?", 1)], "They may in most countries.")
    passages = [p for p in kb.passages if p.source.kind == "own reading"]
    assert [p.text for p in passages] == ["They may in most countries."]
    assert passages[0].anchors[-1] == Anchor("can they?")
    assert all(fact.passage.source.kind != "own reading" for fact in kb.all_facts)


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("What does a CISO earn in Peru?", ("Peru",)),
        ("I have an offer of 900,000 SEK, is that good?", ("SEK",)),
        ("How much does a CISO earn?", ()),
    ],
)
def test_the_advisor_says_what_it_lacks(
    question: str, lacking: tuple[str, ...], ask: Callable[..., tuple[Reply, ...]]
) -> None:
    assert ask(question)[0].lacking == lacking


def test_a_report_counts_the_days_and_shows_questions_as_text_whatever_they_hold(
    database: Database,
) -> None:
    add_turn(database, "web:a", 1, NOW - DAY_SECONDS, "salary", "up")
    add_turn(database, "web:a", 2, NOW, "not_covered", "down", "wrong")
    add_turn(database, "web:b", 1, NOW - 90 * DAY_SECONDS)
    add_turn(database, "web:<script>alert(1)</script>", 1, NOW)
    report = database.read_now(
        lambda connection: read(connection, 30, encoder("build/minilm").encode, NOW)
    )
    assert (report.turns, report.conversations, report.refused, report.liked, report.disliked) == (
        3,
        2,
        1,
        1,
        1,
    )
    assert [day.turns for day in report.days] == [1, 2]
    html = page(report)
    assert "wrong or out of date (1)" in html
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "http" not in html.replace("http-equiv", "")
    for tag in ("table", "details", "svg", "ul", "pre"):
        assert html.count(f"<{tag}") == html.count(f"</{tag}>")


def test_the_report_of_an_empty_database_is_a_page_too(tmp_path: Path, database: Database) -> None:
    done = command(tmp_path, "report", "--out", str(tmp_path / "page.html"))
    assert done.returncode == 0, done.stderr
    assert "Nothing was refused." in (tmp_path / "page.html").read_text()


@pytest.mark.model
def test_a_question_half_answered_is_reported_and_answered_only_when_the_sources_name_it_all(
    tmp_path: Path, database: Database
) -> None:
    asked = (
        "What does a CISO earn in Peru?",
        "What does a CISO earn in Ruritania?",
        "Sarah Mitchell told us of a CISO in Peru, what do they earn?",
    )
    with database.engine.begin() as connection:
        for number, question in enumerate(asked, 1):
            kept = {"conversation": "web:a", "number": number, "at": time.time(), "surface": "web"}
            note = {"topic": "salary", "reason": "partly", "question": question}
            connection.execute(insert(unanswered).values({**kept, **note}))
    sources = tmp_path / "sources"
    shutil.copytree(SOURCES, sources)
    assert _reported(tmp_path, sources).count("(now answered") == 0
    (sources / "peru.md").write_text(
        "---\ntitle: Pay in Peru\npublisher: Us\nyear: 2026\n---\n\n# Pay of CISOs in Peru\n\n"
        "In Peru a CISO earns 420,000 soles a year on average.\n\n"
        "<!-- People asked: what does a CISO earn in Peru | CISO salary in Peru -->\n",
        "utf-8",
    )
    html = _reported(tmp_path, sources)
    assert "half answered" in html
    assert "Mitchell" not in html
    assert "Now: " in html and "420,000" in html
    told = re.findall(r"<summary>(.*?)</summary>", html)
    assert any("Peru" in one and "(now answered" in one for one in told)
    assert all("(now answered)" not in one for one in told if "Ruritania" in one)


def _reported(folder: Path, sources: Path) -> str:
    assert command(folder, "knowledge", "build", SOURCES=str(sources)).returncode == 0
    done = command(folder, "report", "--out", str(folder / "page.html"), SOURCES=str(sources))
    assert done.returncode == 0, done.stderr
    return (folder / "page.html").read_text("utf-8")
