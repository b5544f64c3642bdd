"""Jobs beside each other, as far as the sources go: duties, skills, experience, pay and overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.job_description import (
    COMPARED,
    Cells,
    job_cells,
    job_name,
    job_of,
    own_cells,
    role_cells,
)
from bot.answers.sentences import a
from bot.answers.skills_check import SUGGESTION
from bot.domain.facts import Fact, FactKind
from bot.domain.profile import Profile
from bot.domain.reply import Reply, Table, cite, joined
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.gap_analysis import Analysis
from bot.plan.line import capital, month, number
from bot.plan.requirements import Standing
from bot.plan.stage import is_deputy, stepping_stone

TOPIC = "advice"
_UNKNOWN = "not in my sources"
_UNRATED = "you: not rated yet"
_OWN = "your job today"
# Fewer jobs than this are no comparison.
_LEAST = 2


def compare_roles(analysis: Analysis, roles: Sequence[str], kb: KnowledgeBase) -> Reply:
    """How far other jobs (ids) are, then the person's job, those jobs and the role itself, side by
    side with sources.
    """
    table, cited, closing = side_by_side(analysis.profile, roles, kb)
    leads = [_lead(job_name(role, kb), role, analysis, kb) for role in roles]
    return Reply(
        TOPIC,
        " ".join(text for text, _ in leads),
        facts=cite((*(fact for _, facts in leads for fact in facts), *cited)),
        table=table,
        closing=closing,
        suggestions=_suggestions(analysis.profile),
    )


def with_jobs(reply: Reply, jobs: Sequence[str], kb: KnowledgeBase, *, is_told: bool) -> Reply:
    """An answer to a comparison of jobs (ids), with the jobs side by side; where it doesn't tell
    of them, they stand for themselves.
    """
    columns = [(job_name(job, kb), _cells(job, kb)) for job in jobs]
    told = all(set(cells) & set(COMPARED) for _, cells in columns)
    if len(columns) < _LEAST or not told or reply.table is not None:
        return reply
    table, facts, closing = _of_columns(columns, kb)
    if not (is_told and reply.facts):
        names = joined(name for name, _ in columns)
        reply = Reply("role", f"Here are {names} side by side.", confidence=reply.confidence)
    return replace(reply, table=table, facts=(*reply.facts, *cite(facts)), closing=closing)


def side_by_side(
    profile: Profile, roles: Sequence[str], kb: KnowledgeBase
) -> tuple[Table, tuple[Fact, ...], str]:
    """The table of the person's job, others and the role, what it rests on, and a sentence on what
    is missing.
    """
    columns: list[tuple[str, Cells]] = [(profile.job or "you", _own(profile, kb))]
    columns += [
        (job_name(role, kb), job_cells(role, kb))
        for role in roles
        if role != kb.role.id and is_other_job(profile.job, role, kb)
    ]
    return _of_columns([*columns, (kb.job.name, role_cells(kb))], kb)


def _of_columns(
    columns: list[tuple[str, Cells]], kb: KnowledgeBase
) -> tuple[Table, tuple[Fact, ...], str]:
    facts = tuple(fact for _, cells in columns for _, fact in cells.values() if fact)
    table = Table(("", *(column for column, _ in columns)), _rows(columns, kb.job.name))
    return table, facts, _not_held(columns)


def _cells(job: str, kb: KnowledgeBase) -> Cells:
    return role_cells(kb) if job == kb.role.id else job_cells(job, kb)


def is_other_job(job: str, role: str, kb: KnowledgeBase) -> bool:
    """Whether the job that is asked about isn't the person's own, by any of its names."""
    return not job or (job_of(job, kb) != role and job.lower() != job_name(role, kb).lower())


def _own(profile: Profile, kb: KnowledgeBase) -> Cells:
    """The person's own column: what isn't measured of it is theirs to tell."""
    cells = own_cells(profile, kb)
    cells.setdefault("skills", (_UNRATED, None))
    cells.setdefault("what", (_OWN, None))
    return cells


def _rows(columns: list[tuple[str, Cells]], title: str) -> tuple[tuple[str, ...], ...]:
    """What jobs are compared by stands there always, with what is unknown; the rest where known of
    the job that is asked about.
    """
    labels = {
        "what": "What it is",
        **{kind: kind.capitalize() for kind in COMPARED},
        "overlap": f"Shares with the {title} role",
    }
    own, *others = [cells for name, cells in columns if name != title]
    known = {key for cells in others for key in cells} | set(own) - {"what"}
    shown = (key for key in labels if key in COMPARED or key in known)
    return tuple(
        (labels[key], *(cells.get(key, (_UNKNOWN, None))[0] for _, cells in columns))
        for key in shown
    )


def _not_held(columns: list[tuple[str, Cells]]) -> str:
    """One sentence on the duties and skills that no source holds; empty where none is missing."""
    missing: dict[str, list[str]] = {}
    for name, cells in columns:
        lacking = " or ".join(kind for kind in ("duties", "skills") if kind not in cells)
        if lacking and name != "you":
            missing.setdefault(lacking, []).append(name)
    parts = [f"no {what} for {joined(jobs, 'or')}" for what, jobs in missing.items()]
    return f"My sources list {joined(parts)}." if parts else ""


def _suggestions(profile: Profile) -> tuple[str, ...]:
    """The check of skills while there are none of the person's to compare."""
    return ("Show my plan", "How far am I?", *(() if profile.skills else (SUGGESTION,)))


