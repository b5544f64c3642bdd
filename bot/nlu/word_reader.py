"""Reads single words: titles of jobs, leading people, statuses, denials, and what is taken back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.correction_resolution import RETRACTED
from bot.nlu.denials import BARE, DENIALS
from bot.nlu.profile_examples import NOTHING
from bot.nlu.profile_spans import Candidate
from bot.nlu.readings import Reading
from bot.nlu.span_classifier import Matrix

_JOB = "job.current"
_RETRACTION = "retraction."


class WordReader:
    """Picks the label of each word of a message, given the dialogue that it stands in."""

    def __init__(
        self,
        labels: Sequence[str],
        asked: str,
        last_named: str,
        least: float,
        job: float,
        edge: float,
    ) -> None:
        self._labels = tuple(labels)
        self._asked = asked
        self._taken_back = _retraction_of(last_named)
        self._least = least
        self._job, self._edge = job, edge

    def read(self, words: Sequence[Candidate], probabilities: Matrix) -> tuple[Reading, ...]:
        """The words that tell something; `probabilities` has a row a word."""
        job = self._labels.index(_JOB)
        titles = _extended(probabilities[:, job], self._job, self._edge)
        found = []
        for word, row, in_title in zip(words, probabilities, titles, strict=True):
            if in_title:
                found.append(Reading(word, _JOB, float(row[job])))
            elif reading := self._other(word, row.copy(), len(words)):
                found.append(reading)
        return tuple(found)

    def _other(self, word: Candidate, row: Matrix, count: int) -> Reading | None:
        if self._asked in DENIALS and count <= BARE:
            self._gather(row, list(DENIALS.values()), DENIALS[self._asked])
        if self._taken_back:
            retractions = [label for label in self._labels if label.startswith(_RETRACTION)]
            if max(row[self._labels.index(label)] for label in retractions) < self._least:
                self._gather(row, retractions, self._taken_back)
        nothing, job = self._labels.index(NOTHING), self._labels.index(_JOB)
        kept = row[nothing]
        row[[nothing, job]] = 0.0
        best = int(row.argmax())
        if row[best] < self._least or row[best] <= kept:
            return None
        label, _, owner = self._labels[best].partition("@")
        return Reading(word, label, float(row[best]), owner)

    def _gather(self, row: Matrix, labels: Sequence[str], into: str) -> None:
        """Give one label what several have that can't be told apart without the dialogue.

        A bare "none" denies what was asked for, whichever group it denies most often; "that was my
        colleague" takes back what was named last.
        """
        places = [self._labels.index(label) for label in labels if label in self._labels]
        total = row[places].sum()
        row[places] = 0.0
        row[self._labels.index(into)] = total


def _retraction_of(field: str) -> str:
    """The label that takes a field back, or an empty one."""
    role = next((role for role, fields in RETRACTED.items() if field in fields), "")
    role = role or field.partition(".")[0]
    return f"{_RETRACTION}{role}" if role in RETRACTED else ""


def _extended(probabilities: Matrix, least: float, edge: float) -> list[bool]:
    """The places above `edge` that stand beside one above `least`: a title from end to end."""
    inside = [bool(value >= least) for value in probabilities]
    for places in (range(1, len(inside)), range(len(inside) - 2, -1, -1)):
        step = -1 if places.step > 0 else 1
        for place in places:
            if inside[place + step] and probabilities[place] >= edge:
                inside[place] = True
    return inside
