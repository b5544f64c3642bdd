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
from bot.nlu.fact_check import FactCheck
from bot.nlu.profile_examples import NOTHING, OFFER, AnnotatedMessage
from bot.nlu.profile_features import MessageFeatures
from bot.nlu.profile_resolution import resolve
from bot.nlu.profile_spans import Candidate, MessageSpans, find_spans
from bot.nlu.readings import Evidence, MessageReading, Reading
from bot.nlu.span_classifier import Committee, Matrix, SpanClassifier
from bot.nlu.span_pairs import pair_features, pair_vector, pairs
from bot.nlu.span_vectors import WordVectors, span_vector, word_vector, word_vectors
from bot.nlu.word_reader import WordReader
from bot.parsing.assent import only_agrees
from bot.parsing.certifications import CertificationNames

CORRECTS = "corrects"
_LEADING = "duration.management"
_PAY, _SURELY = "amount.", 0.9
# What sums of probabilities may be off.
_ROUNDING = 1e-4
# Messages put together of others for training, beside some 24,000 that were written.
COMPOSED = 1_500


class TokenEncoder(Protocol):
    """What gives the vectors of each text's word pieces, one set a view:
    `bot.nlu.tuned_layers.TunedEncoder`."""

    def general(self, text: str) -> TokenVectors: ...

    def tuned(self, texts: Sequence[TokenVectors]) -> list[TokenVectors]: ...

    def views(self, texts: Sequence[str]) -> list[tuple[TokenVectors, ...]]: ...


@dataclass(frozen=True)
class Thresholds:
    """Least probability at which a reading is stored, by kind of span; `doubt` at which it is
    asked.

    `acronym` is for what may be a certification that no list names: `FTSE` and `ESPP` look like
    one.

    `part` is for an amount that surely is pay, be it base or total.

    Chosen on the statements of a hand that was left out (tools.cross_validate_hearing) and on
    tests/evaluation/hearing/development.yml, for few facts that weren't said.
    """

    quantity: float = 0.45
    amount: float = 0.5
    part: float = 0.5
    since_age: float = 0.6
    certification: float = 0.5
    acronym: float = 0.9
    degree: float = 0.5
    word: float = 0.5
    job: float = 0.8
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
class _Labelled:
    """A candidate with the probabilities of its labels, and what each network gives them."""

    candidate: Candidate
    probabilities: Matrix
    evidence: Evidence

    @property
    def labels(self) -> tuple[str, ...]:
        return self.evidence.labels


@dataclass(frozen=True)
class _Encoded:
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


