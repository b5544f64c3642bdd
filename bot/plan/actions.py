"""Everything worth doing next for a person, by how far along they are."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.facts import FactKind
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.action import NEXT, SOON, THEN, Action, tick
from bot.plan.career_actions import community, degree, management, people, skill
from bot.plan.certification_actions import certification_action, upkeep
from bot.plan.gap_analysis import Analysis
from bot.plan.job_actions import about_deputy, first_job, introduce, next_job, share, survey_share
from bot.plan.line import Line
from bot.plan.requirements import Standing
from bot.plan.role_actions import board_reason, board_share, last_step
from bot.plan.stage import Stage


def actions(analysis: Analysis, kb: KnowledgeBase) -> tuple[Action, ...]:
    """Everything worth doing in the coming quarters, the most pressing first; not what is done."""
    found = _of_role if analysis.stage is Stage.ROLE else _of_candidate
    done = analysis.profile.done
    return tuple(
        action
        for action in found(analysis, kb)
        if action.facts and tick(action.key, analysis.on) not in done
    )


def _of_candidate(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Action]:
    if analysis.stage is Stage.UNKNOWN:
        yield from introduce(kb)
    elif analysis.stage in (Stage.STUDENT, Stage.OUTSIDE):
        yield from first_job(analysis, kb)
        yield from _certification(analysis, kb)
        yield from management(analysis, kb)
        yield from degree(analysis, kb)
    elif analysis.stage is Stage.DEPUTY:
        yield from last_step(analysis, kb)
        yield from _certification(analysis, kb)
        yield from management(analysis, kb)
    else:
        yield from _by_need(analysis, kb)
        yield from degree(analysis, kb)
        yield from next_job(analysis, kb)
    yield from skill(analysis, kb)
    yield from people(analysis, kb)
    yield from upkeep(analysis, kb)


def _by_need(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Action]:
    """The certification before leading people, unless an advanced one is held already."""
    parts = [_certification(analysis, kb), management(analysis, kb)]
    if analysis.standing(FactKind.CERTIFICATION) is Standing.MET:
        parts.reverse()
    for part in parts:
        yield from part


def _of_role(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Action]:
    many = kb.job.many
    yield from upkeep(analysis, kb, SOON)
    yield from community(kb, SOON)
    if succession := evidence.deputy_facts(kb):
        yield Action(
            "role/deputy",
            "Settle who stands in for you and what they still have to learn",
            about_deputy(succession[0], kb),
            "the name is written down and agreed with your manager",
            succession,
            NEXT,
        )
    board = survey_share(kb, "board", "present to the board")
    if board:
        why = board_reason(board, kb)
        yield Action(
            "role/board",
            "Put your next board update on the agenda",
            why.text,
            "the date is fixed",
            why.facts,
            SOON,
            "Ask when the board next meets and whether you’re on the agenda",
            "you know the date",
            Line(board_share(board, kb), (board,)),
        )
    if ahead := survey_share(kb, "next role", "want to be chief security officer next"):
        yield Action(
            "role/next",
            "Write down what you want after this job",
            f"{share(ahead)} of {many} wanted to be chief security officer next ({ahead.year})",
            "you have one page to discuss with somebody you trust",
            (ahead,),
            THEN,
        )


def _certification(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Action]:
    if choice := analysis.next_certification:
        yield certification_action(choice, analysis)
