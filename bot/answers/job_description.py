"""What the sources hold on a job, a few words for each point that jobs are compared by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.job_pay import any_pay, pay_of, pay_of_like
from bot.domain.facts import Entity, Fact, FactKind
from bot.domain.profile import Profile
from bot.domain.reply import amount
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.horizon import experience_fact
from bot.plan.line import (
    capital,
    describe_experience,
    describe_management,
    lowered,
    number,
)
from bot.plan.skills import weakest
from bot.plan.stage import head_of, is_student, names_of, words_of

# What jobs are compared by, whatever the sources hold.
COMPARED = ("duties", "skills", "experience", "pay")
# A cell says what a source holds, with the fact that it rests on; None where the person told it.
Cells = dict[str, tuple[str, Fact | None]]

# A cell names this many of a list, of those that are this short, and counts the rest.
_NAMED = 4
_SHORT = 7
# How the sources label what somebody does in a job.
_WORK = ("work of", " does")
_ABILITIES = ("skills of",)
# What stands before the skills in such a sentence, and before the name of a job.
_MUST = (" must be able to ", " must know ")
_ARTICLES = ("", "a ", "an ", "the ", "an it ")
_AGAINST = " against "
# Words from which the end of a name is enough to tell a job: "security analyst".
_WHOLE = 2


def job_cells(role: str, kb: KnowledgeBase) -> Cells:
    """A job of the knowledge base, by its id."""
    entity = kb.entity(role)
    cells = _described(role, names_of(entity) if entity else (), kb)
    if way := _way_in(role, kb):
        cells["experience"] = way
    if pay := any_pay(role, kb):
        cells["pay"] = (pay_of(pay), pay)
    elif entity and (like := pay_of_like(entity.name, kb)):
        cells["pay"] = like
    for fact in kb.facts(FactKind.OVERLAP, role)[:1]:
        if fact.figure:
            cells["overlap"] = (f"{fact.figure.high:g}%", fact)
    return cells


def _described(role: str, names: Sequence[str], kb: KnowledgeBase) -> Cells:
    """What statements say of a job: its duties, its skills, what else it is."""
    cells: Cells = {}
    said = [f for f in kb.facts_about(role) if f.kind is FactKind.STATEMENT]
    work = next((f for f in said if any(word in f.label for word in _WORK)), None)
    if work := work or _told_against(names, kb):
        cells["duties"] = (_predicate(work, names), work)
    if abilities := next((f for f in said if any(word in f.label for word in _ABILITIES)), None):
        cells["skills"] = (_predicate(abilities, names), abilities)
    other = [fact for fact in said if fact not in (work, abilities)]
    if other:
        cells["what"] = (_predicate(other[0], names), other[0])
    return cells


def own_cells(profile: Profile, kb: KnowledgeBase) -> Cells:
    """The person's own job, with their own experience and ratings of skills."""
    own = job_of(profile.job, kb)
    cells = job_cells(own, kb) if own else {}
    head = head_of(profile.job)
    work = _told_against([head], kb) if len(words_of(head)) >= _WHOLE else None
    if work and "duties" not in cells:
        cells["duties"] = (_predicate(work, [head]), work)
    cells["experience"] = (f"you: {_told_experience(profile, kb)}", None)
    pay = profile.home_pay
    if pay is not None and pay.base and pay.kind == "current":
        cells["pay"] = (f"you: ${pay.base:,} base", None)
    elif "pay" not in cells and (like := pay_of_like(profile.job, kb)):
        cells["pay"] = like
    if profile.skills:
        weak = [lowered(fact.label) for fact, _ in weakest(profile, kb)]
        low = f", low in {_listed(weak)}" if weak else ", none of them low"
        cells["skills"] = (f"you: {len(profile.skills)} rated{low}", None)
    return cells


