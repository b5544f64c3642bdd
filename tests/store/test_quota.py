"""What is kept is bounded: a turn's bytes, a conversation's turns, and all of them together."""

from __future__ import annotations

import asyncio
import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from sqlalchemy import func, select, update

import bot.store.erasure as kept
from bot.rasa_adapter.assistant import Assistant
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.packing import packed, unpacked, without_state
from bot.store.quota import keep_quota, stored_bytes
from bot.store.schema import turns
from bot.store.upgrade import upgrade
from tests.store.saved_turns import save
from tools.scripts import SCRIPTS


def run(coroutine: Any) -> Any:
    return asyncio.run(coroutine)


def test_a_turn_of_a_real_conversation_takes_four_kilobytes_at_most(
    tmp_path: Path, assistant: Assistant
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'conversations.db'}")
    upgrade(database)
    store, before = Conversations(database, assistant.agent.domain), assistant.agent.tracker_store
    assistant.agent.tracker_store = assistant.agent.processor.tracker_store = store
    try:
        for number, script in enumerate(SCRIPTS[:2]):
            for question in script:
                run(assistant.ask(question, f"test:{number}"))
        history = run(store.history("test:0"))
        assert [turn.asked for turn in history] == list(SCRIPTS[0])
        assert all(turn.replies and turn.replies[0].text for turn in history)
    finally:
        assistant.agent.tracker_store = assistant.agent.processor.tracker_store = before
    count = sum(len(script) for script in SCRIPTS[:2])
    assert database.read_now(stored_bytes) / count < 4_000
    database.close()


def test_events_come_back_and_those_of_older_versions_too() -> None:
    parsed = {"intent": {"name": "greet"}, "entities": [], "questions": [{"text": "hi"}]}
    event = {"event": "user", "text": "hi ☕", "metadata": {"begun": 1.5}, "parse_data": parsed}
    (found,) = unpacked(packed([event]))
    assert found == {**event, "parse_data": {"intent": {"name": "greet"}, "entities": []}}
    assert unpacked(json.dumps([event])) == [event]
    in_base_64 = "y" + base64.b64encode(zlib.compress(json.dumps([event]).encode())).decode()
    assert unpacked(in_base_64) == [event]
    in_base_85 = "z" + base64.b85encode(zlib.compress(json.dumps([event]).encode())).decode()
    assert unpacked(in_base_85) == [event]


@pytest.mark.parametrize("version", ["packed", "plain"])
def test_the_state_of_a_dialogue_is_dropped_and_nothing_else(version: str) -> None:
    states = [{"event": "slot", "name": "dialogue", "value": {"number": n}} for n in range(2)]
    others = [{"event": "bot", "text": "hello"}, {"event": "slot", "name": "job", "value": "CISO"}]
    events = [states[0], *others, states[1]]
    text = packed(events) if version == "packed" else json.dumps(events)
    names = [event.get("name") for event in unpacked(text)]
    assert names[-1] == "dialogue" and unpacked(text)[-1]["value"] == {"number": 1}
    lighter = without_state(text)
    assert [event.get("name") for event in unpacked(lighter)] == [None, "job"]
    assert without_state(lighter) == lighter


def test_a_conversation_keeps_its_last_turns_and_goes_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_TURNS", 8)
    store = Conversations(database, Domain.load("domain.yml"))
    run(save(store, "web:long", *[f"question {number}" for number in range(1, 21)]))
    run(save(store, "web:other", "only one"))
    history = run(store.history("web:long"))
    assert [turn.asked for turn in history] == [f"question {number}" for number in range(13, 21)]
    assert len(run(store.history("web:other"))) == 1


def test_beyond_the_quota_the_conversations_left_alone_longest_go(database: Database) -> None:
    store = Conversations(database, Domain.load("domain.yml"))
    for number in range(10):
        run(save(store, f"web:{number}", "first?", "second?"))
        at = update(turns).where(turns.c.conversation == f"web:{number}").values(at=float(number))
        database.write_now(lambda connection, at=at: connection.execute(at))
    size = database.read_now(stored_bytes)
    assert database.write_now(lambda c: keep_quota(c, size)).deleted == 0
    stored = database.write_now(lambda c: keep_quota(c, size // 2))
    left = database.read_now(lambda c: c.execute(select(turns.c.conversation).distinct()).all())
    assert stored.size <= size // 2
    assert 4 <= stored.deleted <= 7
    assert sorted(row.conversation for row in left) == [
        f"web:{number}" for number in range(stored.deleted, 10)
    ]
    count = database.read_now(lambda c: c.execute(select(func.count()).select_from(turns)).scalar())
    assert count == 2 * (10 - stored.deleted)
