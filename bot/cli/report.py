"""What people asked and what they didn't get: the operator's page,
made from the conversations that are kept.
"""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from string import punctuation
from typing import Any

import numpy as np
import numpy.typing as npt
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sklearn.cluster import AgglomerativeClustering
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.domain.role import Role
from bot.ingest.names import slug
from bot.parsing.whole_words import without_phrases
from bot.store.schema import turns, unanswered

# Cosine distance from which on two questions don't mean the same.
_APART = 0.45
_MOST = 2_000  # questions that are grouped, the newest; grouping compares each with each
_TEMPLATE = "report.html"
_MOST_ANCHORS = 20
_LONGEST_QUESTION = 200
# What Markdown, a comment or a list of questions would read as its own.
_MARKUP = "<>{}[]|`*#_\\"
_DASHES = re.compile(r"-{2,}")
_REASONS = {
    "offtopic": "not what was asked",
    "wrong": "wrong or out of date",
    "missing": "something is missing",
    "unclear": "hard to understand",
}
_EXAMPLE = (
    "<!-- Write the answer here, below this line, in two or three sentences; the first one answers."
    " Such as:\nNo, it isn't required. Two of three companies ask for it in 2026, and most accept"
    " years of work instead. -->"
)

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
Answered = Callable[[list[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Group:
    """Questions that mean about the same; `name` is the one closest to all of them."""

    name: str
    questions: tuple[tuple[str, int], ...]
    """Each wording with how often it came, the most frequent first."""
    count: int
    stub: str
    file: str = ""
    """Where the stub belongs, below the folder of sources."""
    answered: tuple[str, ...] = ()
    """Those of the questions that are answered by now."""
    answer: str = ""
    """What the first of them is answered."""


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
) -> Report:
    """The last `days` days of the conversations that are kept; `encode` turns questions into
    unit-length rows.

    `answered` gives the answers of those questions that the knowledge base answers by now.
    """
    until = now or time.time()
    since = until - days * 86_400
    rows = _turns(connection, since)
    notes = _notes(connection, since)
    by_now = answered(sorted({note.question.strip() for note in notes})) if answered else {}

    def of(reason: str, off_topic: bool = False) -> tuple[Group, ...]:
        asked = [
            note.question
            for note in notes
            if note.reason == reason and (note.topic == "out_of_scope") == off_topic
        ]
        return groups(asked, encode, _day(until), role, by_now)

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
        refusals=of("refused"),
        off_topic=of("refused", off_topic=True),
        guesses=of("unsure"),
        dislikes=of("disliked"),
        reasons=_reasons(row.reason for row in rows),
        median=_median(times),
        slow=_slow(times),
        role=role.name if role else "",
    )


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


def groups(
    questions: Sequence[str],
    encode: Encode,
    today: date,
    role: Role | None = None,
    answered: Mapping[str, str] | None = None,
) -> tuple[Group, ...]:
    """Questions by meaning, the largest group first; the role's name,
    which most of them hold, tells none apart.
    """
    answered = answered or {}
    counted = Counter(question.strip() for question in questions if question.strip())
    wordings = sorted(counted)
    if not wordings:
        return ()
    vectors = encode([_without_role(wording, role) for wording in wordings])
    labels = _labels(vectors)
    found = []
    for label in sorted(set(labels)):
        members = [index for index, other in enumerate(labels) if other == label]
        weights = np.array([counted[wordings[index]] for index in members], dtype=np.float32)
        centre = (vectors[members] * weights[:, None]).sum(axis=0)
        name = wordings[max(members, key=lambda index: (float(vectors[index] @ centre), -index))]
        asked = {wordings[index]: counted[wordings[index]] for index in members}
        found.append(_group(name, asked, today, role, answered))
    return tuple(sorted(found, key=lambda group: (-group.count, group.name)))


def _labels(vectors: npt.NDArray[np.float32]) -> list[int]:
    """The number of the group of each question."""
    if len(vectors) == 1:
        return [0]
    clustering = AgglomerativeClustering(
        n_clusters=None, distance_threshold=_APART, affinity="cosine", linkage="average"
    )
    labels: list[int] = clustering.fit_predict(vectors).tolist()
    return labels


def _group(
    name: str,
    counted: Mapping[str, int],
    today: date,
    role: Role | None,
    answered: Mapping[str, str],
) -> Group:
    asked = tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
    now = tuple(question for question, _ in asked if question in answered)
    answer = answered[now[0]] if now else ""
    text = stub(_with_role(name, role), asked, today)
    return Group(name, asked, sum(counted.values()), text, stub_file(name), now, answer)


def stub(name: str, questions: Sequence[tuple[str, int]], today: date) -> str:
    """A source that lacks its paragraph only; what visitors wrote
    stands in it as questions and nothing else.
    """
    heading = _quiet(name) or "Question"
    heading = heading[:1].upper() + heading[1:]
    asked = [wording for wording in (_quiet(question) for question, _ in questions) if wording]
    title = heading.replace("'", "''")
    anchors = "\n| ".join(dict.fromkeys(asked[:_MOST_ANCHORS]))
    return (
        f"---\ntitle: '{title}'\npublisher: Own reading\nyear: {today.year}\nkind: own"
        f" reading\n---\n\n# {heading.rstrip('?') or 'Question'}\n\n{_EXAMPLE}\n\n"
        + (f"<!-- People asked: {anchors} -->\n" if anchors else "")
    )


def stub_file(name: str) -> str:
    """A file name made of the words of a question."""
    return f"answers/{slug(_quiet(name))[:60].strip('-')}.md"


def _quiet(text: str) -> str:
    """A visitor's words without what Markdown, a comment or a list
    of questions would read as its own.
    """
    text = text.translate(dict.fromkeys(map(ord, _MARKUP), " "))
    return " ".join(_DASHES.sub("-", text).split())[:_LONGEST_QUESTION].strip(" -!")


def _with_role(wording: str, role: Role | None) -> str:
    """The wording with the role's names as they are written: a title is read out as a source."""
    for name in filter(None, (role.many, role.name) if role else ()):
        wording = re.sub(rf"\b{re.escape(name)}\b", name, wording, flags=re.IGNORECASE)
    return wording


def _without_role(wording: str, role: Role | None) -> str:
    """What a question asks beyond the role: `CISO vs CIO` and `CISO
    pay in Germany` share the role alone.
    """
    names = filter(None, (role.many, role.name, role.long)) if role else ()
    rest = without_phrases(wording, *names)
    return rest if any(len(word.strip(punctuation)) > 1 for word in rest.split()) else wording


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
    return sum(row.topic in ("not_covered", "out_of_scope") for row in rows)


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
