"""A workspace without Slack: its Web API and Socket Mode on loopback, its people, and everything that was said to it.

It signs what it delivers as Slack does, refuses what Slack refuses, and can be told to be slow, busy or broken.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

import requests
from aiohttp import WSMsgType, web

from tools.slack_limits import elements, refusal

TEAM, OTHER_TEAM, BOT = "T0WORKSPACE", "T0ELSEWHERE", "U0ADVISOR"
ENTERPRISE, HOME_TEAM = "E0ORG", "T0HOME"
ASKER, OTHER, MENTOR, MAX = "U0ASKER", "U0OTHER", "U0MENTOR", "U0MAX"
GONE, STRANGER = "U0GONE", "U0STRANGER"
GENERAL, MENTORS, PRIVATE = "C0GENERAL", "C0MENTORS", "C0NOTINVITED"
BOT_TOKEN, APP_TOKEN, SECRET = "fake-bot-token", "fake-app-token", "fake-signing-secret"
SCOPES = frozenset(
    {
        "app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "commands",
        "files:write", "groups:history", "groups:read", "im:history", "im:write", "mpim:history", "mpim:write",
        "users:read",
    }
)  # fmt: skip
_HISTORY = {"D": "im:history", "G": "mpim:history", "C": "channels:history"}
_READS = {
    "auth.test",
    "chat.getPermalink",
    "conversations.members",
    "users.info",
    "conversations.history",
    "conversations.replies",
    "files.getUploadURLExternal",
    "apps.connections.open",
}

Found = TypeVar("Found")
Message = dict[str, Any]


@dataclass
class Trouble:
    """`limited` answers 429, `broken` 500, `refused` says no; `done` does what is asked and answers 500; `late` does it
    and `lost` doesn't, both answer too late."""

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
class Workspace:
    """Used from a test's thread; serves from one of its own."""

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
        self._http = requests.Session()

    # -- life ---------------------------------------------------------------------------------------------------

    def start(self) -> Workspace:
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.port = asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)
        return self

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _close(self) -> None:
        await self._runner.cleanup()
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def environment(self, *, mentors: str = MENTORS, **more: str) -> dict[str, str]:
        """What a server needs to be the advisor of this workspace."""
        door = (
            {"SLACK_APP_TOKEN": APP_TOKEN} if self.socket_mode else {"SLACK_SIGNING_SECRET": SECRET}
        )
        return {
            "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": f"http://127.0.0.1:{self.port}/api/", "SLACK_TIMEOUT_SECONDS": "2",
            "SLACK_STALE_SECONDS": "4", "SLACK_MENTORS_CHANNEL": mentors, **door, **more,
        }  # fmt: skip

    def join(self, server_url: str) -> None:
        """Waits until the advisor is there to hear us."""
        self.hook = f"{server_url}/webhooks/slack/webhook"
        if self.socket_mode:
            self.wait(lambda: self._sockets)
        else:
            self.wait(
                lambda: requests.get(self.hook.removesuffix("webhook"), timeout=5).json()[
                    "connected"
                ]
            )

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
            f"waited {seconds} s in vain; last calls: {[(c.method, c.status) for c in self.calls[-8:]]}"
        )

    # -- what people do -----------------------------------------------------------------------------------------

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

    def edit(self, channel: str, ts: str, text: str) -> None:
        """Changes a message of a person, and delivers what Slack does: `message_changed`, and the mention."""
        message = next(m for m in self.messages[channel] if m["ts"] == ts)
        before = deepcopy(message)
        message |= {"text": text, "edited": {"user": message["user"], "ts": self._ts()}}
        kind = {"D": "im", "G": "mpim"}.get(channel[:1], "channel")
        event = {
            "type": "message", "subtype": "message_changed", "hidden": True, "channel": channel, "channel_type": kind,
            "ts": self._ts(), "message": deepcopy(message), "previous_message": before,
        }  # fmt: skip
        assert self.deliver(self.event(event))[0] == 200

    def tick(self, form: dict[str, Any], user: str, *names: str) -> dict[str, Any]:
        """Ticks boxes of an open form as Slack reports it while the form is open."""
        block = next(block for block in form["blocks"] if block.get("block_id") == "share")
        options = [option for option in block["element"]["options"] if option["value"] in names]
        asked = next(block for block in form["blocks"] if block.get("block_id") == "question")
        typed = {"type": "plain_text_input", "value": asked["element"].get("initial_value")}
        boxes = {"type": "checkboxes", "selected_options": options}
        state = {"values": {"question": {"question": typed}, "share": {"share": boxes}}}
        action = {
            "type": "checkboxes",
            "block_id": "share",
            "action_id": "share",
            "selected_options": options,
        }
        payload = {
            "type": "block_actions", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM},
            "container": {"type": "view", "view_id": form["id"]}, "actions": [action | {"action_ts": self._ts()}],
            "view": {**form, "state": state, "hash": "1.1"}, "trigger_id": f"{next(self._numbers)}.{time.time_ns()}",
        }  # fmt: skip
        assert self.deliver(payload, "interactive")[0] == 200
        return form

    def write(self, user: str, channel: str, text: str, thread: str = "", **more: Any) -> Message:
        """Puts a message into a channel without telling the advisor."""
        message = {
            "type": "message",
            "user": user,
            "text": text,
            "ts": self._ts(),
            "team": self._team(user),
            **more,
        }
        message |= {"thread_ts": thread} if thread else {}
        with self._lock:
            self.messages[channel].append(message)
        return message

    def events(self, channel: str, message: Message) -> list[dict[str, Any]]:
        """What Slack delivers of a message: of a mention in a channel two events."""
        kind = {"D": "im", "G": "mpim"}.get(channel[:1], "channel")
        found = [self.event({**message, "channel": channel, "channel_type": kind})]
        by_hand = message.get("subtype") in (None, "file_share")
        if kind == "channel" and by_hand and f"<@{BOT}>" in message["text"]:
            found.append(self.event({**message, "type": "app_mention", "channel": channel}))
        return found

    def event(self, event: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": "A0",
            "event_id": f"Ev{next(self._numbers)}",
            "event": event,
            **more,
        }

    def say(self, user: str, text: str, channel: str = "", thread: str = "", **more: Any) -> str:
        """A message of a person, delivered; returns its `ts`. Without a channel it is a direct message."""
        channel = channel or self.dm(user)
        message = self.write(user, channel, text, thread, **more)
        for payload in self.events(channel, message):
            assert self.deliver(payload)[0] == 200
        return str(message["ts"])

    def command(self, user: str, text: str, channel: str = GENERAL, **more: Any) -> tuple[int, Any]:
        """`/ciso text`; an answer that comes at once is also kept in `private`."""
        url, trigger = self._url(user, channel), f"{next(self._numbers)}.{time.time_ns()}"
        fields = {
            "command": "/ciso", "text": text, "user_id": user, "team_id": TEAM, "channel_id": channel,
            "response_url": url, "trigger_id": trigger, **more,
        }  # fmt: skip
        status, body = self.deliver(fields, "slash_commands")
        if isinstance(body, dict) and body.get("blocks"):
            self._keep_private(url, body)
        return status, body

    def press(
        self, user: str, message: Message, label: str, channel: str = "", /, **more: Any
    ) -> dict[str, Any]:
        """Presses the button with a label (or an accessibility label, or an action id); returns what was delivered."""
        payload = self.pressing(user, message, label, channel, **more)
        assert self.deliver(payload, "interactive")[0] == 200
        return payload

    def pressing(
        self, user: str, message: Message, label: str, channel: str = "", /, **more: Any
    ) -> dict[str, Any]:
        action = next(
            found for element in elements(message["blocks"]) if (found := _pressed(element, label))
        )
        action |= {"action_ts": self._ts()}
        body = {
            "type": "block_actions", "team": {"id": TEAM}, "user": {"id": user, "team_id": self._team(user)}, "api_app_id": "A0",
            "trigger_id": f"{next(self._numbers)}.{time.time_ns()}", "actions": [action], **more,
        }  # fmt: skip
        if message.get("type") == "home":
            return body | {"container": {"type": "view"}, "view": message}
        if "url" in message:
            container = {
                "type": "message",
                "message_ts": message["ts"],
                "channel_id": message["channel"],
                "is_ephemeral": True,
            }
            return body | {
                "container": container,
                "channel": {"id": message["channel"]},
                "response_url": message["url"],
            }
        channel = channel or next(
            name
            for name, posted in self.messages.items()
            if any(m["ts"] == message["ts"] for m in posted)
        )
        container = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel,
            "is_ephemeral": False,
        }
        body["response_url"] = self._url(user, channel)
        current = next(m for m in self.messages[channel] if m["ts"] == message["ts"])
        return body | {
            "container": container,
            "channel": {"id": channel},
            "message": deepcopy(current),
        }

    def submit(
        self,
        user: str,
        form: dict[str, Any],
        question: str | None = None,
        share: tuple[str, ...] = (),
    ) -> tuple[int, Any]:
        """Sends a form that was opened, with the question as it stands there unless another one is given."""
        blocks = {block["block_id"]: block for block in form["blocks"] if block["type"] == "input"}
        if question is None:
            question = blocks["question"]["element"].get("initial_value")
        ticked = [
            option
            for option in blocks.get("share", {}).get("element", {}).get("options", ())
            if option["value"] in share
        ]
        values: dict[str, Any] = {
            "question": {"question": {"type": "plain_text_input", "value": question}}
        }
        if "share" in blocks:
            values["share"] = {"share": {"type": "checkboxes", "selected_options": ticked}}
        view = {**form, "state": {"values": values}}
        body = {
            "type": "view_submission",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "view": view,
            "trigger_id": "1.1",
        }
        return self.deliver(body, "interactive")

    def open_home(self, user: str, tab: str = "home") -> None:
        event = {
            "type": "app_home_opened",
            "user": user,
            "channel": self.dm(user),
            "tab": tab,
            "event_ts": self._ts(),
        }
        assert self.deliver(self.event(event))[0] == 200

    # -- what they read -----------------------------------------------------------------------------------------

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

    # -- delivery -----------------------------------------------------------------------------------------------

    def deliver(
        self, payload: dict[str, Any], kind: str = "events_api", **headers: str
    ) -> tuple[int, Any]:
        """One delivery, as Slack makes it; returns the status (0: not acknowledged) and the body of the response."""
        if self.receiver:
            return self.receiver(payload)
        if self.socket_mode:
            return asyncio.run_coroutine_threadsafe(
                self._envelope(payload, kind), self._loop
            ).result(30)
        body, content = json.dumps(payload), "application/json; charset=utf-8"
        if kind != "events_api":
            body = urlencode(payload if kind == "slash_commands" else {"payload": body})
            content = "application/x-www-form-urlencoded"
        return self.deliver_raw(body.encode(), {"Content-Type": content, **headers})

    def deliver_raw(
        self,
        body: bytes,
        headers: dict[str, str],
        secret: str = SECRET,
        at: float | None = None,
        *,
        signed_body: bytes | None = None,
    ) -> tuple[int, Any]:
        """Posts bytes, truly signed for now unless told otherwise."""
        stamp = str(int(at or time.time()))
        signed_bytes = b"v0:%s:%s" % (stamp.encode(), body if signed_body is None else signed_body)
        signature = "v0=" + hmac.new(secret.encode(), signed_bytes, hashlib.sha256).hexdigest()
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature, **headers}
        response = requests.post(
            self.hook,
            body,
            headers={name: value for name, value in signed.items() if value},
            timeout=30,
        )
        try:
            return response.status_code, response.json()
        except ValueError:
            return response.status_code, response.text

    async def _envelope(self, payload: dict[str, Any], kind: str) -> tuple[int, Any]:
        key = f"E{next(self._numbers)}"
        self._acks[key] = asyncio.get_running_loop().create_future()
        await self._sockets[-1].send_json(
            {
                "envelope_id": key,
                "type": kind,
                "payload": payload,
                "accepts_response_payload": kind != "events_api",
            }
        )
        try:
            return 200, await asyncio.wait_for(self._acks[key], 10)
        except asyncio.TimeoutError:
            return 0, None

    # -- Slack's side -------------------------------------------------------------------------------------------

    async def _serve(self) -> int:
        app = web.Application(client_max_size=10**7)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_post("/respond/{id}", self._respond)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return int(site._server.sockets[0].getsockname()[1])  # type: ignore[union-attr]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.content_type == "application/json":
            body = await request.json() if method not in _READS else {}
        else:
            body = dict(await request.post())
        response = await self._answered(method, body, request)
        self.calls.append(Call(method, body, time.monotonic(), response.status))
        return response

    async def _answered(
        self, method: str, body: dict[str, Any], request: web.Request
    ) -> web.StreamResponse:
        expected = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if request.headers.get("Authorization") != f"Bearer {expected}":
            return _no("invalid_auth")
        error = self.app_token_error if expected == APP_TOKEN else self.token_error
        if error:
            needed = {"needed": "connections:write"} if error == "missing_scope" else {}
            return web.json_response({"ok": False, "error": error, **needed})
        limited = f"{method}:{body.get('channel', '')}"
        left = self._limited.get(limited, 0) - time.monotonic()
        if left > 0:
            self.impatient.append(limited)
            return web.Response(status=429, headers={"Retry-After": str(int(left) + 1)})
        trouble = self._troubles[method].popleft() if self._troubles[method] else None
        if trouble is None:
            return self._do(method, body)
        if trouble.kind == "limited":
            self._limited[limited] = time.monotonic() + trouble.seconds - 0.05
            return web.json_response(
                {"ok": False, "error": "ratelimited"},
                status=429,
                headers={"Retry-After": str(int(trouble.seconds))},
            )
        if trouble.kind == "broken":
            return web.Response(status=500, text="<html>it hurts</html>", content_type="text/html")
        if trouble.kind == "refused":
            return _no(trouble.error)
        if trouble.kind == "done":
            self._do(method, body)
            return web.Response(status=500)
        if trouble.kind == "late":
            response = self._do(method, body)
            await asyncio.sleep(trouble.seconds)
            return response
        await asyncio.sleep(trouble.seconds)
        return web.Response(status=503)

    def _do(self, method: str, body: dict[str, Any]) -> web.Response:
        done = getattr(self, "_api_" + method.replace(".", "_"), None)
        if done is None:
            return _no("unknown_method")
        with self._lock:
            told = done(body)
        return _no(told) if isinstance(told, str) else web.json_response({"ok": True, **told})

    def _api_auth_test(self, body: dict[str, Any]) -> Any:
        about = {"user_id": BOT, "bot_id": "B0ADVISOR", "team_id": TEAM}
        if self.enterprise:
            about["enterprise_id"] = self.enterprise
        if self.org_install:
            return {**about, "team_id": self.enterprise, "is_enterprise_install": True}
        return about

    def _api_users_info(self, body: dict[str, Any]) -> Any:
        return (
            {"user": self.people[body["user"]]}
            if body.get("user") in self.people
            else "user_not_found"
        )

    def _api_conversations_open(self, body: dict[str, Any]) -> Any:
        users = body["users"].split(",")
        if not set(users) <= set(self.people):
            return "user_not_found"
        if len(users) == 1:
            return self._lacks("im:write") or {"channel": {"id": self.dm(users[0])}}
        return self._lacks("mpim:write") or {"channel": {"id": self.group(*users)}}

    def _api_conversations_members(self, body: dict[str, Any]) -> Any:
        return self._lacks("channels:read") or {
            "members": self.members.get(body["channel"], []),
            "response_metadata": {"next_cursor": ""},
        }

    def _api_chat_getPermalink(self, body: dict[str, Any]) -> Any:
        if not any(m["ts"] == body["message_ts"] for m in self.messages.get(body["channel"], ())):
            return "message_not_found"
        ts = body["message_ts"].replace(".", "")
        link = f"https://workspace.example/archives/{body['channel']}/p{ts}"
        return {"channel": body["channel"], "permalink": link}

    def _api_conversations_history(self, body: dict[str, Any]) -> Any:
        lacking = self._lacks(_HISTORY[body["channel"][:1]])
        if lacking:
            return lacking
        found = [
            m
            for m in self.messages.get(body["channel"], ())
            if float(m["ts"]) >= float(body.get("oldest", 0))
        ]
        return {"messages": [deepcopy(m) for m in reversed(found)]}

    def _api_conversations_replies(self, body: dict[str, Any]) -> Any:
        lacking = self._lacks(_HISTORY[body["channel"][:1]])
        if lacking:
            return lacking
        found = [
            m
            for m in self.messages.get(body["channel"], ())
            if body["ts"] in (m["ts"], m.get("thread_ts"))
        ]
        return {"messages": deepcopy(found)}

    def _api_chat_postMessage(self, body: dict[str, Any]) -> Any:
        if body["channel"] == PRIVATE:
            return "not_in_channel"
        wrong = self._wrong(body)
        if wrong:
            return wrong
        message: Message = {
            key: body[key] for key in ("text", "blocks", "metadata", "thread_ts") if key in body
        }
        message |= {
            "type": "message",
            "ts": self._ts(),
            "user": BOT,
            "bot_id": "B0ADVISOR",
            "sent": body,
        }
        self.messages[body["channel"]].append(message)
        return {"ts": message["ts"], "channel": body["channel"]}

    def _api_chat_postEphemeral(self, body: dict[str, Any]) -> Any:
        """The page "chat.postEphemeral method" of Slack's reference has no `mrkdwn`, `unfurl_*` and `metadata`."""
        strange = {"mrkdwn", "unfurl_links", "unfurl_media", "metadata"} & set(body)
        wrong = "invalid_arguments" if strange else self._wrong(body)
        if not wrong:
            ts, url = self._ts(), self._url(body["user"], body["channel"])
            self.hints.append({**body, "ts": ts, "url": url})
        return wrong or {"message_ts": self.hints[-1]["ts"]}

    def _api_chat_update(self, body: dict[str, Any]) -> Any:
        found = [m for m in self.messages.get(body["channel"], ()) if m["ts"] == body["ts"]]
        wrong = self._wrong(body) or ("" if found else "message_not_found")
        if not wrong:
            found[0].update(text=body["text"], blocks=body["blocks"])
        return wrong or {"ts": body["ts"]}

    def _api_views_publish(self, body: dict[str, Any]) -> Any:
        shown = [block for block in body["view"]["blocks"] if block["type"] != "input"]
        wrong = refusal(shown, 100)
        if not wrong:
            self.homes[body["user_id"]] = body["view"]
        return wrong or {"view": body["view"]}

    def _api_views_open(self, body: dict[str, Any]) -> Any:
        if time.time_ns() - int(body["trigger_id"].partition(".")[2]) > 3e9:
            return "expired_trigger_id"
        self.forms.append({**body["view"], "id": f"V{next(self._numbers)}"})
        return {"view": self.forms[-1]}

    def _api_views_update(self, body: dict[str, Any]) -> Any:
        found = next((form for form in self.forms if form["id"] == body["view_id"]), None)
        if found is None:
            return "not_found"
        found.update(body["view"])
        return {"view": found}

    def _api_assistant_threads_setSuggestedPrompts(self, body: dict[str, Any]) -> Any:
        fine = all(prompt["title"] and prompt["message"] for prompt in body["prompts"])
        lacking = self._lacks("assistant:write") or ("" if fine else "invalid_arguments")
        self.prompts += [] if lacking else [body]
        return lacking or {}

    def _api_assistant_threads_setStatus(self, body: dict[str, Any]) -> Any:
        lacking = self._lacks("assistant:write")
        self.statuses += [] if lacking else [body]
        return lacking or {}

    def _api_assistant_threads_setTitle(self, body: dict[str, Any]) -> Any:
        lacking = self._lacks("assistant:write")
        self.titles += [] if lacking else [body]
        return lacking or {}

    def _lacks(self, scope: str) -> Any:
        """`missing_scope` as Slack answers it, empty when the app has the scope."""
        if scope in self.scopes:
            return ""
        return {
            "ok": False,
            "error": "missing_scope",
            "needed": scope,
            "provided": ",".join(sorted(self.scopes)),
        }

    def _api_apps_connections_open(self, body: dict[str, Any]) -> Any:
        return {"url": f"ws://127.0.0.1:{self.port}/socket?ticket={next(self._numbers)}"}

    def _api_files_getUploadURLExternal(self, body: dict[str, Any]) -> Any:
        number = next(self._numbers)
        self.files.append({"id": f"F{number}", "name": body["filename"]})
        return {
            "upload_url": f"http://127.0.0.1:{self.port}/upload/F{number}",
            "file_id": f"F{number}",
        }

    def _api_files_completeUploadExternal(self, body: dict[str, Any]) -> Any:
        for shared in body["files"]:
            file = next(file for file in self.files if file["id"] == shared["id"])
            file |= {"channel": body["channel_id"], "thread": body.get("thread_ts", "")}
        message = {
            "type": "message", "ts": self._ts(), "user": BOT, "bot_id": "B0ADVISOR", "text": body["initial_comment"],
            "files": [dict(file) for file in body["files"]],
        }  # fmt: skip
        message |= {"thread_ts": body["thread_ts"]} if body.get("thread_ts") else {}
        self.messages.setdefault(body["channel_id"], []).append(message)
        return {"files": body["files"]}

    def _wrong(self, body: dict[str, Any]) -> str:
        if body["channel"] not in self.messages:
            return "channel_not_found"
        return (
            refusal(body["blocks"]) if "blocks" in body else ("" if body.get("text") else "no_text")
        )

    async def _upload(self, request: web.Request) -> web.Response:
        next(file for file in self.files if file["id"] == request.match_info["id"])["content"] = (
            await request.read()
        ).decode()
        return web.Response(text="OK")

    async def _respond(self, request: web.Request) -> web.Response:
        body, url = await request.json(), f"http://127.0.0.1:{self.port}{request.path}"
        trouble = self._troubles["respond"].popleft() if self._troubles["respond"] else None
        if trouble and trouble.kind == "limited":
            return web.Response(status=429, headers={"Retry-After": str(int(trouble.seconds))})
        if trouble and trouble.kind == "broken":
            return web.Response(status=500)
        self._uses[url] += 1
        if url not in self._urls or self._uses[url] > 5 or refusal(body.get("blocks")):
            return web.Response(status=404, text="used_url")
        with self._lock:
            self._keep_private(url, body)
        if trouble:
            await asyncio.sleep(trouble.seconds)
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._sockets.append(socket)
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                told = json.loads(message.data)
                ack = self._acks.get(told["envelope_id"])
                if ack and not ack.done():
                    ack.set_result(told.get("payload"))
        self._sockets.remove(socket)
        return socket

    def hang_up(self) -> None:
        """Closes the sockets, as Slack does several times a day."""
        for socket in list(self._sockets):
            asyncio.run_coroutine_threadsafe(socket.close(), self._loop).result(10)

    def _keep_private(self, url: str, body: dict[str, Any]) -> None:
        about = self._urls[url]
        if body.get("replace_original"):
            shown = next(m for m in reversed([*self.private, *self.hints]) if m["url"] == url)
            shown.update(text=body["text"], blocks=body["blocks"])
            return
        again = self._url(
            about["user"], about["channel"]
        )  # every message has an address of its own
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


@contextmanager
def workspace(*, socket_mode: bool = False) -> Iterator[Workspace]:
    made = Workspace(socket_mode=socket_mode).start()
    try:
        yield made
    finally:
        made.stop()


def suggestions(message: Message) -> list[str]:
    """The titles of the suggestions below an answer, whole where a button cuts them."""
    return [
        element.get("accessibility_label") or element["text"]["text"]
        for element in elements(message["blocks"])
        if element["block_id"] == "next"
    ]


def _pressed(element: dict[str, Any], label: str) -> dict[str, Any] | None:
    """The action of an element that carries a label."""
    about = {
        "action_id": element["action_id"],
        "block_id": element["block_id"],
        "type": element["type"],
    }
    for part in (element, element.get("positive_button"), element.get("negative_button")):
        labels = (part.get("text", {}).get("text"), part.get("accessibility_label")) if part else ()
        if part and label in (*labels, element["action_id"]):
            return (
                about
                | {"value": part["value"]}
                | ({"text": part["text"]} if part is element else {})
            )
    return None


def _no(error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error})
