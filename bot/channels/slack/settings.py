"""What Slack needs to know, from environment variables; without a bot token the channel isn't opened."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.settings import SettingsError

SLACK = "https://slack.com/api/"


@dataclass(frozen=True)
class SlackSettings:
    """`secret` verifies what comes over HTTP, `app_token` opens Socket Mode instead; one of them is there.

    `team` is checked against the token's where it is given. `stale`: after so many seconds without a sign of life,
    another process takes over a question.
    """

    token: str = field(repr=False)
    secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api: str = SLACK
    mentors: str = ""
    team: str = ""
    stale: float = 60.0
    timeout: int = 15

    def __post_init__(self) -> None:
        if not self.secret and not self.app_token:
            raise SettingsError(
                "SLACK_BOT_TOKEN needs SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN for Socket Mode, beside it"
            )
        if not self.api.startswith(("https://", "http://")):
            raise SettingsError("SLACK_API_URL must be an address such as https://slack.com/api/")
        for name, value in (("SLACK_MENTORS_CHANNEL", self.mentors), ("SLACK_TEAM", self.team)):
            if value and not re.fullmatch(r"[A-Z0-9]{2,40}", value):
                raise SettingsError(f"{name} must be an id such as C0123456789, not a name")
        if self.stale < 1 or self.timeout < 1:
            raise SettingsError(
                "SLACK_STALE_SECONDS and SLACK_TIMEOUT_SECONDS must be whole numbers of at least 1"
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
            stale=_seconds(found["STALE_SECONDS"], 60),
            timeout=_seconds(found["TIMEOUT_SECONDS"], 15),
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
)


def _seconds(given: str, default: int) -> int:
    return int(given) if given.isdecimal() else (0 if given else default)
