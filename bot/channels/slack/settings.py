"""What Slack needs to know, from environment variables; without a bot token the channel isn't
opened.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.channels.slack.places import ID
from bot.settings import SettingsError

SLACK = "https://slack.com/api/"


@dataclass(frozen=True)
class SlackSettings:
    """`secret` verifies what comes over HTTP, `app_token` opens Socket Mode instead; one of them is
    there.

    `team` is checked against the token's where it is given. `stale`: after so many seconds without
    a sign of life, another process takes over a question. A question that no mentor took is brought
    up again after `reminder_hours`, a pair is asked after `check_in_days`, and a mentor has
    `mentor_limit` questions at most.
    """

    token: str = field(repr=False)
    secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api: str = SLACK
    mentors: str = ""
    team: str = ""
    stale: float = 60.0
    timeout: int = 15
    reminder_hours: float = 24.0
    check_in_days: float = 14.0
    mentor_limit: int = 3

    def __post_init__(self) -> None:
        if not self.secret and not self.app_token:
            raise SettingsError(
                "SLACK_BOT_TOKEN needs SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN for Socket Mode,"
                " beside it"
            )
        if not self.api.startswith(("https://", "http://")):
            raise SettingsError("SLACK_API_URL must be an address such as https://slack.com/api/")
        for name, value in (("SLACK_MENTORS_CHANNEL", self.mentors), ("SLACK_TEAM", self.team)):
            if value and not ID.fullmatch(value):
                raise SettingsError(f"{name} must be an id such as C0123456789, not a name")
        if self.stale < 1 or self.timeout < 1 or self.mentor_limit < 1:
            raise SettingsError(
                "SLACK_STALE_SECONDS, SLACK_TIMEOUT_SECONDS and SLACK_MENTOR_LIMIT"
                " must be whole numbers of at least 1"
            )
        if self.reminder_hours <= 0 or self.check_in_days <= 0:
            raise SettingsError(
                "SLACK_REMINDER_HOURS and SLACK_CHECK_IN_DAYS must be numbers above 0"
            )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> SlackSettings | None:
        """None without SLACK_BOT_TOKEN; raises SettingsError."""
        found = {name: environment.get(f"SLACK_{name}", "").strip() for name in _NAMES}
        if not found["BOT_TOKEN"]:
            return None
        return cls(
            token=found["BOT_TOKEN"],
            secret=found["SIGNING_SECRET"],
            app_token=found["APP_TOKEN"],
            api=(found["API_URL"] or SLACK).rstrip("/") + "/",
            mentors=found["MENTORS_CHANNEL"],
            team=found["TEAM"],
            stale=_whole(found["STALE_SECONDS"], 60),
            timeout=_whole(found["TIMEOUT_SECONDS"], 15),
            reminder_hours=_number(found["REMINDER_HOURS"], 24.0),
            check_in_days=_number(found["CHECK_IN_DAYS"], 14.0),
            mentor_limit=_whole(found["MENTOR_LIMIT"], 3),
        )


_NAMES = (
    "BOT_TOKEN",
    "SIGNING_SECRET",
    "APP_TOKEN",
    "API_URL",
    "MENTORS_CHANNEL",
    "TEAM",
    "STALE_SECONDS",
    "TIMEOUT_SECONDS",
    "REMINDER_HOURS",
    "CHECK_IN_DAYS",
    "MENTOR_LIMIT",
)


def _whole(given: str, default: int) -> int:
    """0, which no setting takes, for what is no number."""
    return int(given) if given.isdecimal() else (0 if given else default)


def _number(given: str, default: float) -> float:
    try:
        return float(given) if given else default
    except ValueError:
        return 0.0
