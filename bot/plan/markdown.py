"""The one-page plan as Markdown."""

from __future__ import annotations

from datetime import date

from bot.domain.facts import Fact, Source
from bot.plan.action import Action
from bot.plan.line import Line
from bot.plan.milestones import Milestone
from bot.plan.page import Page, checking, reason
from bot.plan.requirements import Standing
from bot.plan.stage import Stage

SIGNS = {
    Standing.MET: "●",
    Standing.PARTLY: "◐",
    Standing.MISSING: "○",
    Standing.UNKNOWN: "?",
}
SOURCES = "Sources"
WHERE_FROM = "Small numbers mark the sources."
PROMISE = "Nobody can promise you the job; small numbers mark the sources."
REVIEW = "Look at this page again each quarter; the calendar file has the dates."


def to_markdown(page: Page) -> str:
    plan = page.plan
    out = [f"# {escaped(page.title)}", ""]
    out += [opening(page), ""]
    out += _standings(page)
    out += ["## " + goal_heading(page), ""]
    out += [" ".join(_sentence(page, line) for line in page.goal), ""]
    if marks := timeline(page):
        out += [f"`{marks}`", ""]
    if plan.week:
        out += [
            "## This week",
            "",
            f"**{_point(escaped(plan.week.start))}** {_sentence(page, plan.week.start_why)} "
            f"*Done when {plan.week.start_done}.*",
            "",
        ]
    for part in plan.quarters:
        if part.actions:
            out += [f"## {part.quarter.label}", ""]
            out += [_action(page, action) for action in part.actions]
            out.append("")
    for heading, lines in (("After that", plan.later), ("If a way is closed", plan.alternatives)):
        if lines:
            out += [f"## {heading}", "", *(f"- {_sentence(page, line)}" for line in lines), ""]
    out += [REVIEW, "", f"## {SOURCES}", ""]
    out += [f"{number}. {_source(source)}" for number, source in enumerate(page.sources, 1)]
    if doubt := checking(page):
        out += ["", doubt]
    return "\n".join(out) + "\n"


def _standings(page: Page) -> list[str]:
    """The lines on where the person stands, none where nothing is known."""
    if not page.stands:
        return []
    out = ["## Where you stand", ""]
    for row in page.stands:
        text = f": {escaped(row.line.text)}" if row.line.text else ""
        out.append(
            f"- {SIGNS[row.standing]} **{escaped(row.label)}**, {row.standing.value}{text}"
            f"{_marks(page, row.line.facts)}"
        )
    return [*out, ""]


def opening(page: Page) -> str:
    """Whom the plan is for, and what it can't promise."""
    person = f"For: {escaped(page.person)}. " if page.person else ""
    promise = WHERE_FROM if not page.stands else PROMISE
    return person + promise


def superscript(numbers: tuple[int, ...]) -> str:
    """`¹,³` for the first and third source."""
    return ",".join(str(number).translate(_SUPERSCRIPT) for number in numbers)


_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def goal_heading(page: Page) -> str:
    return "What this plan is for" if page.plan.analysis.stage is Stage.ROLE else "The goal"


def timeline(page: Page) -> str:
    """`now ── Nov 2027 CISSP years ── Nov 2030 earliest`, empty when no day is known."""
    found = days(page)
    return " ── ".join(f"{day:%b %Y} {label}" for day, label in found) if len(found) > 1 else ""


def days(page: Page) -> tuple[tuple[date, str], ...]:
    """Today and the days of the timeline with what they bring; those of one month are one."""
    labels: dict[date, list[str]] = {page.plan.on: ["today"]}
    for milestone in page.plan.milestones:
        labels.setdefault(milestone.day.replace(day=1), []).append(_short(milestone))
    return tuple((day, ", ".join(parts)) for day, parts in labels.items())


def _short(milestone: Milestone) -> str:
    """The few words of a milestone that fit a timeline."""
    return milestone.label + (" (example)" if milestone.is_example else "")


def escaped(text: str) -> str:
    """Markdown's signs as they are: a profile may hold any words."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in text)


def _action(page: Page, action: Action) -> str:
    return (
        f"- **{escaped(action.text)}.** {escaped(reason(action))}{_marks(page, action.facts)} "
        f"*Done when {escaped(action.done)}.*"
    )


def _sentence(page: Page, line: Line) -> str:
    return f"{_point(escaped(line.text))}{_marks(page, line.facts)}"


def _point(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _marks(page: Page, facts: tuple[Fact, ...]) -> str:
    numbers = page.numbers(facts)
    return superscript(numbers)


def _source(source: Source) -> str:
    name = f"[{escaped(source.title)}]({source.url})" if source.url else escaped(source.title)
    who = f", {escaped(source.publisher)}" if source.publisher else ""
    year = f", {source.year}" if source.year else ", undated"
    return f"{name}{who}{year}"
