"""Where a person stands: the usual start, how far each step is met, what their job covers."""

from __future__ import annotations

from bot.domain.facts import FactKind
from bot.domain.reply import Item, Reply, amount, cite, joined
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.gap_analysis import Analysis
from bot.plan.goal import standing_line
from bot.plan.horizon import experience_fact
from bot.plan.line import capital, the
from bot.plan.stage import Stage, head_of, leads

TOPIC = "advice"
START = "The usual start is a bachelor’s degree close to IT"


def start_anywhere(analysis: Analysis, kb: KnowledgeBase) -> Reply:
    """For somebody who hasn't said anything yet: the usual road in two sentences."""
    span = experience_fact(kb)
    usual = [f for f in kb.facts(FactKind.EDUCATION) if f.value == "bachelor"][:1]
    stones = [f for f in kb.facts(FactKind.STEPPING_STONE) if f.value == "role"]
    parts = []
    if usual:
        parts.append(START)
    if stones:
        parts.append(
            f"then a first {kb.job.field} job such as {joined((f.label for f in stones), 'or')}"
        )
    text = capital(", ".join(parts)) + "." if parts else ""
    if span and span.figure:
        text += f" From there, plan for {amount(span.figure)} in {kb.job.field}."
    facts = [*usual, *stones, *([span] if span else [])]
    return Reply(TOPIC, text.strip(), facts=cite(facts), suggestions=("Make me a plan",))


def standing(analysis: Analysis, kb: KnowledgeBase) -> Reply:
    """Every step with how far it is met, for those who ask to see all of it."""
    rows = [(r, standing_line(r, analysis, kb)) for r in analysis.requirements]
    items = tuple(
        Item(r.step.label, ", ".join(filter(None, (r.standing.value, line.text))), r.step.about)
        for r, line in rows
    )
    facts = [fact for _, line in rows for fact in line.facts]
    text = "Based on what you’ve told me, here’s where you stand:"
    return Reply(TOPIC, text, items, facts=cite(facts), suggestions=suggestions(analysis))


def coverage(analysis: Analysis, kb: KnowledgeBase) -> Reply:
    """How much of the role the person's job covers, where the sources have measured it."""
    own = evidence.own_overlap(analysis.profile.job, kb)
    best = evidence.leading_job(kb)
    if own is None or own.figure is None:
        text = f"I don’t have how much your job shares with the {kb.job.name} role."
        facts = [best] if best else []
        if best and best.figure:
            text += (
                f" The closest of those compared is {evidence.job_name(best, kb)}, "
                f"with {best.figure.high:g}%."
            )
        return Reply(TOPIC, text, facts=cite(facts), suggestions=suggestions(analysis))
    job = head_of(analysis.profile.job)
    text = f"About {own.figure.high:g}%: that’s what a {job} shares with the {kb.job.name} role."
    facts = [own]
    if best and best.figure and best.id != own.id:
        text += (
            f" {capital(evidence.job_name(best, kb))} is the closest of the jobs compared, "
            f"with {best.figure.high:g}%."
        )
        facts.append(best)
    return Reply(TOPIC, text, facts=cite(facts), suggestions=suggestions(analysis))


def suggestions(analysis: Analysis, leave_out: str = "") -> tuple[str, ...]:
    """What leads on from advice, short enough for buttons."""
    following = analysis.next_certification
    offered = ["Show my plan"]
    if following:
        offered.append(f"Can I take {the(following.name)} yet?")
    if not leads(analysis.profile) and analysis.stage in (Stage.SECURITY, Stage.OUTSIDE):
        offered.append("How do I learn to lead?")
    offered += ["How far am I?", "What’s my next step?"]
    return tuple(text for text in offered if text != leave_out)[:3]