class ProfileExtractor:
    """Turns a message into what it adds to the profile; pure but for the encoder's cache."""

    def __init__(
        self,
        classifiers: Mapping[str, Committee],
        names: CertificationNames,
        encoder: TokenEncoder,
        thresholds: Thresholds | None = None,
        check: FactCheck | None = None,
    ) -> None:
        """`check` holds facts back that may not be what was said; without it none are."""
        self.classifiers = dict(classifiers)
        self._names = names
        self._encoder = encoder
        self._thresholds = thresholds or Thresholds()
        self._check = check

    def extract(
        self, text: str, *, asked: str = "", last_named: str = "", today: date
    ) -> ProfileUpdate:
        """What a message tells. `asked` is the field of the advisor's question before it, and
        `last_named` the field that the person named last, which a correction is about."""
        return self.hear(text, asked=asked, last_named=last_named, today=today)[1]

    def hear(
        self, text: str, *, asked: str = "", last_named: str = "", today: date
    ) -> tuple[MessageReading, ProfileUpdate]:
        """The readings of a message and what they tell together."""
        message, doubts = self.read(text, asked=asked, last_named=last_named, today=today)
        update = self.resolve(message, doubts)
        return message, self._check.checked(message, update) if self._check else update

    @staticmethod
    def resolve(message: MessageReading, doubts: tuple[Doubt, ...] = ()) -> ProfileUpdate:
        """Put readings together."""
        return resolve(message, doubts)

    def read(
        self, text: str, *, asked: str = "", last_named: str = "", today: date
    ) -> tuple[MessageReading, tuple[Doubt, ...]]:
        """The readings of a message and those that are too unsure to be stored."""
        spans = find_spans(text, self._names, today)
        pieces = self._encoder.general(text)
        general = word_vectors(spans, pieces)
        if self._tells_nothing(spans, general, asked, last_named):
            return MessageReading(spans, (), (), today, asked, last_named), ()
        views = (general, word_vectors(spans, self._encoder.tuned([pieces])[0]))
        corrects = self._corrects(spans, views)
        corrected = last_named if corrects >= self._thresholds.corrects else ""
        features = MessageFeatures(spans, asked, corrected)
        encoded = _Encoded(spans, features, views, asked or last_named)
        labelled, words = self._labelled(encoded), self._labelled_as("word", encoded, spans.words)
        readings, doubtful = self._candidates(encoded, labelled)
        message = MessageReading(
            spans,
            readings,
            self._words(words, asked, last_named),
            today,
            asked,
            last_named,
            corrects,
            self._relations(encoded, readings),
            {one.candidate: one.evidence for one in (*labelled, *words)},
        )
        return message, _doubts(message, doubtful)

    def _tells_nothing(
        self, spans: MessageSpans, general: WordVectors, asked: str, last_named: str
    ) -> bool:
        """Whether the general view alone leaves nothing to read, whatever the other views show.

        A committee is as sure of a label as the least sure of its members. Where the first gives
        no label of any span what it takes, as in most questions, the others can't give it more,
        and the tuned layers needn't run.
        """
        if not asked and only_agrees(spans.text):
            return True  # "yep sure" answers whether one leads people, where that was asked
        if spans.candidates and (asked or last_named):
            return False  # a short answer's probabilities are weighed anew
        # a correction reads its words in the light of what was named last
        return all(
            self._reads_nothing(_Encoded(spans, MessageFeatures(spans, asked, named), (general,)))
            for named in dict.fromkeys(("", last_named))
        )

    def _reads_nothing(self, encoded: _Encoded) -> bool:
        """Whether the first members find nothing in any word or candidate."""
        words, limits = encoded.spans.words, self._thresholds
        if words:
            vectors = encoded.of_words(words)[0]
            # a word may be given what several labels have together
            told = 1.0 - self._first("word", encoded, words, vectors, NOTHING)
            if told.max() >= min(limits.word, limits.job) - _ROUNDING:
                return False
        for candidate in encoded.spans.candidates:
            vectors = encoded.of_spans([candidate])[0]
            told = 1.0 - self._first(candidate.kind, encoded, [candidate], vectors, NOTHING)
            others = 1.0 - self._first("owner", encoded, [candidate], vectors, NOTHING)
            if told[0] >= min(limits.least(candidate), limits.doubt) - _ROUNDING:
                return False
            if others[0] >= limits.other - _ROUNDING:
                return False
        return True

    def _first(
        self,
        kind: str,
        encoded: _Encoded,
        candidates: Sequence[Candidate],
        vectors: Matrix,
        label: str,
    ) -> Matrix:
        """The probability that the first member of a committee gives a label, a row a candidate."""
        committee = self.classifiers[kind]
        rows = [encoded.features.of(candidate) for candidate in candidates]
        found: Matrix = committee.members[0].probabilities(rows, vectors)
        return found[:, committee.labels.index(label)]

    def _corrects(self, spans: MessageSpans, views: Sequence[WordVectors]) -> float:
        """How likely a message corrects something."""
        classifier = self.classifiers["message"]
        sentences = [view.sentence[None, :] for view in views]
        row = classifier.probabilities([message_features(spans)], sentences)[0]
        return float(row[classifier.labels.index(CORRECTS)])

    def _candidates(
        self, encoded: _Encoded, labelled: Sequence[_Labelled]
    ) -> tuple[tuple[Reading, ...], list[Reading]]:
        """The readings that are sure enough to be stored, and those to be asked about."""
        readings: list[Reading] = []
        doubtful: list[Reading] = []
        for one in labelled:
            candidate, labels = one.candidate, one.labels
            probabilities = weighed_as_answer(
                one.probabilities, labels, candidate, encoded.spans, encoded.about
            )
            reading, sure = likeliest_reading(candidate, probabilities, labels)
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

    def _labelled(self, encoded: _Encoded) -> list[_Labelled]:
        """All candidates but words, by kind."""
        found: list[_Labelled] = []
        for kind in ("quantity", "certification", "degree"):
            own = [c for c in encoded.spans.candidates if c.kind == kind]
            found += self._labelled_as(kind, encoded, own)
        return found

    def _labelled_as(
        self, kind: str, encoded: _Encoded, candidates: Sequence[Candidate]
    ) -> list[_Labelled]:
        """Candidates of one kind with what its networks make of them."""
        if not candidates:
            return []
        classifier = self.classifiers[kind]
        rows = [encoded.features.of(candidate) for candidate in candidates]
        vectors = encoded.of_words if kind == "word" else encoded.of_spans
        each = classifier.each(rows, vectors(candidates))
        agreed = classifier.agreed(each)
        return [
            _Labelled(one, agreed[at], Evidence(classifier.labels, tuple(row[at] for row in each)))
            for at, one in enumerate(candidates)
        ]

    def _others(self, encoded: _Encoded, candidate: Candidate) -> list[Reading]:
        """What isn't the person's own may be somebody else's, or supposed."""
        classifier = self.classifiers["owner"]
        features, vectors = [encoded.features.of(candidate)], encoded.of_spans([candidate])
        row = classifier.probabilities(features, vectors)[0]
        best = int(row.argmax())
        label, _, owner = classifier.labels[best].partition("@")
        if label == NOTHING or row[best] < self._thresholds.other:
            return []
        return [Reading(candidate, label, float(row[best]), owner, float(OFFER in label))]

    def _relations(
        self, encoded: _Encoded, readings: Sequence[Reading]
    ) -> dict[tuple[int, int], str]:
        """Which of each two numbers that seem to tell of the person's years does."""
        told = {r.candidate for r in readings if r.entity == "duration" and not r.owner}
        found = [pair for pair in pairs(encoded.spans) if told.issuperset(pair)]
        if not found:
            return {}
        classifier = self.classifiers["pair"]
        rows = [pair_features(encoded.spans, *pair) for pair in found]
        views = [np.stack([pair_vector(view, *p) for p in found]) for view in encoded.views]
        best = classifier.probabilities(rows, views).argmax(axis=1)
        return {
            (first.start, second.start): classifier.labels[label]
            for (first, second), label in zip(found, best, strict=True)
        }

    def _words(
        self, words: Sequence[_Labelled], asked: str, last_named: str
    ) -> tuple[Reading, ...]:
        if not words:
            return ()
        limits = self._thresholds
        # who was asked for a job answers with one, as often as not in a word
        job = limits.word if asked == "job" else limits.job
        labels = words[0].labels
        reader = WordReader(labels, asked, last_named, limits.word, job, limits.job_edge)
        probabilities = np.stack([word.probabilities for word in words])
        return reader.read([word.candidate for word in words], probabilities)


