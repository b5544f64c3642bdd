"""What works once Slack has said who we are, and which kind of job each part of it does."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.channels.slack.advisor import Advisor, Services
from bot.channels.slack.agent_view import AgentView
from bot.channels.slack.answer_buttons import AnswerButtons
from bot.channels.slack.handover import Handover
from bot.channels.slack.home import Home
from bot.channels.slack.job_queue import Job
from bot.channels.slack.mentor_reminders import Pace, Reminders
from bot.channels.slack.mentoring import Mentoring
from bot.channels.slack.mentors import Mentors
from bot.channels.slack.messenger import Messenger
from bot.channels.slack.settings import SlackSettings
from bot.store.database import Database
from bot.store.feedback import Feedback
from bot.store.mentoring import MentoringStore

Handlers = dict[str, Callable[[Job], Awaitable[None]]]


@dataclass(frozen=True)
class Running:
    """The parts that act in Slack; `handover` is None where there is no mentors' channel."""

    services: Services
    advisor: Advisor
    agent_view: AgentView
    home: Home
    handover: Handover | None


def start_services(
    services: Services,
    database: Database,
    settings: SlackSettings,
    handlers: Handlers,
    clock: Callable[[], float] = time.time,
) -> Running:
    """Makes the parts and adds the jobs that they do to `handlers`."""
    agent_view = AgentView(services.client)
    has_mentors = bool(settings.mentors)
    advisor = Advisor(services, agent_view, mentors=has_mentors)
    buttons = AnswerButtons(services, advisor, Feedback(database))
    jobs = (
        advisor.question, advisor.example, buttons.suggestion, buttons.rest, buttons.verdict,
        buttons.reason,
        buttons.plan,
    )  # fmt: skip
    handlers.update({job.__name__: job for job in jobs})
    if not has_mentors:
        home = Home(services, advisor, None, None)
        return Running(services, advisor, agent_view, home, None)
    store = MentoringStore(database, services.me.team)
    mentors = Mentors(services.client, services.people, store, settings.mentors)
    messenger = Messenger(services.client)
    pace = Pace(
        settings.reminder_hours * 3600, settings.check_in_days * 86_400, settings.mentor_limit
    )
    home = Home(services, advisor, mentors, store)
    handover = Handover(services, advisor, store, messenger, settings.mentors, pace.reminder, clock)
    reminders = Reminders(services, store, mentors, messenger, pace, clock)
    mentoring = Mentoring(services, store, mentors, messenger, reminders, pace, clock)
    mentoring.on_change = home.show
    services.jobs.on_tick = reminders.on_tick
    mentor_jobs = (
        handover.brief, mentoring.take, mentoring.give_back, mentoring.done,
        mentoring.answer_check_in,
        reminders.due, mentoring.pause,
    )  # fmt: skip
    handlers.update({job.__name__: job for job in mentor_jobs})
    return Running(services, advisor, agent_view, home, handover)
