"""What was understood of a message: plain values that travel as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.person import Told


@dataclass(frozen=True)
class Found:
    """A passage found by meaning; `sure` when it is close enough to be the answer, not only the nearest thing."""

    passage: str
    similarity: float
    sure: bool = False


@dataclass(frozen=True)
class Question:
    """One question of a message.

    `entities` are ids of the knowledge base in the order they are named, `ordinal` counts from 1 (-1 is the last),
    `years` a number of years that was named, `others` what was named and the knowledge base doesn't hold.
    """

    intent: str
    confidence: float = 1.0
    text: str = ""
    entities: tuple[str, ...] = ()
    passages: tuple[Found, ...] = ()
    ordinal: int | None = None
    years: int | None = None
    others: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    """Intents that are about as likely as this one, when the question is to be asked back."""
    told: Told = field(default_factory=Told)
    """What the whole message tells of the person; only the first question of a message has it."""

    def to_dict(self) -> dict[str, Any]:
        plain = {
            **vars(self),
            "passages": tuple(vars(found).copy() for found in self.passages),
            "told": None if self.told.is_empty else self.told.to_dict(),
        }
        return {key: value for key, value in plain.items() if value not in (None, (), "")}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Question:
        return cls(
            intent=str(data["intent"]),
            confidence=float(data.get("confidence", 1.0)),
            text=str(data.get("text", "")),
            entities=tuple(data.get("entities", ())),
            passages=tuple(
                Found(str(p["passage"]), float(p["similarity"]), bool(p["sure"]))
                for p in data.get("passages", ())
            ),
            ordinal=data.get("ordinal"),
            years=data.get("years"),
            others=tuple(data.get("others", ())),
            alternatives=tuple(data.get("alternatives", ())),
            told=Told.from_dict(data.get("told")),
        )

    def about(self, kind: str) -> tuple[str, ...]:
        """The named entities of a kind, such as `certification`."""
        return tuple(entity for entity in self.entities if entity.startswith(kind + "/"))
