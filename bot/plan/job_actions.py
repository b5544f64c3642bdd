"""Actions about jobs: a first one in the field, and the next one up."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.domain.facts import Fact, FactKind
from bot.domain.reply import amount
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.action import SOON, THEN, Action
from bot.plan.gap_analysis import Analysis
from bot.plan.goal import step_reason
from bot.plan.horizon import experience_fact
from bot.plan.line import Line
from bot.plan.requirements import Standing
from bot.plan.stage import Stage, words_of


def introduce(kb: KnowledgeBase) -> Iterator[Action]:
    """Without a job or years nothing can be judged, so the first thing is to say them."""
    fact = experience_fact(kb)
    if fact:
        yield Action(
            "profile/introduce",
            "Write down your jobs with their years, the people you led and your certifications",
            "Years, people and certifications are what the steps are measured by",
            "the list is complete",
            (fact,),
            SOON,
            f"Tell me your job and how many years you’ve worked in {kb.job.field}",
            "this plan shows a date",
            Line(f"The years in {kb.job.field} decide the date", (fact,)),
        )


def first_job(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Action]:
    stones = [fact for fact in kb.facts(FactKind.STEPPING_STONE) if fact.value == "role"]
    analyst = [fact for fact in stones if "analyst" in fact.label][:1] or stones[:1]
    if not analyst or analysis.horizon is None:
        return
    span = analysis.horizon.fact
    job = analyst[0].label
    counted = f"{analysis.horizon.low:g} to {analysis.horizon.high:g}"
    if analysis.stage is Stage.STUDENT:
        yield Action(
            "experience/first_job",
            f"Apply for an internship or a junior {job} job",
            f"The {counted} years start with it",
            "three applications are out",
            (span,),
            THEN,
            f"Read three {job} job ads and note what they ask for",
            "you have a list of what you lack",
            Line(
                f"{job[:1].upper()}{job[1:]} is a usual stepping stone to the role", tuple(analyst)
            ),
        )
        return
    serves = "military" in starts(analysis)
    yield _security_task(analysis, span, kb, serves=serves)
    overlap = _entry_target(analysis, kb)
    target = evidence.job_name(overlap[0], kb) if overlap else job
    yield Action(
        "experience/first_job",
        f"Apply for {_article(target)} {target} job"
        + ("" if serves else ", inside your company first"),
        (
            f"It shares {overlap[0].figure.high:g}% of what the {kb.job.name} role takes, the most"
            " of the jobs compared"
            if overlap and overlap[0].figure
            else f"It’s a stepping stone, and your years in {kb.job.field} start with it"
        ),
        "three applications are out",
        tuple(overlap) or tuple(analyst),
        THEN,
    )


def _security_task(analysis: Analysis, span: Fact, kb: KnowledgeBase, *, serves: bool) -> Action:
    """A task of the field beside the present job; who leads a team takes it on with them."""
    field, horizon = kb.job.field, analysis.horizon
    counted = f"{horizon.low:g} to {horizon.high:g}" if horizon else "required years"
    who = "superior" if serves else "manager"
    with_team = analysis.profile.management.now
    return Action(
        "experience/security_task",
        (
            f"Take on one {field} responsibility with your team{_task(kb)}"
            if with_team
            else f"Take over one {field} task{_task(kb)}"
        ),
        f"The {counted} years are of work in {field}",
        "it’s officially your team’s" if with_team else "it’s officially yours",
        (span,),
        SOON,
        (
            f"Ask your {who} which {field} responsibility your team could take on"
            if with_team
            else f"Ask your {who} which {field} task you could take over"
        ),
        "you’ve asked and have a date for the answer",
        _way_in(analysis, kb),
    )


def _way_in(analysis: Analysis, kb: KnowledgeBase) -> Line:
    """What the sources say of a technical start; of other professions the plan tells later on."""
    technical = [start for start in starts(analysis) if start not in PROFESSIONS]
    if path := evidence.valued(kb, *technical)[:1]:
        return Line(evidence.first_sentence(path[0]).partition(", and ")[0], path)
    return step_reason(FactKind.EXPERIENCE, analysis)


def _task(kb: KnowledgeBase) -> str:
    """An example of a task, where the sources name one that people outside the field meet."""
    patching = [f for f in kb.facts(FactKind.REQUIREMENT) if "patches" in f.statement]
    return ", such as patching or access reviews" if patching else ""


def _entry_target(analysis: Analysis, kb: KnowledgeBase) -> tuple[Fact, ...]:
    """Who leads people already can go for the job that leads in security."""
    found = evidence.leading_job(kb)
    if analysis.standing(FactKind.MANAGEMENT) is not Standing.MET or found is None:
        return ()
    return (found,)


def starts(analysis: Analysis, among: Collection[str] = ()) -> tuple[str, ...]:
    """What the sources call the start that this person has, by the
    words of the job; of `among` alone if given.
    """
    words = set(words_of(analysis.profile.job))
    return tuple(
        value for value, names in _STARTS.items() if words & names and (not among or value in among)
    )


PROFESSIONS = ("military", "law", "audit")

# Values under which the sources tell of a start, and the words of jobs that are one.
_STARTS = {
    "military": {
        "army",
        "navy",
        "military",
        "marine",
        "marines",
        "veteran",
        "soldier",
        "sailor",
        "airman",
        "sergeant",
        "lieutenant",
        "corporal",
        "colonel",
        "infantry",
        "signals",
        "battalion",
    },
    "help desk": {"help", "helpdesk", "desk", "support"},
    "network": {"network", "system", "systems", "sysadmin", "infrastructure", "it"},
    "software": {"developer", "software", "programmer"},
    "audit": {"audit", "auditor"},
    "law": {"law", "lawyer", "attorney", "counsel", "legal"},
}


def next_job(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Action]:
    horizon = analysis.horizon
    if analysis.stage is Stage.LEADER and horizon and horizon.is_met:
        facts = evidence.deputy_facts(kb)
        if not facts:
            return
        yield Action(
            "job/next",
            f"Tell your {kb.job.name} that you want to stand in for them",
            about_deputy(facts[0], kb),
            "you’ve stood in once, for a meeting or a week",
            facts,
            THEN,
        )
        return
    manager = evidence.leading_job(kb)
    if manager is None or manager.figure is None or analysis.stage is Stage.UNKNOWN:
        return
    name = evidence.job_name(manager, kb)
    yield Action(
        "job/next",
        f"Agree with your manager on a path to {_article(name)} {name} role",
        f"It shares {manager.figure.high:g}% of what the {kb.job.name} role takes, the most of the"
        " jobs compared",
        "you know what’s missing and by when",
        (manager,),
        THEN,
    )


def about_deputy(fact: Fact, kb: KnowledgeBase) -> str:
    if fact.kind is FactKind.PAY and fact.figure:
        return f"Deputies are the rank below; they averaged {amount(fact.figure)} in {fact.year}"
    return f"A deputy stands in for the {kb.job.name} and is the expected successor"


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"


def survey_share(kb: KnowledgeBase, value: str, label: str) -> Fact | None:
    """The newest share that a survey found, of everybody who has
    the role, by its value and label.
    """
    return evidence.newest(
        fact
        for fact in evidence.valued(kb, value)
        if fact.kind is FactKind.SURVEY
        and fact.label == label
        and fact.figure
        and fact.figure.unit == "percent"
    )


def share(fact: Fact) -> str:
    return amount(fact.figure) if fact.figure else ""
