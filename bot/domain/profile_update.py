"""What one message adds to what is known of a person, as operations on named fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.domain.profile import (
    DEGREE_STATUSES,
    EXPERIENCE_FIELDS,
    HOME,
    MOST_YEARS,
    Degree,
    Experience,
    Management,
    Pay,
    Profile,
    Span,
)

OperationKind = Literal["set", "refine", "replace", "retract"]
Value = Span | Degree | str | int | bool | None

# The first part of a field's name; the rest follows a dot: `experience.security`, `pay.base`.
FIELDS = (
    "job",
    "experience",
    "management",
    "degree",
    "certifications",
    "target",
    "pay",
    "skills",
)


@dataclass(frozen=True)
class Operation:
    """`set` a field for the first time, `refine` it, `replace` what was said before, or `retract`
    it.

    A degree is refined by its status alone (`in_progress`), set by a `Degree`. `field` is a name
    such as `management.people` or `certifications.CISSP`; a retraction may name a whole group
    (`management`).
    """

    kind: OperationKind
    field: str
    value: Value = None

    @property
    def group(self) -> str:
        return self.field.partition(".")[0]

    @property
    def name(self) -> str:
        return self.field.partition(".")[2]


@dataclass(frozen=True)
class Doubt:
    """A reading that is too unsure to be stored; asked once. `words` is what it was read from."""

    field: str
    value: Value
    words: str = ""


@dataclass(frozen=True)
class Impossible:
    """A field and why its value can't be stored.

    Reasons: `too_long` (years), `negative`, `unreadable` (a number nobody means), `past` (target),
    `far` (target), `exceeds_work` (led for longer than worked), `too_many` (people).
    """

    field: str
    reason: str
    words: str = ""


@dataclass(frozen=True)
class ProfileUpdate:
    """`operations` are the person's own; `others` somebody else's; `supposed` a what-if.

    `answer` tells for which field of the advisor's last question the message is an answer, if any.
    `abroad` is the person's own pay in another currency than the figures': kept, never compared.
    """

    operations: tuple[Operation, ...] = ()
    others: tuple[Operation, ...] = ()
    supposed: tuple[Operation, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    impossible: tuple[Impossible, ...] = ()
    answer: str = ""
    abroad: tuple[Operation, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == ProfileUpdate()

    @property
    def last_named(self) -> str:
        """The field that the message named last: what a correction in the next one is about."""
        return self.operations[-1].field if self.operations else ""


def apply(profile: Profile, update: ProfileUpdate) -> Profile:
    """The profile with a message's own operations; what `conflicts` names is left as it was."""
    return apply_operations(profile, (*update.operations, *update.abroad))


def suppose(profile: Profile, update: ProfileUpdate) -> Profile:
    """The profile as it would be, for a what-if."""
    return apply_operations(profile, update.supposed)


def as_supposed(update: ProfileUpdate) -> ProfileUpdate:
    """The update of a what-if in one clause: nothing is so in "with a year as a deputy"."""
    supposed = (*update.supposed, *update.operations)
    return replace(update, operations=(), supposed=supposed, abroad=())


def settled(update: ProfileUpdate, known: Profile) -> ProfileUpdate:
    """The update in the light of what is known: without doubts about what was under way, as "I
    finished my degree" by who studies for one needs no asking back.
    """
    update = _as_part(update, known)
    sure = {doubt: op for doubt in update.doubts if (op := _as_known(doubt, known)) is not None}
    if not sure:
        return update
    left = tuple(doubt for doubt in update.doubts if doubt not in sure)
    return replace(update, operations=(*update.operations, *sure.values()), doubts=left)


def _as_part(update: ProfileUpdate, known: Profile) -> ProfileUpdate:
    """Years that answer how many of those known in all were in the field, as years in the field:
    asked for them, "4" is no new total.
    """
    total = known.experience.unknown
    asked = update.answer == "experience" and total is not None and not known.experience.security
    if not asked or total is None:
        return update
    answers = [
        Operation("set", "experience.security", one.value)
        if one.field == "experience.unknown"
        and isinstance(one.value, Span)
        and one.value.high <= total.high
        else one
        for one in update.operations
    ]
    return replace(update, operations=tuple(answers))


def _as_known(doubt: Doubt, known: Profile) -> Operation | None:
    """A doubtful success as news of what is known to be under way; None where it isn't."""
    degree, value = known.degree, doubt.value
    if doubt.field == "degree" and isinstance(value, Degree) and degree is not None:
        told = value.status == "held" and degree.level != "none" and degree.status != "dropped"
        return Operation("set", "degree", replace(degree, status="held")) if told else None
    group, _, name = doubt.field.partition(".")
    begun = known.certification(name) in ("in_progress", "planned", "failed", "held")
    if group == "certifications" and value == "held" and begun:
        return Operation("set", doubt.field, "held")
    return None


def profile_of_others(update: ProfileUpdate) -> Profile:
    """What the message says of somebody else, as a profile of its own."""
    return apply_operations(Profile(), update.others)


def apply_operations(profile: Profile, operations: tuple[Operation, ...]) -> Profile:
    """Apply operations in their order, each checked against what is known by then."""
    for operation in operations:
        changed = _APPLY[operation.group](profile, operation)
        if _violation(changed, operation) is None:
            profile = changed
    return profile


