"""Messages of a job that don't answer the delivery itself: posted once, whoever has to do the job
again.
"""

from __future__ import annotations

import logging

from bot.channels.slack.client import SlackClient
from bot.channels.slack.errors import DeliveryUnknownError, SlackRequestRejectedError
from bot.channels.slack.job_queue import Job
from bot.channels.slack.message import Message
from bot.channels.slack.posting import Destination

# Seconds that Slack's clock and ours may be apart.
SKEW = 300.0
log = logging.getLogger(__name__)


class Messenger:
    def __init__(self, client: SlackClient) -> None:
        self._client = client

    async def tell(
        self, job: Job, user: str, message: Message, key: str = "", *, again: bool = False
    ) -> None:
        """A direct message; where Slack refuses it, that is logged and no more."""
        try:
            direct = Destination(await self._client.open_conversation(user))
        except SlackRequestRejectedError as error:
            log.warning("somebody could not be told: %s", error)
            return
        await self.post(job, direct, message, key or f"{job.key}:told", again=again)

    async def post(
        self, job: Job, destination: Destination, message: Message, key: str, *, again: bool = False
    ) -> str:
        """The `ts` of the message, empty where Slack refuses it for good or nobody can look whether
        it is there.

        `again` when an earlier job may have posted it. Raises SlackUnavailableError.
        """
        since = job.at - SKEW
        if again:  # the job that posted it may be much older than this one
            since -= 30 * 86_400
        try:
            return await self._client.post(
                destination, message, key, since=since, again=again or job.again
            )
        except (SlackRequestRejectedError, DeliveryUnknownError) as error:
            log.error("a message could not be posted: %s", error)
            return ""
