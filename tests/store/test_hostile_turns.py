"""Ids and texts that no surface sends are refused or kept, and end no process."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.turns import Said, Turns
from bot.rasa_adapter.assistant import Assistant
from bot.store.conversation_ids import InvalidConversationError
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.locks import ConversationLocks
from tests.store.saved_turns import add_turn, run, save

BAD_IDS: list[Any] = [
    "web:\ud800", "web:a\x00b", "web:" + "x" * 300, "web:", "", "U123", "Web:abc", "web:a b",
    "web:a%", "web:a\n", " web:a", "web/abc",
    None, 7, ["web:a"], {"web": "a"}, b"web:a",
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD_IDS, ids=repr)
def test_an_id_that_no_surface_makes_is_refused_and_the_process_goes_on(
    conversations: Conversations, bad: Any
) -> None:
    tracker = DialogueStateTracker.from_events("web:fine", [])
    tracker.sender_id, tracker.saved_events, tracker.saved_turns = bad, 0, 0
    add_turn(tracker)
    for work in (
        conversations.retrieve(bad), conversations.history(bad), conversations.turn(bad, "m"),
        conversations.forget(bad),
        conversations.rate(bad, "m", "up"), conversations.save(tracker),
    ):  # fmt: skip
        with pytest.raises(
            (InvalidConversationError, AttributeError)
        ):  # ValueError's child, which ended Rasa's process
            run(work)
    run(save(conversations, "web:fine", "and now?"))


@pytest.mark.parametrize(
    "asked", ["\ud800", "a\x00b", "\U0010ffff", "🤷" * 400, "'; DROP TABLE turn; --"], ids=ascii
)
def test_whatever_the_text_holds_the_process_goes_on_and_the_next_turn_is_saved(
    conversations: Conversations, asked: str
) -> None:
    try:
        run(save(conversations, "web:one", asked))
    except SystemExit:
        pytest.fail("a text ended the process")
    except Exception:  # refused: said again in other words it would be saved
        assert run(conversations.history("web:one")) == ()
    run(save(conversations, "web:one", "and now?"))
    assert run(conversations.history("web:one"))[-1].asked == "and now?"


@pytest.mark.parametrize("bad", ["\ud800", "a\x00b", "x" * 300, "", None, 7], ids=ascii)
def test_a_message_id_that_no_surface_makes_gets_a_polite_failure(
    database: Database, assistant: Assistant, bad: Any
) -> None:
    taken = Turns(Conversations(database), ConversationLocks(), b"x" * 32)
    taken.connect(assistant.agent.handle_message)
    assert run(taken.take("web:one", Said(bad, "what is a CISO?"))).failed
    assert run(taken.take(bad, Said("fine", "what is a CISO?"))).failed
