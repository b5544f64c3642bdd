"""Slack's Web API, asked patiently: told to wait it waits, in order, and nothing is posted twice or lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.blocks import Message

log = logging.getLogger(__name__)
_TRIES = 5
_FIRST_PAUSE = 0.5
"""Seconds before the second try; each further one waits twice as long."""
_WAIT_UNSAID = 30.0
_PASSING = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "message_limit_exceeded",
    }
)
_TOO_MUCH = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}
)
_MARKED = "ciso_advisor"
_PAGES = 10


class Refused(Exception):
    """Slack said no for good; `error` is its code, such as `channel_not_found`."""

    def __init__(self, method: str, error: str) -> None:
        super().__init__(f"{method}: {error}")
        self.error = error


class Unavailable(Exception):
    """Slack didn't answer, or not usefully, after several tries: it may have done what was asked."""


@dataclass(frozen=True)
class Spot:
    """Where a message goes: a channel, and there a thread."""

    channel: str
    thread: str = ""


class Outbox:
    """Calls, posts, and answers to response addresses."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def call(
        self, method: str, *, tries: int = _TRIES, form: bool = False, **arguments: Any
    ) -> dict[str, Any]:
        """The response; raises Refused or Unavailable.

        Being told to wait doesn't count as a try. Methods that read take a `form`, the others JSON.
        """
        for attempt in range(tries):
            if attempt:
                await asyncio.sleep(_FIRST_PAUSE * 2 ** (attempt - 1))
            response = await self._once(method, form, arguments)
            if response is not None:
                return response
        raise Unavailable(method)

    async def post(
        self, spot: Spot, message: Message, key: str, *, since: float, again: bool = False
    ) -> str:
        """Posts a message once and returns its `ts`; messages to one channel are posted in the order of the calls.

        `key` marks the message. Where it may stand there already (`again`: an earlier process may have posted it, or
        a try that Slack never answered), the conversation since `since` is searched for it first.
        """
        lane = self._lanes.setdefault(spot.channel, asyncio.Lock())
        async with lane:
            blocks: list[dict[str, Any]] | None = list(message.blocks)
            for attempt in range(_TRIES):
                if attempt:
                    await asyncio.sleep(_FIRST_PAUSE * 2 ** (attempt - 1))
                if again or attempt:
                    posted = await self._find(spot, key, since)
                    if posted:
                        return posted
                try:
                    response = await self._once(
                        "chat.postMessage", False, _posting(spot, message.text, blocks, key)
                    )
                except Refused as refusal:
                    if blocks is None or refusal.error not in _TOO_MUCH:
                        raise
                    log.error(
                        "Slack refused the blocks of %s (%s): posted as text", key, refusal.error
                    )
                    blocks, response = (
                        None,
                        await self._once(
                            "chat.postMessage", False, _posting(spot, message.text, None, key)
                        ),
                    )
                if response is not None:
                    return str(response["ts"])
        raise Unavailable("chat.postMessage")

    async def privately(self, spot: Spot, user: str, message: Message) -> None:
        """Shows a message to one person in a channel; only a hint, so a refusal is logged and no more."""
        body = _posting(spot, message.text, list(message.blocks), "") | {"user": user}
        try:
            await self.call("chat.postEphemeral", tries=2, **body)
        except (Refused, Unavailable) as error:
            log.warning("a hint could not be shown: %s", error)

    async def update(
        self, channel: str, ts: str, text: str, blocks: tuple[dict[str, Any], ...]
    ) -> None:
        """Replaces the content of a message; cosmetic, so a refusal is logged and no more."""
        try:
            await self.call(
                "chat.update", channel=channel, ts=ts, text=text, blocks=list(blocks), parse="none"
            )
        except (Refused, Unavailable) as error:
            log.warning("a message could not be updated: %s", error)

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Answers through a response address of Slack, as patiently; raises Refused or Unavailable.

        There is no way to look whether an answer arrived: a try without a response is not repeated.
        """
        for attempt in range(_TRIES):
            if attempt:
                await asyncio.sleep(_FIRST_PAUSE * 2 ** (attempt - 1))
            try:
                async with (
                    aiohttp.ClientSession(
                        timeout=aiohttp.ClientTimeout(total=self._client.timeout), trust_env=True
                    ) as session,
                    session.post(url, json=dict(body)) as response,
                ):
                    if response.status == 429:
                        await asyncio.sleep(_seconds(response.headers.get("Retry-After")))
                    elif response.status < 300:
                        return
                    elif response.status < 500:
                        raise Refused("response", (await response.text())[:100])
            except aiohttp.ClientConnectorError as error:
                log.warning("a response address could not be reached: %s", type(error).__name__)
            except (aiohttp.ClientError, asyncio.TimeoutError) as error:
                raise Refused("response", "no_response") from error
        raise Unavailable("response")

    async def direct(self, user: str) -> str:
        """The channel of the direct messages with a person."""
        response = await self.call("conversations.open", users=user)
        return str(response["channel"]["id"])

    async def upload(self, channel: str, files: Mapping[str, str], comment: str) -> None:
        """Shares files (name and content) in one message; raises Refused or Unavailable."""
        ready: list[dict[str, str]] = []
        for name, content in sorted(files.items()):
            data = content.encode()
            told = await self.call(
                "files.getUploadURLExternal", form=True, filename=name, length=str(len(data))
            )
            try:
                async with (
                    aiohttp.ClientSession(
                        timeout=aiohttp.ClientTimeout(total=self._client.timeout), trust_env=True
                    ) as session,
                    session.post(told["upload_url"], data=data) as response,
                ):
                    response.raise_for_status()
            except (aiohttp.ClientError, asyncio.TimeoutError) as error:
                raise Unavailable("upload") from error
            ready.append({"id": str(told["file_id"]), "title": name})
        await self.call(
            "files.completeUploadExternal",
            tries=1,
            files=ready,
            channel_id=channel,
            initial_comment=comment,
        )

    async def _once(
        self, method: str, form: bool, arguments: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """One try, waits included; None when Slack didn't answer usefully."""
        while True:
            try:
                content = dict(arguments)
                response = await self._client.api_call(
                    method, data=content if form else None, json=None if form else content
                )
                return response.data if isinstance(response.data, dict) else None
            except SlackApiError as error:
                status, code = _told(error)
                if status == 429 or code in ("ratelimited", "rate_limited"):
                    await asyncio.sleep(_seconds(error.response.headers.get("Retry-After")))
                    continue
                if code and code not in _PASSING and status < 500:
                    raise Refused(method, code) from error
                log.warning("%s failed for now: %s", method, code or status)
            except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
                log.warning("%s failed for now: %s", method, type(error).__name__)
            return None

    async def _find(self, spot: Spot, key: str, since: float) -> str:
        """The `ts` of the message marked with `key`, empty when there is none."""
        where: dict[str, Any] = {
            "channel": spot.channel,
            "limit": "200",
            "include_all_metadata": "true",
        }
        method = "conversations.replies" if spot.thread else "conversations.history"
        where |= {"ts": spot.thread} if spot.thread else {}
        where |= {"oldest": f"{since - 1:.6f}"}
        try:
            for _ in range(_PAGES):
                response = await self.call(method, form=True, **where)
                for message in response.get("messages", ()):
                    if message.get("metadata", {}).get("event_payload", {}).get("key") == key:
                        return str(message["ts"])
                cursor = (response.get("response_metadata") or {}).get("next_cursor")
                if not cursor:
                    return ""
                where["cursor"] = cursor
        except Refused as refusal:
            log.error("whether a message was posted can't be looked up: %s", refusal)
        return ""


def sent(message: Message) -> dict[str, Any]:
    """A message as Slack takes it, with nothing in it that unfolds, links or mentions by itself."""
    return {
        "text": message.text,
        "blocks": list(message.blocks),
        "unfurl_links": False,
        "unfurl_media": False,
        "mrkdwn": False,
        "parse": "none",
    }


def _posting(
    spot: Spot, text: str, blocks: list[dict[str, Any]] | None, key: str
) -> dict[str, Any]:
    body = (
        sent(Message(text, tuple(blocks)))
        if blocks
        else {**sent(_BARE), "text": text, "blocks": None}
    )
    body |= {"channel": spot.channel, "link_names": False}
    body |= {"thread_ts": spot.thread} if spot.thread else {}
    body |= {"metadata": {"event_type": _MARKED, "event_payload": {"key": key}}} if key else {}
    return {name: value for name, value in body.items() if value is not None}


_BARE = Message("", ({"type": "divider"},))


def _seconds(header: str | None) -> float:
    try:
        return max(0.0, min(float(header or ""), 3600.0))
    except ValueError:
        return _WAIT_UNSAID


def _told(error: SlackApiError) -> tuple[int, str]:
    data = error.response.data if hasattr(error.response, "data") else None
    return int(getattr(error.response, "status_code", 0) or 0), str(
        data.get("error", "")
    ) if isinstance(data, dict) else ""
