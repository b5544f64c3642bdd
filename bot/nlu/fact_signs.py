"""Signs by which a fact that was put together of readings may not be what was said."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from bot.domain.profile_parts import Degree
from bot.domain.profile_update import Operation, ProfileUpdate
from bot.domain.span import Span
from bot.nlu.fact_sources import JOB, sources, told
from bot.nlu.profile_examples import NOTHING
from bot.nlu.profile_spans import Candidate
from bot.nlu.readings import MessageReading, Reading

Signs = dict[str, float]
_SENTENCE_ENDS = frozenset(".!?;")
# Words of an answer that is hardly more than the fact.
_SHORT = 4
_LONG, _MANY = 60, 8
_MANY_YEARS = 25
_NOTATIONS_OF_YEARS = ("duration", "count", "moment")
# Nothing is taken for more certain than this leaves room for.
_DOUBT = 1e-3


class FactSigns:
    """The signs of each fact of one message, by name; those that aren't named are 0."""

    def __init__(self, message: MessageReading, update: ProfileUpdate) -> None:
        self._message = message
        self._unread = self._unread_shares()
        self._general = self._of_message(update)

    def of(self, operation: Operation) -> Signs:
        """The signs of a fact that the message sets."""
        found = sources(self._message, operation)
        signs = self._general | self._of_place(operation) | self._of_probabilities(found)
        signs |= self._of_group(operation, found)
        return {name: float(value) for name, value in signs.items() if value}

    def _unread_shares(self) -> dict[Candidate, float]:
        """Of each span that nothing was read from, how likely it tells something all the same."""
        read = {reading.candidate for reading in self._message.readings}
        return {
            span: max(0.0, 1.0 - evidence.agreed(NOTHING))
            for span in self._message.spans.candidates
            if span not in read and (evidence := self._message.evidence.get(span))
        }

    def _of_message(self, update: ProfileUpdate) -> Signs:
        message, spans = self._message, self._message.spans
        words = [token.lower for token in spans.tokens]
        labels = [reading.label for reading in message.readings]
        return {
            "words": min(len(words), _LONG) / _LONG,
            "log_words": math.log(max(len(words), 1)),
            "short": len(words) <= _SHORT,
            "facts": min(len(update.operations), _MANY),
            "only": len(update.operations) == 1,
            "spans": min(len(spans.candidates), _MANY),
            "numbers": sum(span.kind == "quantity" for span in spans.candidates),
            "unread": len(self._unread),
            "unread_share": max(self._unread.values(), default=0.0),
            "unread_sum": sum(self._unread.values()),
            "asks": "?" in words,
            "asks_last": words[-1:] == ["?"],
            "sentences": sum(word in _SENTENCE_ENDS for word in words),
            "asked": bool(message.asked),
            "follows": bool(message.last_named),
            "corrects": message.corrects,
            "corrects_last": message.corrects * bool(message.last_named),
            "owners": sum(bool(reading.owner) for reading in message.readings),
            "doubts": len(update.doubts),
            "repeated": len(set(labels)) < len(labels),
        }

    def _of_place(self, operation: Operation) -> Signs:
        message = self._message
        return {
            "asked_this": message.asked == operation.group,
            "asked_other": bool(message.asked) and message.asked != operation.group,
            "follows_this": message.last_named.partition(".")[0] == operation.group,
            f"kind={operation.kind}": 1.0,
        }

    def _of_probabilities(self, found: Sequence[Reading]) -> Signs:
        """How sure the networks are of the least sure reading, and how far they differ."""
        probabilities = [reading.probability for reading in found] or [0.0]
        signs: Signs = {
            # what is put together of several readings is as sure as the least sure of them
            "together": math.sqrt(1.0 - min(probabilities)) * (len(found) > 1),
            "least": min(probabilities),
            "most": max(probabilities),
            "mean": sum(probabilities) / len(probabilities),
        }
        seen = [(r.label, e) for r in found if (e := self._message.evidence.get(r.candidate))]
        if not seen:
            return signs
        shares = np.array([evidence.shares(label) for label, evidence in seen])
        rivals = np.array([evidence.rivals(label) for label, evidence in seen])
        first, last = shares[:, 0].min(), shares[:, -1].min()
        middle = float(np.clip((first + last) / 2, _DOUBT, 1.0 - _DOUBT))
        return signs | {
            "first": first,
            "last": last,
            "differ": (shares.max(axis=1) - shares.min(axis=1)).max(),
            "ahead": (shares - rivals).min(),
            "rival": rivals.max(),
            "nothing": max(float(np.mean(evidence.shares(NOTHING))) for _, evidence in seen),
            "entropy": max(evidence.entropy for _, evidence in seen),
            "logit": math.log(middle / (1.0 - middle)),
        }

    def _of_group(self, operation: Operation, found: Sequence[Reading]) -> Signs:
        group, value = operation.group, operation.value
        if group == "job":
            return self._of_title([reading.candidate for reading in found])
        if group in ("experience", "management"):
            return self._of_years(operation, found)
        if group == "certifications":
            return self._of_certification(str(value), found)
        if group == "degree" and isinstance(value, Degree):
            return self._of_degree(value, found)
        if group == "pay":
            return {
                f"part={operation.name}": 1.0,
                "amounts": len(told(self._message, "amount")),
                "undecided": max((0.5 - abs(r.offered - 0.5) for r in found), default=0.0),
            }
        return {}

    def _of_title(self, title: Sequence[Candidate]) -> Signs:
        """Whether a title may be longer or shorter, and whether another stands in the message."""
        words, evidence = self._message.spans.words, self._message.evidence
        sure = [evidence[word].most(JOB) if word in evidence else 0.0 for word in words]
        places = [at for at, word in enumerate(words) if word in title]
        if not places:
            return {}
        first, last = places[0], places[-1]
        return {
            "before": sure[first - 1] if first else 0.0,
            "behind": sure[last + 1] if last + 1 < len(words) else 0.0,
            "elsewhere": max([*sure[:first], *sure[last + 1 :]], default=0.0),
            "length": last - first + 1,
            "opens": not first,
            "whole": last - first + 1 == len(words),
            "edge_first": sure[first],
            "edge_last": sure[last],
            "titles": sum(1 for _ in self._message.runs(JOB)),
        }

    def _of_years(self, operation: Operation, found: Sequence[Reading]) -> Signs:
        value = operation.value
        years = value.high if isinstance(value, Span) else 0.0
        numbers = {span: share for span, share in self._unread.items() if _tells_years(span)}
        return {
            f"field={operation.name}": 1.0,
            "durations": len(self._message.of("duration")),
            "unread_numbers": sum(numbers.values()),
            "periods": sum(_tells_years(one) for one in self._message.spans.candidates),
            "many_years": years > _MANY_YEARS,
            "years": math.log1p(max(years, 0.0)),
            "leading": max((reading.managing for reading in found), default=0.0),
            **{f"notation={r.candidate.quantity.kind}": 1.0 for r in found if r.candidate.quantity},
        }

    def _of_certification(self, status: str, found: Sequence[Reading]) -> Signs:
        named = told(self._message, "certification")
        names = [r.candidate.certification for r in found if r.candidate.certification]
        return {
            f"status={status}": 1.0,
            "named": len(named),
            "known": all(name.known for name in names),
            "mixed": len({reading.role for reading in named}) > 1,
        }

    def _of_degree(self, degree: Degree, found: Sequence[Reading]) -> Signs:
        named = [reading.candidate.degree for reading in found if reading.candidate.degree]
        return {
            f"status={degree.status if degree.level != 'none' else 'none'}": 1.0,
            "named": sum(one.kind == "degree" for one in self._message.spans.candidates),
            "unnamed": any(name.level == "unknown" for name in named),
            "known": all(name.sure for name in named),
            "in_words": not named,
        }


def _tells_years(span: Candidate) -> bool:
    return span.quantity is not None and span.quantity.kind in _NOTATIONS_OF_YEARS
