"""An action: one thing to do, with its reason in the facts and the sign that it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.facts import Fact
from bot.plan.line import Line

# The first, second and third of the coming quarters.
SOON, NEXT, THEN = 0, 1, 2
_NO_REASON = Line("")


# What the key of an action's first step begins with.
WEEK = "week/"


def tick(key: str, on: date) -> str:
    """What marks an action as done: its key; with the year where it comes again each year."""
    return f"{key}/{on.year}" if key.endswith("/upkeep") else key


@dataclass(frozen=True)
class Action:
    """One thing to do: `key` names it for good, `text` says what, `why` and `facts` the reason,
    `done` the sign.

    `start` is the first part of it that fits a week, with a reason and a sign of its own;
    `quarter` the coming quarter it belongs to, counted from 0.
    """

    key: str
    text: str
    why: str
    done: str
    facts: tuple[Fact, ...]
    quarter: int = SOON
    start: str = ""
    start_done: str = ""
    start_why: Line = _NO_REASON
    is_exam: bool = False
