"""Hears what people say of themselves: spans, what each tells and whose it is, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from bot.domain.named_fields import OF_OTHERS, corrected_field, owned, years_field
from bot.domain.profile_update import Doubt, ProfileUpdate
from bot.nlu.answer_prior import weighed_as_answer
from bot.nlu.encoder import TokenEncoder
from bot.nlu.fact_check import FactCheck
from bot.nlu.profile_classifiers import EncodedMessage, Labelled, ProfileClassifiers
from bot.nlu.profile_examples import NOTHING, OFFER
from bot.nlu.profile_features import MessageFeatures
from bot.nlu.profile_resolution import resolve
from bot.nlu.profile_spans import Candidate, MessageSpans, find_spans, notations
from bot.nlu.profile_thresholds import Thresholds
from bot.nlu.readings import MessageReading, Reading, is_pay, likeliest_reading
from bot.nlu.span_classifier import Committee
from bot.nlu.span_vectors import WordVectors, word_vectors
from bot.nlu.word_reader import WordReader
from bot.parsing.assent import only_agrees
from bot.parsing.certifications import CertificationNames

# Fields that another one of the same span sets along with itself.
_SET_ALONG = ("pay.kind", "management.now")
# What sums of probabilities may be off.
_ROUNDING = 1e-4


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
        self._classifiers = ProfileClassifiers(classifiers)
        self._names = names
        self._encoder = encoder
        self._thresholds = thresholds or Thresholds()
        self._check = check

    def extract(
        self,
        text: str,
        *,
        asked: str = "",
        last_named: str = "",
        named: tuple[str, ...] = (),
        today: date,
    ) -> ProfileUpdate:
        """What a message tells. `asked` is the field of the advisor's question before it,
        `last_named` the field that the person named last, and `named` all that were named so far:
        a correction is about one of them."""
        return self.hear(text, asked=asked, last_named=last_named, named=named, today=today)[1]

    def hear(
        self,
        text: str,
        *,
        asked: str = "",
        last_named: str = "",
        named: tuple[str, ...] = (),
        today: date,
    ) -> tuple[MessageReading, ProfileUpdate]:
        """The readings of a message and what they tell together."""
        message, doubts = self.read(
            text, asked=asked, last_named=last_named, named=named, today=today
        )
        update = self.resolve(message, doubts)
        return message, self._check.checked(message, update) if self._check else update

    @staticmethod
    def resolve(message: MessageReading, doubts: tuple[Doubt, ...] = ()) -> ProfileUpdate:
        """Put readings together."""
        return resolve(message, doubts)

    def read(
        self,
        text: str,
        *,
        asked: str = "",
        last_named: str = "",
        named: tuple[str, ...] = (),
        today: date,
    ) -> tuple[MessageReading, tuple[Doubt, ...]]:
        """The readings of a message and those that are too unsure to be stored."""
        spans = find_spans(text, self._names, today)
        pieces = self._encoder.general(text)
        general = word_vectors(spans, pieces)
        if self._tells_nothing(spans, general, asked, last_named):
            return MessageReading(spans, (), (), today, asked, last_named), ()
        views = (general, word_vectors(spans, self._encoder.tuned([pieces])[0]))
        corrects = self._classifiers.corrects(spans, views)
        corrected, about = "", last_named
        if corrects >= self._thresholds.corrects:
            about = corrected_field(named or (last_named,), notations(spans, today))
            corrected = last_named = owned(about)
        features = MessageFeatures(spans, asked, corrected)
        encoded = EncodedMessage(spans, features, views, asked or last_named)
        labelled = self._labelled(encoded)
        words = self._classifiers.labelled("word", encoded, spans.words)
        again = corrects >= self._thresholds.corrects and bool(years_field(named))
        readings, doubtful = self._candidates(encoded, labelled, again)
        message = MessageReading(
            spans,
            readings,
            self._words(words, asked, last_named),
            today,
            asked,
            last_named,
            corrects,
            self._classifiers.relations(encoded, readings),
            {one.candidate: one.evidence for one in (*labelled, *words)},
            named,
            about.startswith(OF_OTHERS),
        )
        return message, _doubts(message, doubtful)

    def _tells_nothing(
        self, spans: MessageSpans, general: WordVectors, asked: str, last_named: str
    ) -> bool:
        """Whether the general view alone leaves nothing to read, whatever the other views show.

        Most committees are as sure of a label as the least sure of their members. Where the first
        gives no label of any span what it takes, as in most questions, the others can't give it
        more, and the tuned layers needn't run.
        """
        if not asked and only_agrees(spans.text):
            return True  # "yep sure" answers whether one leads people, where that was asked
        if spans.candidates and (asked or last_named):
            return False  # a short answer's probabilities are weighed anew
        # a correction reads its words in the light of what was named last
        return all(
            self._reads_nothing(
                EncodedMessage(spans, MessageFeatures(spans, asked, named), (general,))
            )
            for named in dict.fromkeys(("", last_named))
        )

    def _reads_nothing(self, encoded: EncodedMessage) -> bool:
        """Whether the first members find nothing in any word or candidate."""
        words, limits, first = encoded.spans.words, self._thresholds, self._classifiers.first_finds
        # a word may be given what several labels have together
        least = min(limits.word, limits.job) - _ROUNDING
        if words and first("word", encoded, words) >= least:
            return False
        if any(self._classifiers.averages(one.kind) for one in encoded.spans.candidates):
            return False
        for candidate in encoded.spans.candidates:
            least = min(limits.least(candidate), limits.doubt) - _ROUNDING
            if first(candidate.kind, encoded, [candidate]) >= least:
                return False
            if first("owner", encoded, [candidate]) >= limits.other - _ROUNDING:
                return False
        return True

    def _candidates(
        self, encoded: EncodedMessage, labelled: Sequence[Labelled], again: bool
    ) -> tuple[tuple[Reading, ...], list[Reading]]:
        """The readings that are sure enough to be stored, and those to be asked about; `again` for
        a correction after years were named: it needs less proof that it tells years.
        """
        readings: list[Reading] = []
        doubtful: list[Reading] = []
        for one in labelled:
            candidate, labels = one.candidate, one.labels
            probabilities = weighed_as_answer(
                one.probabilities, labels, candidate, encoded.spans, encoded.about
            )
            reading, sure = likeliest_reading(candidate, probabilities, labels)
            least = self._thresholds.least(candidate)
            if is_pay(reading, probabilities, labels):
                least = self._thresholds.part
            if again and reading.label.startswith("duration"):
                least = min(least, self._thresholds.doubt)
            if reading.label == NOTHING:
                readings += self._others(encoded, candidate)
            elif sure >= least:
                readings.append(reading)
            elif sure >= self._thresholds.doubt:
                doubtful.append(reading)
        readings.sort(key=lambda reading: reading.candidate.first)
        return tuple(readings), doubtful

    def _labelled(self, encoded: EncodedMessage) -> list[Labelled]:
        """All candidates but words, by kind."""
        found: list[Labelled] = []
        for kind in ("quantity", "certification", "degree"):
            own = [c for c in encoded.spans.candidates if c.kind == kind]
            found += self._classifiers.labelled(kind, encoded, own)
        return found

    def _others(self, encoded: EncodedMessage, candidate: Candidate) -> list[Reading]:
        """What isn't the person's own may be somebody else's, or supposed."""
        owned, probability = self._classifiers.owner(encoded, candidate)
        label, _, owner = owned.partition("@")
        if label == NOTHING or probability < self._thresholds.other:
            return []
        return [Reading(candidate, label, probability, owner, float(OFFER in label))]

    def _words(self, words: Sequence[Labelled], asked: str, last_named: str) -> tuple[Reading, ...]:
        if not words:
            return ()
        limits = self._thresholds
        # who was asked for a job answers with one, as often as not in a word
        job = limits.word if asked == "job" else limits.job
        labels = words[0].labels
        reader = WordReader(labels, asked, last_named, limits.word, job, limits.job_edge)
        probabilities = np.stack([word.probabilities for word in words])
        return reader.read([word.candidate for word in words], probabilities)


def _doubts(message: MessageReading, doubtful: Sequence[Reading]) -> tuple[Doubt, ...]:
    """What each doubtful reading would set, so that a "yes" can set it."""
    doubts: list[Doubt] = []
    for reading in doubtful:
        alone = replace(message, readings=(reading,), words=(), corrects=0.0)
        would = [o for o in resolve(alone).operations if o.field not in _SET_ALONG]
        words = message.spans.text[reading.candidate.start : reading.candidate.end]
        doubts += [Doubt(would[0].field, would[0].value, words)] if would else []
    return tuple(doubts)
