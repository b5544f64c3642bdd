"""Talking with the advisor in Slack: where it answers, where it keeps quiet, and what
buttons do.
"""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest
from icalendar import Calendar

from tools.slack_transcript import read
from tools.slack_workspace import (
    ASKER,
    BOT,
    GENERAL,
    OTHER_TEAM,
    PRIVATE,
    Message,
    Trouble,
    Workspace,
    suggestions,
)

_people = count(1)


@pytest.fixture
def person(slack: Workspace) -> str:
    """Somebody who hasn't spoken with the advisor yet."""
    user = f"U0NEW{next(_people)}"
    slack.people[user] = {"id": user, "team_id": "T0WORKSPACE"}
    return user


def heard(slack: Workspace, user: str) -> int:
    """Waits until everything that a person said before is dealt with; returns how many answers
    there are then.
    """
    channel = slack.dm(user)
    key = f"post:{channel}:{slack.say(user, 'What does a CISO earn?')}"
    slack.wait(
        lambda: any(
            message["metadata"]["event_payload"]["key"] == key for message in slack.answers(channel)
        )
    )
    return len(slack.answers(channel))


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


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "channel_join"}, {"subtype": "message_changed"}, {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"bot_id": "B0OTHER"}, {"edited": {"user": ASKER, "ts": "1.1"}}, {"hidden": True},
        {"user": BOT}, {"user": None},
        {"ts": "yesterday"}, {"user": "../../etc"}, {"thread_ts": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_edits_joins_bots_and_other_teams_get_no_answer(
    slack: Workspace, person: str, more: dict[str, Any]
) -> None:
    message = slack.write(person, slack.dm(person), "what does a CISO do?") | more
    assert (
        slack.deliver(slack.event({**message, "channel": slack.dm(person), "channel_type": "im"}))[
            0
        ]
        == 200
    )
    assert heard(slack, person) == 1


def test_another_workspaces_delivery_gets_no_answer(slack: Workspace, person: str) -> None:
    message = slack.write(person, slack.dm(person), "what does a CISO do?")
    event = {**message, "channel": slack.dm(person), "channel_type": "im"}
    assert slack.deliver(slack.event(event, team_id=OTHER_TEAM))[0] == 200
    assert slack.command(person, "what does a CISO do?", team_id=OTHER_TEAM)[1] == ""
    assert heard(slack, person) == 1


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
    user = f"U0ANEW{next(_people)}"
    slack.people[user] = {"id": user, "team_id": "T0WORKSPACE"}
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


def test_what_slack_may_send_besides_is_acknowledged(slack: Workspace, person: str) -> None:
    team, user = {"id": "T0WORKSPACE"}, {"id": person}
    for payload in (
        {"type": "shortcut", "callback_id": "x"}, {"type": "message_action", "callback_id": "x"},
        {"type": "view_closed", "view": {"callback_id": "x", "type": "modal"}},
        {"type": "view_submission", "view": {"callback_id": "x", "type": "modal"}},
        {"type": "block_actions", "actions": [{"action_id": "nobody's", "type": "button"}]},
        {"type": "block_suggestion", "action_id": "x", "value": "y"},
    ):  # fmt: skip
        assert slack.deliver(
            {"team": team, "user": user, "trigger_id": "1.1", **payload}, "interactive"
        )[0] in (200, 404)
    assert slack.deliver(slack.event({"type": "reaction_added", "user": person}))[0] == 200
    assert heard(slack, person) == 1


@pytest.mark.parametrize("payload", [
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": [7], "user": "x"}, {"type": "view_submission", "view": 3},
    {"type": "view_submission", "view": {"callback_id": "mentor_form", "type": "modal"}},
    {"type": "view_submission", "view": {
        "callback_id": "mentor_form", "type": "modal", "private_metadata": "[" * 3000,
        "state": {"values": {"question": {"question": {"value": "what pays?"}}, "share": 7}},
    }},
    {"type": "view_submission", "view": {"callback_id": "mentor_form", "type": "modal",
                                         "state": 5}},
    {"type": []}, {},
], ids=lambda payload: str(payload)[:60])  # fmt: skip
def test_nonsense_is_survived(slack: Workspace, person: str, payload: dict[str, Any]) -> None:
    sent = {"team": {"id": "T0WORKSPACE"}, "user": {"id": person}, **payload}
    assert slack.deliver(sent, "interactive")[0] < 500
    assert slack.deliver(slack.event({"type": "message", **payload}))[0] < 500
    assert heard(slack, person) == 1


@pytest.mark.parametrize("odd", [
    {"authorizations": ["x", 5, None]}, {"event": {"type": "app_home_opened", "user": ["x"]}},
    {"event": {"type": "message", "user": "U0ASKER", "blocks": [{"type": "rich_text",
                                                                 "elements": 5}]}},
], ids=lambda odd: str(odd)[:60])  # fmt: skip
def test_an_event_of_another_shape_is_not_sent_again(
    slack: Workspace, person: str, odd: dict[str, Any]
) -> None:
    event = slack.event({"type": "message", "user": person, "text": "what pays?"})
    assert slack.deliver({**event, **odd})[0] < 500
    assert heard(slack, person) == 1


def test_a_time_in_other_digits_is_no_message(slack: Workspace, person: str) -> None:
    message = slack.write(person, slack.dm(person), "what does a CISO do?")
    event = {**message, "channel": slack.dm(person), "channel_type": "im"}
    assert slack.deliver(slack.event({**event, "ts": "١٧٠٠٠٠٠٠٠٠.١٢٣٤"}))[0] == 200
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
