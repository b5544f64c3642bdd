"""What is forgotten or purged: every row of it, and nobody else's."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from sqlalchemy import insert, select, text

from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.erasure import forget, purge
from bot.store.inbox import Inbox
from bot.store.schema import turns
from bot.store.upgrade import upgrade
from tests.store.saved_turns import rows, run, save


def test_forgetting_leaves_no_row_and_takes_nobody_elses(
    conversations: Conversations, database: Database
) -> None:
    others = ["slack:T:U2", "slack:T:U11", "slack:t:u1:7", "slack:T:Ux1", "web:slack:T:U1"]
    for conversation in ["slack:T:U1", "slack:T:U1:17.5", *others]:
        run(save(conversations, conversation, "one?", "two?"))
        run(
            conversations.rate(conversation, run(conversations.history(conversation))[0].id, "down")
        )
        run(Inbox(database).claim("slack", f"key-{conversation}", {"text": "what?"}, conversation))
    assert rows(database) == {"inbox": 7, "turn": 14, "unanswered": 7}
    run(conversations.forget("slack:T:U1"))
    assert rows(database) == {
        "inbox": 7,
        "turn": 10,
        "unanswered": 5,
    }  # claims are hashes that name nobody
    assert (
        run(conversations.history("slack:T:U1"))
        == run(conversations.history("slack:T:U1:17.5"))
        == ()
    )
    assert sorted(run(conversations.keys())) == sorted(others)
    assert len(run(conversations.history("slack:t:u1:7"))) == 2


def test_an_underscore_is_no_wildcard_when_a_conversation_is_forgotten(
    conversations: Conversations,
) -> None:
    run(save(conversations, "web:aXb:1", "one?"))
    run(conversations.forget("web:a_b"))
    assert len(run(conversations.history("web:aXb:1"))) == 1


def test_a_forgotten_conversation_begins_anew(conversations: Conversations) -> None:
    run(save(conversations, "web:one", "one?"))
    run(conversations.forget("web:one"))
    tracker = run(conversations.retrieve("web:one"))
    assert not tracker.events and tracker.get_slot("dialogue") is None
    run(save(conversations, "web:one", "two?"))
    assert [turn.asked for turn in run(conversations.history("web:one"))] == ["two?"]


def _aged(database: Database, conversation: str, number: int, at: float) -> None:
    row = dict(
        conversation=conversation,
        number=number,
        message=f"m{number}",
        surface="web",
        at=at,
        milliseconds=1.0,
        topic="role",
        confidence=1.0,
        asked="?",
        events="[]",
    )
    database.write_now(lambda connection: connection.execute(insert(turns).values(row)))


def test_purging_takes_conversations_whose_last_turn_is_old(database: Database) -> None:
    for conversation, ages in {
        "web:old": (1, 2),
        "web:kept": (1, 60),
        "web:new": (61,),
        "slack:T:U": (1,),
        "slack:T:U:9": (70,),
    }.items():
        for number, at in enumerate(ages, 1):
            _aged(database, conversation, number, at)
    assert database.write_now(lambda connection: purge(connection, before=50)) == 2
    left = database.read_now(
        lambda c: c.execute(
            select(turns.c.conversation, turns.c.number).order_by(*turns.primary_key)
        ).all()
    )
    # a conversation that goes on keeps its beginning, and a thread has an age of its own
    assert [tuple(row) for row in left] == [
        ("slack:T:U:9", 1),
        ("web:kept", 1),
        ("web:kept", 2),
        ("web:new", 1),
    ]
    assert database.write_now(lambda connection: purge(connection, before=50)) == 0


def test_what_is_deleted_is_overwritten_in_the_file(tmp_path: Any) -> None:
    database = Database(f"sqlite:///{tmp_path / 'conversations.db'}")
    upgrade(database)
    store = Conversations(database, Domain.load("domain.yml"))
    run(save(store, "web:one", "canary@example.invalid asks"))
    run(store.forget("web:one"))
    database.write_now(lambda connection: forget(connection, "web:one"))
    database.read_now(lambda connection: connection.execute(text("SELECT 1")))
    database.close()  # the last connection folds the log into the file
    assert all(b"canary" not in path.read_bytes() for path in tmp_path.iterdir())
