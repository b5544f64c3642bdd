"""The one-page plan as a self-contained HTML page: no script,
light and dark, to print on A4 and Letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from bot.plan.markdown import PROMISE, REVIEW, SIGNS, WHERE_FROM, days, goal_heading
from bot.plan.page import Page, checking, reason

_WIDTH, _MARGIN = 640.0, 50.0
# Share of the line between two labels, below which they would run into each other.
_LEAST_APART = 0.17


@dataclass(frozen=True)
class Stop:
    """A mark of the timeline: where it stands and what its two lines of label say."""

    x: float
    when: str
    what: str
    above: bool


def to_html(page: Page) -> str:
    return _template().render(
        page=page,
        plan=page.plan,
        role=page.plan.analysis,
        signs=SIGNS,
        heading=goal_heading(page),
        promise=PROMISE if page.stands else WHERE_FROM,
        review=REVIEW,
        reason=reason,
        checking=checking(page),
        stops=stops(page),
        width=_WIDTH,
    )


def stops(page: Page) -> tuple[Stop, ...]:
    """Today and the milestones, placed by their dates and spread where they would overlap."""
    marks = days(page)
    if len(marks) == 1:
        return ()
    shares = _spread([_share(day, marks[0][0], marks[-1][0]) for day, _ in marks])
    line = _WIDTH - 2 * _MARGIN
    return tuple(
        Stop(round(_MARGIN + share * line, 1), f"{day:%b %Y}", what, place % 2 == 0)
        for place, ((day, what), share) in enumerate(zip(marks, shares, strict=True))
    )


def _share(day: date, first: date, last: date) -> float:
    return (day - first).days / max(1, (last - first).days)


def _spread(shares: list[float]) -> list[float]:
    """Push marks of the same side apart; the last stays at the end."""
    least = min(_LEAST_APART, 1 / max(1, len(shares) - 1))
    found = list(shares)
    for place in range(1, len(found)):
        found[place] = max(found[place], found[place - 1] + least / 2)
    if found[-1] > 1:
        found = [share / found[-1] for share in found]
    return found


@cache
def _template() -> Template:
    folder = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("plan_page.html")
