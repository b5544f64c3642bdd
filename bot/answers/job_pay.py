"""What a job earns: its own figure, else that of the job most like it."""

from __future__ import annotations

from bot.domain.facts import Entity, Fact, FactKind
from bot.domain.reply import amount
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.stage import head_of, is_in_field, words_of

# Words that two names of jobs share, to be told for each other.
_ALIKE = 3


def pay_of(fact: Fact) -> str:
    """`$382,000 (average, total, 2022)`."""
    figure = fact.figure
    if figure is None:
        return ""
    basis = figure.basis if figure.basis in ("total", "base") else ""
    detail = ", ".join(part for part in (figure.measure, basis, str(fact.year or "")) if part)
    return f"{amount(figure).removesuffix(' a year')} ({detail})"


def pay_of_like(job: str, kb: KnowledgeBase) -> tuple[str, Fact] | None:
    """What the job most like one without a figure earns, said with its name: one of the field that
    ends in the same word, else one that shares most words with it.
    """
    words = words_of(head_of(job))
    found = []
    for entity in kb.entities:
        other = words_of(entity.name)
        if entity.kind != "work_role" or not words or other[-1:] != words[-1:]:
            continue
        in_field = is_in_field(job, kb) and is_in_field(entity.name, kb)
        shared = len(set(other) & set(words))
        fact = any_pay(entity.id, kb)
        if fact is None:
            continue
        counted = words_of(_group(fact, entity)) == [*words[:-1], f"{words[-1]}s"]
        if counted or in_field or shared >= _ALIKE:
            found.append((counted, in_field, shared, entity, fact))
    if not found:
        return None
    *_, entity, fact = max(found, key=lambda one: one[:3])
    return f"{_group(fact, entity)}: {pay_of(fact)}", fact


def _group(fact: Fact, entity: Entity) -> str:
    """Whom a figure of pay is of, in the plural: `IT managers`."""
    group = str(fact.scope.limits.get("rank", entity.name))
    return group if group.endswith("s") else f"{group}s"


def any_pay(role: str, kb: KnowledgeBase) -> Fact | None:
    return evidence.average_pay(kb, role) or _midpoint(role, kb)


def _midpoint(role: str, kb: KnowledgeBase) -> Fact | None:
    """The newest midpoint of a salary guide, where nobody has measured an average."""
    return evidence.newest(
        fact
        for fact in kb.facts(FactKind.PAY, role)
        if fact.figure and fact.figure.measure == "midpoint" and fact.figure.unit == "USD/year"
    )
