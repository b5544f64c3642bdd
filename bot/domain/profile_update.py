"""What one message adds to what is known of a person, as operations on named fields."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.profile import Profile
from bot.domain.profile_fields import OperationKind, Value, changed
from bot.domain.profile_parts import Degree
from bot.domain.span import Span


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
        after = changed(profile, operation.kind, operation.field, operation.value)
        if _violation(after, operation) is None:
            profile = after
    return profile


def conflicts(profile: Profile, update: ProfileUpdate) -> tuple[Impossible, ...]:
    """What of the message can't be, given what is known: to be asked about, never stored."""
    found = list(update.impossible)
    for operation in update.operations:
        after = changed(profile, operation.kind, operation.field, operation.value)
        if reason := _violation(after, operation):
            found.append(Impossible(operation.field, reason))
        else:
            profile = after
    return tuple(found)


def _violation(profile: Profile, operation: Operation) -> str | None:
    if isinstance(operation.value, Span) and not operation.value.is_possible:
        return "negative" if operation.value.low < 0 else "too_long"
    led, worked = profile.management.years, profile.experience.total
    if operation.field == "management.years" and led and worked and led.low > worked.high:
        return "exceeds_work"
    return None
