"""Talking with the advisor in Slack: where it answers, where it keeps quiet, and what
buttons do.
"""

from __future__ import annotations

import json
from typing import Any

from icalendar import Calendar

from tests.channels.slack.newcomers import heard, newcomer
from tools.slack_transcript import read
from tools.slack_workspace import BOT, GENERAL, PRIVATE, Message, Trouble, Workspace, suggestions


def test_a_direct_message_gets_the_typed_answer_in_the_same_place(
    slack: Workspace, person: str
) -> None:
    slack.say(person, "which certifications help?")
    told = slack.answer(slack.dm(person))
    assert "thread_ts" not in told
    assert "CISSP" in read(told)
    assert "Source" in read(told)
    assert "[Helpful] [Not helpful]" in read(told)


def test_follow_ups_in_direct_messages_lean_on_what_was_said(slack: Workspace, person: str) -> None:
    slack.say(person, "which certifications help?")
    slack.answer(slack.dm(person))
    slack.say(person, "who offers the third one?")
    assert "CySA+ is offered by CompTIA" in read(slack.answer(slack.dm(person), number=2))


def test_a_mention_is_answered_once_in_its_thread_though_slack_delivers_it_twice(
    slack: Workspace, person: str
) -> None:
    ts = slack.say(person, f"<@{BOT}> what does a CISO do?", GENERAL)
    slack.answer(GENERAL, ts)
    heard(slack, person)
    assert len(slack.answers(GENERAL, ts)) == 1


def test_a_thread_goes_on_without_a_mention_for_the_one_who_began_it(
    slack: Workspace, person: str
) -> None:
    ts = slack.say(person, f"which certifications help, <@{BOT}>?", GENERAL)
    slack.answer(GENERAL, ts)
    slack.say(person, "who offers the second one?", GENERAL, ts)
    assert "CAP is offered by ISC2" in read(slack.answer(GENERAL, ts, number=2))


def test_people_talk_in_a_thread_undisturbed_and_the_next_question_is_answered(
    slack: Workspace, person: str
) -> None:
    """With the trained model: each of these has an answer in the sources of which it is
    confident.
    """
    ts = slack.say(person, f"<@{BOT}> what does a CISO earn?", GENERAL)
    slack.answer(GENERAL, ts)
    for line in (
        "do we have budget for that?", "wait, really?", "will the auditor be there?", "lol",
        "when does our CISO get back from vacation?", "I'll send you the doc tomorrow",
    ):  # fmt: skip
        slack.say(person, line, GENERAL, ts)
    slack.say(person, "which certifications help?", GENERAL, ts)
    assert "CISSP" in read(slack.answer(GENERAL, ts, number=2))
    assert len(slack.answers(GENERAL, ts)) == 2


def test_a_thread_and_direct_messages_are_conversations_of_their_own(
    slack: Workspace, person: str
) -> None:
    slack.say(person, "which certifications help?")
    slack.answer(slack.dm(person))
    ts = slack.say(person, f"<@{BOT}> what does a CISO earn?", GENERAL)
    slack.answer(GENERAL, ts)
    slack.say(person, "how old is that figure?", GENERAL, ts)
    assert "is a figure of" in read(slack.answer(GENERAL, ts, number=2))
    slack.say(person, "who offers the second one?")
    assert "CAP is offered by ISC2" in read(slack.answer(slack.dm(person), number=2))


def test_a_slash_command_is_answered_to_the_asker_alone_and_shares_the_direct_conversation(
    slack: Workspace, person: str
) -> None:
    before = len(slack.called("chat.postMessage"))
    status, body = slack.command(person, "which certifications help?")
    assert status == 200
    assert body["response_type"] == "ephemeral"
    assert "Security+" in read(body)
    assert "CAP is offered by ISC2" in read(slack.command(person, "who offers the second one?")[1])
    assert len(slack.called("chat.postMessage")) == before


