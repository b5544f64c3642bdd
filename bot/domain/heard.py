"""What a message may tell of the person, by context: plain values that travel as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.profile_fields import Value
from bot.domain.profile_parts import Degree
from bot.domain.profile_update import Doubt, Impossible, Operation, ProfileUpdate
from bot.domain.span import Span

# Message property that the profile extractor sets and actions read: `Heard.to_dict`.
HEARD = "heard"


@dataclass(frozen=True)
class Heard:
    """Readings of one message. The pipeline doesn't see the conversation; the action does, and
    picks.

    `plain` is the reading by itself. `answers` holds, by the field that the advisor may have asked
    for last, the reading as an answer to that; `corrections`, by the field that the person may have
    named last, the reading as a correction of it. Readings equal to `plain` are left out.
    """

    plain: ProfileUpdate = field(default_factory=ProfileUpdate)
    answers: Mapping[str, ProfileUpdate] = field(default_factory=dict)
    corrections: Mapping[str, ProfileUpdate] = field(default_factory=dict)

    def reading(self, asked: str = "", last_named: str = "") -> ProfileUpdate:
        """The reading after a question for `asked`, or after the person named `last_named`."""
        return self.answers.get(asked) or self.corrections.get(last_named) or self.plain

    def to_dict(self) -> dict[str, Any]:
        return {
            "plain": _update_to_dict(self.plain),
            "answers": {key: _update_to_dict(update) for key, update in self.answers.items()},
            "corrections": {
                key: _update_to_dict(update) for key, update in self.corrections.items()
            },
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Heard:
        """The readings that `to_dict` wrote; none for None."""
        if not data:
            return cls()
        return cls(
            _update_from_dict(data["plain"]),
            {key: _update_from_dict(update) for key, update in data["answers"].items()},
            {key: _update_from_dict(update) for key, update in data["corrections"].items()},
        )


def _update_to_dict(update: ProfileUpdate) -> dict[str, Any]:
    out: dict[str, Any] = {
        name: [[o.kind, o.field, value_to_json(o.value)] for o in getattr(update, name)]
        for name in ("operations", "others", "supposed", "abroad")
    }
    out["doubts"] = [[d.field, value_to_json(d.value), d.words] for d in update.doubts]
    out["impossible"] = [[i.field, i.reason, i.words] for i in update.impossible]
    out["answer"] = update.answer
    return {key: value for key, value in out.items() if value}


def _update_from_dict(data: Mapping[str, Any]) -> ProfileUpdate:
    def operations(name: str) -> tuple[Operation, ...]:
        return tuple(
            Operation(kind, field_name, value_from_json(value))
            for kind, field_name, value in data.get(name, ())
        )

    return ProfileUpdate(
        operations("operations"),
        operations("others"),
        operations("supposed"),
        tuple(Doubt(f, value_from_json(v), w) for f, v, w in data.get("doubts", ())),
        tuple(Impossible(*item) for item in data.get("impossible", ())),
        str(data.get("answer", "")),
        operations("abroad"),
    )


def value_to_json(value: Value) -> Any:
    if isinstance(value, Span):
        return {"years": value.to_list()}
    if isinstance(value, Degree):
        return {"level": value.level, "status": value.status}
    return value


def value_from_json(value: Any) -> Value:
    if isinstance(value, Mapping):
        if "years" in value:
            low, high = value["years"]
            return Span(float(low), float(high))
        return Degree(value["level"], value["status"])
    return value  # type: ignore[no-any-return]
