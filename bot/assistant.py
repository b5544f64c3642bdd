"""The trained assistant in one process: Rasa's agent, with the real actions beside it instead of behind a port."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection
from threadpoolctl import threadpool_limits

from bot.answers.suggestions import next_questions
from bot.channels.text import cleaned
from bot.question import Thread
from bot.reply import EMPTY, TROUBLE, Reply

MODELS = Path("models")
log = logging.getLogger(__name__)


class NoModel(Exception):
    """There is no trained model; the message says what to run."""


class ActionsInProcess(EndpointConfig):
    """Rasa's action endpoint without the network: runs what `rasa run actions` would run."""

    def __init__(self, package: str = "actions") -> None:
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        try:
            return await self._executor.run(kwargs["json"])
        except ActionExecutionRejection as error:
            body = {"error": str(error), "action_name": error.action_name}
            raise ClientResponseError(400, "rejected", str(body)) from error


class ReplyCollector(CollectingOutputChannel):
    """Keeps the typed replies of a turn; a response of the domain, which has none, becomes small talk."""

    def __init__(self) -> None:
        super().__init__()
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        return "advisor"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        typed = message.get("reply")
        if typed:
            self.replies.append(Reply.from_dict(typed))
        elif message.get("text"):
            leaving = message.get("utter_action") == "utter_goodbye"
            suggestions = () if leaving else next_questions("smalltalk", Thread())
            self.replies.append(Reply("smalltalk", message["text"], suggestions=suggestions))


class Assistant:
    """Answers messages of conversations; the conversations are kept by Rasa's tracker store."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent

    @classmethod
    def load(cls, models: Path = MODELS) -> Assistant:
        """Loads the newest model; raises NoModel when there is none."""
        found = sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime) if models.is_dir() else []
        if not found:
            raise NoModel(f"there is no trained model in '{models}': run 'ciso-advisor train'")
        threadpool_limits(1)  # a message is too small to share: threads of BLAS would only wait for each other
        return cls(Agent.load(model_path=str(found[-1]), action_endpoint=ActionsInProcess()))

    async def ask(self, text: str, conversation: str) -> tuple[Reply, ...]:
        """The replies to one message, always at least one, whatever the message holds."""
        text = cleaned(text)
        if not text:
            return (Reply("out_of_scope", EMPTY, suggestions=next_questions("smalltalk", Thread())),)
        collector = ReplyCollector()
        try:
            await self.agent.handle_message(UserMessage(text, collector, conversation))
        except Exception:
            log.exception("a turn failed")
            return (Reply("not_covered", TROUBLE),)
        return tuple(collector.replies) or (Reply("not_covered", TROUBLE),)
