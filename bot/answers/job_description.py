"""What the sources hold on a job, a few words for each point that jobs are compared by."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.facts import Entity, Fact, FactKind
from bot.domain.profile import Profile
from bot.domain.reply import amount
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.horizon import experience_fact
from bot.plan.line import describe_experience, lowered, number
from bot.plan.skills import weakest
from bot.plan.stage import head_of, names_of, words_of

# What jobs are compared by, whatever the sources hold.
COMPARED = ("duties", "skills", "experience", "pay")
# A cell says what a source holds, with the fact that it rests on; None where the person told it.
Cells = dict[str, tuple[str, Fact | None]]

# A cell names this many of a list, of those that are this short, and counts the rest.
_NAMED = 4
_SHORT = 7
# How the sources label what somebody does in a job.
_WORK = ("work of", " does")
_AGAINST = " against "


def job_cells(role: str, kb: KnowledgeBase) -> Cells:
    """A job of the knowledge base, by its id."""
    cells: Cells = {}
    said = [f for f in kb.facts_about(role) if f.kind is FactKind.STATEMENT]
    work = next((f for f in said if any(word in f.label for word in _WORK)), None)
    if work := work or _told_against(role, kb):
        cells["duties"] = (_first_sentence(work), work)
    if said and said[0] is not work:
        cells["what"] = (_first_sentence(said[0]), said[0])
    if way := _way_in(role, kb):
        cells["experience"] = way
    if pay := evidence.average_pay(kb, role) or _midpoint(role, kb):
        cells["pay"] = (_pay(pay), pay)
    for fact in kb.facts(FactKind.OVERLAP, role)[:1]:
        if fact.figure:
            cells["overlap"] = (f"{fact.figure.high:g}%", fact)
    return cells


def own_cells(profile: Profile, kb: KnowledgeBase) -> Cells:
    """The person's own job, with their own experience and ratings of skills."""
    found = evidence.own_overlap(profile.job, kb)
    own = found.about if found else _job_of(profile.job, kb)
    cells = job_cells(own, kb) if own else {}
    if told := describe_experience(profile, kb):
        cells["experience"] = (f"you: {told}", None)
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
        cells["pay"] = (_pay(pay), pay)
    if definition := kb.facts(FactKind.DEFINITION)[:1]:
        cells["what"] = (_first_sentence(definition[0]), definition[0])
    return cells


def job_name(role: str, kb: KnowledgeBase) -> str:
    entity = kb.entity(role)
    return entity.name if entity else role.partition("/")[2].replace("-", " ")


def _told_against(role: str, kb: KnowledgeBase) -> Fact | None:
    """What a source says of a job where it sets it against the role."""
    entity = kb.entity(role)
    for fact in kb.facts(FactKind.STATEMENT):
        job, against, _ = fact.label.partition(_AGAINST)
        if entity and against and _is_called(job, entity):
            return replace(fact, statement=fact.statement.partition("; ")[0])
    return None


def _job_of(job: str, kb: KnowledgeBase) -> str:
    """The id of a person's job, by any of its names; empty where the sources don't know it."""
    head = head_of(job)
    jobs = (entity for entity in kb.entities if entity.kind == "work_role")
    return next((entity.id for entity in jobs if _is_called(head, entity)), "")


def _is_called(job: str, entity: Entity) -> bool:
    """Whether a job ends with one of the names: `IT security manager` with `security manager`."""
    head = words_of(job)
    names = [words_of(name) for name in names_of(entity)]
    return any(head[-len(words) :] == words for words in names if words)


def _way_in(role: str, kb: KnowledgeBase) -> tuple[str, Fact] | None:
    """The years that a job usually asks for, else that it is named as a stepping stone."""
    for fact in kb.facts(FactKind.FRAMEWORK, role):
        if fact.figure and fact.figure.unit == "years":
            return f"{amount(fact.figure)} or more", fact
    stones = (f for f in kb.facts(FactKind.STEPPING_STONE) if f.label == job_name(role, kb))
    return next((("a usual stepping stone", fact) for fact in stones), None)


def _midpoint(role: str, kb: KnowledgeBase) -> Fact | None:
    """The newest midpoint of a salary guide, where nobody has measured an average."""
    return evidence.newest(
        fact
        for fact in kb.facts(FactKind.PAY, role)
        if fact.figure and fact.figure.measure == "midpoint" and fact.figure.unit == "USD/year"
    )


def _listed(labels: list[str]) -> str:
    """The first short ones of a list, and how many more there are."""
    named = [label for label in labels if len(label.split()) <= _SHORT][:_NAMED] or labels[:1]
    rest = len(labels) - len(named)
    words = "; ".join([named[0], *map(lowered, named[1:])])
    return f"{words}; and {rest} more" if rest else words


def _first_sentence(fact: Fact) -> str:
    return fact.statement.partition(". ")[0].rstrip(".")


def _pay(fact: Fact) -> str:
    figure = fact.figure
    if figure is None:
        return ""
    basis = figure.basis if figure.basis in ("total", "base") else ""
    detail = ", ".join(part for part in (figure.measure, basis, str(fact.year or "")) if part)
    return f"{amount(figure).removesuffix(' a year')} ({detail})"
