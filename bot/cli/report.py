"""What people asked and what they didn't get: the operator's page,
made from the conversations that are kept.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.cli.question_groups import Encode, Group, groups
from bot.domain.reply import DECLINED
from bot.domain.role import Role
from bot.store.schema import turns, unanswered

_MOST = 2_000  # questions that are grouped, the newest; grouping compares each with each
_TEMPLATE = "report.html"
# Why a question was noted that only a part of was answered.
_HALF = "partly"
_REASONS = {
    "offtopic": "not what was asked",
    "wrong": "wrong or out of date",
    "missing": "something is missing",
    "unclear": "hard to understand",
}
Answered = Callable[[list[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Day:
    day: date
    turns: int
    refused: int
    median: float
    slow: float
    """Milliseconds within which 95 % were answered."""


@dataclass(frozen=True)
class Report:
    since: date
    until: date
    turns: int
    conversations: int
    refused: int
    liked: int
    disliked: int
    days: tuple[Day, ...]
    topics: tuple[tuple[str, int], ...]
    surfaces: tuple[tuple[str, int], ...]
    refusals: tuple[Group, ...]
    off_topic: tuple[Group, ...]
    guesses: tuple[Group, ...]
    dislikes: tuple[Group, ...]
    median: float
    slow: float
    role: str = ""
    reasons: tuple[tuple[str, int], ...] = ()
    """Why answers were disliked, where people said so: one of `REASONS` in words, and how often."""


def read(
    connection: Connection,
    days: int,
    encode: Encode,
    now: float | None = None,
    *,
    role: Role | None = None,
    answered: Answered | None = None,
    without_names: Callable[[str], str] = str,
) -> Report:
    """The last `days` days of the conversations that are kept; `encode` turns questions into
    unit-length rows.

    `answered` gives the answers of those questions that the knowledge base answers by now,
    `without_names` takes the names of persons out of them.
    """
    until = now or time.time()
    since = until - days * 86_400
    rows = _turns(connection, since)
    found = _notes(connection, since)
    # asked with the names that they have, of which some are of unknown places
    shown = {asked: without_names(asked) for note in found if (asked := note.question.strip())}
    by_now = _answered_by_now(shown, answered)
    notes = [(n.reason, n.topic, shown.get(n.question.strip(), "")) for n in found]
    half = _half_answered(notes)

    def of(*reasons: str, off_topic: bool = False) -> tuple[Group, ...]:
        asked = [
            question
            for reason, topic, question in notes
            if reason in reasons and (topic == "out_of_scope") == off_topic
        ]
        return groups(asked, encode, _day(until), role, by_now, half)

    times = [row.milliseconds for row in rows]
    verdicts = Counter(row.verdict for row in rows)
    return Report(
        since=_day(since),
        until=_day(until),
        turns=len(rows),
        conversations=len({row.conversation for row in rows}),
        refused=_refused(rows),
        liked=verdicts["up"],
        disliked=verdicts["down"],
        days=_days(rows),
        topics=tuple(Counter(row.topic for row in rows).most_common()),
        surfaces=tuple(Counter(row.surface for row in rows).most_common()),
        refusals=of("refused", _HALF),
        off_topic=of("refused", off_topic=True),
        guesses=of("unsure"),
        dislikes=of("disliked"),
        reasons=_reasons(row.reason for row in rows),
        median=_median(times),
        slow=_slow(times),
        role=role.name if role else "",
    )


def _answered_by_now(shown: Mapping[str, str], answered: Answered | None) -> dict[str, str]:
    """The answers that questions get by now, by their text without names, where every question
    with that text gets one.
    """
    answers = answered(sorted(shown)) if answered else {}
    unsettled = {shown[asked] for asked in shown if asked not in answers}
    return {shown[q]: text for q, text in answers.items() if shown[q] not in unsettled}


def _half_answered(notes: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    """The questions that were answered but in part when they were asked last."""
    newest: dict[str, str] = {}
    for reason, _, question in notes:
        newest.setdefault(question, reason)
    return frozenset(question for question, reason in newest.items() if reason == _HALF)


def _turns(connection: Connection, since: float) -> Sequence[Any]:
    """What is kept of each turn, the oldest first."""
    columns = (
        turns.c.conversation,
        turns.c.at,
        turns.c.milliseconds,
        turns.c.topic,
        turns.c.surface,
        turns.c.verdict,
        turns.c.reason,
    )
    asked = select(*columns).where(turns.c.at >= since).order_by(turns.c.at)
    return connection.execute(asked).all()


def _notes(connection: Connection, since: float) -> Sequence[Any]:
    """The newest questions without a good answer, the newest first."""
    noted = select(unanswered).where(unanswered.c.at >= since)
    return connection.execute(noted.order_by(unanswered.c.at.desc()).limit(_MOST)).all()


def page(report: Report) -> str:
    """The report as one HTML page that loads nothing."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(_TEMPLATE).render(report=report)


def _days(rows: Sequence[Any]) -> tuple[Day, ...]:
    by_day: dict[date, list[Any]] = {}
    for row in rows:
        by_day.setdefault(_day(row.at), []).append(row)
    return tuple(
        Day(
            day, len(found), _refused(found),
            _median([row.milliseconds for row in found]),
            _slow([row.milliseconds for row in found]),
        )
        for day, found in sorted(by_day.items())
    )  # fmt: skip


def _refused(rows: Iterable[Any]) -> int:
    """How many turns had no answer."""
    return sum(row.topic in DECLINED for row in rows)


def _median(values: Sequence[float]) -> float:
    return float(statistics.median(values)) if values else 0.0


def _slow(values: Sequence[float]) -> float:
    return float(np.percentile(values, 95)) if values else 0.0


def _day(at: float) -> date:
    return datetime.fromtimestamp(at, timezone.utc).date()


def _reasons(given: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    """The reasons given in words, the commonest first."""
    counts = Counter(reason for reason in given if reason)
    return tuple((_REASONS.get(reason, reason), count) for reason, count in counts.most_common())