def role_cells(kb: KnowledgeBase) -> Cells:
    """The role itself."""
    cells: Cells = {"overlap": ("all of it", None)}
    for key, kind in (("duties", FactKind.DUTY), ("skills", FactKind.SKILL)):
        if facts := kb.facts(kind):
            cells[key] = (_listed([fact.label for fact in facts]), facts[0])
    span = experience_fact(kb)
    if span and span.figure:
        low, high = number(span.figure.low), number(span.figure.high)
        cells["experience"] = (f"{low} to {high} years in {kb.job.field}", span)
    if pay := evidence.average_pay(kb, kb.role.id):
        cells["pay"] = (pay_of(pay), pay)
    if definition := kb.facts(FactKind.DEFINITION)[:1]:
        cells["what"] = (first_sentence(definition[0]), definition[0])
    return cells


def job_name(role: str, kb: KnowledgeBase) -> str:
    """What people call a job, by its id: `security manager` rather than its full title."""
    if role == kb.role.id:
        return kb.job.name
    entity = kb.entity(role)
    return evidence.short_name(entity) if entity else role.partition("/")[2].replace("-", " ")


def job_of(job: str, kb: KnowledgeBase) -> str:
    """The id of a job by any of its names, whole or, where none fits, as the end of a longer one;
    empty where the sources don't know it.
    """
    if found := evidence.own_overlap(job, kb):
        return found.about
    head = words_of(head_of(job))
    jobs = [entity for entity in kb.entities if entity.kind == "work_role"]
    named = next((entity.id for entity in jobs if _is_called(head_of(job), entity)), "")
    if named or len(head) < _WHOLE:
        return named
    ends = (e.id for e in jobs if words_of(e.name)[-len(head) :] == head)
    return next(ends, "")


def _told_experience(profile: Profile, kb: KnowledgeBase) -> str:
    """The person's years, and whom they have led."""
    years = describe_experience(profile, kb) or (
        "no years yet" if is_student(profile) else "years not told yet"
    )
    return ", ".join(filter(None, (years, describe_management(profile))))


def _told_against(names: Sequence[str], kb: KnowledgeBase) -> Fact | None:
    """What a source says of a job where it sets it against the role."""
    for fact in kb.facts(FactKind.STATEMENT):
        job, against, _ = fact.label.partition(_AGAINST)
        if against and _ends_in(job, names):
            return replace(fact, statement=fact.statement.partition("; ")[0])
    return None


def _is_called(job: str, entity: Entity) -> bool:
    """Whether a job ends with one of the names of another."""
    return _ends_in(job, names_of(entity))


def _ends_in(job: str, names: Sequence[str]) -> bool:
    """Whether a job ends with one of some names: `IT security manager` with `security manager`."""
    head = words_of(job)
    return any(head[-len(words) :] == words for words in map(words_of, names) if words)


def _way_in(role: str, kb: KnowledgeBase) -> tuple[str, Fact] | None:
    """The years that a job usually asks for, else that it is named as a stepping stone."""
    for fact in kb.facts(FactKind.FRAMEWORK, role):
        if fact.figure and fact.figure.unit == "years":
            return f"{amount(fact.figure)} or more", fact
    stones = (f for f in kb.facts(FactKind.STEPPING_STONE) if f.label == job_name(role, kb))
    return next((("a usual stepping stone", fact) for fact in stones), None)


def _listed(labels: list[str]) -> str:
    """The first short ones of a list, and how many more there are."""
    named = [label for label in labels if len(label.split()) <= _SHORT][:_NAMED] or labels[:1]
    rest = len(labels) - len(named)
    words = "; ".join([named[0], *map(lowered, named[1:])])
    return f"{words}; and {rest} more" if rest else words


def first_sentence(fact: Fact) -> str:
    return fact.statement.partition(". ")[0].rstrip(".")


def _predicate(fact: Fact, names: Sequence[str]) -> str:
    """What the first sentence says of a job, without naming it again: `designs how …`."""
    said = first_sentence(fact)
    for verb in _MUST:
        if verb in said:
            return capital(said.partition(verb)[2])
    for name in sorted(names, key=len, reverse=True):
        before, found, rest = said.partition(f"{name} ")
        # the work of an "IT security manager" is told under the name of the manager, too
        if found and before.lower() in _ARTICLES:
            return capital(rest)
    return said
