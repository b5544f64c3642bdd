"""What news of a person changes in their plan, in one sentence."""

from __future__ import annotations

from bot.domain.facts import Fact, FactKind
from bot.knowledge.store import KnowledgeBase
from bot.plan.gap_analysis import Analysis
from bot.plan.line import month, the
from bot.plan.progress import is_settled
from bot.plan.stage import Stage, stepping_stone

Effect = tuple[str, tuple[Fact, ...]]
_SETTLED = (
    (FactKind.MANAGEMENT, "That settles leading people, which is expected of the role."),
    (FactKind.CERTIFICATION, "That gives you an advanced certification, as recommended."),
    (FactKind.EDUCATION, "That settles the degree."),
)


def effect_of(before: Analysis, after: Analysis, kb: KnowledgeBase) -> Effect:
    """What the news changes, in one sentence: a date, a step that is settled, the next
    certification.
    """
    if after.stage is Stage.ROLE:
        is_news = before.stage is not Stage.ROLE
        text = f"You’re a {kb.job.name} already, so I’ll look at what comes after."
        return text if is_news else "", ()  # no step and no date is left
    effects = (_first_date, _moved_date, _settled_step, _of_job, _of_certification)
    found = (effect(before, after, kb) for effect in effects)
    return next((effect for effect in found if effect is not None), ("", ()))


def _first_date(before: Analysis, after: Analysis, kb: KnowledgeBase) -> Effect | None:
    """The earliest date, where the news gives one for the first time."""
    role, horizon = kb.job.name, after.horizon
    if horizon is None or before.horizon is not None:
        return None
    low, high = f"{horizon.low:g}", f"{horizon.high:g}"
    if horizon.is_met:
        text = f"That’s enough years for {role}, where at least {low} are recommended."
    elif horizon.starts:
        text = f"The {low} to {high} years for {role} start with your first {kb.job.field} job."
    else:
        text = f"That puts {role} at {month(horizon.earliest)} at the earliest."
    return text, (horizon.fact,)


def _moved_date(before: Analysis, after: Analysis, kb: KnowledgeBase) -> Effect | None:
    old, new = before.horizon, after.horizon
    if old is None or new is None or new.earliest == old.earliest:
        return None
    when = "now" if new.is_met else month(new.earliest)
    return f"That moves the earliest date to {when}.", (new.fact,)


def _settled_step(before: Analysis, after: Analysis, kb: KnowledgeBase) -> Effect | None:
    for kind, text in _SETTLED:
        if is_settled(before, after, kind):
            return text, tuple(r.fact for r in after.requirements if r.kind is kind)
    return None


def _of_job(before: Analysis, after: Analysis, kb: KnowledgeBase) -> Effect | None:
    stone = stepping_stone(after.profile.job, kb)
    if stone is None or before.profile.job == after.profile.job:
        return None
    return f"That’s a stepping stone to {kb.job.name}.", (stone,)


def _of_certification(before: Analysis, after: Analysis, kb: KnowledgeBase) -> Effect | None:
    old, new = before.next_certification, after.next_certification
    if old is None or new is None or new.id == old.id:
        return None
    return f"The next certification for you is now {the(new.name)}.", (new.level,)
