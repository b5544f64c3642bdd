"""What the annotations of a message say of the spans that are found in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.nlu.profile_examples import NOTHING, OFFER, AnnotatedMessage, AnnotatedSpan
from bot.nlu.profile_spans import Candidate, find_spans
from bot.nlu.readings import MessageReading, Reading
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


def annotation(candidate: Candidate, spans: Sequence[AnnotatedSpan]) -> AnnotatedSpan | None:
    """The annotation that a candidate lies in, if it is of the candidate's kind."""
    for span in spans:
        if candidate.start < span.end and span.start < candidate.end:
            entity = span.label.partition(".")[0]
            if KIND_OF_ENTITY.get(entity) == candidate.kind:
                return span
    return None


def word_label(word: Candidate, spans: Sequence[AnnotatedSpan], matched: set[AnnotatedSpan]) -> str:
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
        if span := annotation(candidate, example.spans):
            matched.add(span)
            offered = float(span.label.endswith(OFFER))
            label = span.label.removesuffix(OFFER)
            readings.append(Reading(candidate, label, 1.0, span.owner, offered))
    words = []
    for word in spans.words:
        label, _, owner = word_label(word, example.spans, matched).partition("@")
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
