"""Actions about work: a first job in the field, leading people, degree, skills, the next job, and
people to know.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.facts import Fact, FactKind
from bot.domain.profile_parts import Degree
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.action import NEXT, SOON, THEN, Action
from bot.plan.gap_analysis import Analysis
from bot.plan.goal import step_reason
from bot.plan.requirements import Standing
from bot.plan.skill_actions import rated_low
from bot.plan.stage import Focus, Stage

_USUAL_START = "A bachelor’s is the usual start"


def management(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Action]:
    standing = analysis.standing(FactKind.MANAGEMENT)
    expected = kb.facts(FactKind.MANAGEMENT)[:1]
    if standing is Standing.MET or not expected:
        return
    practice = evidence.valued(kb, "management practice")[:1]
    supervising = evidence.of_skill(kb, "supervising")
    student = analysis.stage is Stage.STUDENT
    if standing is Standing.UNKNOWN:
        yield Action(
            "management/record",
            "Write down whom and what you’ve led so far",
            "Managing other professionals is expected, and I don’t know yet what you’ve led",
            "the list has people, time and result",
            expected,
        )
    if standing is Standing.PARTLY:
        text, start = (
            "Take on a second person or a whole project to lead",
            "Ask your manager which project or person you could take on",
        )
    elif student:
        text, start = (
            "Lead a student project or supervise other students",
            "Pick the project or club you could lead",
        )
    else:
        text, start = (
            "Lead one thing from start to finish: an incident, audit preparation or a budget line",
            "Ask your manager for one thing to lead this quarter",
        )
    yield Action(
        "management/practice",
        text,
        "Managing people is expected of the role, and you can practice it without the title"
        if practice
        else "Supervising people is a skill listed for the role"
        if supervising
        else "Managing people is expected of the role",
        "you can name the people and the outcome",
        (*(practice or supervising), *expected),
        NEXT if student else SOON,
        start,
        "the two of you have agreed on one",
        step_reason(FactKind.MANAGEMENT, analysis),
    )


def degree(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Action]:
    degree = analysis.profile.degree
    usual = tuple(f for f in kb.facts(FactKind.EDUCATION) if f.value == "bachelor")[:1]
    studies = degree is not None and degree.status == "in_progress"
    if not usual or (analysis.standing(FactKind.EDUCATION) is Standing.MET and not studies):
        return
    if degree is not None and studies:
        yield _finish(degree, usual, kb)
    elif analysis.stage is Stage.STUDENT:
        yield Action(
            "degree/finish",
            "Aim your studies at a bachelor’s degree,"
            f" with {kb.job.field} electives where you can choose",
            _USUAL_START,
            "you know which degree and when you’ll finish",
            usual,
            NEXT,
        )
    elif degree is not None:
        yield _compare_programs(usual, kb)


def _finish(degree: Degree, usual: tuple[Fact, ...], kb: KnowledgeBase) -> Action:
    """To go on with what is being studied."""
    master = tuple(f for f in kb.facts(FactKind.EDUCATION) if f.value == "master")[:1]
    is_later = degree.level in ("master", "mba", "doctorate")
    return Action(
        "degree/finish",
        f"Finish your degree, with {kb.job.field} electives where you can choose",
        "A master’s can be an advantage" if is_later else _USUAL_START,
        "this term’s exams are passed",
        master if is_later and master else usual,
        NEXT,
    )


def _compare_programs(usual: tuple[Fact, ...], kb: KnowledgeBase) -> Action:
    """To look for a degree beside a job."""
    resources = kb.facts(FactKind.RESOURCE)
    lists = tuple(fact for fact in resources if "undergraduate" in fact.statement)[:1]
    return Action(
        "degree/compare",
        "Compare two part-time bachelor’s programs and decide for or against one",
        _USUAL_START + (f"; {lists[0].label} ranks programs" if lists else ""),
        "the decision is written down",
        (*usual, *lists),
        NEXT,
    )


def skill(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Action]:
    stage = analysis.stage
    if found := tuple(rated_low(analysis, kb)):
        yield from found
        return
    if stage is Stage.DEPUTY:
        return
    hands_on = tuple(f for f in kb.facts(FactKind.MANAGEMENT) if "hands-on" in f.statement)[:1]
    if analysis.focus is Focus.GOVERNANCE and hands_on:
        yield Action(
            "skill/technology",
            f"Spend two days with the people who run {kb.job.field} operations",
            "Hands-on experience with the technology is expected, too",
            "you can explain their three main tools",
            (*evidence.of_skill(kb, "technology"), *hands_on),
            NEXT,
        )
    if stage is Stage.LEADER:
        budget = evidence.of_skill(kb, "financial")
        yield Action(
            "skill/budget",
            "Draft your team’s budget for next year with whoever owns it",
            "Financial planning is among the skills the role needs",
            "your draft has been discussed",
            budget,
            NEXT,
        )
    elif stage is not Stage.STUDENT or not analysis.profile.management.none:
        spoken = evidence.of_skill(kb, "non-technical")
        yield Action(
            "skill/explaining",
            f"Explain one {kb.job.field} risk to people without a technical background",
            f"Putting {kb.job.field} into plain words for executives is a skill the role needs",
            "somebody could repeat it back to you",
            spoken,
            NEXT,
        )


def people(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Action]:
    if analysis.stage is Stage.DEPUTY:
        yield from community(kb, THEN, "direct reports")
        return
    mentor = evidence.valued(kb, "mentor")[:1]
    if mentor:
        yield Action(
            "people/mentor",
            "Find a mentor and agree on a first talk",
            evidence.first_sentence(mentor[0]),
            "the first talk is over and the second has a date",
            mentor,
            NEXT if analysis.stage is Stage.STUDENT else THEN,
        )


def community(kb: KnowledgeBase, quarter: int, open_to: str = "") -> Iterator[Action]:
    """Meeting others in the role; `open_to` is whom the community must let in."""
    found = evidence.valued(kb, "community")
    community = [fact for fact in found if open_to in fact.statement][:1]
    if community:
        yield Action(
            "people/community",
            f"Join a community of {f'{kb.job.field} executives' if open_to else kb.job.many}",
            evidence.first_sentence(community[0]),
            "you’ve been to one meeting",
            tuple(community),
            quarter,
        )
