"""The build in use is looked after beside the turns, and kept while a newer one can't be read."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.domain.errors import KnowledgeError
from bot.ingest.build import write
from bot.ingest.source_folder import Sources
from bot.knowledge.reader import KnowledgeReader
from bot.knowledge.store import knowledge_engine
from tools.server_process import missing_programs
from tools.servers import Postgres

UNREADABLE = {
    "an unknown kind": "update kb_fact set kind = 'prophecy' where id = (select min(id) from "
    "kb_fact)",
    "a renamed column": "alter table kb_fact rename column label to caption",
    "no build at all": "delete from kb_build",
}


@pytest.fixture
def engine(tmp_path: Path, sources: Sources) -> Engine:
    made = knowledge_engine(f"sqlite:///{tmp_path / 'kb.db'}")
    write(made, sources)
    return made


def spoil(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("update kb_build set digest = 'another'"))
        connection.execute(text(statement))


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("name", ["an unknown kind", "a renamed column", "no build at all"])
def test_a_build_that_cant_be_read_leaves_the_one_before_in_use_and_says_so(
    engine: Engine, sources: Sources, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    reader = KnowledgeReader(engine, patience=0)
    held = reader.current()
    assert reader.problem() == ""
    spoil(engine, UNREADABLE[name])
    with caplog.at_level(logging.ERROR, "bot"):
        assert [reader.current() for _ in range(3)] == [held] * 3
        # nobody is kept waiting for a look that takes long, as on a busy machine
        until(lambda: reader.current() is held and "knowledge build" in reader.problem())
    assert len(caplog.records) == 1
    write(engine, sources)
    until(lambda: reader.current().digest == held.digest and reader.problem() == "")


@pytest.mark.parametrize("name", ["an unknown kind", "no build at all"])
def test_without_a_build_before_it_is_a_sentence(engine: Engine, name: str) -> None:
    spoil(engine, UNREADABLE[name])
    with pytest.raises(KnowledgeError, match="knowledge build"):
        KnowledgeReader(engine).current()


def test_nobody_waits_for_a_database_that_hangs(sources: Sources) -> None:
    if missing := missing_programs():
        pytest.skip(f"not installed: {missing}")
    with Postgres() as server:
        engine = knowledge_engine(server.new_database("knowledge"), limited=True)
        write(engine, sources)
        reader = KnowledgeReader(engine, patience=0)
        held = reader.current()
        server.pause()
        # a hung database never answers these; only what is held can
        assert all(reader.current() is held for _ in range(100))
        assert reader.problem() == ""
        server.resume()
        with engine.begin() as connection:
            connection.execute(text("delete from kb_build"))
        end = time.monotonic() + 20
        while not reader.problem():
            assert reader.current() is held
            assert time.monotonic() < end
            time.sleep(0.05)
        engine.dispose()
