"""The gate: whether the best evidence answers a question at all,
judged apart from which evidence is best.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.domain.evidence import source_of
from bot.knowledge.index import EvidenceIndex
from bot.knowledge.vectors import Vectors
from bot.nlu.names import CATEGORIES
from bot.nlu.question_form import FORMS
from bot.nlu.ranker import MODEL, Ranked
from bot.nlu.ranking_signals import SIGNALS, Asked

_FORMS = ("yes_no", "amount", "count", "when", "who", "which", "list", "definition", "how", "where")
NOT_COVERED, OUT_OF_SCOPE = "not_covered", "out_of_scope"
SIGNS = (
    "sum", "margin", "share", "anchor", "second", "fitted", "passage", "words", "own_words",
    "known_words", "form",
    "intent", "nothing", "anchor_over_nothing", "best_anchor", "best_fitted", "not_covered",
    "out_of_scope", "talk",
    "names_role", "missing", "job_missing", "place_missing", "certification_missing",
    "year_missing", "extra",
    "length", "why", "worth", "own_text_close", "votes", "fitted_nothing", "rarest_missing",
    "industry_missing",
    "company_missing", "rank_missing", *(f"form_{form}" for form in _FORMS),
    "amount_untold", "time_untold", "count_untold",
)  # fmt: skip
TUNED = ("bias", "trees", "nothing", "share")
_TINY = 1e-4
_LEAST_SHARE = 1e-6
_INTENTS_OF_TALK = ("greet", "goodbye", "thank", "how_are_you", "praise", "ask_bot")


class Gate:
    """Boosted trees over signs of fit; the threshold comes from questions of other hands than
    the anchors'.

    Every tree is complete: node `n` has the children `2n + 1` and `2n + 2`. A linear model over
    the same signs lets
    twice as many answerable questions of other hands go: what a sign says depends on the others.
    """

    def __init__(
        self,
        trees: Trees,
        threshold: float,
        new: float = 0.0,
        sources: Collection[str] = (),
        tuned: Mapping[str, float] | None = None,
    ) -> None:
        """`new` is the threshold for evidence from sources that aren't among `sources`; `tuned`
        are the weights of what the trees and the tuned vectors say.
        """
        self._tuned = np.array([(tuned or {}).get(name, 0.0) for name in TUNED])
        self._trees = trees
        self._new = new or threshold
        self._sources = frozenset(sources)
        self._levels = int(trees.leaves.shape[1]).bit_length() - 1
        self._rows = np.arange(len(trees.leaves))
        self.threshold = threshold

    @classmethod
    def read(cls, folder: Path = MODEL.parent) -> Gate:
        """The gate of a folder: the trees in `gate.json`, the threshold beside the ranker's
        weights.
        """
        trees = Trees.from_dict(json.loads((folder / "gate.json").read_text("utf-8")))
        held = json.loads((folder / MODEL.name).read_text("utf-8"))
        threshold = float(held["threshold"])
        new, sources = held.get("new", threshold), held.get("sources", ())
        return cls(trees, threshold, new, sources, held["answerable"])

    def least(self, evidence: str) -> float:
        """The probability from which on a unit of evidence is an answer.

        Of a source that was added since the gate was fitted no question is known but those beside
        it, so its signs are weaker, and a lower probability tells as much.
        """
        return self.threshold if self.knows(evidence) else self._new

    def knows(self, evidence: str) -> bool:
        """Whether a unit's source was held when all of this was fitted."""
        source = source_of(evidence)
        return not source or not self._sources or source in self._sources

    def weighed(self, trees: float, evidence: str, nothing: float, share: float) -> float:
        """How likely a unit of evidence answers the question: what the trees say, and the tuned
        vectors' likelihoods of nothing and of the unit.

        These were tuned while a source added since was not held, and take it for nothing.
        """
        if not self.knows(evidence):
            return trees
        score = float(tuned_signs(trees, nothing, share) @ self._tuned)
        return float(1.0 / (1.0 + np.exp(-score)))

    def probability(self, found: Vectors) -> float:
        """How likely the best evidence answers the question, from its signs."""
        trees, node = self._trees, np.zeros(len(self._rows), dtype=np.int64)
        for _ in range(self._levels):
            right = found[trees.signs[self._rows, node]] > trees.cuts[self._rows, node]
            node = 2 * node + 1 + right
        score = trees.leaves[self._rows, node - trees.signs.shape[1]].sum()
        return float(1.0 / (1.0 + np.exp(-score)))


def tuned_signs(trees: float, nothing: float, share: float) -> npt.NDArray[np.float64]:
    """What is weighed of trees and tuned vectors, in the order of TUNED."""
    return np.array([1.0, _log_odds(trees), _log_odds(nothing), np.log(share + _LEAST_SHARE)])


def _log_odds(probability: float) -> float:
    inside = min(max(probability, _TINY), 1 - _TINY)
    return float(np.log(inside / (1 - inside)))


@dataclass(frozen=True)
class Trees:
    """A row a tree: `signs` numbers what each inner node looks at, `cuts` where it goes right
    above, `leaves` the scores.
    """

    signs: npt.NDArray[np.int64]
    cuts: npt.NDArray[np.float64]
    leaves: npt.NDArray[np.float64]

    def to_dict(self) -> dict[str, list[Any]]:
        """Plain lists; signs by their names, so that their order may change."""
        return {
            "signs": [[SIGNS[number] for number in row] for row in self.signs],
            "cuts": self.cuts.round(4).tolist(),
            "leaves": self.leaves.round(4).tolist(),
        }

    @classmethod
    def from_dict(cls, held: Mapping[str, list[Any]]) -> Trees:
        number = {name: place for place, name in enumerate(SIGNS)}
        signs = np.array([[number[name] for name in row] for row in held["signs"]], dtype=np.int64)
        return cls(signs, np.array(held["cuts"]), np.array(held["leaves"]))


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
            for name in (
                "job_missing",
                "place_missing",
                "certification_missing",
                "year_missing",
                "industry_missing",
                "company_missing",
                "rank_missing",
                "amount_untold",
                "time_untold",
                "count_untold",
            )
        },
        "extra": float(any(best[f"{category}_extra"] for category in CATEGORIES)),
        "length": min(len(asked.text.split()), 20) / 20,
        "why": forms["why"],
        "worth": forms["worth"],
        "own_text_close": max(best["passage"], best["anchor"]),
        "votes": near.votes,
        "fitted_nothing": near.fitted_nothing,
        "rarest_missing": index.rarest_missing(asked.text, int(ranked.numbers[0])),
        **{f"form_{form}": forms[form] for form in _FORMS},
    }
    return np.array([values[name] for name in SIGNS], dtype=np.float32)
