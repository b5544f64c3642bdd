"""Where somebody's career stands: from student to the role
itself, by job, experience and degree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import dropwhile

from bot.domain.facts import Entity, Fact, FactKind
from bot.domain.profile import Profile
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from bot.plan import title_words

_WORD = re.compile(r"[a-z0-9+&]+")
_PLACE = re.compile(r"\s+(?:at|in|for|of an?|with)\s|[,(;/|]")


class Stage(str, Enum):
    """How far along a person is; the order is that of a career."""

    UNKNOWN = "unknown"
    STUDENT = "student"
    OUTSIDE = "outside"
    SECURITY = "security"
    LEADER = "leader"
    DEPUTY = "deputy"
    ROLE = "role"


class Focus(str, Enum):
    """What kind of security work a person does, as far as the job tells."""

    GENERAL = "general"
    GOVERNANCE = "governance"
    OPERATIONS = "operations"


@dataclass(frozen=True)
class SecurityYears:
    """Years in the field that count towards the role: `span` is None when nothing is known.

    `assumed` says that the field of the years wasn't named and was taken from the job.
    """

    span: Span | None
    assumed: bool = False

    @property
    def low(self) -> float:
        return self.span.low if self.span else 0.0

    @property
    def high(self) -> float:
        return self.span.high if self.span else 0.0


def stage_of(profile: Profile, kb: KnowledgeBase) -> Stage:
    """The stage by the job first, then by leading people and by years in the field."""
    if is_role(profile.job, kb):
        return Stage.ROLE
    if is_deputy(profile.job, kb):
        return Stage.DEPUTY
    years = security_years(profile, kb)
    in_field = years.high > 0 or is_in_field(profile.job, kb)
    if is_student(profile) and not in_field:
        return Stage.STUDENT
    if in_field:
        title = set(words_of(head_of(profile.job)))
        heads = bool(title & title_words.LEADS) or is_head(profile.job, kb)
        return Stage.LEADER if leads(profile) or heads else Stage.SECURITY
    if profile.job or profile.experience.total:
        return Stage.OUTSIDE
    return Stage.UNKNOWN


def security_years(profile: Profile, kb: KnowledgeBase) -> SecurityYears:
    """The years in the field, taken from years of an unnamed field when the job is in it.

    Work in IT or elsewhere isn't counted: the sources name it as a start, not as years in the
    field.
    """
    known = profile.experience
    if known.security is not None:
        return SecurityYears(known.security)
    in_field = bool(profile.job) and (
        is_in_field(profile.job, kb) or is_deputy(profile.job, kb) or is_role(profile.job, kb)
    )
    if known.unknown is not None and known.unknown.high <= 0:
        return SecurityYears(Span(0, 0))  # none of any field
    if known.unknown is not None:
        span = known.unknown if in_field else Span(0, known.unknown.high)
        return SecurityYears(span, assumed=True)
    if in_field:
        return SecurityYears(None)
    if is_student(profile) or known.it is not None or known.other is not None:
        return SecurityYears(Span(0, 0))
    return SecurityYears(None)


def is_student(profile: Profile) -> bool:
    """Whether the person studies for a first degree and hasn't worked in a job yet."""
    words = set(words_of(profile.job))
    if words & title_words.STUDIES and not words & (title_words.LEADS | {"engineer", "analyst"}):
        return True
    studies = profile.degree is not None and profile.degree.status == "in_progress"
    worked = profile.experience.total
    return bool(studies and not profile.job and (worked is None or worked.high <= 0))


def is_role(job: str, kb: KnowledgeBase) -> bool:
    """Whether a job is the role itself, by any of its names and titles."""
    return _is_named(job, [entity for entity in kb.entities if entity.kind in ("role", "title")])


