"""What a conversation remembers: plain values that travel as JSON in the dialogue slot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.heard import value_from_json, value_to_json
from bot.domain.profile import Profile
from bot.domain.profile_fields import FIELDS
from bot.domain.profile_parts import Pay
from bot.domain.profile_update import Doubt
from bot.domain.question import Question

HISTORY = 8  # how many turns "go back" can reach
PLANS = 6  # how many plans before the last two are kept
TOLD = 4  # how many answers with figures are kept


@dataclass(frozen=True)
class Told:
    """An answer with figures: what was asked, and its facts with a figure, the one meant first."""

    asked: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """The plan that a person last saw: enough to say later what has changed since."""

    profile: Profile
    on: date


@dataclass(frozen=True)
class DialogueState:
    """The conversation so far, as far as later messages lean on it. The profile is in slots of its
    own.

    `turns` are the questions answered, the last one last; `text` is what was answered to it.
    `focus` is the thing last talked about, `listed` the things of the last list in the order shown,
    `compared` the last two things that were named, `suggestions` the questions offered last,
    `facts` the ids of what the last answer rested on, `quoted` the passages told since the topic
    began.

    `asked` is the profile's field that the advisor asked for outside the plan's form, `doubt` a
    reading that was asked back, `skipped` the fields that the form has asked for and got no answer
    to, `last_named` the field that the person named last, `named` all that the conversation named
    (`bot.domain.named_fields`), `others` the profile of somebody else that they speak of, `offered`
    what was offered once and isn't again, `shown` the plan last seen,
    `shown_before` the one before it and `shown_earlier` those before that: their calendar entries
    may have to be ended. `packages` holds the offers told last, `declined` the question since the
    last answer that had none, `country` and `currency` what pay is told in.
    """

    turns: tuple[Question, ...] = ()
    topic: str = ""
    text: str = ""
    focus: str = ""
    listed: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    asked: str = ""
    skipped: tuple[str, ...] = ()
    last_named: str = ""
    named: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    doubt: Doubt | None = None
    others: Profile = field(default_factory=Profile)
    shown: Shown | None = None
    shown_before: Shown | None = None
    shown_earlier: tuple[Shown, ...] = ()
    packages: tuple[Pay, ...] = ()
    declined: str = ""
    message: str = ""
    """The person's last message, as far as it is kept: what is said next may lean on what was told
    there without being asked."""
    country: str = ""
    currency: str = ""
    said: tuple[str, ...] = ()
    """Marks of the sentences of advice that were told, so that none is told twice."""
    done: tuple[str, ...] = ()
    """Keys of the plan's actions that are done, which `profile_of` puts in the profile."""
    told: tuple[Told, ...] = ()
    """The last answers with figures, the latest last: "which of the three is highest?"."""

    @property
    def last(self) -> Question | None:
        """The question answered last."""
        return self.turns[-1] if self.turns else None

    def plans_before(self, profile: Profile, on: date) -> tuple[tuple[Profile, date], ...]:
        """The plans shown before that of this profile and day, the oldest first: what a calendar of
        theirs holds may have to be ended.
        """
        seen = [*self.shown_earlier, self.shown_before, self.shown]
        if self.shown == Shown(profile, on):
            seen.pop()
        return tuple((shown.profile, shown.on) for shown in seen if shown is not None)

    def to_dict(self) -> dict[str, Any]:
        plain = {
            **vars(self),
            "turns": [turn.to_dict() for turn in self.turns],
            "others": self.others.to_dict(),
            "doubt": [self.doubt.field, value_to_json(self.doubt.value), self.doubt.words]
            if self.doubt
            else None,
            "shown": _shown_to_dict(self.shown),
            "shown_before": _shown_to_dict(self.shown_before),
            "shown_earlier": [_shown_to_dict(shown) for shown in self.shown_earlier],
            "packages": [Profile(pay=pay).to_dict()["pay"] for pay in self.packages],
            "told": [[told.asked, *told.facts] for told in self.told],
        }
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in plain.items()
            if value
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> DialogueState:
        data = data or {}
        texts: tuple[str, ...] = (
            "topic", "text", "focus", "asked", "last_named", "declined", "message", "country",
            "currency",
        )  # fmt: skip
        lists = (
            "listed",
            "compared",
            "suggestions",
            "facts",
            "quoted",
            "skipped",
            "named",
            "offered",
            "said",
            "done",
        )
        plain: dict[str, Any] = {name: str(data.get(name, "")) for name in texts}
        plain |= {name: tuple(data.get(name, ())) for name in lists}
        return cls(
            turns=tuple(Question.from_dict(turn) for turn in data.get("turns", ())),
            others=Profile.from_dict(data.get("others")),
            doubt=_doubt(data.get("doubt")),
            shown=_shown(data.get("shown")),
            shown_before=_shown(data.get("shown_before")),
            shown_earlier=tuple(filter(None, map(_shown, data.get("shown_earlier", ())))),
            packages=_packages(data.get("packages")),
            told=tuple(Told(asked, tuple(facts)) for asked, *facts in data.get("told", ())),
            **plain,
        )


def profile_of(slots: Mapping[str, Any]) -> Profile:
    """The profile that the slots of a conversation hold: one for each of its keys, and what is done
    of the plan in the dialogue.
    """
    known = {name: slots[name] for name in FIELDS if slots.get(name) is not None}
    return Profile.from_dict({**known, "done": (slots.get("dialogue") or {}).get("done")})


def _shown_to_dict(shown: Shown | None) -> dict[str, Any] | None:
    return {"profile": shown.profile.to_dict(), "on": shown.on.isoformat()} if shown else None


def _shown(data: Mapping[str, Any] | None) -> Shown | None:
    if not data:
        return None
    return Shown(Profile.from_dict(data["profile"]), date.fromisoformat(data["on"]))


def _doubt(data: Sequence[Any] | None) -> Doubt | None:
    if not data:
        return None
    name, value, words = data
    return Doubt(str(name), value_from_json(value), str(words))


def _packages(data: Sequence[Mapping[str, Any]] | None) -> tuple[Pay, ...]:
    held = (Profile.from_dict({"pay": package}).pay for package in data or ())
    return tuple(pay for pay in held if pay is not None)
