"""The gate: whether the best evidence answers a question at all,
judged apart from which evidence is best.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from bot.knowledge.index import EvidenceIndex
from bot.knowledge.vectors import Vectors
from bot.nlu.names import CATEGORIES
from bot.nlu.question_form import FORMS
from bot.nlu.ranker import MODEL, SIGNALS, Asked, Ranked

NOT_COVERED, OUT_OF_SCOPE = "not_covered", "out_of_scope"
SIGNS = (
    "sum", "margin", "share", "anchor", "second", "fitted", "passage", "words", "own_words",
    "known_words", "form",
    "intent", "nothing", "anchor_over_nothing", "best_anchor", "best_fitted", "not_covered",
    "out_of_scope", "talk",
    "names_role", "missing", "job_missing", "place_missing", "certification_missing",
    "year_missing", "extra",
    "length", "why", "worth", "own_text_close",
)  # fmt: skip
_INTENTS_OF_TALK = ("greet", "goodbye", "thank", "how_are_you", "praise", "ask_bot")


class Gate:
    """A logistic model over signs of fit; its threshold comes from
    questions of other hands than the anchors'.
    """

    def __init__(self, weights: Mapping[str, float], bias: float, threshold: float) -> None:
        self._weights = np.array([weights.get(name, 0.0) for name in SIGNS], dtype=np.float32)
        self._bias = bias
        self.threshold = threshold

    @classmethod
    def read(cls, path: Path = MODEL) -> Gate:
        held = json.loads(path.read_text("utf-8"))
        return cls(held["gate"], float(held["gate_bias"]), float(held["threshold"]))

    def probability(self, found: Vectors) -> float:
        """How likely the best evidence answers the question, from its signs."""
        return float(1.0 / (1.0 + np.exp(-(found @ self._weights + self._bias))))


def signs(asked: Asked, ranked: Ranked, index: EvidenceIndex, intents: tuple[str, ...]) -> Vectors:
    """The signs of a ranked question, in the order of SIGNS;
    `intents` names the columns of its intents.
    """
    best = dict(zip(SIGNALS, ranked.signals[0].tolist(), strict=True))
    near = ranked.closeness
    nothing = max(near.nothing)
    likely = dict(zip(intents, asked.intents.tolist(), strict=True))
    forms = dict(zip(FORMS, asked.forms.tolist(), strict=True))
    second = float(ranked.sums[1]) if len(ranked.sums) > 1 else 0.0
    values = {
        "sum": float(ranked.sums[0]),
        "margin": float(ranked.sums[0]) - second,
        "share": float(ranked.shares[0]),
        **{
            name: best[name]
            for name in (
                "anchor",
                "second",
                "fitted",
                "passage",
                "words",
                "own_words",
                "form",
                "intent",
            )
        },
        "known_words": index.known_words(asked.text),
        "nothing": nothing,
        "anchor_over_nothing": best["anchor"] - nothing,
        "best_anchor": float(near.anchor.max()),
        "best_fitted": float(near.fitted.max()),
        "not_covered": likely.get("ask_not_covered", 0.0),
        "out_of_scope": likely.get(OUT_OF_SCOPE, 0.0),
        "talk": sum(likely.get(name, 0.0) for name in _INTENTS_OF_TALK),
        "names_role": float(asked.names.role),
        "missing": float(any(best[f"{category}_missing"] for category in CATEGORIES)),
        **{
            name: best[name]
            for name in ("job_missing", "place_missing", "certification_missing", "year_missing")
        },
        "extra": float(any(best[f"{category}_extra"] for category in CATEGORIES)),
        "length": min(len(asked.text.split()), 20) / 20,
        "why": forms["why"],
        "worth": forms["worth"],
        "own_text_close": max(best["passage"], best["anchor"]),
    }
    return np.array([values[name] for name in SIGNS], dtype=np.float32)
