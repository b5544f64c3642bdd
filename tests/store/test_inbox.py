"""What is delivered twice is done once, by whichever process is there."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from sqlalchemy import select, update

from bot.store.database import Database
from bot.store.inbox import Inbox, claim_hash
from bot.store.schema import inbox as table
from tests.store.test_locks import lines, process


def test_two_processes_claim_each_key_once(database: Database, url: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    running = [process({"url": url}, log, 150, what="claim") for _ in range(2)]
    assert [one.wait(120) for one in running] == [0, 0]
    assert sorted(map(int, lines(log))) == list(range(150))


def test_what_a_dead_process_had_claimed_is_claimed_anew_by_one(database: Database) -> None:
    async def scene() -> None:
        inboxes = [Inbox(database), Inbox(database)]
        for key in ("dead", "done", "fresh"):
            assert await inboxes[0].claim("slack", key, {"key": key}, "slack:T:U")
        await inboxes[0].done("slack", "done")
        fresh = claim_hash("slack", "fresh")
        old = update(table).where(table.c.key != fresh).values(claimed_at=time.time() - 100)
        await database.write(lambda connection: connection.execute(old))
        found = await asyncio.gather(*(one.unfinished("slack", 60) for one in inboxes * 3))
        assert [entry for some in found for entry in some] == [("dead", {"key": "dead"})]
        assert await inboxes[0].unfinished("web", 0) == []

    asyncio.run(scene())


def test_a_hash_of_a_claim_is_kept_through_deletion_and_not_what_was_said(
    database: Database,
) -> None:
    async def scene() -> None:
        one = Inbox(database)
        await one.claim("slack", "key", {"text": "canary"}, "slack:T:U")
        await one.done("slack", "key")
        assert not await one.claim("slack", "key", {"text": "canary"}, "slack:T:U")
        rows = await database.read(lambda connection: connection.execute(select(table)).all())
        assert "canary" not in repr(rows)
        await one.claim("slack", "open", {"text": "canary"}, "slack:T:U:1.1")
        await one.forget("slack:T:U")
        rows = await database.read(lambda connection: connection.execute(select(table)).all())
        assert not [word for word in ("canary", "slack:T:U") if word in repr(rows)]
        assert not await one.claim("slack", "key", {"text": "canary"}, "slack:T:U")
        assert await one.unfinished("slack", -1) == []

    asyncio.run(scene())


def test_who_is_still_at_it_keeps_it_and_who_lets_go_hands_it_on_at_once(
    database: Database,
) -> None:
    async def scene() -> None:
        one = Inbox(database)
        for key in ("kept", "left", "done"):
            assert await one.claim("slack", key, {"key": key}, "slack:T:U")
        await one.done("slack", "done")
        await database.write(
            lambda connection: connection.execute(
                update(table).values(claimed_at=time.time() - 100)
            )
        )
        await one.still("slack", ["kept", "done"])
        assert await one.unfinished("slack", 60) == [("left", {"key": "left"})]
        await one.release("slack", ["kept", "done"])
        assert await one.unfinished("slack", 60) == [("kept", {"key": "kept"})]

    asyncio.run(scene())


def test_a_conversation_is_known_from_its_first_claim_until_it_is_forgotten(
    database: Database,
) -> None:
    async def scene() -> None:
        one = Inbox(database)
        assert not await one.known("slack:T:U:1.1")
        await one.claim("slack", "key", {}, "slack:T:U:1.1")
        await one.done("slack", "key")
        assert await one.known("slack:T:U:1.1")
        assert not await one.known("slack:T:U")
        await one.forget("slack:T:U:1.1")
        assert not await one.known("slack:T:U:1.1")

    asyncio.run(scene())
