"""Calls of Slack's Web API: repeated while that may help, with the waits that Slack asks for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.errors import (
    AUTHENTICATION,
    PASSING,
    SlackAuthenticationError,
    SlackError,
    SlackRequestRejectedError,
    SlackUnavailableError,
    remedy,
)
from bot.channels.slack.retries import TRIES, pause, retry_after

log = logging.getLogger(__name__)


class PassingError(SlackError):
    """Another try may succeed."""


class WebApi:
    """Calls methods of Slack's Web API."""

    def __init__(
        self,
        web: AsyncWebClient,
        on_authentication: Callable[[str], None] = lambda code: None,
    ) -> None:
        """`on_authentication` hears the code when Slack doesn't take the token, and `""` when it
        does.
        """
        self._web, self._on_authentication = web, on_authentication

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
                return await self.once(method, form, arguments)
            except PassingError as error:
                code = error.code
        raise SlackUnavailableError(method, code)

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

    def session(self) -> aiohttp.ClientSession:
        """A session for addresses that Slack gives, with the timeout of the calls."""
        timeout = aiohttp.ClientTimeout(total=self._web.timeout)
        return aiohttp.ClientSession(timeout=timeout, trust_env=True)

    async def once(self, method: str, form: bool, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """One try, waits included; raises PassingError when another one may help."""
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
                raise PassingError(method, type(error).__name__) from error
            self._on_authentication("")
            if isinstance(response.data, dict):
                return response.data
            raise PassingError(method, "no_object")

    def _failure(self, method: str, status: int, code: str, needed: str) -> SlackError:
        if code in AUTHENTICATION:
            self._on_authentication(code)
            return SlackAuthenticationError(method, code)
        if code in PASSING or status >= 500 or not code:
            log.warning("%s failed for now: %s", method, code)
            return PassingError(method, code)
        advice = remedy(code, needed)
        if advice:
            log.error("%s: %s; %s", method, code, advice)
        return SlackRequestRejectedError(method, code)


def _response_of(error: SlackApiError) -> tuple[int, Mapping[str, Any]]:
    data = getattr(error.response, "data", None)
    status = int(getattr(error.response, "status_code", 0) or 0)
    return status, data if isinstance(data, Mapping) else {}
