"""Slack's response addresses, through which one person is answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp

from bot.channels.slack.errors import SlackRequestRejectedError, SlackUnavailableError
from bot.channels.slack.retries import TRIES, pause, retry_after

log = logging.getLogger(__name__)


async def respond(
    session_of: Callable[[], aiohttp.ClientSession], url: str, body: Mapping[str, Any]
) -> None:
    """Answers through a response address of Slack, with the same patience.

    There is no way to look whether an answer arrived: a try without a response is not repeated.
    Raises SlackRequestRejectedError or SlackUnavailableError.
    """
    code = "no_response"
    for attempt in range(TRIES):
        await pause(attempt)
        try:
            async with (
                session_of() as session,
                session.post(url, json=dict(body)) as response,
            ):
                if response.status == 429:
                    await asyncio.sleep(retry_after(response.headers.get("Retry-After")))
                elif response.status < 300:
                    return
                elif response.status < 500:
                    code = (await response.text())[:100]
                    raise SlackRequestRejectedError("response", code)
                code = str(response.status)
        except aiohttp.ClientConnectorError as error:
            log.warning("a response address can't be reached: %s", type(error).__name__)
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise SlackRequestRejectedError("response", "no_response") from error
    raise SlackUnavailableError("response", code)
