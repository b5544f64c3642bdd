"""Hears what people say of themselves: spans, what each tells and whose it is, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from bot.domain.profile import MOST_YEARS
from bot.domain.profile_update import Doubt, ProfileUpdate
from bot.nlu.answer_prior import weighed_as_answer
from bot.nlu.encoder import TokenVectors
from bot.nlu.profile_examples import NOTHING, OFFER, AnnotatedMessage
from bot.nlu.profile_features import MessageFeatures
from bot.nlu.profile_resolution import resolve
from bot.nlu.profile_spans import Candidate, MessageSpans, find_spans
from bot.nlu.readings import MessageReading, Reading
from bot.nlu.span_classifier import Matrix, SpanClassifier
from bot.nlu.span_vectors import span_vector, word_vector, word_vectors
from bot.nlu.word_reader import WordReader
from bot.parsing.certifications import CertificationNames

KINDS = ("quantity", "certification", "degree", "word", "owner", "message")
"""One classifier each: the label of a span by its kind, whose it is, what a message is about."""
CORRECTS = "corrects"
_LEADING = "duration.management"
_PAY, _SURELY = "amount.", 0.9
_COMPOSED = 1_200
"""Messages put together of others for training, beside some 6,700 that people wrote."""


class TokenEncoder(Protocol):
    """What gives the vectors of a text's word pieces: `bot.nlu.encoder.SentenceEncoder`."""

    def encode_tokens(self, text: str) -> TokenVectors: ...


@dataclass(frozen=True)
class Thresholds:
    """Least probability at which a reading is stored, by kind of span; `doubt` at which it is asked.

    `acronym` is for what may be a certification that no list names: `FTSE` and `ESPP` look like one.

    `part` is for an amount that surely is pay, be it base or total.

    Chosen on the statements of a hand that was left out (tools.cross_validate_hearing) and on
    tests/evaluation/hearing/development.yml, for few facts that weren't said.
    """

    quantity: float = 0.7
    amount: float = 0.6
    part: float = 0.5
    since_age: float = 0.6
    certification: float = 0.7
    acronym: float = 0.9
    degree: float = 0.65
    word: float = 0.5
    job: float = 0.9
    job_edge: float = 0.15
    doubt: float = 0.35
    corrects: float = 0.25
    other: float = 0.5

    def least(self, candidate: Candidate) -> float:
        """What a candidate's reading must reach."""
        name, quantity = candidate.certification, candidate.quantity
        if name is not None and name.name and not name.known:
            return self.acronym
        if quantity is not None and quantity.money:
            return self.amount
        if quantity is not None and quantity.kind == "duration" and quantity.low > MOST_YEARS:
            return self.doubt  # asked, never stored: no working life is that long
        if quantity is not None and quantity.since_age is not None:
            return self.since_age  # nothing but work is told in this way
        return float(getattr(self, candidate.kind))


@dataclass(frozen=True)
class _Encoded:
    """A message with its vectors and features. `words` holds a row of vectors a token, `about` the
    field that the advisor asked for or, after no question, that the person named last."""

    spans: MessageSpans
    features: MessageFeatures
    words: Matrix
    sentence: Matrix
    about: str = ""


