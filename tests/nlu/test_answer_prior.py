"""Proves that a bare number is read as an answer to the question before it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.answer_prior import weighed_as_answer
from bot.nlu.profile_spans import find_spans
from bot.parsing.certifications import CertificationNames

LABELS = ("duration.unknown", "nothing", "people.led", "target.date")
UNSURE = np.array([0.4, 0.1, 0.3, 0.2], dtype=np.float32)


def likeliest(text: str, field: str) -> str:
    lexicons = Path("data/lexicons")
    names = CertificationNames.read(lexicons / "certification_names.txt", lexicons / "acronyms.txt")
    spans = find_spans(text, names, date(2026, 11, 25))
    weighed = weighed_as_answer(UNSURE, LABELS, spans.candidates[0], spans, field)
    assert weighed.sum() == pytest.approx(1.0)
    return LABELS[int(weighed.argmax())]


@pytest.mark.parametrize(
    ("text", "field", "label"),
    [
        ("10", "management", "people.led"),
        ("10", "target", "target.date"),
        ("sorry, 12", "management.people", "people.led"),
        ("10", "experience", "duration.unknown"),
        ("10", "", "duration.unknown"),
        ("10 is what all of the others have", "management", "duration.unknown"),
    ],
)
def test_a_bare_number_answers_what_was_asked(text: str, field: str, label: str) -> None:
    assert likeliest(text, field) == label
