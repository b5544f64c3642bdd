"""What a conversation remembers: plain values that travel as JSON in the dialogue slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.person import Profile
from bot.domain.question import Question

HISTORY = 8  # how many turns "go back" can reach


@dataclass(frozen=True)
class Shown:
    """The plan that a person last saw: enough to say later what has changed since."""

    profile: Profile
    on: date


@dataclass(frozen=True)
class DialogueState:
    """The conversation so far, as far as later questions lean on it.

    `turns` are the questions answered (the last one last), `focus` the thing last talked about, `listed` the things
    of the last list in the order shown, `facts` the ids of what the last answer rested on, `quoted` the passages quoted
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
    quoted: tuple[str, ...] = ()
    open: tuple[Question, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    profile: Profile = field(default_factory=Profile)
    asking: str = ""
    skipped: tuple[str, ...] = ()
    latest: str = ""
    shown: Shown | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            **{key: list(getattr(self, key)) for key in ("listed", "facts", "quoted", "skipped")},
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
    def from_dict(cls, data: Mapping[str, Any] | None) -> DialogueState:
        if not data:
            return cls()
        return cls(
            turns=tuple(Question.from_dict(turn) for turn in data["turns"]),
            topic=data["topic"],
            focus=data["focus"],
            listed=tuple(data["listed"]),
            facts=tuple(data["facts"]),
            quoted=tuple(data["quoted"]),
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
