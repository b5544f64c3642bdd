"""Conversations in real databases: their turns are kept whole, in order and once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.shared.core.events import UserUttered
from sqlalchemy import select

from bot.channels.turns import Said, Turns
from bot.domain.reply import Reply
from bot.rasa_adapter.assistant import Assistant
from bot.store.conversations import REMEMBERED, Conversations, TurnLostError
from bot.store.database import Database
from bot.store.locks import ConversationLocks
from bot.store.schema import turns
from bot.store.upgrade import upgrade
from tests.store.saved_turns import add_turn, rows, run, save


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


def test_two_servers_without_a_shared_lock_lose_and_double_nothing(url: str) -> None:
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
