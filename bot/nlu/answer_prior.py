"""What a short message is about before its words are read: the question it answers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.profile_examples import NOTHING
from bot.nlu.profile_spans import Candidate, MessageSpans
from bot.nlu.span_classifier import Matrix

# The beginnings of the labels that a number has as an answer to a question about a field.
_LABELS = {
    "experience": ("duration.security", "duration.it", "duration.other", "duration.unknown"),
    "management": ("duration.management", "people."),
    "management.years": ("duration.management",),
    "management.people": ("people.",),
    "management.now": ("people.",),
    "target": ("target.",),
    "pay": ("amount.",),
}
# Words beside its number that a short answer has at most: `no, 7`, `make that twelve`.
_AROUND = 2
# Weights of labels of the same group, and of other fields: `9 people` after a question about years
# is still people.
_RELATED, _ELSEWHERE = 0.3, 0.05


def weighed_as_answer(
    probabilities: Matrix,
    labels: Sequence[str],
    candidate: Candidate,
    spans: MessageSpans,
    field: str,
) -> Matrix:
    """The probabilities of a number's labels in an answer about `field`, which sum to 1.

    `field` is what the advisor asked for or, after no question, what the person named last.
    """
    group, _, name = field.partition(".")
    if group not in _LABELS or not _is_short(candidate, spans):
        return probabilities
    expected = _LABELS.get(field) or (f"{_ENTITIES[group]}.{name}",)
    weighed: Matrix = probabilities.copy()
    for place, label in enumerate(labels):
        if label != NOTHING and not label.startswith(expected):
            weighed[place] *= _RELATED if label.startswith(_LABELS[group]) else _ELSEWHERE
    weighed /= weighed.sum()
    return weighed


_ENTITIES = {"experience": "duration", "management": "people", "target": "target", "pay": "amount"}


def _is_short(candidate: Candidate, spans: MessageSpans) -> bool:
    if candidate.quantity is None or len(spans.candidates) > 1:
        return False
    inside = range(candidate.first, candidate.last + 1)
    return sum(word.first not in inside for word in spans.words) <= _AROUND
