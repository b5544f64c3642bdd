"""The trained assistant in one process: Rasa's agent, with the real actions beside it instead of
behind a port.
"""

from __future__ import annotations

import logging
import tarfile
import zlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig
from threadpoolctl import threadpool_limits

from bot.answers.role_wording import in_role
from bot.answers.suggestions import next_questions
from bot.domain.dialogue import DialogueState, profile_of
from bot.domain.errors import AdvisorError
from bot.domain.profile import Profile
from bot.domain.reply import EMPTY, TROUBLE, Reply, reply_of
from bot.knowledge.store import KnowledgeBase
from bot.parsing.sanitize import cleaned
from bot.plan.export import files
from bot.rasa_adapter.actions_in_process import ActionsInProcess
from bot.rasa_adapter.agent import AdvisorAgent
from bot.rasa_adapter.fair_pool import FairPool
from bot.rasa_adapter.fresh_responses import FreshResponses
from bot.settings import current_day

MODELS = Path("models")
log = logging.getLogger(__name__)

# What loading a file raises that is cut short, or is no model of this version.
_UNREADABLE = (
    RasaException,
    tarfile.TarError,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    zlib.error,
)


class NoModelError(AdvisorError):
    """There is no trained model; the message says what to run."""


class ReplyCollector(CollectingOutputChannel):
    """Keeps the typed replies of a turn."""

    def __init__(self) -> None:
        super().__init__()
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        return "advisor"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        if message.get("reply") or message.get("text"):
            reply = reply_of(message.get("text") or "", message, message.get("buttons"))
            self.replies.append(reply)


class Assistant:
    """Answers messages of conversations; the conversations are kept by Rasa's tracker store."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent

    @classmethod
    def load(
        cls,
        models: Path = MODELS,
        conversations: TrackerStore | None = None,
        actions: EndpointConfig | None = None,
    ) -> Assistant:
        """Loads the newest model; raises NoModelError when there is none.

        Without `conversations` they are kept in memory, without `actions` these run in this
        process.
        """
        found = (
            sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
            if models.is_dir()
            else []
        )
        if not found:
            raise NoModelError(f"there is no trained model in '{models}': run 'ciso-advisor train'")
        # a message is too small to share: threads of BLAS would only wait for each other
        threadpool_limits(1)
        pool = FairPool()
        actions = actions or ActionsInProcess(pool=pool)
        agent = AdvisorAgent(
            tracker_store=conversations, action_endpoint=actions, pool=pool,
            generator=FreshResponses(),
        )  # fmt: skip
        try:
            agent.load_model(str(found[-1]))
        except _UNREADABLE as error:
            raise NoModelError(
                f"the model '{found[-1]}' can't be read ({type(error).__name__}): "
                "run 'ciso-advisor train'"
            ) from error
        return cls(agent)

    async def ask(self, text: str, conversation: str) -> tuple[Reply, ...]:
        """The replies to one message, always at least one, whatever the message holds."""
        text = cleaned(text)
        if not text:
            return (nothing_asked(),)
        try:
            return await self.turn(text, conversation) or (Reply("not_covered", TROUBLE),)
        except Exception:
            log.exception("a turn failed")
            return (Reply("not_covered", TROUBLE),)

    async def profile(self, conversation: str) -> Profile:
        """What is known of the person of a conversation by now."""
        tracker = await self.agent.tracker_store.retrieve(conversation)
        return profile_of(tracker.current_slot_values()) if tracker else Profile()

    async def files(self, conversation: str) -> dict[str, str]:
        """The files of a conversation's plan by name; none when nobody told anything."""
        tracker = await self.agent.tracker_store.retrieve(conversation)
        if tracker is None:
            return {}
        slots = tracker.current_slot_values()
        profile, today = profile_of(slots), current_day()
        before = DialogueState.from_dict(slots.get("dialogue")).plans_before(profile, today)
        return files(profile, KnowledgeBase.load(), today, before)

    async def understand(self, text: str) -> dict[str, Any]:
        """The message as the pipeline parses it, without a turn of a conversation."""
        return dict(await self.agent.parse_message(cleaned(text)))

    async def warm_up(self) -> None:
        """Reads once, so that what components put off until then is not put on the first visitor.

        Raises NoModelError when the model was trained for another pipeline.
        """
        try:
            await self.agent.parse_message("what does a CISO do?")
        except Exception as error:
            raise NoModelError(
                "the trained model doesn't fit this version: run 'ciso-advisor train'"
            ) from error

    async def turn(
        self,
        text: str,
        conversation: str,
        message_id: str | None = None,
        begun: float | None = None,
    ) -> tuple[Reply, ...]:
        """The replies to a cleaned text; raises what goes wrong. `begun` is when the message came,
        for the record.
        """
        return await replies_to(self.agent.handle_message, text, conversation, message_id, begun)


async def replies_to(
    handle: Callable[[UserMessage], Awaitable[Any]],
    text: str,
    conversation: str,
    message_id: str | None = None,
    begun: float | None = None,
) -> tuple[Reply, ...]:
    """Hand a message to Rasa and collect the typed replies; raises what goes wrong."""
    collector = ReplyCollector()
    metadata = {"begun": begun} if begun else None
    message = UserMessage(text, collector, conversation, message_id=message_id, metadata=metadata)
    await handle(message)
    return tuple(collector.replies)


def nothing_asked() -> Reply:
    """The reply to a message without a word."""
    reply = Reply("out_of_scope", EMPTY, suggestions=next_questions("smalltalk", DialogueState()))
    return in_role(reply, KnowledgeBase.load().job)
