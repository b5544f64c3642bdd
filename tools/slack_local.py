"""The Slack channel in this process, beside a workspace that only looks like Slack, with answers
from a script.

What is tried with it doesn't depend on the trained model: who is answered, where, how often, and by
which message.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from slack_bolt.async_app import AsyncBoltRequest

from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.channels.turns import Turns
from bot.domain.dialogue import DialogueState
from bot.domain.reply import Citation, CitedFact, Item, Reply, Table
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.locks import ConversationLocks
from bot.store.upgrade import upgrade
from tools.slack_workspace import Workspace, workspace

_SOURCE = CitedFact(
    "pay/1",
    "The average base pay was $166,585.",
    Citation("What does a CISO do?", "Okta", 2021, "Pay", "https://source.example/ciso"),
)
_DOMAIN = Domain.from_dict(
    {"slots": {"dialogue": {"type": "any", "mappings": [{"type": "custom"}]}}, "intents": ["asked"]}
)
PLAN = {
    "plan.md": (
        "# CISO plan\n\n## Where you stand\n\n- **Experience**: in progress \\[1\\]\n\n##"
        " Sources\n\n1. [Pay survey](https://source.example/pay), Okta, 2021\n"
    ),
    "plan.ics": "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
}
# What the advisor says to a text that holds the words; the first that fits counts.
SCRIPT = {
    "earn": Reply(
        "salary", "$166,585 a year on average (US, 2021).", facts=(_SOURCE,),
        suggestions=("How old is that figure?", "What moves the pay of a CISO the most in the US?",
        "And in total?"),
    ),
    "certifications": Reply(
        "certifications", "The CISSP first; most job ads name it.",
        (Item("CISSP", "by ISC2"), Item("CISM", "by ISACA")), facts=(_SOURCE,),
        suggestions=("Who offers the CISM?",),
    ),
    "compare": Reply(
        "certifications", "CISSP vs. CISM", table=Table(("", "CISSP", "CISM"), (("Years", "5", "5"),
        )),
    ),
    "next": Reply(
        "advice", "Get the CISSP first. How many years have you worked in security?",
        facts=(_SOURCE,),
        files=("plan.md", "plan.ics"),
    ),
    "years in security": Reply("advice", "Got it: 5 years in security."),
    "soc stand": Reply("role", "A security operations center.", confidence=0.3),
    "passed": Reply("certifications", "The CISSP is offered by ISC2."),
    "weather": Reply("out_of_scope", "I can only help with the CISO career."),
    "brazil": Reply("not_covered", "I don't have pay figures for Brazil."),
    "doc tomorrow": Reply("out_of_scope", "I can only help with the CISO career."),
    "lol": Reply("smalltalk", "Glad you're enjoying this."),
    "thanks": Reply("smalltalk", "You're welcome."),
    "help": Reply("smalltalk", "Ask me about the CISO career."),
}  # fmt: skip
UNKNOWN = Reply("not_covered", "I don't have that.")


@dataclass
class ScriptedTurns:
    """Stands where Rasa's processor stands: hears a message, keeps
    the turn, and sends what the script says.
    """

    conversations: Conversations
    heard: list[str] = field(default_factory=list)
    seconds: float = 0.0

    async def __call__(self, message: UserMessage) -> None:
        self.heard.append(message.text)
        await asyncio.sleep(self.seconds)
        text = message.text.lower()
        reply = next((reply for words, reply in SCRIPT.items() if words in text), UNKNOWN)
        tracker = await self.conversations.retrieve(message.sender_id)
        state = DialogueState.from_dict(tracker.get_slot("dialogue"))
        asked = "years" if reply.topic == "advice" and reply.text.endswith("?") else ""
        said = UserUttered(message.text, message_id=message.message_id, metadata=message.metadata)
        tracker.update(said)
        tracker.update(SlotSet("dialogue", replace(state, asked=asked).to_dict()))
        tracker.update(BotUttered(reply.text, metadata={"reply": reply.to_dict()}))
        carried = {"text": reply.text, "reply": reply.to_dict()}
        await message.output_channel.send_response(message.sender_id, carried)
        await self.conversations.save(tracker)


class PlannedTurns(Turns):
    """Turns whose plans are given: by conversation."""

    def __init__(self, conversations: Conversations) -> None:
        super().__init__(conversations, ConversationLocks(), b"s" * 32)
        self.plans: dict[str, dict[str, str]] = {}

    async def files(self, conversation: str) -> dict[str, str]:
        return self.plans.get(conversation, {})


@dataclass
class Clock:
    """Time that a test moves."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@dataclass
class Local:
    """A workspace with the advisor in it; `slack` is used as one beside a real server."""

    slack: Workspace
    channel: SlackChannel
    turns: PlannedTurns
    script: ScriptedTurns
    database: Database
    clock: Clock
    loop: asyncio.AbstractEventLoop

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def receive(self, payload: dict[str, Any]) -> tuple[int, Any]:
        """One delivery, as Socket Mode brings it."""
        request = AsyncBoltRequest(mode="socket_mode", body=payload)
        response = self.run(self.channel.app.async_dispatch(request))
        try:
            return response.status, json.loads(response.body)
        except ValueError:
            return response.status, response.body

    def settle(self) -> None:
        """Waits until nothing is being worked on."""
        self.slack.wait(lambda: self.run(_is_idle(self.channel)), 20)

    def pass_time(self, seconds: float) -> None:
        """Lets time go by for what is due at a time; the queue looks
        every quarter of a second here.
        """
        self.clock.ahead += seconds
        time.sleep(0.6)
        self.settle()


async def _is_idle(channel: SlackChannel) -> bool:
    return not channel._jobs._running


@contextmanager
def local(folder: Path, **settings: Any) -> Iterator[Local]:
    """A workspace and the channel in this process; `settings` are those of `SlackSettings`."""
    with workspace() as slack, joined(slack, folder, **settings) as made:
        yield made


@contextmanager
def joined(slack: Workspace, folder: Path, wait: bool = True, **settings: Any) -> Iterator[Local]:
    """The channel beside a workspace that is there already."""
    given = slack.environment()
    values: dict[str, Any] = {
        "token": given["SLACK_BOT_TOKEN"],
        "secret": given.get("SLACK_SIGNING_SECRET", ""),
        "app_token": given.get("SLACK_APP_TOKEN", ""),
        "api": given["SLACK_API_URL"],
        "mentors": given["SLACK_MENTORS_CHANNEL"],
        "stale": 1.0,
        "timeout": 2,
    }
    database = Database(f"sqlite:///{folder / 'conversations.db'}")
    upgrade(database)
    conversations = Conversations(database, _DOMAIN)
    turns = PlannedTurns(conversations)
    script = ScriptedTurns(conversations)
    turns.connect(script)
    clock = Clock()
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    made = SlackSettings(**{**values, **settings})

    async def make() -> SlackChannel:
        return SlackChannel(turns, database, made, clock)

    channel = asyncio.run_coroutine_threadsafe(make(), loop).result(10)
    found = Local(slack, channel, turns, script, database, clock, loop)
    if not slack.socket_mode:
        slack.receiver = found.receive
    found.run(channel.connect())
    try:
        if wait:
            slack.wait(lambda: channel.is_running, 20)
        yield found
    finally:
        slack.receiver = None
        found.run(channel.close())
        loop.call_soon_threadsafe(loop.stop)
        database.close()
