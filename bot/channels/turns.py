"""Turns as every surface takes them: cleaned, in order, once, within a time limit, and always with
an answer.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.domain.dialogue import DialogueState, profile_of
from bot.domain.errors import KnowledgeError
from bot.domain.profile import Profile
from bot.domain.reply import BUSY, GONE, TROUBLE, Reply
from bot.knowledge.reader import KnowledgeReader
from bot.observability.logging import hashed
from bot.observability.metrics import Metrics
from bot.parsing.sanitize import cleaned
from bot.plan.export import files
from bot.rasa_adapter.assistant import nothing_asked, replies_to
from bot.rasa_adapter.fair_pool import asker
from bot.settings import Settings, current_day, secret
from bot.store.conversation_ids import checked, checked_message
from bot.store.conversations import Conversations, TurnLostError
from bot.store.database import Database
from bot.store.locks import MOST_WAITING, BusyError, ConversationLocks, shared_lock
from bot.store.saved_turn import Turn
from bot.store.upgrade import upgrade

TURN_SECONDS = 15.0
_ENDED_SECONDS = 5.0
_TRIES = 3
log = logging.getLogger(__name__)

__all__ = ["Said", "Turn", "Turns"]


@dataclass(frozen=True)
class Said:
    """What a person sent: a text, or the button of a suggestion.

    `id` is the surface's own id of the message: the same id again gets the first answer again,
    never a second turn.
    """

    id: str
    text: str = ""
    button: str = ""


MessageHandler = Callable[..., Awaitable[Any]]


class Turns:
    """The conversations of all surfaces.

    Rasa's handler of messages, which every channel is given when its routes are made, comes by
    `connect`: the same whether our server or `rasa run` started the channel.
    """

    def __init__(
        self,
        conversations: Conversations,
        locks: ConversationLocks,
        secret: bytes,
        seconds: float = TURN_SECONDS,
        metrics: Metrics | None = None,
    ) -> None:
        self.conversations = conversations
        self._handle: MessageHandler | None = None
        self._locks = locks
        self._secret = secret
        self._seconds = seconds
        self._metrics = metrics or Metrics()
        self._knowledge = KnowledgeReader()

    def connect(self, on_new_message: MessageHandler) -> None:
        """Take Rasa's handler of messages; the last one given counts."""
        self._handle = on_new_message

    def is_busy(self, conversation: str) -> bool:
        """Whether another message would have to wait in a long line."""
        return self._locks.waiting(conversation) > MOST_WAITING

    async def take(self, conversation: str, said: Said) -> Turn:
        """The answer to what was said; never raises. A turn that failed has changed nothing: it can
        be said again.
        """
        begun = time.time()
        self._metrics.begun()
        if not asker.get():  # a surface that knows no addresses
            asker.set(conversation)
        try:
            checked(conversation), checked_message(said.id)
            turn = await asyncio.wait_for(
                self._take_in_order(conversation, said, begun), self._seconds
            )
        except BusyError:
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
            "conversation": hashed(str(conversation)), "surface": surface, "topic": topic,
            "replies": len(turn.replies),
            "confidence": turn.replies[0].confidence, "milliseconds": round(seconds * 1000, 1),
            "failed": turn.failed, "repeated": turn.repeated,
        }  # fmt: skip
        log.info("turn", extra={"fields": fields})

    async def overhear(
        self, conversation: str, said: Said, concerns: Callable[[Turn, bool], bool]
    ) -> Turn | None:
        """The answer to what may not have been meant for the advisor.

        None where `concerns` says so, or where the turn failed; then nothing has changed.
        `concerns` is given the turn and whether the advisor was waiting for the person to tell it
        something.
        """
        begun = time.time()
        try:
            async with self._locks.hold(checked(conversation)):
                before = (await self.conversations.retrieve(conversation)).current_slot_values()
                state = DialogueState.from_dict(before.get("dialogue"))
                was_asked = bool(state.asked or before.get("requested_slot"))
                wanted: Turn | None = None
                try:
                    taking = self._take(conversation, said, begun)
                    turn = await asyncio.wait_for(taking, self._seconds)
                    wanted = turn if not turn.failed and concerns(turn, was_asked) else None
                finally:
                    if wanted is None:
                        await self.conversations.retract(conversation, said.id)
        except Exception:
            log.exception("an overheard turn failed")
            return None
        if wanted:
            self._metrics.begun()
            self._note(conversation, wanted, time.time() - begun)
        return wanted

    async def _take_in_order(self, conversation: str, said: Said, begun: float) -> Turn:
        async with self._locks.hold(conversation):
            return await self._take(conversation, said, begun)

    async def _take(self, conversation: str, said: Said, begun: float) -> Turn:
        """The turn itself; the caller holds the conversation's lock."""
        before = await self.conversations.turn(conversation, said.id)
        if before:
            return before
        text = await self._pressed(conversation, said.button) if said.button else cleaned(said.text)
        if text is None:
            return Turn(said.id, "", (Reply("not_covered", GONE),), failed=True)
        if not text:
            return Turn(said.id, "", (nothing_asked(),))
        for _ in range(_TRIES - 1):
            try:
                return Turn(
                    said.id, text, await self._ask(text, conversation, said.id, begun), at=begun
                )
            except TurnLostError as error:
                if error.__cause__ is None:
                    raise
                before = await self.conversations.turn(conversation, said.id)
                if before:
                    return before
        return Turn(said.id, text, await self._ask(text, conversation, said.id, begun), at=begun)

    async def _ask(
        self, text: str, conversation: str, message_id: str, begun: float
    ) -> tuple[Reply, ...]:
        if self._handle is None:
            raise RuntimeError("no channel was registered: there is nobody to answer")
        return await replies_to(self._handle, text, conversation, message_id, begun)

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

    async def rate(
        self, conversation: str, turn_id: str, verdict: str | None, reason: str | None = None
    ) -> bool:
        return await self.conversations.rate(conversation, turn_id, verdict, reason)

    async def forget(self, conversation: str) -> None:
        """Deletes the conversation, after a turn that is running."""
        async with self._locks.hold(conversation):
            await self.conversations.forget(conversation)

    async def end(self, conversation: str) -> None:
        """Deletes the conversation, after a turn that is running, and takes no other in it."""
        async with self._locks.hold(conversation):
            await self.conversations.end(conversation)

    async def is_ended(self, conversation: str) -> bool:
        """Whether the conversation was ended; raises TimeoutError when the database doesn't say."""
        ended = self.conversations.is_ended(conversation)
        return await asyncio.wait_for(ended, _ENDED_SECONDS)

    async def files(self, conversation: str) -> dict[str, str]:
        """The files that the conversation's plan can be had as: name and content; none when nobody
        told anything.
        """
        tracker = await self.conversations.retrieve(conversation)
        slots = tracker.current_slot_values()
        state = DialogueState.from_dict(slots.get("dialogue"))
        return await asyncio.to_thread(self._files, profile_of(slots), state)

    def _files(self, profile: Profile, state: DialogueState) -> dict[str, str]:
        today = current_day()
        before = state.plans_before(profile, today)
        return files(profile, self._knowledge.current(), today, before)

    def knowledge_problem(self) -> str:
        """Why the newest knowledge isn't in use, after a look; empty when it is. Not for the event
        loop.
        """
        try:
            self._knowledge.current()
        except KnowledgeError as error:
            return str(error)
        return self._knowledge.problem()


@lru_cache(maxsize=1)
def turns_from_environment() -> Turns:
    """The turns that channels share when `rasa run` loads them from credentials.yml.

    Raises DatabaseError or SettingsError.
    """
    database = Database()
    upgrade(database)
    settings = Settings.from_environment()
    locks = ConversationLocks(shared_lock(database))
    return Turns(Conversations(database=database), locks, secret(), settings.turn_seconds)
