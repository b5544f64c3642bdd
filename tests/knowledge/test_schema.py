"""The knowledge base shares its database: what isn't its own stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.domain.errors import KnowledgeError
from bot.ingest.build import write
from bot.ingest.source_folder import Sources
from bot.knowledge import schema
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from tools.server_process import missing_programs
from tools.servers import Postgres

FOREIGN = ("source", "passage", "entity", "alias", "fact", "build")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'shared.db'}"
        return
    if missing := missing_programs():
        pytest.skip(f"not installed: {missing}")
    with Postgres() as server:
        yield str(server.new_database("knowledge"))


def test_tables_of_others_are_neither_dropped_nor_changed(url: str, sources: Sources) -> None:
    other = create_engine(url, future=True)
    with other.begin() as connection:
        for name in FOREIGN:
            connection.execute(text(f"create table {name} (word varchar(10))"))
            connection.execute(text(f"insert into {name} values ('ours')"))
    engine = knowledge_engine(url)
    write(engine, sources)
    write(engine, sources)
    assert KnowledgeBase.load(engine).role.name == "CISO"
    with other.begin() as connection:
        for name in FOREIGN:
            assert connection.execute(text(f"select word from {name}")).scalars().all() == ["ours"]


def test_a_table_of_our_name_that_is_not_ours_is_left_alone(
    tmp_path: Path, sources: Sources
) -> None:
    engine = knowledge_engine(f"sqlite:///{tmp_path / 'shared.db'}")
    with engine.begin() as connection:
        connection.execute(text("create table kb_fact (word varchar(10))"))
    with pytest.raises(KnowledgeError, match="kb_fact"):
        write(engine, sources)
    with engine.begin() as connection:
        assert connection.execute(text("select count(*) from kb_fact")).scalar() == 0


def test_tables_of_an_older_version_are_made_again(tmp_path: Path, sources: Sources) -> None:
    engine = knowledge_engine(f"sqlite:///{tmp_path / 'shared.db'}")
    write(engine, sources)
    with engine.begin() as connection:
        connection.execute(text("alter table kb_fact drop column asked"))
    write(engine, sources)
    assert KnowledgeBase.load(engine).all_facts


def test_every_table_is_named_as_ours() -> None:
    assert all(table.name.startswith("kb_") for table in schema.metadata.sorted_tables)
