"""The files of a plan, by names that the person recognizes: `CISO plan, November 2026.ics`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan.calendar_file import to_calendar
from bot.plan.html_page import to_html
from bot.plan.markdown import SOURCES, to_markdown
from bot.plan.milestones import Plan, make_plan
from bot.plan.page import Page, make_page, title

MOST_WORDS = 500
# Lines on the years after that stay as long as there is anything else to leave out.
_LEAST_LATER = 2
SUFFIXES = (".html", ".ics", ".md")


def files(
    profile: Profile,
    kb: KnowledgeBase,
    today: date,
    previous: Sequence[tuple[Profile, date]] = (),
) -> dict[str, str]:
    """The page to print, the calendar and the Markdown; nothing when nothing is known of the
    person.

    `previous` are the profiles and days of the plans exported before, the oldest first: their
    entries that are over are ended in the calendar.
    """
    if profile.is_empty:
        return {}
    plan = make_plan(profile, kb, today)
    page = fitted_page(plan, kb)
    before = [make_plan(person, kb, on) for person, on in previous]
    contents = (to_html(page), to_calendar(plan, kb, before), to_markdown(page))
    return dict(zip(file_names(plan, kb), contents, strict=True))


def fitted_page(plan: Plan, kb: KnowledgeBase) -> Page:
    """The page of a plan in at most MOST_WORDS before its sources: what is said of the years after
    and of ways round gives way, never an action.
    """
    page = make_page(plan, kb)
    while _words(page) > MOST_WORDS and (plan.later or plan.alternatives):
        plan = _lighter(plan)
        page = make_page(plan, kb)
    return page


def _words(page: Page) -> int:
    return len(to_markdown(page).partition(f"## {SOURCES}")[0].split())


def _lighter(plan: Plan) -> Plan:
    """The plan without the line that is missed least: the second way round, what comes last, then
    the rest of the ways round.
    """
    if len(plan.alternatives) > 1:
        return replace(plan, alternatives=plan.alternatives[:-1])
    if len(plan.later) > _LEAST_LATER or not plan.alternatives:
        return replace(plan, later=plan.later[:-1])
    return replace(plan, alternatives=())


def file_names(plan: Plan, kb: KnowledgeBase) -> tuple[str, ...]:
    return tuple(f"{title(plan, kb)}{suffix}" for suffix in SUFFIXES)


def content_of(made: dict[str, str], suffix: str) -> str:
    """The file with a suffix such as `.md`, empty when there is none."""
    return next((text for name, text in made.items() if name.endswith(suffix)), "")
