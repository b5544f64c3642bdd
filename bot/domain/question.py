"""What was understood of a message, and what a conversation remembers: plain values that travel as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.person import Profile, Told

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


@dataclass(frozen=True)
class Shown:
    """The plan that a person last saw: enough to say later what has changed since."""

    profile: Profile
    on: date


@dataclass(frozen=True)
class Thread:
    """The conversation so far, as far as later questions lean on it.

    `turns` are the questions answered (the last one last), `focus` the thing last talked about, `listed` the things
    of the last list in the order shown, `facts` the ids of what the last answer rested on, `told` the passages quoted
    since the topic began, `open` the readings of a question that was asked back, `chosen` which reading was meant.

    `profile` is what the person told of themselves. While questions about it are open, `asking` is the field that was
    asked for last; `skipped` are those that the person would rather not tell, `latest` the field told last, `shown` the
    plan last seen.
    """

    turns: tuple[Question, ...] = ()
    topic: str = ""
    focus: str = ""
    listed: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    open: tuple[Question, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    profile: Profile = field(default_factory=Profile)
    asking: str = ""
    skipped: tuple[str, ...] = ()
    latest: str = ""
    shown: Shown | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            **{key: list(getattr(self, key)) for key in ("listed", "facts", "told", "skipped")},
            "topic": self.topic,
            "focus": self.focus,
            "turns": [turn.to_dict() for turn in self.turns],
            "open": [question.to_dict() for question in self.open],
            "chosen": dict(self.chosen),
            "profile": self.profile.to_dict(),
            "asking": self.asking,
            "latest": self.latest,
            "shown": {"profile": self.shown.profile.to_dict(), "on": self.shown.on.isoformat()}
            if self.shown
            else None,
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
            profile=Profile.from_dict(data.get("profile")),
            asking=data.get("asking", ""),
            skipped=tuple(data.get("skipped", ())),
            latest=data.get("latest", ""),
            shown=_shown(data.get("shown")),
        )


def _shown(data: Mapping[str, Any] | None) -> Shown | None:
    return (
        Shown(Profile.from_dict(data["profile"]), date.fromisoformat(data["on"])) if data else None
    )
