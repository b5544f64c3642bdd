"""The spans of annotated messages, as the classifiers of the profile extractor learn from them."""

from __future__ import annotations

import os
import random
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from sys import intern

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from bot.nlu.annotations import annotation, word_label
from bot.nlu.encoder import TokenEncoder, TokenVectors
from bot.nlu.experience_resolution import is_part
from bot.nlu.profile_classifiers import CORRECTS, message_features
from bot.nlu.profile_compositions import COMPOSED, composed
from bot.nlu.profile_examples import NOTHING, AnnotatedMessage, AnnotatedSpan
from bot.nlu.profile_features import MessageFeatures
from bot.nlu.profile_spans import Candidate, MessageSpans, find_spans
from bot.nlu.span_classifier import Matrix
from bot.nlu.span_pairs import FIRST, SECOND, pair_features, pair_vector, pairs, relation
from bot.nlu.span_vectors import WordVectors, span_vector, word_vector, word_vectors
from bot.parsing.certifications import CertificationNames

HalfMatrix = npt.NDArray[np.float16]
_TELLS, _YEARS = "tells", "duration."
# Shares of the words that tell nothing which are learnt from: they are nine in ten, and those of a
# message put together of others stand in these, too.
_KEPT, _KEPT_OF_COMPOSED = 0.35, 0.1

# Messages that are encoded together, and how many times as many ahead; their vectors are large.
_TOGETHER, _AHEAD = 16, 4


@dataclass(frozen=True)
class Row:
    """A span to learn from: its vectors are one a view of the encoder.

    They are kept in half precision, and equal features once: those of all spans fill gigabytes."""

    kind: str
    features: list[str]
    vectors: tuple[HalfMatrix, ...]
    label: str

    @classmethod
    def of(cls, kind: str, features: list[str], vectors: Iterable[Matrix], label: str) -> Row:
        """Make a row of vectors in full precision."""
        halves = tuple(vector.astype(np.float16) for vector in vectors)
        return cls(kind, list(map(intern, features)), halves, label)


class TrainingRows:
    """Takes annotated messages apart into the rows of each classifier."""

    def __init__(self, names: CertificationNames, today: date, kept: float = _KEPT) -> None:
        """`kept` is the share of the words that tell nothing which give a row."""
        self._names = names
        self._today = today
        self._kept = kept
        self._random = random.Random(0)

    def of_all(self, examples: Sequence[AnnotatedMessage], encoder: TokenEncoder) -> Iterator[Row]:
        """The rows of messages; each core encodes some while the rows of others are made."""
        parts = [examples[at : at + _TOGETHER] for at in range(0, len(examples), _TOGETHER)]
        # BLAS with threads of its own in each of ours took four times as long
        with threadpool_limits(1), ThreadPoolExecutor(os.cpu_count()) as pool:
            waiting: deque[Future[list[tuple[TokenVectors, ...]]]] = deque()
            for at in range(len(parts) + _AHEAD):
                if at < len(parts):
                    texts = [example.text for example in parts[at]]
                    waiting.append(pool.submit(encoder.views, texts))
                if at >= _AHEAD:
                    views = waiting.popleft().result()
                    for example, pieces in zip(parts[at - _AHEAD], views, strict=True):
                        yield from self.of(example, pieces)

    def of(self, example: AnnotatedMessage, pieces: Sequence[TokenVectors]) -> Iterator[Row]:
        """The rows of a message, whose word pieces have a set of vectors a view."""
        spans = find_spans(example.text, self._names, self._today)
        views = tuple(word_vectors(spans, view) for view in pieces)
        features = MessageFeatures(spans, example.asked, example.last_named)
        # "thanks" after a fact was named corrects nothing
        about = CORRECTS if example.last_named and example.spans else _TELLS
        sentence = tuple(view.sentence for view in views)
        yield Row.of("message", message_features(spans), sentence, about)
        annotated = [(one, annotation(one, example.spans)) for one in spans.candidates]
        for candidate, span in annotated:
            vectors = tuple(span_vector(view, candidate) for view in views)
            yield from _of_candidate(candidate, features.of(candidate), vectors, span)
        matched = {span for _, span in annotated if span}
        yield from self._pairs(example, spans, views)
        for word in spans.words:
            label = word_label(word, example.spans, matched)
            if label != NOTHING or self._random.random() <= self._kept:
                vectors = tuple(word_vector(view, word) for view in views)
                yield Row.of("word", features.of(word), vectors, label)

    def _pairs(
        self, example: AnnotatedMessage, spans: MessageSpans, views: tuple[WordVectors, ...]
    ) -> Iterator[Row]:
        for first, second in pairs(spans):
            vectors = tuple(pair_vector(view, first, second) for view in views)
            told = [_years_of(candidate, example.spans) for candidate in (first, second)]
            label = relation(*told)
            if told[0] == told[1] != "" and is_part(spans, second):
                label = FIRST if _longer(first, second) else SECOND
            yield Row.of("pair", pair_features(spans, first, second), vectors, label)


def _of_candidate(
    candidate: Candidate,
    features: list[str],
    vectors: tuple[Matrix, ...],
    span: AnnotatedSpan | None,
) -> Iterator[Row]:
    """A row for what a candidate tells of the person, and one for whose it is where that is
    nothing.
    """
    own = span.label if span and not span.owner else NOTHING
    yield Row.of(candidate.kind, features, vectors, own)
    if own == NOTHING:
        owned = f"{span.label}@{span.owner}" if span else NOTHING
        yield Row.of("owner", features, vectors, owned)


def _years_of(candidate: Candidate, spans: Sequence[AnnotatedSpan]) -> str:
    """The field of the person's years that a number tells, empty for none."""
    span = annotation(candidate, spans)
    return span.label if span and not span.owner and span.label.startswith(_YEARS) else ""


def _longer(first: Candidate, second: Candidate) -> bool:
    assert first.quantity is not None and second.quantity is not None
    return first.quantity.high >= second.quantity.high


def rows_of_all(
    examples: Sequence[AnnotatedMessage],
    names: CertificationNames,
    encoder: TokenEncoder,
    today: date,
) -> Iterator[Row]:
    """The rows of messages and of others put together of them."""
    yield from TrainingRows(names, today).of_all(examples, encoder)
    together = composed(examples, COMPOSED)
    yield from TrainingRows(names, today, _KEPT_OF_COMPOSED).of_all(together, encoder)
