"""The candidates that travel with a question: the best units of a ranking, with what each lacks of
the question and the word that leads its answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.domain.evidence import Candidate
from bot.knowledge.index import EvidenceIndex
from bot.nlu.names import CATEGORIES, Names
from bot.nlu.polarity import direction
from bot.nlu.ranker import Ranked
from bot.nlu.ranking_signals import SIGNALS, Asked, is_asked

# Candidates that travel with a question.
_SHOWN = 6
# Cosine from which an anchor's lead is taken, and how much closer another anchor may be.
_CLOSE_ENOUGH_FOR_LEAD, _NEXT_TO_CLOSEST = 0.75, 0.1


def candidates(
    asked: Asked, ranked: Ranked, index: EvidenceIndex, names: Sequence[Names]
) -> tuple[Candidate, ...]:
    """The best of a ranking, in its order; `names` are what each unit of the index names."""
    places = _places(ranked)
    return tuple(_candidate(asked, ranked, place, index, names) for place in places)


def _places(ranked: Ranked) -> list[int]:
    """The places of the candidates: the best, and the one that is asked in the closest words."""
    best = range(min(_SHOWN, len(ranked.numbers)))
    closest = int(ranked.closeness.anchor[ranked.numbers].argmax()) if len(best) else 0
    return sorted({*best, closest})


def _candidate(
    asked: Asked, ranked: Ranked, place: int, index: EvidenceIndex, names: Sequence[Names]
) -> Candidate:
    number = int(ranked.numbers[place])
    values = dict(zip(SIGNALS, np.round(ranked.signals[place], 3).tolist(), strict=True))
    asked_of_it = bool(is_asked(ranked.signals[place : place + 1])[0])
    missing = [
        name
        for category in CATEGORIES
        if values[f"{category}_missing"] and not asked_of_it
        for name in sorted(asked.names.of(category) - names[number].of(category))
    ]
    return Candidate(
        index.units[number].id,
        float(ranked.shares[place]),
        _lead(asked, number, index),
        tuple(missing),
        {name: value for name, value in values.items() if value},
    )


def _lead(asked: Asked, number: int, index: EvidenceIndex) -> str:
    """The lead word of the closest anchor of a unit that has one, if it means the same.

    A question put the other way round ("without a degree") doesn't get the lead of its
    opposite, and an anchor that others of the unit are much closer than asks something else.
    """
    leads = index.leads[number]
    if not leads:
        return ""
    rows = index.anchor_rows(number)
    cosines = index.anchor_vectors.floats(rows) @ asked.vector
    least = max(_CLOSE_ENOUGH_FOR_LEAD, float(cosines.max()) - _NEXT_TO_CLOSEST)
    turned = direction(asked.text)
    for place in np.argsort(-cosines, kind="stable"):
        question = index.anchors[rows[place]]
        if cosines[place] < least:
            break
        if (lead := leads.get(question, "")) and direction(question) == turned:
            return lead
    return ""
