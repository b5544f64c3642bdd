"""Actions for the last step to the role: what separates a deputy from it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.facts import Fact
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.action import NEXT, SOON, Action
from bot.plan.gap_analysis import Analysis
from bot.plan.job_actions import share, survey_share
from bot.plan.line import Line


def last_step(analysis: Analysis, kb: KnowledgeBase) -> Iterator[Action]:
    """What separates a deputy from the role: the board, the whole
    budget, and often another employer.
    """
    role = kb.job.name
    if board := survey_share(kb, "board", "present to the board"):
        why = board_reason(board, kb)
        yield Action(
            "role/board",
            "Present to the board or an executive committee yourself",
            why.text,
            "you’ve presented once and have feedback",
            why.facts,
            SOON,
            f"Ask your {role} for one agenda item of the next board update",
            "you have a date or a reason",
            Line(board_share(board, kb), (board,)),
        )
    budget = evidence.of_duty(kb, "budget")
    if budget:
        yield Action(
            "role/budget",
            f"Own next year’s {kb.job.field} budget, from forecast to defense",
            "Budgets and forecasts are among the duties of the role",
            "your numbers are in the company’s plan",
            budget,
            NEXT,
        )
    if outside := survey_share(kb, "hiring", "hired from outside"):
        yield Action(
            "role/outside",
            f"Talk to two recruiters about {role} openings elsewhere",
            f"{share(outside)} of {kb.job.many} had been hired from outside ({outside.year})",
            "both have your résumé",
            (outside,),
            NEXT,
        )


def board_share(board: Fact, kb: KnowledgeBase) -> str:
    return f"{share(board)} of {kb.job.many} presented to the board in {board.year}"


def board_reason(board: Fact, kb: KnowledgeBase) -> Line:
    """Why to speak to the board: the skill that it shows, else how many do."""
    if spoken := evidence.of_skill(kb, "non-technical"):
        return Line(
            f"Putting {kb.job.field} into plain words for executives is a skill the role needs",
            spoken,
        )
    return Line(board_share(board, kb), (board,))
