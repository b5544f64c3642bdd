"""What was understood of a message: plain values that travel as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.evidence import Retrieval


@dataclass(frozen=True)
class Question:
    """One question of a message.

    `entities` are ids of the knowledge base in the order they are named, `ordinal` counts from 1
    (-1 is the last), `years` a number of years that was named, `others` what was named and the
    knowledge base doesn't hold. `topic` is that of its likeliest subject, `retrieval` the evidence
    found for it with the question's form; `inverted` says that it asks for the opposite of a claim,
    or under a condition, so that yes and no can't be told from the claim; `majority` that it asks
    whether something holds for most.
    """

    intent: str
    confidence: float = 1.0
    text: str = ""
    entities: tuple[str, ...] = ()
    ordinal: int | None = None
    years: int | None = None
    others: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    """Jobs other than the role that it may be about, as it names them."""
    places: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    """Intents of the job that come closest, when the question is declined."""
    topic: str = "role"
    retrieval: Retrieval = field(default_factory=Retrieval)
    inverted: bool = False
    negated: bool = False
    """Whether it says that something is not so, rare or avoided."""
    majority: bool = False
    choice: bool = False
    """Whether it puts one thing or another, which neither yes nor no answers."""
    feeling: str = ""
    """The intent of a worry or frustration that is told beside the question."""
    act: str = ""
    """The likeliest dialogue act by its words alone, whatever it was taken for."""
    act_share: float = 0.0
    """How likely that act is, with those of its family."""
    intents: tuple[tuple[str, float], ...] = ()
    """The intents that the message may have, each with how likely it is, the likeliest first."""

    def to_dict(self) -> dict[str, Any]:
        plain = {
            **vars(self),
            "retrieval": self.retrieval.to_dict() if self.retrieval.candidates else None,
            "inverted": self.inverted or None,
            "negated": self.negated or None,
            "majority": self.majority or None,
            "choice": self.choice or None,
        }
        return {key: value for key, value in plain.items() if value not in (None, (), "", 0.0)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Question:
        return cls(
            intent=str(data["intent"]),
            confidence=float(data.get("confidence", 1.0)),
            text=str(data.get("text", "")),
            entities=tuple(data.get("entities", ())),
            ordinal=data.get("ordinal"),
            years=data.get("years"),
            others=tuple(data.get("others", ())),
            jobs=tuple(data.get("jobs", ())),
            places=tuple(data.get("places", ())),
            alternatives=tuple(data.get("alternatives", ())),
            topic=str(data.get("topic", "role")),
            retrieval=Retrieval.from_dict(data.get("retrieval")),
            inverted=bool(data.get("inverted")),
            negated=bool(data.get("negated")),
            majority=bool(data.get("majority")),
            choice=bool(data.get("choice")),
            feeling=str(data.get("feeling", "")),
            act=str(data.get("act", "")),
            act_share=float(data.get("act_share", 0.0)),
            intents=tuple((str(name), float(share)) for name, share in data.get("intents", ())),
        )

    def about(self, kind: str) -> tuple[str, ...]:
        """The named entities of a kind, such as `certification`."""
        return tuple(entity for entity in self.entities if entity.startswith(kind + "/"))
