"""Policies that read the last turns alone see the same last states as Rasa's own, which read all of
a conversation.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest
from rasa.core.policies.policy import Policy
from rasa.shared.core.domain import State
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_adapter.assistant import Assistant
from bot.rasa_adapter.recent_states import _recent
from tools.scripts import SCRIPTS

# What either policy decides by.
_LAST = 3
_FORMS = (
    ("I want a plan", "what does it pay?", "security analyst", "5 years", "none", "go back"),
    ("hello", "make me a plan", "no", "skip", "what is the CISSP?", "rate my skills", "3", "stop"),
)


@pytest.fixture(scope="module")
def policies(assistant: Assistant) -> dict[str, Policy]:
    assert assistant.agent.processor is not None
    runner: Any = assistant.agent.processor.graph_runner
    return {type(policy).__name__: policy for policy in runner.policies()}


def _steps(assistant: Assistant, script: tuple[str, ...]) -> list[DialogueStateTracker]:
    """The conversation as it was before each of its events."""

    async def held() -> DialogueStateTracker:
        name = f"test:{uuid.uuid4().hex}"
        for text in script:
            await assistant.ask(text, name)
        tracker = await assistant.agent.tracker_store.retrieve(name)
        assert tracker is not None
        return tracker

    tracker = asyncio.run(held())
    slots, events = tracker.slots.values(), list(tracker.events)
    return [
        DialogueStateTracker.from_events(tracker.sender_id, events[:end], slots)
        for end in range(1, len(events) + 1)
    ]


def _states(policy: Policy, tracker: DialogueStateTracker, assistant: Assistant) -> list[State]:
    """The last states as Rasa makes them of a tracker."""
    found = type(policy)._prediction_states(policy, tracker, assistant.agent.domain)
    return list(found[-_LAST:])


@pytest.mark.parametrize("kind", ["RulePolicy", "MemoizationPolicy"])
@pytest.mark.parametrize("script", [*SCRIPTS[:2], *_FORMS], ids=["first", "second", "plan", "form"])
def test_the_last_states_are_those_of_the_whole_conversation(
    assistant: Assistant, policies: dict[str, Policy], kind: str, script: tuple[str, ...]
) -> None:
    policy, domain = policies[kind], assistant.agent.domain
    for tracker in _steps(assistant, script):
        recent = policy._prediction_states(tracker, domain)[-_LAST:]
        assert recent == _states(policy, tracker, assistant)


def test_a_long_conversation_is_not_read_from_its_beginning(assistant: Assistant) -> None:
    long = _steps(assistant, SCRIPTS[0])[-1]
    assert len(_recent(long, 4, looks_at_rules=True).events) < len(long.events) / 3