def conflicts(profile: Profile, update: ProfileUpdate) -> tuple[Impossible, ...]:
    """What of the message can't be, given what is known: to be asked about, never stored."""
    found = list(update.impossible)
    for operation in update.operations:
        changed = _APPLY[operation.group](profile, operation)
        if reason := _violation(changed, operation):
            found.append(Impossible(operation.field, reason))
        else:
            profile = changed
    return tuple(found)


def _violation(profile: Profile, operation: Operation) -> str | None:
    if isinstance(operation.value, Span) and not operation.value.is_possible:
        return "negative" if operation.value.low < 0 else "too_long"
    led, worked = profile.management.years, profile.experience.total
    if operation.field == "management.years" and led and worked and led.low > worked.high:
        return "exceeds_work"
    return None


def _job(profile: Profile, operation: Operation) -> Profile:
    return replace(profile, job="" if operation.kind == "retract" else str(operation.value))


def _experience(profile: Profile, operation: Operation) -> Profile:
    if operation.kind == "retract":
        names = [operation.name] if operation.name else list(EXPERIENCE_FIELDS)
        cleared = replace(profile.experience, **{name: None for name in names})
        return replace(profile, experience=cleared)
    replaces = operation.kind == "replace"
    name = operation.name
    if replaces and name == "unknown":
        name = _only_field(profile.experience)
    changes: dict[str, Any] = {name: operation.value}
    if replaces and operation.name != "unknown":
        changes["unknown"] = _unknown_after(profile.experience, operation)
    return replace(profile, experience=replace(profile.experience, **changes))


def _only_field(experience: Experience) -> str:
    """The field that "actually 3.5 years" corrects: the only one whose years are known."""
    known = [name for name in EXPERIENCE_FIELDS if getattr(experience, name) is not None]
    return known[0] if len(known) == 1 else "unknown"


def _unknown_after(experience: Experience, operation: Operation) -> Span | None:
    """Years of an unnamed field stay when they can still be the total of the named ones."""
    unknown, value = experience.unknown, operation.value
    if unknown is None or not isinstance(value, Span):
        return unknown
    return unknown if unknown.high >= value.low else None


def _management(profile: Profile, operation: Operation) -> Profile:
    known = profile.management
    if operation.kind == "retract":
        if not operation.name:
            return replace(profile, management=Management())
        empty = getattr(Management(), operation.name)
        return replace(profile, management=replace(known, **{operation.name: empty}))
    if operation.name == "none" and operation.value:
        return replace(profile, management=Management(none=True))
    changes: dict[str, Any] = {operation.name: operation.value, "none": False}
    if operation.name == "now" and operation.value is False:
        changes = {"now": False}
    return replace(profile, management=replace(known, **changes))


def _degree(profile: Profile, operation: Operation) -> Profile:
    if operation.kind == "retract":
        return replace(profile, degree=None)
    value = operation.value
    if isinstance(value, Degree):
        return replace(profile, degree=value)
    if profile.degree is None or value not in DEGREE_STATUSES:
        return profile
    return replace(profile, degree=replace(profile.degree, status=value))


def _certifications(profile: Profile, operation: Operation) -> Profile:
    names: dict[str, Any] = dict(profile.certifications)
    if not operation.name:  # all of them: none held, or forgotten
        none = operation.kind != "retract"
        kept = {n: s for n, s in names.items() if none and s != "held"}
        return replace(profile, certifications=tuple(kept.items()), certifications_none=none)
    if operation.kind == "retract":
        names.pop(operation.name, None)
    else:
        names[operation.name] = operation.value
    return replace(profile, certifications=tuple(names.items()), certifications_none=False)


def _target(profile: Profile, operation: Operation) -> Profile:
    return replace(profile, target="" if operation.kind == "retract" else str(operation.value))


def _pay(profile: Profile, operation: Operation) -> Profile:
    known = profile.pay
    if operation.kind == "retract":
        if known is None or not operation.name:
            return replace(profile, pay=None)
        nothing: dict[str, Any] = {operation.name: None}
        left = replace(known, **nothing)
        empty = (left.base, left.bonus, left.equity, left.total) == (None, None, None, None)
        return replace(profile, pay=None if empty else left)
    if operation.name == "kind":
        kind: Any = operation.value
        # another package is another set of figures, never mixed with the first
        if known is None or known.kind != kind:
            return replace(profile, pay=Pay(kind=kind))
        return profile
    currency = known.currency if known else HOME
    if operation.name == "currency":
        # nor are amounts of two currencies mixed
        if operation.value != currency:
            package = Pay(kind=known.kind if known else "current", currency=str(operation.value))
            return replace(profile, pay=package)
        return profile
    changes: dict[str, Any] = {operation.name: operation.value}
    return replace(profile, pay=replace(known or Pay(), **changes))


_APPLY = {
    "job": _job,
    "experience": _experience,
    "management": _management,
    "degree": _degree,
    "certifications": _certifications,
    "target": _target,
    "pay": _pay,
}

__all__ = [
    "FIELDS",
    "MOST_YEARS",
    "Doubt",
    "Impossible",
    "Operation",
    "ProfileUpdate",
    "apply",
    "apply_operations",
    "conflicts",
    "profile_of_others",
    "suppose",
]
