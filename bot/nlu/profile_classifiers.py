"""The classifiers of a message's spans, and the features and vectors that they see of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bot.nlu.profile_examples import NOTHING
from bot.nlu.profile_features import MessageFeatures
from bot.nlu.profile_spans import Candidate, MessageSpans
from bot.nlu.readings import Evidence, Reading
from bot.nlu.span_classifier import Committee, Matrix
from bot.nlu.span_pairs import pair_features, pair_vector, pairs
from bot.nlu.span_vectors import WordVectors, span_vector, word_vector

CORRECTS = "corrects"


@dataclass(frozen=True)
class Labelled:
    """A candidate with the probabilities of its labels, and what each network gives them."""

    candidate: Candidate
    probabilities: Matrix
    evidence: Evidence

    @property
    def labels(self) -> tuple[str, ...]:
        return self.evidence.labels


@dataclass(frozen=True)
class EncodedMessage:
    """A message with its features and the views of its vectors. `about` is the field that the
    advisor asked for or, after no question, that the person named last."""

    spans: MessageSpans
    features: MessageFeatures
    views: tuple[WordVectors, ...]
    about: str = ""

    def of_spans(self, candidates: Sequence[Candidate]) -> list[Matrix]:
        """The vectors of candidates, a row each, by view."""
        return [np.stack([span_vector(view, c) for c in candidates]) for view in self.views]

    def of_words(self, words: Sequence[Candidate]) -> list[Matrix]:
        return [np.stack([word_vector(view, word) for word in words]) for view in self.views]


class ProfileClassifiers:
    """A committee for each kind of span, and for whole messages."""

    def __init__(self, committees: Mapping[str, Committee]) -> None:
        self._committees = dict(committees)

    def corrects(self, spans: MessageSpans, views: Sequence[WordVectors]) -> float:
        """How likely a message corrects something."""
        committee = self._committees["message"]
        sentences = [view.sentence[None, :] for view in views]
        row = committee.probabilities([message_features(spans)], sentences)[0]
        return float(row[committee.labels.index(CORRECTS)])

    def labelled(
        self, kind: str, encoded: EncodedMessage, candidates: Sequence[Candidate]
    ) -> list[Labelled]:
        """Candidates of one kind with what its networks make of them."""
        if not candidates:
            return []
        committee = self._committees[kind]
        rows = [encoded.features.of(candidate) for candidate in candidates]
        vectors = encoded.of_words if kind == "word" else encoded.of_spans
        each = committee.each(rows, vectors(candidates))
        agreed = committee.agreed(each)
        return [
            Labelled(one, agreed[at], Evidence(committee.labels, tuple(row[at] for row in each)))
            for at, one in enumerate(candidates)
        ]

    def relations(
        self, encoded: EncodedMessage, readings: Sequence[Reading]
    ) -> dict[tuple[int, int], str]:
        """Which of each two numbers that seem to tell of the person's years does."""
        told = {r.candidate for r in readings if r.entity == "duration" and not r.owner}
        found = [pair for pair in pairs(encoded.spans) if told.issuperset(pair)]
        if not found:
            return {}
        committee = self._committees["pair"]
        rows = [pair_features(encoded.spans, *pair) for pair in found]
        views = [np.stack([pair_vector(view, *p) for p in found]) for view in encoded.views]
        best = committee.probabilities(rows, views).argmax(axis=1)
        return {
            (first.start, second.start): committee.labels[label]
            for (first, second), label in zip(found, best, strict=True)
        }

    def owner(self, encoded: EncodedMessage, candidate: Candidate) -> tuple[str, float]:
        """The likeliest label with its owner, `duration.it@other`, and how likely it is."""
        committee = self._committees["owner"]
        features, vectors = [encoded.features.of(candidate)], encoded.of_spans([candidate])
        row = committee.probabilities(features, vectors)[0]
        best = int(row.argmax())
        return committee.labels[best], float(row[best])

    def averages(self, kind: str) -> bool:
        """Whether a label may be likely that the first member of a committee takes for unlikely."""
        return self._committees[kind].averages

    def first_finds(
        self, kind: str, encoded: EncodedMessage, candidates: Sequence[Candidate]
    ) -> float:
        """How likely the first member of a committee takes the most telling of some candidates to
        tell anything.
        """
        committee = self._committees[kind]
        rows = [encoded.features.of(candidate) for candidate in candidates]
        vectors = encoded.of_words if kind == "word" else encoded.of_spans
        found = committee.members[0].probabilities(rows, vectors(candidates)[0])
        return float((1.0 - found[:, committee.labels.index(NOTHING)]).max())


def message_features(spans: MessageSpans) -> list[str]:
    """What tells a correction from a new fact: its words, their order, its length."""
    words = [token.lower for token in spans.tokens]
    features = [f"word={word}" for word in words[:24]]
    features += [f"pair={first} {second}" for first, second in pairwise(words[:24])]
    features += [f"at{place}={word}" for place, word in enumerate(words[:4])]
    return [*features, f"length={min(len(words) // 4, 8)}"]
