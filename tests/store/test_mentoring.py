"""Questions to mentors and votes: each change happens once, and what is deleted is gone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from alembic import command
from sqlalchemy import text

from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.feedback import Feedback
from bot.store.inbox import Inbox
from bot.store.mentoring import MentoringStore, Request, State, Take
from bot.store.upgrade import _config, upgrade

Result = TypeVar("Result")
REQUEST = Request("brief:1", "slack:T:U1", "U1", "Is it worth it?", 100.0, ts="1.1", due_at=200.0)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run(work)


@pytest.fixture
def store(database: Database) -> MentoringStore:
    return MentoringStore(database, "T")


def take(store: MentoringStore, user: str, request: str = "brief:1", most: int = 3) -> Take:
    return run(store.take(request, user, 150.0, 300.0, most))


def test_of_many_mentors_at_once_one_takes_a_request(store: MentoringStore) -> None:
    async def scene() -> list[Take]:
        await store.add(REQUEST)
        await store.add(REQUEST)
        tries = (store.take(REQUEST.id, f"U{n}", 150.0, 300.0, 3) for n in range(2, 8))
        return list(await asyncio.gather(*tries))

    assert sorted(run(scene())) == sorted([Take.TAKEN, *[Take.ALREADY] * 5])
    kept = run(store.get(REQUEST.id))
    assert kept is not None
    assert (kept.state, kept.round, kept.due_at) == (State.TAKEN, 1, 300.0)
    assert take(store, kept.mentor) is Take.REPEATED


def test_ones_own_deleted_and_too_many_requests_cant_be_taken(store: MentoringStore) -> None:
    for number in range(3):
        run(store.add(replace(REQUEST, id=f"brief:{number}")))
    assert take(store, "U1") is Take.OWN
    assert take(store, "U2", "brief:9") is Take.GONE
    assert [take(store, "U2", f"brief:{n}", most=2) for n in range(3)] == [
        Take.TAKEN, Take.TAKEN, Take.TOO_MANY,
    ]  # fmt: skip


def test_a_change_happens_only_to_what_is_as_expected(store: MentoringStore) -> None:
    run(store.add(REQUEST))
    assert run(store.change(REQUEST.id, {"due_at": 200.0}, {"due_at": 0.0}))
    assert not run(store.change(REQUEST.id, {"due_at": 200.0}, {"due_at": 1.0}))
    assert run(store.due(10_000.0)) == ()


def test_turns_go_to_who_has_the_fewest_open_then_to_who_had_one_longest_ago(
    store: MentoringStore,
) -> None:
    run(store.add(REQUEST))
    take(store, "U2")
    run(store.propose("U3", 120.0))
    run(store.pause("U5", True))
    assert run(store.in_turn(["U2", "U3", "U4", "U5"])) == ("U4", "U3", "U2")
    run(store.pause("U5", False))
    assert "U5" in run(store.in_turn(["U5"]))
    assert run(store.known_mentors()) == ("U2", "U3", "U5")
    assert run(MentoringStore(store._database, "T2").known_mentors()) == ()


def test_each_person_has_one_vote_and_it_can_be_explained(database: Database) -> None:
    feedback = Feedback(database)
    about = ("slack:T:U1", "post:1")
    assert run(feedback.vote(*about, "U1", "up")) == "up"
    assert run(feedback.vote(*about, "U2", "down")) == "down"
    assert run(feedback.vote(*about, "U3", "up")) == "up"
    assert run(feedback.vote(*about, "U1", "down")) == "down"
    assert run(feedback.explain(*about, "U1", "wrong"))
    assert not run(feedback.explain(*about, "U3", "wrong"))
    assert sorted(run(feedback.votes(*about)), key=str) == [
        ("down", "wrong"), ("down", None), ("up", None),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="reason"):
        run(feedback.explain(*about, "U1", "ugly"))


def test_deleting_a_person_deletes_their_requests_and_the_votes_on_their_answers(
    database: Database, store: MentoringStore
) -> None:
    run(store.add(REQUEST))
    run(Feedback(database).vote("slack:T:U1:5.5", "post:1", "U2", "up"))
    run(Conversations(database).forget("slack:T:U1"))
    assert run(store.get(REQUEST.id)) is None
    assert run(Feedback(database).votes("slack:T:U1:5.5", "post:1")) == ()


def test_claims_of_an_older_version_are_hashed_and_still_recognized(url: str) -> None:
    database = Database(url)

    def older(connection: Any) -> None:
        for table in ("mentoring", "mentor", "feedback"):
            connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
        config = _config()
        config.attributes["connection"] = connection
        command.stamp(config, "0002")
        rows = [("old", True, "{}"), ("open", False, json.dumps({"kind": "question"}))]
        for key, done, payload in rows:
            connection.execute(
                text(
                    "INSERT INTO inbox VALUES ('slack', :key, 'slack:T:U1', :payload, 1, 1, :done)"
                ),
                {"key": key, "done": done, "payload": payload},
            )

    upgrade(database)
    database.write_now(older)
    upgrade(database)
    inbox = Inbox(database)
    assert not run(inbox.claim("slack", "old", {}))
    assert run(inbox.unfinished("slack", 0)) == [("open", {"kind": "question"})]
    run(inbox.done("slack", "open"))
    assert not run(inbox.claim("slack", "open", {}))
    database.close()
