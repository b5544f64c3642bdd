"""The fields that a conversation named, the last one last: what a later correction may be about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.domain.profile_update import ProfileUpdate

# Before a field of somebody else who is spoken of.
OF_OTHERS = "others:"
# How a value may be written, by the field or group that it is one of.
_WRITTEN = {
    "experience": {"duration", "count"},
    "management.years": {"duration", "count"},
    "management": {"count"},
    "pay.bonus": {"money", "percent", "count"},
    "pay": {"money", "count"},
    "target": {"moment"},
}


def named_after(named: Sequence[str], update: ProfileUpdate) -> tuple[str, ...]:
    """The fields named so far and in this message, each where it was named last.

    What a message tells of the person counts as later than what it tells of others.
    """
    new = [OF_OTHERS + one.field for one in update.others]
    new += [one.field for one in update.operations]
    return tuple(dict.fromkeys([one for one in named if one not in new] + new))


def owned(field: str) -> str:
    """A field without whose it is."""
    return field.removeprefix(OF_OTHERS)


def corrected_field(named: Sequence[str], notations: Collection[str]) -> str:
    """Which field a correction with numbers in these notations is about: the last one that was
    named or, where that takes no number like them, the last one that does: "make it 5.5 years"
    after a certification.
    """
    last = named[-1] if named else ""
    if not notations or _takes(last, notations):
        return last
    return next((field for field in reversed(named) if _takes(field, notations)), last)


def years_field(named: Sequence[str]) -> str:
    """The field whose years were named last, empty where none were."""
    fields = [owned(field) for field in reversed(named)]
    return next((f for f in fields if f.startswith("experience.") or f == "management.years"), "")


def _takes(field: str, notations: Collection[str]) -> bool:
    plain = owned(field)
    group = plain.partition(".")[0]
    written = _WRITTEN.get(plain) or _WRITTEN.get(group) or set()
    return bool(written & set(notations))
