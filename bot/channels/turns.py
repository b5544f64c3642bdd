"""Turns as every surface takes them: cleaned, in order, once, within a time limit, and always with an answer."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import time
from dataclasses import dataclass

from bot.domain.question import Thread
from bot.domain.reply import BUSY, GONE, TROUBLE, Reply
from bot.knowledge.store import KnowledgeReader
from bot.observability.logging import hashed
from bot.observability.metrics import Metrics
from bot.parsing.sanitize import cleaned
from bot.plan import export as plan
from bot.rasa_adapter.assistant import Assistant, nothing_asked
from bot.settings import current_day
from bot.store.conversations import Conversations, Turn, TurnLost, checked, checked_message
from bot.store.locks import MOST_WAITING, Busy, ConversationLocks

TURN_SECONDS = 15.0
_TRIES = 3
log = logging.getLogger(__name__)

__all__ = ["Said", "Turn", "Turns"]


@dataclass(frozen=True)
class Said:
    """What a person sent: a text, or the button of a suggestion.

    `id` is the surface's own id of the message: the same id again gets the first answer again, never a second turn.
    """

    id: str
    text: str = ""
    button: str = ""


class Turns:
    """The conversations of all surfaces."""

    def __init__(
        self,
        assistant: Assistant,
        conversations: Conversations,
        locks: ConversationLocks,
        secret: bytes,
        seconds: float = TURN_SECONDS,
        metrics: Metrics | None = None,
    ) -> None:
        self.conversations = conversations
        self._assistant = assistant
        self._locks = locks
        self._secret = secret
        self._seconds = seconds
        self._metrics = metrics or Metrics()
        self._knowledge = KnowledgeReader()

    def is_busy(self, conversation: str) -> bool:
        """Whether another message would have to wait in a long line."""
        return self._locks.waiting(conversation) > MOST_WAITING

    async def take(self, conversation: str, said: Said) -> Turn:
        """The answer to what was said; never raises. A turn that failed has changed nothing: it can be said again."""
        begun = time.time()
        self._metrics.begun()
        try:
            checked(conversation), checked_message(said.id)
            turn = await asyncio.wait_for(self._take(conversation, said, begun), self._seconds)
        except Busy:
            turn = Turn(said.id, "", (Reply("not_covered", BUSY),), failed=True)
        except Exception:
            log.exception(
                "a turn failed", extra={"fields": {"conversation": hashed(str(conversation))}}
            )
            turn = Turn(said.id, "", (Reply("not_covered", TROUBLE),), failed=True)
        self._note(conversation, turn, time.time() - begun)
        return turn

    def _note(self, conversation: str, turn: Turn, seconds: float) -> None:
        surface, topic = str(conversation).partition(":")[0][:20], turn.replies[0].topic
        self._metrics.ended(surface, topic, seconds, failed=turn.failed, repeated=turn.repeated)
        fields = {
            "conversation": hashed(str(conversation)), "surface": surface, "topic": topic, "replies": len(turn.replies),
            "confidence": turn.replies[0].confidence, "milliseconds": round(seconds * 1000, 1),
            "failed": turn.failed, "repeated": turn.repeated,
        }  # fmt: skip
        log.info("turn", extra={"fields": fields})

    async def _take(self, conversation: str, said: Said, begun: float) -> Turn:
        async with self._locks.hold(conversation):
            before = await self.conversations.turn(conversation, said.id)
            if before:
                return before
            text = (
                await self._pressed(conversation, said.button)
                if said.button
                else cleaned(said.text)
            )
            if text is None:
                return Turn(said.id, "", (Reply("not_covered", GONE),), failed=True)
            if not text:
                return Turn(said.id, "", (nothing_asked(),))
            for _ in range(_TRIES - 1):
                try:
                    return Turn(
                        said.id,
                        text,
                        await self._assistant.turn(text, conversation, said.id, begun),
                    )
                except TurnLost as error:
                    if error.__cause__ is None:
                        raise
                    before = await self.conversations.turn(conversation, said.id)
                    if before:
                        return before
            return Turn(
                said.id, text, await self._assistant.turn(text, conversation, said.id, begun)
            )

    async def _pressed(self, conversation: str, button: str) -> str | None:
        """The question of a button that was shown in this conversation."""
        for turn in reversed(await self.conversations.history(conversation)):
            for reply in turn.replies:
                for title in reply.suggestions:
                    if hmac.compare_digest(
                        self.button(conversation, title).encode(), button.encode("utf-8", "replace")
                    ):
                        return title
        return None

    def button(self, conversation: str, title: str) -> str:
        """The opaque id of a suggestion: worthless in any other conversation."""
        return hmac.new(
            self._secret, f"{conversation}\0{title}".encode(), hashlib.sha256
        ).hexdigest()[:24]

    async def history(self, conversation: str) -> tuple[Turn, ...]:
        return await self.conversations.history(conversation)

    async def rate(self, conversation: str, turn_id: str, verdict: str) -> bool:
        return await self.conversations.rate(conversation, turn_id, verdict)

    async def forget(self, conversation: str) -> None:
        """Deletes the conversation, after a turn that is running."""
        async with self._locks.hold(conversation):
            await self.conversations.forget(conversation)

    async def files(self, conversation: str) -> dict[str, str]:
        """The files that the conversation's plan can be had as: name and content; none when nobody told anything."""
        tracker = await self.conversations.retrieve(conversation)
        thread = Thread.from_dict(tracker.get_slot("thread"))
        return plan.files(thread.profile, self._knowledge.current(), current_day())