def _is_pay(reading: Reading, probabilities: Matrix, labels: Sequence[str]) -> bool:
    """Whether an amount surely is the person's pay, whichever part of it."""
    pay = sum(
        float(probability)
        for label, probability in zip(labels, probabilities, strict=True)
        if label.startswith(_PAY)
    )
    return reading.label.startswith(_PAY) and pay >= _SURELY


def likeliest_reading(
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
    # single precision rounds: two shares can add up to more than certain
    probability = min(joined[best], 1.0)
    share = offered.get(best, 0.0) / joined[best]
    managing = joined.get(_LEADING, 0.0)
    return Reading(candidate, best, probability, "", share, managing), probability


def _doubts(message: MessageReading, doubtful: Sequence[Reading]) -> tuple[Doubt, ...]:
    """What each doubtful reading would set, so that a "yes" can set it."""
    doubts: list[Doubt] = []
    for reading in doubtful:
        alone = replace(message, readings=(reading,), words=(), corrects=0.0)
        would = [o for o in resolve(alone).operations if o.field not in _SET_ALONG]
        words = message.spans.text[reading.candidate.start : reading.candidate.end]
        doubts += [Doubt(would[0].field, would[0].value, words)] if would else []
    return tuple(doubts)


# Fields that another one of the same span sets along with itself.
_SET_ALONG = ("pay.kind", "management.now")


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
) -> dict[str, Committee]:
    """Learn the classifiers from annotated messages."""
    # imported here: what trains isn't needed to predict
    from bot.nlu.profile_training import fit, rows_of_all

    return fit(rows_of_all(examples, names, encoder, today))


def to_arrays(classifiers: Mapping[str, Committee]) -> dict[str, npt.NDArray[Any]]:
    """All arrays of the classifiers under `kind/view/name`, to be written into one file."""
    return {
        f"{kind}/{view}/{name}": array
        for kind, committee in classifiers.items()
        for view, member in enumerate(committee.members)
        for name, array in member.arrays.items()
    }


def from_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> dict[str, Committee]:
    """The classifiers that `to_arrays` took apart."""
    kinds: dict[str, dict[str, dict[str, npt.NDArray[Any]]]] = {}
    for path, array in arrays.items():
        kind, view, name = path.split("/", 2)
        kinds.setdefault(kind, {}).setdefault(view, {})[name] = array
    return {
        kind: Committee([SpanClassifier(views[view]) for view in sorted(views)])
        for kind, views in kinds.items()
    }
