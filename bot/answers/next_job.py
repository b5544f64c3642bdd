"""Which job to go for next: what leads on from the person's own, with what the sources say of it
and what it pays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answers.job_description import Cells, first_sentence, job_cells, job_name, job_of
from bot.answers.job_pay import pay_of
from bot.answers.profile_questions import ask_for
from bot.answers.sentences import a
from bot.domain.facts import Fact, FactKind
from bot.domain.reply import Item, Reply, cite
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.gap_analysis import Analysis, missing
from bot.plan.job_actions import share, starts, survey_share
from bot.plan.stage import Focus, Stage, leads

TOPIC = "advice"
_MOST = 3
_NO_PAY = "no pay in my sources"
_OUTSIDE = (Stage.UNKNOWN, Stage.STUDENT, Stage.OUTSIDE)
# What surveys asked CISOs that they want to be next.
_WISHES = ("want to be chief security officer next", "want to be CIO next")


@dataclass(frozen=True)
class Rung:
    """A job to go for: its id in the knowledge base, what it's called, and in a clause why it leads
    on; `note` is the same in a few words, for a list.
    """

    id: str
    name: str
    why: str
    note: str
    facts: tuple[Fact, ...]


def next_job(analysis: Analysis, kb: KnowledgeBase) -> Reply:
    """The job that leads on best and why, then up to three jobs with what is known of each."""
    if analysis.stage is Stage.ROLE:
        return _after_the_role(kb)
    own = job_of(analysis.profile.job, kb)
    rungs = tuple(rung for rung in _rungs(analysis, kb) if rung.id != own)[:_MOST]
    if not rungs:
        return Reply(TOPIC, f"My sources name no job that leads on to {kb.job.name} from yours.")
    first = rungs[0]
    found = [(rung, _cells(rung.id, kb)) for rung in rungs]
    way = _way_from_here(analysis, kb)
    duties = found[0][1].get("duties", ("", None))[1]
    text = [f"Aim for {a(first.name, low=True)} job: {first.why}."]
    text += (
        [f"{first_sentence(way[0])}."] if way else [f"{first_sentence(duties)}."] if duties else []
    )
    facts = [*first.facts, *way]
    facts += [fact for rung, cells in found for fact in _cited(rung, cells)]
    items = tuple(Item(rung.name, _detail(rung, cells), rung.id) for rung, cells in found)
    offered = (f"How far am I from {first.name}?", "Show my plan", "What’s my next step?")
    reply = Reply(TOPIC, " ".join(text), items, facts=cite(facts), suggestions=offered)
    asked = next((f for f in missing(analysis.profile) if f in ("job", "experience")), "")
    return ask_for(asked, reply, kb) if analysis.stage is Stage.UNKNOWN and asked else reply


def _rungs(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Rung]:
    """The jobs that lead on, the next one first."""
    horizon = analysis.horizon
    if analysis.stage is Stage.DEPUTY:
        yield _role(kb)
    elif analysis.stage in _OUTSIDE and not leads(analysis.profile):
        yield from _stones(kb, f"; your years in {kb.job.field} start with it")
        yield from _closest(analysis, kb)
    elif analysis.stage is Stage.LEADER and horizon and horizon.is_met:
        yield from _below_the_role(kb)
        yield from _closest(analysis, kb)
    else:
        yield from _closest(analysis, kb)
        if analysis.stage is Stage.SECURITY:
            yield from (rung for rung in _stones(kb) if "analyst" not in rung.name)
        yield from _below_the_role(kb)


def _stones(kb: KnowledgeBase, besides: str = "") -> Iterator[Rung]:
    """The jobs that are named as stepping stones and described otherwise, the analyst's first."""
    stones = [fact for fact in kb.facts(FactKind.STEPPING_STONE) if fact.value == "role"]
    stones.sort(key=lambda fact: "analyst" not in fact.label)
    for stone in stones:
        job = job_of(stone.label, kb)
        if job:
            note = f"a usual stepping stone to {kb.job.name}"
            yield Rung(job, stone.label, f"it’s {note}{besides}", note, (stone,))


def _closest(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Rung]:
    """The job in the field that shares most with the role, then one of the person's own kind."""
    best = evidence.leading_job(kb)
    found = [best] if best else []
    if analysis.focus is Focus.GOVERNANCE:
        found += [fact for fact in evidence.overlaps(kb) if "compliance" in fact.label]
    for fact in found:
        most = ", the most of the jobs compared" if fact is best else ""
        note = f"shares {share(fact)} of the {kb.job.name} role"
        yield Rung(fact.about, job_name(fact.about, kb), f"it {note}{most}", note, (fact,))


def _below_the_role(kb: KnowledgeBase) -> Iterator[Rung]:
    """The ranks right below the role, as far as the sources speak of them."""
    deputy, said = evidence.deputy(kb), evidence.deputy_facts(kb)
    if deputy and said:
        note = f"stands in for the {kb.job.name} and usually is next in line"
        yield Rung(deputy.id, deputy.name, f"it {note}", note, said)
    for fact in kb.facts(FactKind.STATEMENT):
        if "natural deputy" in fact.statement:
            note = "seen as a natural deputy or successor"
            yield Rung(fact.about, job_name(fact.about, kb), f"it’s {note}", note, (fact,))


def _role(kb: KnowledgeBase) -> Rung:
    """The role itself, for its deputies; and that many come from outside."""
    said, outside = evidence.deputy_facts(kb), survey_share(kb, "hiring", "hired from outside")
    note, name = "a deputy usually is next in line", kb.job.name
    if outside is None:
        return Rung(kb.role.id, name, note, note, said)
    also = f"{share(outside)} of {kb.job.many} were hired from outside ({outside.year})"
    why = f"{note}, and {also}, so look elsewhere, too"
    return Rung(kb.role.id, name, why, "", (*said, outside))


def _after_the_role(kb: KnowledgeBase) -> Reply:
    """What those who have the role want next, and where they mostly go."""
    wished = [fact for label in _WISHES if (fact := survey_share(kb, "next role", label))]
    other = [
        fact
        for fact in evidence.valued(kb, "next role")
        if fact.kind is FactKind.STATEMENT and "most likely" in fact.label
    ][:1]
    facts = [*other, *wished[:1]]
    text = " ".join(f"{first_sentence(fact)}." for fact in facts)
    return Reply(TOPIC, text, facts=cite(facts), suggestions=("Show my plan",))


def _way_from_here(analysis: Analysis, kb: KnowledgeBase) -> tuple[Fact, ...]:
    """What the sources say of the way from the person's own profession, if it leads into the field
    first.
    """
    return evidence.valued(kb, *starts(analysis))[:1] if analysis.stage is Stage.OUTSIDE else ()


def _cells(job: str, kb: KnowledgeBase) -> Cells:
    if job == kb.role.id:
        paid = evidence.average_pay(kb, job)
        return {"pay": (pay_of(paid), paid)} if paid else {}
    return job_cells(job, kb)


def _cited(rung: Rung, cells: Cells) -> list[Fact]:
    shown = [fact for key in ("duties", "pay") if key in cells and (fact := cells[key][1])]
    return [*rung.facts, *shown]


def _detail(rung: Rung, cells: Cells) -> str:
    paid = cells["pay"][0] if "pay" in cells else _NO_PAY
    return "; ".join(filter(None, (rung.note, paid)))
