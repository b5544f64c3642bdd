"""What a workspace that only looks like Slack knows: its people, its channels and everything that
was said there.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import requests
from aiohttp import web

TEAM, OTHER_TEAM, BOT = "T0WORKSPACE", "T0ELSEWHERE", "U0ADVISOR"
ENTERPRISE, HOME_TEAM = "E0ORG", "T0HOME"
ASKER, OTHER, MENTOR, MAX = "U0ASKER", "U0OTHER", "U0MENTOR", "U0MAX"
GONE, STRANGER = "U0GONE", "U0STRANGER"
GENERAL, MENTORS, PRIVATE = "C0GENERAL", "C0MENTORS", "C0NOTINVITED"
BOT_TOKEN, APP_TOKEN, SECRET = "fake-bot-token", "fake-app-token", "fake-signing-secret"
SCOPES = frozenset(
    {
        "app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write",
        "commands",
        "files:write", "groups:history", "groups:read", "im:history", "im:write", "mpim:history",
        "mpim:write",
        "users:read",
    }
)  # fmt: skip

Found = TypeVar("Found")
Message = dict[str, Any]


@dataclass
class Trouble:
    """`limited` answers 429, `broken` 500, `refused` says no; `done` does what is asked and answers
    500; `late` does it and `lost` doesn't, both answer too late.
    """

    kind: str
    seconds: float = 1.0
    error: str = "channel_not_found"


@dataclass(frozen=True)
class Call:
    method: str
    body: dict[str, Any]
    at: float
    status: int


@dataclass
class WorkspaceState:
    """Everything that is remembered; what people, the Web API and the socket do with it stands in
    classes of their own.
    """

    socket_mode: bool = False
    hook: str = ""
    receiver: Callable[[dict[str, Any]], tuple[int, Any]] | None = None
    """Takes deliveries in this process, where no server stands in between."""
    scopes: frozenset[str] = SCOPES
    enterprise: str = ""
    org_install: bool = False
    token_error: str = ""
    """What every call with the bot's token is answered, such as `token_revoked`."""
    app_token_error: str = ""
    prompts: list[dict[str, Any]] = field(default_factory=list)
    statuses: list[dict[str, Any]] = field(default_factory=list)
    titles: list[dict[str, Any]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    forms: list[dict[str, Any]] = field(default_factory=list)
    hints: list[Message] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    private: list[Message] = field(default_factory=list)
    impatient: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = {
            user: {"id": user, "team_id": TEAM, "deleted": user == GONE, "is_bot": user == BOT}
            for user in (ASKER, OTHER, MENTOR, MAX, GONE, BOT)
        }
        self.people[STRANGER] = {"id": STRANGER, "team_id": OTHER_TEAM, "is_stranger": True}
        self.messages: dict[str, list[Message]] = {GENERAL: [], MENTORS: [], PRIVATE: []}
        self.members = {MENTORS: [MENTOR, MAX, BOT], GENERAL: [*self.people]}
        self._troubles: dict[str, deque[Trouble]] = defaultdict(deque)
        self._limited: dict[str, float] = {}
        self._numbers = itertools.count(1)
        self._urls: dict[str, Message] = {}
        self._uses: dict[str, int] = defaultdict(int)
        self._sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Future[Any]] = {}
        self._lock = threading.RLock()
        self._loop = asyncio.new_event_loop()
        self.port = 0
        self._http = requests.Session()

    def trouble(self, method: str, *troubles: Trouble) -> None:
        """The next calls of a method go wrong, one after the other."""
        self._troubles[method].extend(troubles)

    def wait(self, what: Callable[[], Found], seconds: float = 60) -> Found:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = what()
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(
            f"waited {seconds} s in vain; "
            f"last calls: {[(c.method, c.status) for c in self.calls[-8:]]}"
        )

    def dm(self, user: str) -> str:
        channel = "D" + user[1:]
        self.messages.setdefault(channel, [])
        return channel

    def group(self, *users: str) -> str:
        """The group direct messages of the advisor with several people."""
        channel = "G" + "".join(user[1:] for user in sorted(users))
        self.messages.setdefault(channel, [])
        return channel

    def join_workspace(self, user: str, **about: Any) -> str:
        """Adds an active member, or whatever `about` makes of it; returns the id."""
        self.people[user] = {"id": user, "team_id": TEAM, **about}
        return user

    def event(self, event: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": "A0",
            "event_id": f"Ev{next(self._numbers)}",
            "event": event,
            **more,
        }

    def answers(self, channel: str, thread: str = "") -> list[Message]:
        """What the advisor posted, in order."""
        with self._lock:
            return [
                m
                for m in self.messages.get(channel, ())
                if m.get("user") == BOT and (not thread or m.get("thread_ts") == thread)
            ]

    def answer(self, channel: str, thread: str = "", number: int = 1) -> Message:
        """The answer with a number, waited for."""
        return self.wait(lambda: self.answers(channel, thread)[number - 1 : number])[0]

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def _keep_private(self, url: str, body: dict[str, Any]) -> None:
        about = self._urls[url]
        if body.get("replace_original"):
            shown = next(m for m in reversed([*self.private, *self.hints]) if m["url"] == url)
            shown.update(text=body["text"], blocks=body["blocks"])
            return
        # every message has an address of its own
        again = self._url(about["user"], about["channel"])
        self.private.append(
            {
                "ts": self._ts(),
                "url": again,
                "channel": about["channel"],
                "user": about["user"],
                **body,
            }
        )

    def _url(self, user: str, channel: str) -> str:
        url = f"http://127.0.0.1:{self.port}/respond/{next(self._numbers)}"
        self._urls[url] = {"user": user, "channel": channel}
        return url

    def _team(self, user: str) -> str:
        return str(self.people.get(user, {}).get("team_id", TEAM))

    def _ts(self) -> str:
        return f"{int(time.time())}.{next(self._numbers):06d}"
