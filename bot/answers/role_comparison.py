"""Two jobs beside each other, as far as the sources have measured them: overlap, pay, way in."""

from __future__ import annotations

from bot.domain.facts import Fact, FactKind
from bot.domain.profile import Profile
from bot.domain.reply import Reply, Table, amount, cite
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.horizon import experience_fact
from bot.plan.line import describe_experience, number
from bot.plan.stage import is_deputy

TOPIC = "advice"
_UNKNOWN = "not in my sources"


def compare_roles(profile: Profile, role: str, kb: KnowledgeBase) -> Reply:
    """The person's job, another job (`role`, an id) and the role itself, side by side
    with sources.
    """
    entity = kb.entity(role)
    name = entity.name if entity else role.partition("/")[2].replace("-", " ")
    title = kb.job.name
    columns: list[tuple[str, dict[str, tuple[str, Fact | None]]]] = []
    if profile.job and profile.job.lower() != name.lower():
        columns.append((profile.job, _own(profile, kb)))
    if role != kb.role.id:
        columns.append((name, _job(role, kb)))
    columns.append((title, _role(kb)))
    labels = {
        "overlap": f"Shares with the {title} role",
        "pay": "Pay",
        "way": "Way in",
        "what": "What it is",
    }
    rows = tuple(
        (label, *(cells.get(key, (_UNKNOWN, None))[0] for _, cells in columns))
        for key, label in labels.items()
        if any(key in cells for _, cells in columns[:-1])
    )
    facts = [fact for _, cells in columns for _, fact in cells.values() if fact]
    text = _lead(name, role, profile, kb)
    table = Table(("", *(column for column, _ in columns)), rows) if rows else None
    return Reply(
        TOPIC, text, facts=cite(facts), table=table, suggestions=("Show my plan", "How far am I?")
    )


def _lead(name: str, role: str, profile: Profile, kb: KnowledgeBase) -> str:
    """One sentence that says which job is the closer step."""
    title = kb.job.name
    if role == kb.role.id:
        return f"Here’s your job beside the {title}’s, as far as my sources have measured them."
    if is_deputy(name, kb):
        rank = f"{name[:1].upper()}{name[1:]} is the rank right below the {title}"
        return f"{rank}; here’s what my sources have on both."
    other = next((f for f in kb.facts(FactKind.OVERLAP, role) if f.figure), None)
    own = evidence.own_overlap(profile.job, kb) if profile.job else None
    if other is None or other.figure is None:
        return f"I don’t have how much {name} shares with the {title} role; here’s what I have."
    shared = (
        f"{name[:1].upper()}{name[1:]} shares {other.figure.high:g}% of what the {title} role takes"
    )
    if own and own.figure and own.id != other.id:
        word = "more" if other.figure.high > own.figure.high else "less"
        return f"{shared}, {word} than your job with {own.figure.high:g}%."
    return f"{shared}."


def _job(role: str, kb: KnowledgeBase) -> dict[str, tuple[str, Fact | None]]:
    cells: dict[str, tuple[str, Fact | None]] = {}
    for fact in kb.facts(FactKind.OVERLAP, role)[:1]:
        if fact.figure:
            cells["overlap"] = (f"{fact.figure.high:g}%", fact)
    if pay := evidence.average_pay(kb, role):
        cells["pay"] = (_pay(pay), pay)
    way = [f for f in kb.facts(FactKind.FRAMEWORK, role) if f.figure and f.figure.unit == "years"]
    if way and way[0].figure:
        cells["way"] = (f"{amount(way[0].figure)} or more", way[0])
    stone = [f for f in kb.facts(FactKind.STEPPING_STONE) if f.label == _name(role, kb)]
    if stone and "way" not in cells:
        cells["way"] = ("a named stepping stone", stone[0])
    said = [f for f in kb.facts_about(role) if f.kind.value == "statement"][:1]
    if said:
        cells["what"] = (said[0].statement.partition(". ")[0].rstrip("."), said[0])
    return cells


def _own(profile: Profile, kb: KnowledgeBase) -> dict[str, tuple[str, Fact | None]]:
    cells: dict[str, tuple[str, Fact | None]] = {}
    own = evidence.own_overlap(profile.job, kb)
    if own:
        cells = _job(own.about, kb)
    if told := describe_experience(profile, kb):
        cells["way"] = (f"you: {told}", None)
    return cells


def _role(kb: KnowledgeBase) -> dict[str, tuple[str, Fact | None]]:
    cells: dict[str, tuple[str, Fact | None]] = {"overlap": ("all of it", None)}
    if pay := evidence.average_pay(kb, kb.role.id):
        cells["pay"] = (_pay(pay), pay)
    span = experience_fact(kb)
    if span and span.figure:
        cells["way"] = (
            f"{number(span.figure.low)} to {number(span.figure.high)} years in {kb.job.field}",
            span,
        )
    definition = kb.facts(FactKind.DEFINITION)[:1]
    if definition:
        cells["what"] = (definition[0].statement.rstrip("."), definition[0])
    return cells


def _pay(fact: Fact) -> str:
    figure = fact.figure
    if figure is None:
        return ""
    basis = "total" if figure.basis == "total" else "base" if figure.basis == "base" else ""
    detail = ", ".join(part for part in (figure.measure, basis, str(fact.year or "")) if part)
    return f"{amount(figure).removesuffix(' a year')} ({detail})"


def _name(role: str, kb: KnowledgeBase) -> str:
    entity = kb.entity(role)
    return entity.name if entity else ""
