"""Questions that mean about the same, each group with the source that would answer it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import punctuation

import numpy as np
import numpy.typing as npt
from sklearn.cluster import AgglomerativeClustering

from bot.cli.source_stub import stub, stub_file
from bot.domain.role import Role
from bot.parsing.whole_words import as_written, without_phrases

# Cosine distance from which on two questions don't mean the same.
_APART = 0.45

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]


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
    half: tuple[str, ...] = ()
    """Those of the questions that only a part of was answered."""


def groups(
    questions: Sequence[str],
    encode: Encode,
    today: date,
    role: Role | None = None,
    answered: Mapping[str, str] | None = None,
    half: Collection[str] = (),
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
        found.append(_group(name, asked, today, role, answered, half))
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
    half: Collection[str],
) -> Group:
    asked = tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
    now = tuple(question for question, _ in asked if question in answered)
    answer = answered[now[0]] if now else ""
    text = stub(_with_role(name, role), asked, today)
    halves = tuple(question for question, _ in asked if question in half)
    return Group(name, asked, sum(counted.values()), text, stub_file(name), now, answer, halves)


def _with_role(wording: str, role: Role | None) -> str:
    """The wording with the role's names as they are written: a title is read out as a source."""
    names = filter(None, (role.many, role.name) if role else ())
    return as_written(wording, *names)


def _without_role(wording: str, role: Role | None) -> str:
    """What a question asks beyond the role: `CISO vs CIO` and `CISO
    pay in Germany` share the role alone.
    """
    names = filter(None, (role.many, role.name, role.long)) if role else ()
    rest = without_phrases(wording, *names)
    return rest if any(len(word.strip(punctuation)) > 1 for word in rest.split()) else wording