class ProfileExtractor:
    """Turns a message into what it adds to the profile; pure but for the encoder's cache."""

    def __init__(
        self,
        classifiers: Mapping[str, SpanClassifier],
        names: CertificationNames,
        encoder: TokenEncoder,
        thresholds: Thresholds | None = None,
    ) -> None:
        self.classifiers = dict(classifiers)
        self._names = names
        self._encoder = encoder
        self._thresholds = thresholds or Thresholds()

    def extract(
        self, text: str, *, asked: str = "", last_named: str = "", today: date
    ) -> ProfileUpdate:
        """What a message tells. `asked` is the field of the advisor's question before it, and
        `last_named` the field that the person named last, which a correction is about."""
        return self.resolve(*self.read(text, asked=asked, last_named=last_named, today=today))

    @staticmethod
    def resolve(message: MessageReading, doubts: tuple[Doubt, ...] = ()) -> ProfileUpdate:
        """Put readings together."""
        return resolve(message, doubts)

    def read(
        self, text: str, *, asked: str = "", last_named: str = "", today: date
    ) -> tuple[MessageReading, tuple[Doubt, ...]]:
        """The readings of a message and those that are too unsure to be stored."""
        spans = find_spans(text, self._names, today)
        words = word_vectors(spans, self._encoder.encode_tokens(text))
        corrects, signals = self._message(spans, words.rows, words.sentence)
        corrected = last_named if corrects >= self._thresholds.corrects else ""
        features = MessageFeatures(spans, asked, corrected)
        encoded = _Encoded(spans, features, words.rows, words.sentence, asked or last_named)
        readings, doubtful = self._candidates(encoded)
        message = MessageReading(
            spans,
            readings,
            self._words(encoded, asked, last_named),
            today,
            asked,
            last_named,
            corrects,
            signals,
        )
        return message, _doubts(message, doubtful)

    def _message(
        self, spans: MessageSpans, words: Matrix, sentence: Matrix
    ) -> tuple[float, tuple[str, ...]]:
        classifier = self.classifiers["message"]
        rows = [message_features(spans)]
        probabilities = classifier.probabilities(rows, sentence[None, :])[0]
        return float(probabilities[classifier.labels.index(CORRECTS)]), ()

    def _candidates(self, encoded: _Encoded) -> tuple[tuple[Reading, ...], list[Reading]]:
        """The readings that are sure enough to be stored, and those to be asked about."""
        readings: list[Reading] = []
        doubtful: list[Reading] = []
        for candidate, row, labels in self._labelled(encoded):
            probabilities = weighed_as_answer(row, labels, candidate, encoded.spans, encoded.about)
            reading, sure = _best(candidate, probabilities, labels)
            least = self._thresholds.least(candidate)
            if _is_pay(reading, probabilities, labels):
                least = self._thresholds.part
            if reading.label == NOTHING:
                readings += self._others(encoded, candidate)
            elif sure >= least:
                readings.append(reading)
            elif sure >= self._thresholds.doubt:
                doubtful.append(reading)
        readings.sort(key=lambda reading: reading.candidate.first)
        return tuple(readings), doubtful

    def _labelled(self, encoded: _Encoded) -> Sequence[tuple[Candidate, Matrix, tuple[str, ...]]]:
        found = []
        for kind in ("quantity", "certification", "degree"):
            own = [c for c in encoded.spans.candidates if c.kind == kind]
            if not own:
                continue
            classifier = self.classifiers[kind]
            rows = [encoded.features.of(candidate) for candidate in own]
            vectors = np.stack([span_vector(encoded.words, encoded.sentence, c) for c in own])
            probabilities = classifier.probabilities(rows, vectors)
            found += [
                (c, row, classifier.labels) for c, row in zip(own, probabilities, strict=True)
            ]
        return found

    def _others(self, encoded: _Encoded, candidate: Candidate) -> list[Reading]:
        """What isn't the person's own may be somebody else's, or supposed."""
        classifier = self.classifiers["owner"]
        vector = span_vector(encoded.words, encoded.sentence, candidate)[None, :]
        row = classifier.probabilities([encoded.features.of(candidate)], vector)[0]
        best = int(row.argmax())
        label, _, owner = classifier.labels[best].partition("@")
        if label == NOTHING or row[best] < self._thresholds.other:
            return []
        return [Reading(candidate, label, float(row[best]), owner, float(OFFER in label))]

    def _words(self, encoded: _Encoded, asked: str, last_named: str) -> tuple[Reading, ...]:
        words = encoded.spans.words
        if not words:
            return ()
        classifier, limits = self.classifiers["word"], self._thresholds
        rows = [encoded.features.of(word) for word in words]
        vectors = np.stack([word_vector(encoded.words, encoded.sentence, w) for w in words])
        reader = WordReader(
            classifier.labels, asked, last_named, limits.word, limits.job, limits.job_edge
        )
        return reader.read(words, classifier.probabilities(rows, vectors))


