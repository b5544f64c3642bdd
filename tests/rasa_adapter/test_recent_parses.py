"""Equal messages are read once, and each gets a reading of its own."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_TRACKER
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_adapter.assistant import Assistant
from bot.rasa_adapter.recent_parses import RecentParses


class Reader:
    def __init__(self) -> None:
        self.read = 0

    def __call__(self) -> dict[str, Any]:
        self.read += 1
        return {"intent": {"name": "greet"}, "number": self.read}


def test_an_equal_message_is_read_twice_at_most_and_what_is_held_is_never_shared() -> None:
    recent, reader = RecentParses(), Reader()
    readings = [recent.of(("hello", "day"), name, reader) for name in "abcde"]
    assert reader.read == 2
    readings[-1]["intent"]["name"] = "changed"
    assert recent.of(("hello", "day"), "f", reader)["intent"]["name"] == "greet"


def test_what_one_conversation_alone_wrote_is_not_held_however_often() -> None:
    recent, reader = RecentParses(), Reader()
    for _ in range(3):
        recent.of(("my story",), "mine", reader)
    assert reader.read == 3
    assert "my story" not in repr(vars(recent)) and not recent._kept


def test_everything_that_a_reading_depends_on_tells_it_apart() -> None:
    recent, reader = RecentParses(), Reader()
    for depends_on in (("a", "b"), ("a", "c"), ("a", ""), ("ab", ""), ("", "ab")):
        for name in "abc":
            recent.of(depends_on, name, reader)
    assert reader.read == 10


def test_the_readings_used_longest_ago_go_first() -> None:
    recent, reader = RecentParses(most=2), Reader()
    for number, text in enumerate(("a", "a", "b", "b", "a", "c", "c")):
        recent.of((text,), str(number), reader)
    before = reader.read
    recent.of(("a",), "x", reader)
    assert reader.read == before
    recent.of(("b",), "x", reader)
    assert reader.read == before + 1


@pytest.mark.parametrize("text", ["what is the CISSP?", "3 years", "make that 5"])
def test_the_pipeline_reads_an_equal_message_equally_with_its_own_id(
    assistant: Assistant, text: str
) -> None:
    async def parsed(name: str, tracker: DialogueStateTracker | None = None) -> dict[str, Any]:
        assert assistant.agent.processor is not None
        message = UserMessage(
            text, sender_id=f"test:{name}", message_id=name, metadata={"begun": name}
        )
        return await assistant.agent.processor.parse_message(message, tracker)

    first, *others = [asyncio.run(parsed(name)) for name in ("one", "two", "three", "four")]
    assert [other["message_id"] for other in others] == ["two", "three", "four"]
    assert [other["metadata"] for other in others] == [
        {"begun": name} for name in ("two", "three", "four")
    ]
    for other in others:
        assert other | {"message_id": "one", "metadata": {"begun": "one"}} == first


def test_the_place_in_the_dialogue_tells_readings_apart(assistant: Assistant) -> None:
    def heard(asked: str) -> Any:
        assert assistant.agent.processor is not None and assistant.agent.domain is not None
        domain = assistant.agent.domain
        events = [SlotSet("dialogue", {"asked": asked})] if asked else []
        tracker = DialogueStateTracker.from_events("test:one", events, slots=domain.slots)
        messages = [UserMessage("7", sender_id=f"test:{name}") for name in "abc"]
        parse = assistant.agent.processor.parse_message
        return [asyncio.run(parse(message, tracker))["heard"] for message in messages][-1]

    assert heard("management.people") != heard("experience")
    assert heard("experience") != heard("")


def test_only_hearing_looks_at_the_conversation(assistant: Assistant) -> None:
    """Else a reading would depend on more than what tells readings apart."""
    assert assistant.agent.processor is not None
    runner: Any = assistant.agent.processor.graph_runner
    target = assistant.agent.processor.model_metadata.nlu_target
    nodes = runner._schema.minimal_graph_schema([target]).nodes
    looking = [name for name, node in nodes.items() if PLACEHOLDER_TRACKER in node.needs.values()]
    assert len(looking) == 1 and "ProfileHearing" in looking[0]