def is_head(job: str, kb: KnowledgeBase) -> bool:
    """Whether a job is at the head of a function, or is, was or will be the role: "director of
    engineering", "former CISO".
    """
    head = words_of(head_of(job))
    if set(head) & title_words.HEADS:
        return True
    names = [words_of(n) for e in kb.entities if e.kind in ("role", "title") for n in names_of(e)]
    has_role = any(words and _holds(head, words) for words in names)
    return has_role and not set(head) & title_words.FAR


def is_deputy(job: str, kb: KnowledgeBase) -> bool:
    """Whether a job is that of the deputy; a word such as "deputy" before the role counts, too, and
    so does "the deputy", with nobody named.
    """
    head = words_of(head_of(job))
    if set(head) & title_words.PAST:
        return False
    deputies = [e for e in kb.entities if e.kind == "work_role" and "deputy" in e.name.lower()]
    if _is_named(job, deputies):
        return True
    names = [words_of(n) for e in kb.entities if e.kind in ("role", "title") for n in names_of(e)]
    bare = _named_behind(head) == [title_words.DEPUTY]
    return bare or any(
        word in title_words.DEPUTIES and _named_behind(head[place + 1 :]) in names
        for place, word in enumerate(head)
    )


def _named_behind(words: list[str]) -> list[str]:
    """What a deputy stands in for: "deputy to the CISO"."""
    return list(dropwhile(title_words.JOINING.__contains__, words))


def is_in_field(job: str, kb: KnowledgeBase) -> bool:
    """Whether a job is in the field: by a word of it, or as a
    job that the sources name within it.
    """
    words, field = set(words_of(job)), set(words_of(kb.job.field))
    named = bool(field) and field <= words
    told = field <= title_words.IN_FIELD and words & title_words.IN_FIELD
    if "guard" not in words and (named or told):
        return True
    # the sources' own list of jobs in the field
    stones = [fact.label for fact in kb.facts(FactKind.STEPPING_STONE) if fact.value == "role"]
    return any(_ends_with(words_of(head_of(job)), words_of(label)) for label in stones)


def stepping_stone(job: str, kb: KnowledgeBase) -> Fact | None:
    """The fact that names this job, or the field it is in, as a stepping stone."""
    head = words_of(head_of(job))
    found = [
        fact
        for fact in kb.facts(FactKind.STEPPING_STONE)
        if fact.value == "role" and _ends_with(head, words_of(fact.label))
    ]
    return found[0] if found else None


def leads(profile: Profile) -> bool:
    """Whether the person leads or has led people, as far as it was said."""
    known = profile.management
    return known.now or bool(known.people) or (known.years is not None and known.years.high > 0)


def focus_of(profile: Profile) -> Focus:
    words = set(words_of(profile.job))
    law = profile.degree is not None and profile.degree.level == "law"
    if words & title_words.GOVERNANCE or (law and not words & title_words.OPERATIONS):
        return Focus.GOVERNANCE
    return Focus.OPERATIONS if words & title_words.OPERATIONS else Focus.GENERAL


def head_of(job: str) -> str:
    """The job without employer and place: `deputy CISO at a bank` is `deputy CISO`."""
    return _PLACE.split(job.strip(), maxsplit=1)[0]


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def names_of(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)


def _is_named(job: str, entities: list[Entity]) -> bool:
    """Whether a name stands at the job's end with nothing before
    it that makes another job of it.
    """
    head = words_of(head_of(job))
    for entity in entities:
        for name in names_of(entity):
            words = words_of(name)
            if head and len(words) == 1 and head[-1] == f"v{words[0]}":
                return True  # "vCISO": the role, as a service
            before = set(head[: len(head) - len(words)])
            if _ends_with(head, words) and not before & title_words.NOT_YET:
                return True
    return False


def _holds(words: list[str], part: list[str]) -> bool:
    return any(words[at : at + len(part)] == part for at in range(len(words)))


def _ends_with(words: list[str], end: list[str]) -> bool:
    return bool(end) and words[-len(end) :] == end
