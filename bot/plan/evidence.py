"""Facts that a plan looks for: by kind, by what they are about and by what they name."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.facts import Entity, Fact, FactKind
from bot.knowledge.store import KnowledgeBase
from bot.plan.stage import head_of, names_of, words_of


def valued(kb: KnowledgeBase, *values: str) -> tuple[Fact, ...]:
    """Facts whose `value` is one of these words, in the order of
    the sources; never of one place only.
    """
    return tuple(fact for fact in kb.all_facts if fact.value in values and is_general(fact))


def is_general(fact: Fact) -> bool:
    """Whether a fact holds without being limited to a place, a group or an industry."""
    return not fact.aspect and fact.scope.is_general


def first_sentence(fact: Fact) -> str:
    """What a fact says first, without its point and with the apostrophes of a page."""
    return fact.statement.partition(". ")[0].rstrip(".").replace("'", "’")


def newest(facts: Iterable[Fact]) -> Fact | None:
    """The fact of the latest year, the first of several."""
    found = list(facts)
    return max(found, key=lambda fact: fact.year or 0) if found else None


def of_skill(kb: KnowledgeBase, *words: str) -> tuple[Fact, ...]:
    """The skill whose label holds all the words."""
    return tuple(
        fact
        for fact in kb.facts(FactKind.SKILL)
        if all(word in fact.label.lower() for word in words)
    )[:1]


def job_name(fact: Fact, kb: KnowledgeBase) -> str:
    """What people call a job: the shortest of its names that leaves words out of the full one."""
    entity = kb.entity(fact.about)
    return short_name(entity) if entity else fact.label


def short_name(entity: Entity) -> str:
    """The shortest of a job's names that leaves words out of the full one, else the full one."""
    full = set(entity.name.lower().split())
    names = [name for name in entity.aliases if len(name.split()) > 1]
    return min([n for n in names if set(n.lower().split()) < full], key=len, default=entity.name)


def leading_job(kb: KnowledgeBase) -> Fact | None:
    """The security job that shares most with the role, by the sources' comparison."""
    return next((fact for fact in overlaps(kb) if kb.job.field in fact.label), None)


def own_overlap(job: str, kb: KnowledgeBase) -> Fact | None:
    """How much a person's own job shares with the role, by any of its names."""
    head = words_of(head_of(job))
    for fact in overlaps(kb):
        entity = kb.entity(fact.about)
        names = names_of(entity) if entity else (fact.label,)
        if any(head[-len(words) :] == words for words in map(words_of, names) if words):
            return fact
    return None


def of_duty(kb: KnowledgeBase, word: str) -> tuple[Fact, ...]:
    return tuple(fact for fact in kb.facts(FactKind.DUTY) if word in fact.label.lower())[:1]


def deputy(kb: KnowledgeBase) -> Entity | None:
    """The job of the deputy, where the sources speak of one."""
    found = (e for e in kb.entities if e.kind == "work_role" and "deputy" in e.name.lower())
    return next(found, None)


def deputy_facts(kb: KnowledgeBase) -> tuple[Fact, ...]:
    """What the sources say that a deputy is, else what one is paid; at most one fact."""
    job = deputy(kb)
    if job is None:
        return ()
    said = [fact for fact in kb.facts_about(job.id) if fact.kind.value == "statement"]
    paid = [
        fact
        for fact in kb.facts(FactKind.PAY, job.id)
        if fact.figure and fact.figure.measure == "average"
    ]
    return tuple(said[:1] or paid[:1])


def average_pay(kb: KnowledgeBase, about: str) -> Fact | None:
    """The newest average or median pay of a job in US dollars, total before base."""
    found = [
        fact
        for fact in kb.facts(FactKind.PAY, about)
        if fact.figure
        and fact.figure.measure in ("average", "median")
        and fact.figure.unit == "USD/year"
        and not fact.aspect
        and set(fact.scope.limits) <= {"rank"}
    ]
    return max(
        found,
        key=lambda f: (f.figure is not None and f.figure.basis == "total", f.year or 0),
        default=None,
    )


def overlaps(kb: KnowledgeBase) -> tuple[Fact, ...]:
    """How much other jobs share with the role, the most first."""
    found = [fact for fact in kb.facts(FactKind.OVERLAP) if fact.figure]
    return tuple(sorted(found, key=lambda f: -(f.figure.high if f.figure else 0)))
