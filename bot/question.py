"""What was understood of a message, and what a conversation remembers: plain values that travel as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

HISTORY = 8
"""How many turns "go back" can reach."""


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

    def to_dict(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value not in (None, (), "")}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Question:
        return cls(
            intent=str(data["intent"]),
            confidence=float(data.get("confidence", 1.0)),
            text=str(data.get("text", "")),
            entities=tuple(data.get("entities", ())),
            passages=tuple(
                Found(str(p["passage"]), float(p["similarity"]), bool(p["sure"])) for p in data.get("passages", ())
            ),
            ordinal=data.get("ordinal"),
            years=data.get("years"),
            others=tuple(data.get("others", ())),
            alternatives=tuple(data.get("alternatives", ())),
        )

    def about(self, kind: str) -> tuple[str, ...]:
        """The named entities of a kind, such as `certification`."""
        return tuple(entity for entity in self.entities if entity.startswith(kind + "/"))


@dataclass(frozen=True)
class Thread:
    """The conversation so far, as far as later questions lean on it.

    `turns` are the questions answered (the last one last), `focus` the thing last talked about, `listed` the things
    of the last list in the order shown, `facts` the ids of what the last answer rested on, `told` the passages quoted
    since the topic began, `open` the readings of a question that was asked back, `chosen` which reading was meant.
    """

    turns: tuple[Question, ...] = ()
    topic: str = ""
    focus: str = ""
    listed: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    open: tuple[Question, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {
            **{key: list(getattr(self, key)) for key in ("listed", "facts", "told")},
            "topic": self.topic,
            "focus": self.focus,
            "turns": [turn.to_dict() for turn in self.turns],
            "open": [question.to_dict() for question in self.open],
            "chosen": dict(self.chosen),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Thread:
        if not data:
            return cls()
        return cls(
            turns=tuple(Question.from_dict(turn) for turn in data["turns"]),
            topic=data["topic"],
            focus=data["focus"],
            listed=tuple(data["listed"]),
            facts=tuple(data["facts"]),
            told=tuple(data["told"]),
            open=tuple(Question.from_dict(question) for question in data["open"]),
            chosen=dict(data["chosen"]),
        )