def _is_pay(reading: Reading, probabilities: Matrix, labels: Sequence[str]) -> bool:
    """Whether an amount surely is the person's pay, whichever part of it."""
    pay = sum(
        float(probability)
        for label, probability in zip(labels, probabilities, strict=True)
        if label.startswith(_PAY)
    )
    return reading.label.startswith(_PAY) and pay >= _SURELY


def _best(
    candidate: Candidate, probabilities: Matrix, labels: Sequence[str]
) -> tuple[Reading, float]:
    """The likeliest label, pay that is offered and earned taken together until it is resolved."""
    joined: dict[str, float] = {}
    offered: dict[str, float] = {}
    for label, probability in zip(labels, probabilities, strict=True):
        base = label.removesuffix(OFFER)
        joined[base] = joined.get(base, 0.0) + float(probability)
        if label.endswith(OFFER):
            offered[base] = float(probability)
    best = max(joined, key=lambda label: joined[label])
    share = offered.get(best, 0.0) / joined[best]
    managing = joined.get(_LEADING, 0.0)
    return Reading(candidate, best, joined[best], "", share, managing), joined[best]


def _doubts(message: MessageReading, doubtful: Sequence[Reading]) -> tuple[Doubt, ...]:
    """What each doubtful reading would set, so that a "yes" can set it."""
    doubts: list[Doubt] = []
    for reading in doubtful:
        alone = replace(message, readings=(reading,), words=(), corrects=0.0)
        would = [o for o in resolve(alone).operations if o.field not in _SET_ALONG]
        words = message.spans.text[reading.candidate.start : reading.candidate.end]
        doubts += [Doubt(would[0].field, would[0].value, words)] if would else []
    return tuple(doubts)


_SET_ALONG = ("pay.kind", "management.now")
"""Fields that another one of the same span sets along with itself."""


def message_features(spans: MessageSpans) -> list[str]:
    """What tells a correction from a new fact: its words, their order, its length."""
    words = [token.lower for token in spans.tokens]
    features = [f"word={word}" for word in words[:24]]
    features += [f"pair={first} {second}" for first, second in pairwise(words[:24])]
    features += [f"at{place}={word}" for place, word in enumerate(words[:4])]
    return [*features, f"length={min(len(words) // 4, 8)}"]


def train(
    examples: Sequence[AnnotatedMessage],
    names: CertificationNames,
    encoder: TokenEncoder,
    today: date,
) -> dict[str, SpanClassifier]:
    """Learn the classifiers from annotated messages."""
    # imported here: what trains isn't needed to predict
    from bot.nlu.profile_compositions import composed
    from bot.nlu.profile_training import TrainingRows

    rows = TrainingRows(names, encoder, today)
    rows.add_all([*examples, *composed(examples, _COMPOSED)])
    return rows.fit()


def to_arrays(classifiers: Mapping[str, SpanClassifier]) -> dict[str, npt.NDArray[Any]]:
    """All arrays of the classifiers under `kind/name`, to be written into one file."""
    return {
        f"{kind}/{name}": array
        for kind, classifier in classifiers.items()
        for name, array in classifier.arrays.items()
    }


def from_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> dict[str, SpanClassifier]:
    """The classifiers that `to_arrays` took apart."""
    kinds: dict[str, dict[str, npt.NDArray[Any]]] = {}
    for path, array in arrays.items():
        kind, _, name = path.partition("/")
        kinds.setdefault(kind, {})[name] = array
    return {kind: SpanClassifier(found) for kind, found in kinds.items()}
