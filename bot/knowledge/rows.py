"""Rows of the tables as passages and facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.anchor import Anchor
from bot.domain.facts import SCOPE_NAMES, Fact, FactKind, Figure, Link, Passage, Scope, Source
from bot.knowledge import schema

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def passages_of(
    rows: Rows, sources: Mapping[str, Source], order: Mapping[str, int]
) -> dict[str, Passage]:
    anchors: dict[str, list[Anchor]] = {}
    for row in sorted(rows[schema.anchors.name], key=lambda row: int(row["id"])):
        anchors.setdefault(row["passage_id"], []).append(Anchor(row["question"], row["lead"]))
    return {
        row["id"]: Passage(
            row["id"], sources[row["source_id"]], row["section"], row["text"], row["line"],
            row["position"],
            tuple(anchors.get(row["id"], ())), _scope(row), row["lead"], tuple(row["items"]),
            tuple(Link(*link) for link in row["links"]),
        )
        for row in sorted(
            rows[schema.passages.name], key=lambda row: (order[row["source_id"]], row["position"])
        )
    }  # fmt: skip


def fact_of(row: Mapping[str, Any], passage: Passage) -> Fact:
    figure = None
    if row["measure"] is not None:
        figure = Figure(
            row["measure"], _number(row["low"]), _number(row["high"]), row["unit"], row["basis"],
            row["scope_words"]
        )  # fmt: skip
    return Fact(
        row["id"], FactKind(row["kind"]), row["entity_id"], row["statement"], row["label"], passage,
        row["position"],
        row["detail"], row["value"], row["year"], figure, row["aspect"], row["measured"],
        row["asked"], row["since"],
        row["until"], _scope(row),
    )  # fmt: skip


def _scope(row: Mapping[str, Any]) -> Scope:
    names = {name: row[name] for name in SCOPE_NAMES}
    return Scope(**names, home=bool(row["home"]))


def _number(stored: float) -> float:
    """Whole numbers as such, so that they are written without a point."""
    return int(stored) if float(stored).is_integer() else stored
