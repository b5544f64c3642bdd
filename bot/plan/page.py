"""The one-page plan: its sections, and its sources numbered in the order in which they appear."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.domain.facts import Fact, Source
from bot.domain.reply import joined
from bot.knowledge.store import KnowledgeBase
from bot.plan.action import Action
from bot.plan.goal import goal_lines, standing_line
from bot.plan.line import Line, describe, month
from bot.plan.milestones import Plan
from bot.plan.requirements import Standing
from bot.plan.stage import Stage


@dataclass(frozen=True)
class StandingRow:
    """A step with how far it is met: `Grow as a manager`, not started, and by what."""

    label: str
    standing: Standing
    line: Line


@dataclass(frozen=True)
class Page:
    """What a plan says, in the order of reading; renderers add only marks and layout."""

    title: str
    plan: Plan
    person: str
    stands: tuple[StandingRow, ...]
    goal: tuple[Line, ...]

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Each source once, in the order in which the page needs it."""
        return tuple(dict.fromkeys(fact.passage.source for fact in self._facts()))

    def numbers(self, facts: tuple[Fact, ...]) -> tuple[int, ...]:
        """The numbers of the sources of facts, sorted."""
        return tuple(sorted({self.sources.index(fact.passage.source) + 1 for fact in facts}))

    def _facts(self) -> list[Fact]:
        plan = self.plan
        groups = [row.line.facts for row in self.stands]
        groups += [line.facts for line in self.goal]
        groups += [plan.week.start_why.facts] if plan.week else []
        groups += [action.facts for action in plan.actions]
        groups += [line.facts for line in (*plan.later, *plan.alternatives)]
        return [fact for group in groups for fact in group]


def make_page(plan: Plan, kb: KnowledgeBase) -> Page:
    analysis = plan.analysis
    rows = () if analysis.stage is Stage.ROLE else analysis.requirements
    return Page(
        title=title(plan, kb),
        plan=plan,
        person=describe(plan.profile, kb, ("job", "experience", "pay")),
        stands=tuple(
            StandingRow(r.step.label, r.standing, standing_line(r, analysis, kb)) for r in rows
        ),
        goal=goal_lines(analysis, kb),
    )


def title(plan: Plan, kb: KnowledgeBase) -> str:
    """`CISO plan, November 2026`: what the files are called, too."""
    return f"{kb.job.name} plan, {month(plan.on)}"


def reason(action: Action) -> str:
    """The reason as a sentence of its own."""
    return action.why[:1].upper() + action.why[1:].rstrip(".") + "."


def checking(page: Page) -> str:
    """Which sources are other people's pages on an issuer's rules, said once; empty for none."""
    numbers = [str(n) for n, source in enumerate(page.sources, 1) if source.to_be_checked]
    if not numbers:
        return ""
    which = (
        f"Source {numbers[0]} isn’t" if len(numbers) == 1 else f"Sources {joined(numbers)} aren’t"
    )
    return f"{which} the issuer’s own: check rules and fees with the issuer before you pay."
