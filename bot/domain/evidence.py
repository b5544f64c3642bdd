"""Evidence: what the knowledge base can tell in one answer, and how well it fits a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.anchor import Anchor
from bot.domain.facts import Scope

PASSAGE, LIST = "passage", "list"
# Score, and likeness to one of its own questions, from which evidence is what was asked for.
_SURE, _SAME_WORDS = 0.7, 0.95


@dataclass(frozen=True)
class Evidence:
    """A fact, a passage of prose, or a list that is composed of facts.

    `id` is the id of the (first) fact, `passage:<id>` or `list:<name>`; `kind` the fact's kind,
    `passage` or `list`. `about` are the ids of the entities it is about, the role left out; `text`
    is what is searched, `section` the heading above it, `title` that of the source of prose, which
    a heading may leave unsaid. `scope` says for whom it holds where that is fewer than all.
    """

    id: str
    kind: str
    topic: str
    text: str
    section: str = ""
    title: str = ""
    facts: tuple[str, ...] = ()
    passage: str = ""
    about: tuple[str, ...] = ()
    value: str = ""
    year: int | None = None
    scope: Scope = field(default_factory=Scope)
    anchors: tuple[Anchor, ...] = ()


def source_of(evidence: str) -> str:
    """The source that a unit of evidence stands in by its id; empty for a list, made of many."""
    kind, colon, rest = evidence.partition(":")
    if not colon:
        return evidence.partition("/")[0]
    return rest.partition("#")[0] if kind == PASSAGE else ""


@dataclass(frozen=True)
class Candidate:
    """A unit of evidence that may answer a question: `score` from 0 to 1, `reasons` the features
    behind it.

    `lead` is the first word of the answer where the question wants yes or no and one could be
    derived, `missing` names what the question asks for and the evidence doesn't have: a place, a
    year, a rank.
    """

    evidence: str
    score: float
    lead: str = ""
    missing: tuple[str, ...] = ()
    reasons: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_asked_for(self) -> bool:
        """Whether a question was asked nearly as it stands beside this evidence, all of it named:
        what its subject usually asks for doesn't come first then.
        """
        same = self.reasons.get("anchor", 0.0) >= _SAME_WORDS
        return same and self.score >= _SURE and not self.missing

    def to_dict(self) -> dict[str, Any]:
        return {
            "evidence": self.evidence,
            "score": round(self.score, 4),
            "lead": self.lead,
            "missing": list(self.missing),
            "reasons": dict(self.reasons),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Candidate:
        return cls(
            str(data["evidence"]),
            float(data["score"]),
            str(data.get("lead", "")),
            tuple(data.get("missing", ())),
            dict(data.get("reasons", {})),
        )


@dataclass(frozen=True)
class Retrieval:
    """What was found for a question: `candidates` the best first, `answerable` how likely the first
    answers it.

    `outcome` says what the question is when it isn't answered: `not_covered` or `out_of_scope`.
    `partly` says that the evidence answers the question but for `missing`, the places or years that
    it asks about.
    """

    candidates: tuple[Candidate, ...] = ()
    answerable: float = 0.0
    answered: bool = False
    outcome: str = "not_covered"
    form: str = ""
    partly: bool = False
    missing: tuple[str, ...] = ()
    signs: Mapping[str, float] = field(default_factory=dict)

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None

    def to_dict(self) -> dict[str, Any]:
        return {
            "candidates": [candidate.to_dict() for candidate in self.candidates],
            "answerable": round(self.answerable, 4),
            "answered": self.answered,
            "outcome": self.outcome,
            "form": self.form,
            "partly": self.partly,
            "missing": list(self.missing),
            "signs": dict(self.signs),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Retrieval:
        if not data:
            return cls()
        return cls(
            tuple(Candidate.from_dict(candidate) for candidate in data["candidates"]),
            float(data["answerable"]),
            bool(data["answered"]),
            str(data["outcome"]),
            str(data["form"]),
            bool(data.get("partly")),
            tuple(data.get("missing", ())),
            dict(data.get("signs", {})),
        )
