"""Proves that the rows of a training hold no more than they need."""

from __future__ import annotations

import numpy as np

from bot.nlu.training_rows import Row


def test_equal_features_of_rows_are_kept_once() -> None:
    vector = np.ones(3, dtype=np.float32)
    one, two = (Row.of("word", [f"L{step}=a b" for step in (1, 2)], [vector], "") for _ in range(2))
    assert one.features == ["L1=a b", "L2=a b"]
    assert all(a is b for a, b in zip(one.features, two.features, strict=True))
    assert one.vectors[0].dtype == np.float16
