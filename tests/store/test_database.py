"""Upgrades that may run twice and at once, and a pool that outlives a database that stops."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import POOL, Database, DatabaseError
from bot.store.inbox import claim_hash
from bot.store.schema import metadata
from bot.store.upgrade import _LOCK, is_current, upgrade
from tests.store.test_locks import lines, process
from tools.servers import Postgres


def tables(database: Database) -> set[str]:
    return database.read_now(lambda connection: set(inspect(connection).get_table_names()))


def test_an_upgrade_makes_what_the_schema_says_and_a_second_one_changes_nothing(url: str) -> None:
    database = Database(url)
    assert not database.read_now(is_current)
    revision = upgrade(database)
    assert upgrade(database) == revision
    assert tables(database) == {*metadata.tables, "alembic_version"}
    assert database.read_now(is_current)
    for table in metadata.sorted_tables:
        found = database.read_now(
            lambda connection, table=table: inspect(connection).get_columns(table.name)
        )
        assert [(column["name"], column["nullable"]) for column in found] == [
            (c.name, bool(c.nullable)) for c in table.columns
        ]
        made = database.read_now(
            lambda connection, table=table: inspect(connection).get_indexes(table.name)
        )
        assert {index.name for index in table.indexes} <= {index["name"] for index in made}


def test_processes_that_start_together_upgrade_one_after_the_other(
    url: str, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    running = [process({"url": url}, log, what="upgrade") for _ in range(3)]
    assert [one.wait(120) for one in running] == [0, 0, 0]
    assert len({line.split()[0] for line in lines(log)}) == 1
    assert Database(url).read_now(is_current)


def test_an_upgrade_waits_for_another_that_takes_long(postgres: Postgres) -> None:
    database = Database(postgres.new_database("slow"))
    taken = threading.Event()

    def hold() -> None:
        with database.engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            taken.set()
            time.sleep(7)  # longer than a statement of a turn may take

    other = threading.Thread(target=hold)
    other.start()
    taken.wait(20)
    upgrade(database)
    other.join()
    assert database.read_now(is_current)


def test_a_database_of_a_newer_version_is_refused_in_one_sentence(url: str) -> None:
    database = Database(url)
    upgrade(database)
    database.write_now(
        lambda connection: connection.execute(
            text("UPDATE alembic_version SET version_num = '9999'")
        )
    )
    with pytest.raises(DatabaseError):
        upgrade(database)


@pytest.mark.parametrize(
    "url",
    ["nonsense", "postgresql://x:y@127.0.0.1:1/none", "oracle://x", "sqlite:////proc/none/x.db"],
)
def test_a_database_that_cannot_be_used_says_so(url: str) -> None:
    with pytest.raises(DatabaseError):
        upgrade(Database(url))


@pytest.fixture
def database_on_postgres(postgres: Postgres) -> Iterator[Database]:
    database = Database(postgres.new_database("pool"))
    yield database
    if not postgres.running:
        postgres.start()
    postgres.resume()
    database.close()


def test_after_a_restart_of_postgresql_the_first_statement_works(
    postgres: Postgres, database_on_postgres: Database
) -> None:
    database = database_on_postgres

    async def many() -> list[int]:
        work = lambda connection: connection.execute(text("SELECT 1")).scalar_one()
        return list(await asyncio.gather(*(database.read(work) for _ in range(POOL * 3))))

    assert asyncio.run(many()) == [1] * POOL * 3
    postgres.kill()
    with pytest.raises(SQLAlchemyError):
        asyncio.run(many())
    assert not asyncio.run(database.answers())
    postgres.start()
    assert asyncio.run(many()) == [1] * POOL * 3


def test_a_postgresql_that_stops_for_a_while_blocks_no_event_loop_and_loses_no_connection(
    postgres: Postgres, database_on_postgres: Database
) -> None:
    database = database_on_postgres
    work = lambda connection: connection.execute(text("SELECT 1")).scalar_one()

    async def scene() -> None:
        assert await database.read(work) == 1
        postgres.pause()
        waiting = [asyncio.create_task(database.read(work)) for _ in range(POOL * 2)]
        ticks = 0
        for _ in range(20):  # the loop goes on while the threads wait
            await asyncio.sleep(0.05)
            ticks += 1
        assert ticks == 20 and not any(one.done() and not one.exception() for one in waiting)
        postgres.resume()
        done = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 60)
        assert all(one == 1 or isinstance(one, SQLAlchemyError) for one in done)
        assert (
            await asyncio.gather(*(database.read(work) for _ in range(POOL * 2))) == [1] * POOL * 2
        )

    asyncio.run(scene())


def test_sqlite_survives_a_process_that_is_killed_while_it_writes(tmp_path: Path) -> None:
    url, log = f"sqlite:///{tmp_path / 'c.db'}", tmp_path / "log"
    upgrade(Database(url))
    writer = process({"url": url}, log, 100_000, what="claim")
    while len(lines(log)) < 50:
        assert writer.poll() is None
        time.sleep(0.02)
    writer.kill()
    writer.wait(20)
    database = Database(url)
    assert (
        database.read_now(lambda c: c.execute(text("PRAGMA integrity_check")).scalar_one()) == "ok"
    )
    kept = database.read_now(lambda c: set(c.execute(text("SELECT key FROM inbox")).scalars()))
    assert {
        claim_hash("slack", key) for key in lines(log)
    } <= kept  # what was told to be claimed is claimed
