"""Two jobs beside each other, as far as the sources go: duties, skills, experience, pay and
overlap.
"""

from __future__ import annotations

from bot.answers.job_description import (
    COMPARED,
    Cells,
    job_cells,
    job_name,
    own_cells,
    role_cells,
)
from bot.answers.skills_check import SUGGESTION
from bot.domain.facts import FactKind
from bot.domain.profile import Profile
from bot.domain.reply import Reply, Table, cite, joined
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.stage import is_deputy

TOPIC = "advice"
_UNKNOWN = "not in my sources"


def compare_roles(profile: Profile, role: str, kb: KnowledgeBase) -> Reply:
    """The person's job, another job (`role`, an id) and the role itself, side by side
    with sources.
    """
    name = job_name(role, kb)
    title = kb.job.name
    columns: list[tuple[str, Cells]] = []
    if profile.job and profile.job.lower() != name.lower():
        columns.append((profile.job, own_cells(profile, kb)))
    if role != kb.role.id:
        columns.append((name, job_cells(role, kb)))
    columns.append((title, role_cells(kb)))
    facts = [fact for _, cells in columns for _, fact in cells.values() if fact]
    return Reply(
        TOPIC,
        _lead(name, role, profile, kb),
        facts=cite(facts),
        table=Table(("", *(column for column, _ in columns)), _rows(columns, title)),
        closing=_not_held(columns[:-1]),
        suggestions=_suggestions(profile),
    )


def _rows(columns: list[tuple[str, Cells]], title: str) -> tuple[tuple[str, ...], ...]:
    """What jobs are compared by stands there always, with what is unknown; the rest where known."""
    labels = {
        "what": "What it is",
        **{kind: kind.capitalize() for kind in COMPARED},
        "overlap": f"Shares with the {title} role",
    }
    return tuple(
        (label, *(cells.get(key, (_UNKNOWN, None))[0] for _, cells in columns))
        for key, label in labels.items()
        if key in COMPARED or any(key in cells for _, cells in columns[:-1])
    )


def _not_held(columns: list[tuple[str, Cells]]) -> str:
    """One sentence on the duties and skills that no source holds; empty where none is missing."""
    missing: dict[str, list[str]] = {}
    for name, cells in columns:
        lacking = " or ".join(kind for kind in ("duties", "skills") if kind not in cells)
        if lacking:
            missing.setdefault(lacking, []).append(name)
    parts = [f"no {what} for {joined(jobs, 'or')}" for what, jobs in missing.items()]
    return f"My sources list {' and '.join(parts)}." if parts else ""


def _suggestions(profile: Profile) -> tuple[str, ...]:
    """The check of skills while there are none of the person's to compare."""
    return ("Show my plan", "How far am I?", *(() if profile.skills else (SUGGESTION,)))


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
