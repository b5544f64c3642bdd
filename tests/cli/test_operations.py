"""The operator's commands on a real database: forget, purge, report, diff."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.cli.question_groups import groups
from bot.cli.report import page, read
from bot.cli.source_list import source_page
from bot.knowledge.store import KnowledgeBase
from bot.nlu.encoder import encoder
from bot.store.database import Database
from bot.store.schema import inbox, turns, unanswered
from bot.store.unanswered import scrubbed
from bot.store.upgrade import upgrade
from tools.commands import ran_as_text
from tools.serving import share_kept

ROOT = Path(__file__).resolve().parents[2]
DAY = 86_400
NOW = 1_800_000_000.0


def command(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    share_kept(data)
    return ran_as_text(*arguments, DATA_DIR=str(data), **environment)


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database that `knowledge build` makes of the project's sources."""
    folder = tmp_path_factory.mktemp("built")
    assert command(folder, "knowledge", "build").returncode == 0
    return folder / "knowledge.db"


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
    reason: str | None = None,
) -> None:
    turn = {
        "conversation": conversation, "number": number, "message": f"m{number}",
        "surface": conversation.partition(":")[0],
        "at": at, "milliseconds": 20.0, "topic": topic, "confidence": 0.9, "verdict": verdict,
        "reason": reason, "asked": "q", "events": "[]",
    }  # fmt: skip
    note = {
        "conversation": conversation,
        "number": number,
        "at": at,
        "surface": turn["surface"],
        "topic": topic,
    }
    kept = {
        "surface": "slack",
        "key": f"{conversation}{number}",
        "conversation": conversation,
        "payload": "{}",
        "at": at,
        "claimed_at": at,
        "done": True,
    }
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
            if row[0]  # of claims a hash stays that is nobody's
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
    _add(database, "web:old", at=time.time() - 8 * DAY)
    _add(database, "web:young", at=time.time() - 6 * DAY)
    assert command(tmp_path, "purge", RETENTION_DAYS="7").returncode == 0
    assert _conversations(tmp_path) == {"web:young"}


def test_questions_of_one_meaning_are_one_group_and_others_are_not() -> None:
    asked = [
        "is there a union for CISOs?", "can CISOs join a union?", "is there a union for CISOs?",
        "could a CISO be in a trade union?",
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
    _add(database, "web:a", 2, NOW, "not_covered", "down", "wrong")
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


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("write to jane.roe@example.org please", "jane.roe"), ("call +49 (0)30 1234567", "1234567"),
        ("my name is Jane Roe and I want to be a CISO", "Jane"), ("I'm Jane, what next?", "Jane"),
        ("see https://example.org/me", "example.org"),
        ("ask @janeroe", "janeroe"), ("employee 12345678", "12345678"),
        ("jane (at) example.org", "jane"), ("Dr. Roe said so", "Roe"),
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


@pytest.mark.model
def test_diff_shows_sentences_answers_and_what_is_now_answered(
    tmp_path: Path, database: Database, knowledge: Path
) -> None:
    shutil.copy(knowledge, tmp_path / "knowledge.db")
    with database.engine.begin() as connection:
        kept = {
            "conversation": "web:a",
            "number": 1,
            "at": NOW,
            "surface": "web",
            "topic": "not_covered",
        }
        question = {"reason": "refused", "question": "can I learn the job on a sailing boat?"}
        connection.execute(insert(unanswered).values({**kept, **question}))
    sources = tmp_path / "sources"
    shutil.copytree(ROOT / "data" / "sources", sources)
    article = sources / "pay" / "hitch-2026-pay.md"
    article.write_text(
        article.read_text("utf-8").replace("364,000", "371,000").replace("364000", "371000"),
        "utf-8",
    )
    (sources / "boats.md").write_text(
        "---\ntitle: Boats\npublisher: Us\nyear: 2026\n---\n\n# Sailing boats\n\nNobody learns the"
        " job on a sailing boat, but the calm that it takes.\n\n<!-- People asked: can I learn to"
        " be a CISO on a boat | does a sailing boat teach the job -->\n",
        "utf-8",
    )
    assert "nothing changes" in command(tmp_path, "knowledge", "diff").stdout
    done = command(tmp_path, "knowledge", "diff", SOURCES=str(sources))
    assert done.returncode == 0, done.stderr
    assert (
        "+ Nobody learns the job on a sailing boat, but the calm that it takes.  [boats:9]"
        in done.stdout
    )
    assert "+ CISOs average $371,000 a year in base salary" in done.stdout
    before, after = (
        done.stdout.split("How much does a CISO earn?")[1].split("\n\n")[0].split("  + ")[:2]
    )
    assert "$364,000" in before
    assert "$371,000" in after
    assert "can I learn the job on a sailing boat?  [now answered]" in done.stdout
    assert "1 questions are now answered" in done.stdout


@pytest.mark.model
def test_try_answers_from_the_sources_on_disk_without_a_build(
    tmp_path: Path, knowledge: Path
) -> None:
    shutil.copy(knowledge, tmp_path / "knowledge.db")
    sources = tmp_path / "sources"
    shutil.copytree(ROOT / "data" / "sources", sources)
    article = sources / "pay" / "hitch-2026-pay.md"
    article.write_text(
        article.read_text("utf-8").replace("364,000", "371,000").replace("364000", "371000"),
        "utf-8",
    )
    done = command(
        tmp_path,
        "knowledge",
        "try",
        "What is the average base salary of a CISO?",
        SOURCES=str(sources),
    )
    assert "$371,000" in done.stdout
    assert "Hitch Partners, 2026" in done.stdout
    asked = command(tmp_path, "ask", "What is the average base salary of a CISO?")
    assert "$364,000" in asked.stdout


def test_stale_prints_what_is_old_on_a_day_under_its_source(
    tmp_path: Path, knowledge: Path
) -> None:
    shutil.copy(knowledge, tmp_path / "knowledge.db")
    done = command(tmp_path, "knowledge", "stale", "--day", "2027-03-01")
    assert "Economic uncertainty weighs on CISO hiring (IANS and Artico, 2024)" in done.stdout
    assert (
        "2026-06-30  pay: In 2024 CISOs in the US had an average total compensation" in done.stdout
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("  ")]
    assert len(told) == len(set(told))
    assert "2026-06-30" not in command(tmp_path, "knowledge", "stale", "--day", "2026-06-30").stdout
    assert command(tmp_path, "knowledge", "stale", "--day", "soon").returncode == 2


def test_the_page_of_sources_is_the_generated_one(kb: KnowledgeBase) -> None:
    assert (ROOT / "docs/sources.md").read_text("utf-8") == source_page(kb)


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
    shutil.copytree(ROOT / "data" / "sources", sources)
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