def _lead(
    name: str, role: str, analysis: Analysis, kb: KnowledgeBase
) -> tuple[str, tuple[Fact, ...]]:
    """How far the other job is, as far as the sources tell."""
    if not is_other_job(analysis.profile.job, role, kb):
        return (
            f"You’re {a(name, low=True)} already; here’s your job beside the {kb.job.name}’s.",
            (),
        )
    if is_deputy(name, kb):
        return _to_the_deputy(name, analysis, kb)
    shared, facts = _shared(name, role, analysis, kb)
    stone = stepping_stone(name, kb)
    if stone is None:
        return shared, facts
    set_years = f"It’s a usual stepping stone to {kb.job.name}, with no set number of years."
    return f"{shared} {set_years}", (*facts, stone)


def _to_the_deputy(
    name: str, analysis: Analysis, kb: KnowledgeBase
) -> tuple[str, tuple[Fact, ...]]:
    """How far the rank below the role is: no source sets its years, so by those of the role."""
    title, horizon = kb.job.name, analysis.horizon
    rank = f"{capital(name)} is the rank right below the {title}, with no set number of years"
    if horizon is None:
        return f"{rank}.", ()
    lacking = [r for r in analysis.open if r.kind is FactKind.MANAGEMENT]
    led = ", but not led people yet" if lacking and lacking[0].standing is Standing.MISSING else ""
    if horizon.is_met:
        had = (
            f"you have enough even for {title}: {number(horizon.have)}, where {number(horizon.low)}"
        )
        return f"{rank}; {had} are recommended{led}.", (horizon.fact,)
    example = " for example" if horizon.starts else ""
    when = f"the {number(horizon.low)} recommended for {title} are complete in"
    return f"{rank}; {when} {month(horizon.earliest)}{example}.", (horizon.fact,)


def _shared(
    name: str, role: str, analysis: Analysis, kb: KnowledgeBase
) -> tuple[str, tuple[Fact, ...]]:
    """How much of the role another job shares, beside how much the person's own does."""
    title, job = kb.job.name, analysis.profile.job
    other = next((f for f in kb.facts(FactKind.OVERLAP, role) if f.figure), None)
    own = evidence.own_overlap(job, kb) if job else None
    if other is None or other.figure is None:
        return f"I don’t have how much {name} shares with the {title} role; here’s what I have.", ()
    shared = f"{capital(name)} shares {other.figure.high:g}% of what the {title} role takes"
    if own is None or own.figure is None or own.id == other.id:
        return f"{shared}.", (other,)
    word = "more" if other.figure.high > own.figure.high else "less"
    return f"{shared}, {word} than your job with {own.figure.high:g}%.", (other, own)
