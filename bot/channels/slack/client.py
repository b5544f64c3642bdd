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
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.errors import (
    TOO_LARGE,
    DeliveryUnknownError,
    SlackError,
    SlackRequestRejectedError,
    SlackUnavailableError,
)
from bot.channels.slack.message import Message
from bot.channels.slack.posting import Destination, has_files, is_marked, posting
from bot.channels.slack.response_urls import respond
from bot.channels.slack.retries import TRIES, pause
from bot.channels.slack.web_api import PassingError, WebApi

log = logging.getLogger(__name__)
_PAGES = 10


class SlackClient(WebApi):
    """Posts messages, shares files, and answers response addresses."""

    def __init__(
        self,
        web: AsyncWebClient,
        on_authentication: Callable[[str], None] = lambda code: None,
    ) -> None:
        super().__init__(web, on_authentication)
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

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
                    return str((await self.once("chat.postMessage", False, body))["ts"])
                except PassingError as error:
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

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Answers through a response address of Slack; raises SlackRequestRejectedError or
        SlackUnavailableError.
        """
        await respond(self.session, url, body)

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
            except PassingError:
                continue
            return
        raise SlackUnavailableError("files.completeUploadExternal")

    async def _share(
        self, destination: Destination, files: Mapping[str, str], comment: str
    ) -> None:
        ready = [await self._stored(name, content) for name, content in sorted(files.items())]
        arguments: dict[str, Any] = {"files": ready, "channel_id": destination.channel}
        arguments |= {"thread_ts": destination.thread} if destination.thread else {}
        await self.once(
            "files.completeUploadExternal", False, {**arguments, "initial_comment": comment}
        )

    async def _stored(self, name: str, content: str) -> dict[str, str]:
        data = content.encode()
        place = await self.call(
            "files.getUploadURLExternal", form=True, filename=name, length=str(len(data))
        )
        try:
            async with (
                self.session() as session,
                session.post(place["upload_url"], data=data) as response,
            ):
                response.raise_for_status()
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise SlackUnavailableError("upload", type(error).__name__) from error
        return {"id": str(place["file_id"]), "title": name}

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
