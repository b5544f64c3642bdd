"""Proves that the rows of a training hold no more than they need, and are always the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from bot.nlu.encoder import TokenVectors
from bot.nlu.profile_examples import AnnotatedMessage
from bot.nlu.training_rows import Row, TrainingRows
from bot.parsing.certifications import CertificationNames


def test_equal_features_of_rows_are_kept_once() -> None:
    vector = np.ones(3, dtype=np.float32)
    one, two = (Row.of("word", [f"L{step}=a b" for step in (1, 2)], [vector], "") for _ in range(2))
    assert one.features == ["L1=a b", "L2=a b"]
    assert all(a is b for a, b in zip(one.features, two.features, strict=True))
    assert one.vectors[0].dtype == np.float16


class _Pieces:
    """Gives every word piece the same vector."""

    def general(self, text: str) -> TokenVectors:
        return TokenVectors(((0, len(text)),), np.ones((1, 4), np.float32), np.ones(4, np.float32))

    def tuned(self, texts: Sequence[TokenVectors]) -> list[TokenVectors]:
        return list(texts)

    def views(self, texts: Sequence[str]) -> list[tuple[TokenVectors, ...]]:
        return [(self.general(text), self.general(text)) for text in texts]


def test_the_same_messages_give_the_same_rows_in_their_order() -> None:
    names = CertificationNames({}, frozenset())
    examples = [AnnotatedMessage(f"{number} years of SOC work", ()) for number in range(2, 300)]
    one, two = (
        list(TrainingRows(names, date(2026, 11, 25)).of_all(examples, _Pieces())) for _ in range(2)
    )
    assert [(row.kind, row.features) for row in one] == [(row.kind, row.features) for row in two]
    assert sum(row.kind == "message" for row in one) == len(examples)
    assert "word=2" in one[0].features
