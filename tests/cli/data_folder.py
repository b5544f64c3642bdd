"""A data folder as an operator has it: commands on it, and what stands in its conversations."""

from __future__ import annotations

import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy import insert

from bot.store.database import Database
from bot.store.schema import inbox, turns, unanswered
from tools.commands import ran_as_text
from tools.serving import share_kept

DAY_SECONDS = 86_400
NOW = 1_800_000_000.0


def command(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    share_kept(data)
    return ran_as_text(*arguments, DATA_DIR=str(data), **environment)


def add_turn(
    database: Database,
    conversation: str,
    number: int = 1,
    at: float = NOW,
    topic: str = "salary",
    verdict: str | None = None,
    reason: str | None = None,
) -> None:
    turn = {
        "conversation": conversation, "number": number, "message": f"m{number}",
        "surface": conversation.partition(":")[0],
        "at": at, "milliseconds": 20.0, "topic": topic, "confidence": 0.9, "verdict": verdict,
        "reason": reason, "asked": "q", "events": "[]",
    }  # fmt: skip
    note = {
        "conversation": conversation,
        "number": number,
        "at": at,
        "surface": turn["surface"],
        "topic": topic,
    }
    kept = {
        "surface": "slack",
        "key": f"{conversation}{number}",
        "conversation": conversation,
        "payload": "{}",
        "at": at,
        "claimed_at": at,
        "done": True,
    }
    with database.engine.begin() as connection:
        connection.execute(insert(turns).values(turn))
        connection.execute(
            insert(unanswered).values(
                {**note, "reason": "refused", "question": f"what about {conversation}?"}
            )
        )
        connection.execute(insert(inbox).values(kept))


def conversations_in(folder: Path) -> set[str]:
    with sqlite3.connect(folder / "conversations.db") as connection:
        tables = ("turn", "unanswered", "inbox")
        return {
            row[0]
            for table in tables
            for row in connection.execute(f'SELECT conversation FROM "{table}"')
            if row[0]  # of claims a hash stays that is nobody's
        }
