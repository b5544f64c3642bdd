"""Slack's Web API: a client with retries and ordered posting, which neither posts twice nor loses a
message.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakValueDictionary

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.errors import (
    AUTHENTICATION,
    PASSING,
    TOO_LARGE,
    DeliveryUnknownError,
    SlackAuthenticationError,
    SlackError,
    SlackRequestRejectedError,
    SlackUnavailableError,
    remedy,
)
from bot.channels.slack.message import Message
from bot.channels.slack.posting import Destination, has_files, is_marked, posting
from bot.channels.slack.response_urls import respond
from bot.channels.slack.retries import TRIES, pause, retry_after

log = logging.getLogger(__name__)
_PAGES = 10


class SlackClient:
    """Calls methods, posts messages, shares files, and answers response addresses."""

    def __init__(
        self,
        web: AsyncWebClient,
        on_authentication: Callable[[str], None] = lambda code: None,
    ) -> None:
        """`on_authentication` hears the code when Slack doesn't take the token, and `""` when it
        does.
        """
        self._web, self._on_authentication = web, on_authentication
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def call(
        self, method: str, *, tries: int = TRIES, form: bool = False, **arguments: Any
    ) -> dict[str, Any]:
        """The response; raises SlackRequestRejectedError or SlackUnavailableError.

        Being told to wait doesn't count as a try. Methods that read take a `form`, the others JSON.
        """
        code = "no_response"
        for attempt in range(tries):
            await pause(attempt)
            try:
                return await self._once(method, form, arguments)
            except _PassingError as error:
                code = error.code
        raise SlackUnavailableError(method, code)

    async def post(
        self,
        destination: Destination,
        message: Message,
        key: str,
        *,
        since: float,
        again: bool = False,
    ) -> str:
        """Posts a message once and returns its `ts`; a channel gets its messages in the order of
        the calls.

        `key` marks the message. Where it may stand there already (`again`: an earlier process may
        have posted it, or a try that Slack never answered), the conversation since `since` is
        searched first. Raises DeliveryUnknownError where Slack refuses the search.
        """
        lane = self._lanes.setdefault(destination.channel, asyncio.Lock())
        async with lane:
            body = posting(destination, message, key)
            code = "no_response"
            for attempt in range(TRIES):
                await pause(attempt)
                if again or attempt:
                    posted = await self._find(destination, since, is_marked(key))
                    if posted:
                        return posted
                try:
                    return str((await self._once("chat.postMessage", False, body))["ts"])
                except _PassingError as error:
                    code = error.code
                except SlackRequestRejectedError as error:
                    if "blocks" not in body or error.code not in TOO_LARGE:
                        raise
                    log.error("Slack refused the blocks (%s): posted as text", error.code)
                    body.pop("blocks")
                    return str((await self.call("chat.postMessage", **body))["ts"])
        raise SlackUnavailableError("chat.postMessage", code)

    async def post_ephemeral(self, destination: Destination, user: str, message: Message) -> None:
        """Shows a message to one person in a channel; only a hint, so a failure is logged and no
        more.
        """
        body: dict[str, Any] = {"channel": destination.channel, "user": user, "parse": "none"}
        body |= {"text": message.text, "blocks": list(message.blocks), "link_names": False}
        body |= {"thread_ts": destination.thread} if destination.thread else {}
        await self.attempt("chat.postEphemeral", tries=2, **body)

    async def update(
        self, channel: str, ts: str, text: str, blocks: tuple[dict[str, Any], ...]
    ) -> None:
        """Replaces the content of a message; cosmetic, so a failure is logged and no more."""
        await self.attempt(
            "chat.update", channel=channel, ts=ts, text=text, blocks=list(blocks), parse="none"
        )

    async def attempt(self, method: str, *, tries: int = TRIES, **arguments: Any) -> bool:
        """Makes a call that nothing depends on; returns whether Slack did it, and logs its code if
        not.
        """
        try:
            await self.call(method, tries=tries, **arguments)
        except SlackError as error:
            log.warning("%s failed: %s", method, error.code)
            return False
        return True

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Answers through a response address of Slack; raises SlackRequestRejectedError or
        SlackUnavailableError.
        """
        await respond(self._session, url, body)

    async def open_conversation(self, *users: str) -> str:
        """The channel of the direct messages with a person, or of a group with several."""
        response = await self.call("conversations.open", users=",".join(users))
        return str(response["channel"]["id"])

    async def permalink(self, channel: str, ts: str) -> str:
        """The address of a message, empty where Slack doesn't give one."""
        try:
            found = await self.call("chat.getPermalink", form=True, channel=channel, message_ts=ts)
        except SlackError as error:
            log.warning("a link can't be made: %s", error.code)
            return ""
        return str(found.get("permalink") or "")

    async def upload(
        self,
        destination: Destination,
        files: Mapping[str, str],
        comment: str,
        *,
        since: float,
        again: bool = False,
    ) -> None:
        """Shares files (name and content) in one message, once.

        Like `post`, it looks whether they stand there already before it shares them again. Raises
        SlackRequestRejectedError, SlackUnavailableError or DeliveryUnknownError.
        """
        names = frozenset(files)
        for attempt in range(TRIES):
            await pause(attempt)
            if (again or attempt) and await self._find(
                destination, since, has_files(names, comment)
            ):
                return
            try:
                await self._share(destination, files, comment)
            except _PassingError:
                continue
            return
        raise SlackUnavailableError("files.completeUploadExternal")

    async def _share(
        self, destination: Destination, files: Mapping[str, str], comment: str
    ) -> None:
        ready = [await self._stored(name, content) for name, content in sorted(files.items())]
        arguments: dict[str, Any] = {"files": ready, "channel_id": destination.channel}
        arguments |= {"thread_ts": destination.thread} if destination.thread else {}
        await self._once(
            "files.completeUploadExternal", False, {**arguments, "initial_comment": comment}
        )

    async def _stored(self, name: str, content: str) -> dict[str, str]:
        data = content.encode()
        place = await self.call(
            "files.getUploadURLExternal", form=True, filename=name, length=str(len(data))
        )
        try:
            async with (
                self._session() as session,
                session.post(place["upload_url"], data=data) as response,
            ):
                response.raise_for_status()
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise SlackUnavailableError("upload", type(error).__name__) from error
        return {"id": str(place["file_id"]), "title": name}

    def _session(self) -> aiohttp.ClientSession:
        timeout = aiohttp.ClientTimeout(total=self._web.timeout)
        return aiohttp.ClientSession(timeout=timeout, trust_env=True)

    async def _once(self, method: str, form: bool, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """One try, waits included; raises _PassingError when another one may help."""
        while True:
            try:
                content = dict(arguments)
                response = await self._web.api_call(
                    method, data=content if form else None, json=None if form else content
                )
            except SlackApiError as error:
                status, data = _response_of(error)
                code = str(data.get("error") or status)
                if status == 429 or code in ("ratelimited", "rate_limited"):
                    await asyncio.sleep(retry_after(error.response.headers.get("Retry-After")))
                    continue
                raise self._failure(method, status, code, str(data.get("needed") or "")) from error
            except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
                log.warning("%s failed for now: %s", method, type(error).__name__)
                raise _PassingError(method, type(error).__name__) from error
            self._on_authentication("")
            if isinstance(response.data, dict):
                return response.data
            raise _PassingError(method, "no_object")

    def _failure(self, method: str, status: int, code: str, needed: str) -> SlackError:
        if code in AUTHENTICATION:
            self._on_authentication(code)
            return SlackAuthenticationError(method, code)
        if code in PASSING or status >= 500 or not code:
            log.warning("%s failed for now: %s", method, code)
            return _PassingError(method, code)
        advice = remedy(code, needed)
        if advice:
            log.error("%s: %s; %s", method, code, advice)
        return SlackRequestRejectedError(method, code)

    async def _find(
        self, destination: Destination, since: float, is_it: Callable[[Mapping[str, Any]], bool]
    ) -> str:
        """The `ts` of a message since `since`, empty when there is none."""
        arguments: dict[str, Any] = {
            "channel": destination.channel,
            "limit": "200",
            "include_all_metadata": "true",
            "oldest": f"{since - 1:.6f}",
        }
        method = "conversations.history"
        if destination.thread:
            method, arguments["ts"] = "conversations.replies", destination.thread
        try:
            for _ in range(_PAGES):
                response = await self.call(method, form=True, **arguments)
                found = next(filter(is_it, response.get("messages", ())), None)
                if found:
                    return str(found["ts"])
                cursor = (response.get("response_metadata") or {}).get("next_cursor")
                if not cursor:
                    break
                arguments["cursor"] = cursor
        except SlackRequestRejectedError as error:
            raise DeliveryUnknownError(method, error.code) from error
        return ""


class _PassingError(SlackError):
    """Another try may succeed."""


def _response_of(error: SlackApiError) -> tuple[int, Mapping[str, Any]]:
    data = getattr(error.response, "data", None)
    status = int(getattr(error.response, "status_code", 0) or 0)
    return status, data if isinstance(data, Mapping) else {}
