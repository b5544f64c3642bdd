"""Conversations in real databases: turns whole and once, ids
refused, nothing left when they are forgotten.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import func, insert, select, text

from bot.channels.turns import Said, Turns
from bot.domain.reply import Reply
from bot.rasa_adapter.assistant import Assistant
from bot.store.conversations import (
    REMEMBERED,
    Conversations,
    InvalidConversationError,
    TurnLostError,
)
from bot.store.database import Database
from bot.store.erasure import forget, purge
from bot.store.inbox import Inbox
from bot.store.locks import ConversationLocks
from bot.store.schema import inbox, turns, unanswered

BAD_IDS: list[Any] = [
    "web:\ud800", "web:a\x00b", "web:" + "x" * 300, "web:", "", "U123", "Web:abc", "web:a b",
    "web:a%", "web:a\n", " web:a", "web/abc",
    None, 7, ["web:a"], {"web": "a"}, b"web:a",
]  # fmt: skip


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database, Domain.load("domain.yml"))


def add_turn(
    tracker: DialogueStateTracker,
    asked: str = "what is a CISO?",
    message: str | None = None,
    topic: str = "role",
) -> None:
    reply = Reply(topic, f"An answer to {asked}")
    said = UserUttered(asked, message_id=message or uuid.uuid4().hex)
    data = {"reply": reply.to_dict()}
    for event in (
        said,
        ActionExecuted("action_answer_question"),
        BotUttered(reply.text, metadata=data),
        SlotSet("dialogue", {"asked": asked}),
    ):
        tracker.update(event)


async def save(store: Conversations, conversation: str, *asked: str) -> None:
    for question in asked:
        tracker = await store.retrieve(conversation)
        add_turn(tracker, question)
        await store.save(tracker)


def run(coroutine: Any) -> Any:
    return asyncio.run(coroutine)


def rows(database: Database) -> dict[str, int]:
    count: Callable[[Any], int] = lambda table: database.read_now(
        lambda c: c.execute(select(func.count()).select_from(table)).scalar_one()
    )
    return {table.name: count(table) for table in (inbox, turns, unanswered)}


def test_a_turn_comes_back_as_it_was_said(conversations: Conversations) -> None:
    run(save(conversations, "web:one", "first?", "second?"))
    history = run(conversations.history("web:one"))
    assert [turn.asked for turn in history] == ["first?", "second?"]
    assert history[1].replies == (Reply("role", "An answer to second?"),)
    assert run(conversations.turn("web:one", history[0].id)).asked == "first?"
    assert run(conversations.turn("web:two", history[0].id)) is None


def test_a_tracker_holds_the_last_turns_and_the_store_holds_all(
    conversations: Conversations,
) -> None:
    questions = [f"question {number}?" for number in range(REMEMBERED + 4)]
    run(save(conversations, "web:one", *questions))
    tracker = run(conversations.retrieve("web:one"))
    assert [event.text for event in tracker.events if isinstance(event, UserUttered)] == questions[
        -REMEMBERED:
    ]
    assert tracker.get_slot("dialogue") == {"asked": questions[-1]}
    assert [turn.asked for turn in run(conversations.history("web:one"))] == questions


def test_of_two_turns_that_ran_beside_each_other_the_second_is_not_saved(
    conversations: Conversations, database: Database
) -> None:
    run(save(conversations, "web:one", "before?"))
    first, second = run(conversations.retrieve("web:one")), run(conversations.retrieve("web:one"))
    add_turn(first, "first?")
    add_turn(second, "second?", topic="not_covered")
    run(conversations.save(first))
    with pytest.raises(TurnLostError):
        run(conversations.save(second))
    assert [turn.asked for turn in run(conversations.history("web:one"))] == ["before?", "first?"]
    assert rows(database) == {"inbox": 0, "turn": 2, "unanswered": 0}  # its note went with it


def test_the_same_message_is_saved_once(conversations: Conversations) -> None:
    for expected in (1, 1):
        tracker = run(conversations.retrieve("web:one"))
        add_turn(tracker, message="the-same")
        if tracker.saved_turns:
            with pytest.raises(TurnLostError):
                run(conversations.save(tracker))
        else:
            run(conversations.save(tracker))
        assert len(run(conversations.history("web:one"))) == expected


def test_a_turn_without_an_answer_is_not_saved(conversations: Conversations) -> None:
    tracker = run(conversations.retrieve("web:one"))
    tracker.update(UserUttered("what is a CISO?", message_id="m"))
    with pytest.raises(TurnLostError):
        run(conversations.save(tracker))
    assert run(conversations.history("web:one")) == ()


@pytest.mark.parametrize("bad", BAD_IDS, ids=repr)
def test_an_id_that_no_surface_makes_is_refused_and_the_process_goes_on(
    conversations: Conversations, bad: Any
) -> None:
    tracker = DialogueStateTracker.from_events("web:fine", [])
    tracker.sender_id, tracker.saved_events, tracker.saved_turns = bad, 0, 0
    add_turn(tracker)
    for work in (
        conversations.retrieve(bad), conversations.history(bad), conversations.turn(bad, "m"),
        conversations.forget(bad),
        conversations.rate(bad, "m", "up"), conversations.save(tracker),
    ):  # fmt: skip
        with pytest.raises(
            (InvalidConversationError, AttributeError)
        ):  # ValueError's child, which ended Rasa's process
            run(work)
    run(save(conversations, "web:fine", "and now?"))


@pytest.mark.parametrize(
    "asked", ["\ud800", "a\x00b", "\U0010ffff", "🤷" * 400, "'; DROP TABLE turn; --"], ids=ascii
)
def test_whatever_the_text_holds_the_process_goes_on_and_the_next_turn_is_saved(
    conversations: Conversations, asked: str
) -> None:
    try:
        run(save(conversations, "web:one", asked))
    except SystemExit:
        pytest.fail("a text ended the process")
    except Exception:  # refused: said again in other words it would be saved
        assert run(conversations.history("web:one")) == ()
    run(save(conversations, "web:one", "and now?"))
    assert run(conversations.history("web:one"))[-1].asked == "and now?"


@pytest.mark.parametrize("bad", ["\ud800", "a\x00b", "x" * 300, "", None, 7], ids=ascii)
def test_a_message_id_that_no_surface_makes_gets_a_polite_failure(
    database: Database, assistant: Assistant, bad: Any
) -> None:
    taken = Turns(Conversations(database), ConversationLocks(), b"x" * 32)
    taken.connect(assistant.agent.handle_message)
    assert run(taken.take("web:one", Said(bad, "what is a CISO?"))).failed
    assert run(taken.take(bad, Said("fine", "what is a CISO?"))).failed


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
    from bot.store.upgrade import upgrade

    database = Database(f"sqlite:///{tmp_path / 'conversations.db'}")
    upgrade(database)
    store = Conversations(database, Domain.load("domain.yml"))
    run(save(store, "web:one", "canary@example.invalid asks"))
    run(store.forget("web:one"))
    database.write_now(lambda connection: forget(connection, "web:one"))
    database.read_now(lambda connection: connection.execute(text("SELECT 1")))
    database.close()  # the last connection folds the log into the file
    assert all(b"canary" not in path.read_bytes() for path in tmp_path.iterdir())


def test_two_servers_without_a_shared_lock_lose_and_double_nothing(url: str) -> None:
    from bot.store.upgrade import upgrade

    upgrade(Database(url))
    servers = []
    for _ in range(2):
        database = Database(url)
        store = Conversations(database)
        server = Turns(store, ConversationLocks(), b"x" * 32, seconds=60)
        server.connect(Assistant.load(conversations=store).agent.handle_message)
        servers.append(server)
    asked = {
        f"message-{number}": question
        for number, question in enumerate(["what is a CISO?", "which degree do I need?"] * 6)
    }

    async def until_answered(number: int, message: str, question: str) -> Any:
        for attempt in range(20):  # as the widget does, wherever the next try lands
            turn = await servers[(number + attempt) % 2].take("web:shared", Said(message, question))
            if not turn.failed:
                return turn
        raise AssertionError("never answered")

    async def all_at_once() -> list[Any]:
        return list(
            await asyncio.gather(
                *(until_answered(n, *entry) for n, entry in enumerate(asked.items()))
            )
        )

    answered = run(all_at_once())
    history = run(servers[0].history("web:shared"))
    assert sorted(turn.id for turn in history) == sorted(asked)
    assert {turn.id: turn.replies for turn in history} == {
        turn.id: turn.replies for turn in answered
    }
    numbers = Database(url).read_now(
        lambda c: c.execute(select(turns.c.number).order_by(turns.c.number)).scalars().all()
    )
    assert numbers == list(range(1, len(asked) + 1))
