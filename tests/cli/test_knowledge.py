"""`knowledge diff`, `try` and `stale`, and the page of sources."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.cli.knowledge_diff import standard_questions
from bot.cli.source_list import source_page
from bot.domain.role import Role
from bot.knowledge.store import KnowledgeBase
from bot.store.database import Database
from bot.store.schema import unanswered
from tests.cli.data_folder import NOW, command

ROOT = Path(__file__).resolve().parents[2]


def test_no_standard_question_has_a_gap_left_in_it() -> None:
    asked = standard_questions(Role("DPO", plural="DPOs"))
    assert "What does a DPO do?" in asked
    assert not [question for question in asked if set("{}") & set(question)]


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
