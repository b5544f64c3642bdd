"""Turns annotated messages into what the classifiers of the profile extractor learn from."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np

from bot.nlu.encoder import TokenVectors
from bot.nlu.profile_examples import NOTHING, OFFER, AnnotatedMessage, AnnotatedSpan
from bot.nlu.profile_extractor import CORRECTS, TokenEncoder, message_features
from bot.nlu.profile_features import MessageFeatures
from bot.nlu.profile_spans import Candidate, MessageSpans, find_spans
from bot.nlu.readings import MessageReading, Reading
from bot.nlu.span_classifier import Matrix, SpanClassifier
from bot.nlu.span_vectors import span_vector, word_vector, word_vectors
from bot.parsing.certifications import CertificationNames

KIND_OF_ENTITY = {
    "duration": "quantity",
    "people": "quantity",
    "target": "quantity",
    "amount": "quantity",
    "certification": "certification",
    "degree": "degree",
}
_WORD_ENTITIES = ("job", "management", "retraction")
_TELLS = "tells"
_KEPT_WORDS = 0.35
"""Share of the words that tell nothing which is learnt from: they are nine in ten."""

_AT_A_TIME = 64
_MANY = 10_000
_LEAST, _LEAST_OF_MANY = 3, 6
"""How often a feature must occur to be learnt; fewer weights make training much shorter."""


class TrainingRows:
    """Collects rows of features, vectors and labels for each classifier."""

    def __init__(self, names: CertificationNames, encoder: TokenEncoder, today: date) -> None:
        self._names = names
        self._encoder = encoder
        self._today = today
        self._random = random.Random(0)
        self._rows: dict[str, list[tuple[list[str], Matrix, str]]] = {}

    def add_all(self, examples: Sequence[AnnotatedMessage]) -> None:
        """Take in messages, encoded by as many threads as there are cores."""
        for example, pieces in zip(examples, self._encoded(examples), strict=True):
            self._add(example, pieces)

    def _encoded(self, examples: Sequence[AnnotatedMessage]) -> Iterator[TokenVectors]:
        """The vectors of each message in order; a few at a time, for they are large."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for start in range(0, len(examples), _AT_A_TIME):
                texts = [example.text for example in examples[start : start + _AT_A_TIME]]
                yield from pool.map(self._encoder.encode_tokens, texts)

    def _add(self, example: AnnotatedMessage, pieces: TokenVectors) -> None:
        spans = find_spans(example.text, self._names, self._today)
        words = word_vectors(spans, pieces)
        features = MessageFeatures(spans, example.asked, example.last_named)
        # "thanks" after a fact was named corrects nothing
        about = CORRECTS if example.last_named and example.spans else _TELLS
        self._put("message", message_features(spans), words.sentence, about)
        matched: set[AnnotatedSpan] = set()
        for candidate in spans.candidates:
            span = _annotation(candidate, example.spans)
            if span:
                matched.add(span)
            vector = span_vector(words.rows, words.sentence, candidate)
            named = features.of(candidate)
            own = span.label if span and not span.owner else NOTHING
            self._put(candidate.kind, named, vector, own)
            if own == NOTHING:
                owned = f"{span.label}@{span.owner}" if span else NOTHING
                self._put("owner", named, vector, owned)
        self._add_words(example, spans, features, words.rows, words.sentence, matched)

    def _add_words(
        self,
        example: AnnotatedMessage,
        spans: MessageSpans,
        features: MessageFeatures,
        words: Matrix,
        sentence: Matrix,
        matched: set[AnnotatedSpan],
    ) -> None:
        for word in spans.words:
            label = _word_label(word, example.spans, matched)
            if label == NOTHING and self._random.random() > _KEPT_WORDS:
                continue
            self._put("word", features.of(word), word_vector(words, sentence, word), label)

    def _put(self, kind: str, row: list[str], vector: Matrix, label: str) -> None:
        self._rows.setdefault(kind, []).append((row, vector, label))

    def fit(self) -> dict[str, SpanClassifier]:
        """Train a classifier for each kind of row."""
        return {kind: _fit(rows) for kind, rows in sorted(self._rows.items())}


def _fit(rows: Sequence[tuple[list[str], Matrix, str]]) -> SpanClassifier:
    vectors = np.stack([row[1] for row in rows])
    least = _LEAST_OF_MANY if len(rows) > _MANY else _LEAST
    names, labels = [row[0] for row in rows], [row[2] for row in rows]
    return SpanClassifier.fit(names, vectors, labels, least)


def _annotation(candidate: Candidate, spans: Sequence[AnnotatedSpan]) -> AnnotatedSpan | None:
    """The annotation that a candidate lies in, if it is of the candidate's kind."""
    for span in spans:
        if candidate.start < span.end and span.start < candidate.end:
            entity = span.label.partition(".")[0]
            if KIND_OF_ENTITY.get(entity) == candidate.kind:
                return span
    return None


def _word_label(
    word: Candidate, spans: Sequence[AnnotatedSpan], matched: set[AnnotatedSpan]
) -> str:
    """What a word tells: a job, leading, a retraction, or what no notation could find."""
    for span in spans:
        if word.start < span.end and span.start < word.end:
            entity = span.label.partition(".")[0]
            if entity in _WORD_ENTITIES or span not in matched:
                return f"{span.label}@{span.owner}" if span.owner else span.label
    return NOTHING


def annotated_reading(
    example: AnnotatedMessage, names: CertificationNames, today: date
) -> MessageReading:
    """The reading that a message's annotations give: what a faultless extractor would read."""
    spans = find_spans(example.text, names, today)
    readings, matched = [], set()
    for candidate in spans.candidates:
        if span := _annotation(candidate, example.spans):
            matched.add(span)
            offered = float(span.label.endswith(OFFER))
            label = span.label.removesuffix(OFFER)
            readings.append(Reading(candidate, label, 1.0, span.owner, offered))
    words = []
    for word in spans.words:
        label, _, owner = _word_label(word, example.spans, matched).partition("@")
        if label != NOTHING:
            words.append(Reading(word, label, 1.0, owner))
    corrects = float(bool(example.last_named and example.spans))
    return MessageReading(
        spans,
        tuple(readings),
        tuple(words),
        today,
        example.asked,
        example.last_named,
        corrects,
    )
