"""How close a question comes to each unit, held against the plain way to find out."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.evidence_finder import EvidenceFinder
from bot.rasa_adapter.assistant import Assistant

QUESTIONS = ("what does a CISO earn?", "who offers the CISM", "do I need a degree", "hm")


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_three_closest_anchors_of_every_unit_are_found(
    assistant: Assistant, question: str
) -> None:
    finder = EvidenceFinder.running
    assert finder is not None
    index, vector = finder.search().index, finder.encoder.encode([question])[0]
    found = index.closeness(vector, question)
    cosines = index.anchor_vectors.cosines(vector)
    without = 0
    for number in range(len(index.units)):
        rows = np.flatnonzero(index.anchor_units == number)
        assert index.anchor_rows(number).tolist() == rows.tolist()
        if not len(rows):
            without += 1
            assert found.nearest_anchor[number] == -1
            assert found.anchor[number] == found.passage[number]
            continue
        closest = sorted(cosines[rows].tolist(), reverse=True)[:3]
        closest += [closest[-1]] * (3 - len(closest))
        columns = (found.anchor, found.second, found.third)
        assert [float(column[number]) for column in columns] == closest
        assert found.nearest_anchor[number] == rows[cosines[rows].argmax()]
    assert without < len(index.units) / 2


def test_a_unit_is_asked_for_by_the_question_nearest_to_all_of_its_own(
    assistant: Assistant,
) -> None:
    finder = EvidenceFinder.running
    assert finder is not None
    index = finder.search().index
    for number in range(0, len(index.units), 40):
        unit = index.units[number]
        questions = [anchor.question for anchor in unit.anchors]
        found = index.typical_question(unit.id)
        if not questions:
            assert found == ""
            continue
        vectors = finder.encoder.encode(questions)
        near = vectors @ vectors.mean(axis=0)
        assert near[questions.index(found)] >= near.max() - 1e-2, unit.id
    assert index.typical_question("no/such/unit") == ""
