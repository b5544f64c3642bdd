"""Proves how several networks' shares of a label become one, by the kind of span."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.span_classifier import Committee, NamedRows, SpanClassifier


def committee(kind: str, labels: list[str]) -> Committee:
    rows = NamedRows.of([[f"is={label}"] for label in labels], least=1)
    vectors = np.zeros((len(labels), 2), dtype=np.float32)
    return Committee.of_kind(kind, [SpanClassifier.fit(rows, vectors, labels, 1)] * 2)


@pytest.mark.parametrize(("kind", "held"), [("degree", 0.6), ("certification", 0.3)])
def test_of_degrees_the_mean_counts_and_of_certifications_the_less_sure_network(
    kind: str, held: float
) -> None:
    both = committee(kind, ["held", "nothing"])
    each = [np.array([[0.3, 0.7]], np.float32), np.array([[0.9, 0.1]], np.float32)]
    assert both.agreed(each)[0, both.labels.index("held")] == pytest.approx(held)


def test_years_on_whose_field_the_networks_differ_are_years_of_no_field() -> None:
    both = committee("quantity", ["duration.it", "duration.security", "duration.unknown"])
    each = [np.array([[0.9, 0.1, 0.0]], np.float32), np.array([[0.1, 0.9, 0.0]], np.float32)]
    assert both.agreed(each)[0] == pytest.approx([0.1, 0.1, 0.8])
