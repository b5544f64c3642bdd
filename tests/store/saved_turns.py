"""Turns that tests save, and how many rows a database then holds."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import func, select

from bot.domain.reply import Reply
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.schema import inbox, turns, unanswered


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
