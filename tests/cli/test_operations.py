"""The operator's commands on a real database: forget, purge, report, diff."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.cli.knowledge_diff import changed_answers, changed_facts
from bot.cli.report import groups, page, read, stub
from bot.domain.facts import SourceError
from bot.ingest.build import build
from bot.ingest.extractor import extract_file
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from bot.nlu.encoder import encoder
from bot.store.database import Database
from bot.store.schema import inbox, turns, unanswered
from bot.store.unanswered import scrubbed
from bot.store.upgrade import upgrade

ROOT = Path(__file__).resolve().parents[2]
DAY = 86_400
NOW = 1_800_000_000.0


def command(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli.main", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300,
        env={**os.environ, "DATA_DIR": str(data), **environment},
    )  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path / 'conversations.db'}")
    upgrade(made)
    return made


def _add(
    database: Database,
    conversation: str,
    number: int = 1,
    at: float = NOW,
    topic: str = "salary",
    verdict: str | None = None,
) -> None:
    turn = {
        "conversation": conversation, "number": number, "message": f"m{number}", "surface": conversation.partition(":")[0],
        "at": at, "milliseconds": 20.0, "topic": topic, "confidence": 0.9, "verdict": verdict, "asked": "q", "events": "[]",
    }  # fmt: skip
    note = {
        "conversation": conversation,
        "number": number,
        "at": at,
        "surface": turn["surface"],
        "topic": topic,
    }
    kept = {"surface": "slack", "key": f"{conversation}{number}", "conversation": conversation, "payload": "{}", "at": at, "claimed_at": at, "done": True}  # fmt: skip
    with database.engine.begin() as connection:
        connection.execute(insert(turns).values(turn))
        connection.execute(
            insert(unanswered).values(
                {**note, "reason": "refused", "question": f"what about {conversation}?"}
            )
        )
        connection.execute(insert(inbox).values(kept))


def _conversations(folder: Path) -> set[str]:
    with sqlite3.connect(folder / "conversations.db") as connection:
        tables = ("turn", "unanswered", "inbox")
        return {
            row[0]
            for table in tables
            for row in connection.execute(f'SELECT conversation FROM "{table}"')
        }


def test_forget_deletes_every_row_of_a_conversation_and_its_threads_and_of_nobody_else(
    tmp_path: Path, database: Database
) -> None:
    for conversation in ("slack:T1:U1", "slack:T1:U1:17.5", "slack:T1:U12", "slack:T1:u1"):
        _add(database, conversation)
    done = command(tmp_path, "forget", "slack:T1:U1")
    assert done.returncode == 0, done.stderr
    assert _conversations(tmp_path) == {"slack:T1:U12", "slack:T1:u1"}
    assert "nothing was kept" in command(tmp_path, "forget", "slack:T1:U1").stdout
    refused = command(tmp_path, "forget", "everything; DROP TABLE turn")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1


def test_purge_deletes_what_is_older_than_the_retention_and_nothing_younger(
    tmp_path: Path, database: Database
) -> None:
    import time

    _add(database, "web:old", at=time.time() - 8 * DAY)
    _add(database, "web:young", at=time.time() - 6 * DAY)
    assert command(tmp_path, "purge", RETENTION_DAYS="7").returncode == 0
    assert _conversations(tmp_path) == {"web:young"}


def test_questions_of_one_meaning_are_one_group_and_others_are_not() -> None:
    asked = [
        "is there a union for CISOs?", "can CISOs join a union?", "is there a union for CISOs?", "could a CISO be in a trade union?",
        "how do I cook pasta?", "best pasta recipe",
    ]  # fmt: skip
    found = groups(asked, encoder("build/minilm").encode, date(2026, 11, 23))
    assert [group.count for group in found] == [4, 2]
    assert "union" in found[0].name
    assert "pasta" in found[1].name


def test_a_report_counts_the_days_and_shows_questions_as_text_whatever_they_hold(
    database: Database,
) -> None:
    _add(database, "web:a", 1, NOW - DAY, "salary", "up")
    _add(database, "web:a", 2, NOW, "not_covered", "down")
    _add(database, "web:b", 1, NOW - 90 * DAY)
    _add(database, "web:<script>alert(1)</script>", 1, NOW)
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
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "http" not in html.replace("http-equiv", "")
    for tag in ("table", "details", "svg", "ul", "pre"):
        assert html.count(f"<{tag}") == html.count(f"</{tag}>")


def test_the_report_of_an_empty_database_is_a_page_too(tmp_path: Path, database: Database) -> None:
    done = command(tmp_path, "report", "--out", str(tmp_path / "page.html"))
    assert done.returncode == 0, done.stderr
    assert "Nothing was refused." in (tmp_path / "page.html").read_text()


def test_a_stub_is_a_source_text_once_its_front_matter_is_filled_in(tmp_path: Path) -> None:
    text = stub("Can CISOs join a union?", [("can CISOs join a union? -->", 2)], date(2026, 11, 23))
    (tmp_path / "empty.md").write_text(text)
    with pytest.raises(SourceError):
        extract_file(tmp_path / "empty.md")
    filled = text.replace("title: ", "title: Unions").replace(
        "publisher: ", "publisher: Union Weekly", 1
    )
    (tmp_path / "filled.md").write_text(filled + "A CISO may join a union in most countries.\n")
    extraction = extract_file(tmp_path / "filled.md")
    assert [passage.text for passage in extraction.passages] == [
        "A CISO may join a union in most countries."
    ]


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("write to jane.roe@example.org please", "jane.roe"), ("call +49 (0)30 1234567", "1234567"),
        ("my name is Jane Roe and I want to be a CISO", "Jane"), ("I'm Jane, what next?", "Jane"), ("see https://example.org/me", "example.org"),
        ("ask @janeroe", "janeroe"), ("employee 12345678", "12345678"), ("jane (at) example.org", "jane"), ("Dr. Roe said so", "Roe"),
    ],
)  # fmt: skip
def test_personal_data_is_taken_out_of_a_question(text: str, gone: str) -> None:
    assert gone not in scrubbed(text)


@pytest.mark.parametrize(
    "text",
    [
        "is 250,000 a fair offer?",
        "I am a SOC analyst with 8 years",
        "I'm CISSP certified",
        "do I need ISO 27001?",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert scrubbed(text) == text


def test_diff_shows_the_answers_that_a_changed_source_would_change(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "data" / "sources", tmp_path / "sources")
    article = tmp_path / "sources" / "what-does-a-ciso-do.md"
    article.write_text(article.read_text("utf-8").replace("166,585", "170,000"), "utf-8")
    engine = knowledge_engine("sqlite://")
    build(engine, tmp_path / "sources")
    new = KnowledgeBase.load(engine)
    assert changed_answers(kb, kb) == []
    assert any("170,000" in line for line in changed_facts(kb, new))
    change = next(
        change
        for change in changed_answers(kb, new)
        if change.question == "How much does a CISO earn?"
    )
    assert any(line.startswith("-") and "166,585" in line for line in change.lines())
    assert any(line.startswith("+") and "170,000" in line for line in change.lines())