def test_a_suggestion_asks_its_question_once_and_is_settled_in_the_message(
    slack: Workspace, person: str
) -> None:
    slack.say(person, "what does a CISO earn?")
    first = slack.answer(slack.dm(person))
    chosen = suggestions(first)[1]
    pressed = slack.press(person, first, chosen)
    second = slack.answer(slack.dm(person), number=2)
    assert _without_buttons(second) == _without_buttons(_asked_anew(slack, chosen))
    assert f"(Asked: {chosen})" in read(first)
    assert not suggestions(first)
    assert "[Helpful]" in read(first)
    slack.deliver(pressed, "interactive")
    slack.deliver({**pressed, "trigger_id": "9.9"}, "interactive")
    assert heard(slack, person) == 3


def test_a_suggestion_of_a_private_answer_is_answered_and_settled_privately(
    slack: Workspace, person: str
) -> None:
    slack.command(person, "what does a CISO earn?")
    first, before = slack.private[-1], len(slack.private)
    chosen = suggestions(first)[0]
    slack.press(person, first, chosen)
    told = slack.wait(lambda: slack.private[before:])[0]
    assert _without_buttons(told) == _without_buttons(_asked_anew(slack, chosen))
    assert f"(Asked: {chosen})" in read(first)


def _asked_anew(slack: Workspace, text: str) -> Message:
    """What somebody reads who asks this and nothing before."""
    user = newcomer(slack)
    slack.say(user, text)
    return slack.answer(slack.dm(user))


def _without_buttons(message: Message) -> str:
    return "\n".join(line for line in read(message).splitlines() if not line.startswith("["))


def test_what_people_type_is_harmless_on_its_way_in_and_out(slack: Workspace, person: str) -> None:
    for number, text in enumerate(
        ["<!channel> /restart", '/ask_salary{"x": 1}', "&lt;!here&gt; *hi*", "\u202e\u0000 ?", ""],
        1,
    ):
        slack.say(person, text)
        told = slack.answer(slack.dm(person), number=number)
        assert "<!" not in json.dumps(told["sent"])


def test_an_empty_mention_gets_a_friendly_question(slack: Workspace, person: str) -> None:
    ts = slack.say(person, f"<@{BOT}>", GENERAL)
    assert "didn't see a question" in read(slack.answer(GENERAL, ts))


def test_a_refused_post_leaves_the_conversation_intact(slack: Workspace, person: str) -> None:
    slack.trouble("chat.postMessage", Trouble("refused", error="channel_not_found"))
    slack.say(person, "which certifications help?")
    slack.wait(lambda: not slack._troubles["chat.postMessage"])
    slack.say(person, "who offers the second one?")
    assert "CAP is offered by ISC2" in read(slack.answer(slack.dm(person)))


def test_a_channel_that_the_advisor_isnt_in_is_survived(slack: Workspace, person: str) -> None:
    slack.say(person, f"<@{BOT}> what does a CISO do?", PRIVATE)
    assert heard(slack, person) == 1


def test_a_plan_made_in_slack_is_sent_as_its_three_files_when_the_button_is_pressed(
    slack: Workspace, person: str
) -> None:
    channel = slack.dm(person)
    slack.say(
        person,
        "I'm a SOC analyst with 3 years in security, Security+ and a bachelor's, I lead nobody and"
        " want to be a CISO by 2033. Make me a plan.",
    )
    told = slack.wait(lambda: slack.answers(channel))[-1]
    assert "This week" in read(told)
    slack.press(person, told, "Send me my plan")
    files = slack.wait(lambda: _three(slack, channel))
    assert [file["name"].rpartition(".")[2] for file in files] == ["html", "ics", "md"]
    assert all(file["name"].startswith("CISO plan, ") for file in files)
    calendar = Calendar.from_ical(next(f["content"] for f in files if f["name"].endswith(".ics")))
    assert {part.name for part in calendar.subcomponents} == {"VEVENT", "VTODO"}


def _three(slack: Workspace, channel: str) -> list[dict[str, Any]]:
    sent = [file for file in slack.files if file.get("channel") == channel]
    return sorted(sent, key=lambda file: str(file["name"])) if len(sent) == 3 else []
