"""The web channel, through a real server: typed answers, each message answered once, and what is
kept of a conversation.
"""

from __future__ import annotations

import sqlite3
import threading
import uuid

from tools.serving import Server, Visitor


def test_an_answer_comes_typed_with_sources_and_opaque_buttons_and_ends_with_done(
    visitor: Visitor,
) -> None:
    answer = visitor.ask("what does a CISO earn?")
    assert answer["type"] == "message"
    assert answer["topic"] == "salary"
    assert answer["figures"]
    assert answer["sources"][0]["publisher"]
    assert answer["failed"] is False
    assert all(
        set(button) == {"id", "title"} and len(button["id"]) == 24 for button in answer["buttons"]
    )


def test_a_button_asks_its_question(visitor: Visitor) -> None:
    button = visitor.ask("what does a CISO earn?")["buttons"][0]
    pressed = visitor.send(button=button["id"])[0]
    assert pressed["topic"] == "salary"
    assert [m["text"] for m in visitor.history() if m["from"] == "visitor"][-1] == button["title"]


def test_a_button_of_another_conversation_is_none_of_this_one(
    server: Server, visitor: Visitor
) -> None:
    button = Visitor(server).ask("what does a CISO earn?")["buttons"][0]
    answer = visitor.send(button=button["id"])[0]
    assert answer["failed"] is True
    assert visitor.history() == []


def test_follow_ups_lean_on_the_conversation_and_history_shows_it(visitor: Visitor) -> None:
    visitor.ask("which certifications help?")
    assert visitor.ask("who offers the second one?")["topic"] == "certifications"
    history = visitor.history()
    assert [message["from"] for message in history] == ["visitor", "advisor"] * 2
    assert history[0]["text"] == "which certifications help?"


def test_small_talk_however_long_does_not_make_the_advisor_forget_what_was_talked_about(
    visitor: Visitor,
) -> None:
    visitor.ask("which certifications help?")
    for _ in range(8):
        assert visitor.ask("thank you")["topic"] == "smalltalk"
    assert visitor.ask("who offers the second one?")["topic"] == "certifications"


def test_two_questions_get_two_messages(visitor: Visitor) -> None:
    answers = visitor.send(text="what does a CISO earn and which certs do I need?")
    assert [answer["topic"] for answer in answers] == ["salary", "certifications"]


def test_the_same_message_id_gets_the_first_answer_and_no_second_turn(visitor: Visitor) -> None:
    message = str(uuid.uuid4())
    first = visitor.ask("what does a CISO do?", message)
    assert visitor.ask("what does a CISO do?", message) == first
    assert len(visitor.history()) == 2


def test_the_same_message_sent_many_times_at_once_is_one_turn(visitor: Visitor) -> None:
    message, answers = str(uuid.uuid4()), []
    threads = [
        threading.Thread(target=lambda: answers.append(visitor.ask("which skills?", message)))
        for _ in range(6)
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(answers) == 6
    assert all(answer == answers[0] for answer in answers)
    assert len(visitor.history()) == 2


def test_messages_sent_at_once_are_answered_each_once_and_one_after_the_other(
    visitor: Visitor,
) -> None:
    asked = [
        "what is a CISO?",
        "what does a CISO do?",
        "which skills?",
        "which degree?",
        "how many years?",
        "hello",
    ]
    threads = [threading.Thread(target=visitor.ask, args=(text,)) for text in asked]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    history = visitor.history()
    assert [message["from"] for message in history] == ["visitor", "advisor"] * len(asked)
    assert sorted(m["text"] for m in history if m["from"] == "visitor") == sorted(asked)


def test_deleting_a_conversation_leaves_no_row_and_ends_the_session(
    server: Server, visitor: Visitor
) -> None:
    def rows() -> list[str]:
        with sqlite3.connect(server.data / "conversations.db") as database:
            return [
                str(row)
                for table in ("turn", "unanswered", "inbox")
                for row in database.execute(f"SELECT * FROM {table}")
            ]

    visitor.ask("what is a CISO? my secret word is xylophone")
    assert any("xylophone" in row for row in rows())
    assert visitor.http.delete(f"{visitor.url}/session").status_code == 204
    assert visitor.http.get(f"{visitor.url}/history").status_code == 401
    assert not any("xylophone" in row for row in rows())


def test_a_verdict_is_kept_with_its_answer(visitor: Visitor) -> None:
    answer = visitor.ask("what is a CISO?")
    assert visitor.post({"message": answer["id"], "verdict": "down"}, "feedback").status_code == 204
    assert visitor.history()[1]["verdict"] == "down"
    assert (
        visitor.post({"message": answer["id"], "verdict": "maybe"}, "feedback").status_code == 400
    )
    assert (
        visitor.post({"message": "nothing-like-it", "verdict": "up"}, "feedback").status_code == 404
    )
