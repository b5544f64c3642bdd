"""Once, whatever Slack repeats: plans, group direct messages, and what comes again after a
deletion.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store.schema import inbox
from tools.slack_local import PLAN, Local
from tools.slack_local import local as local_slack
from tools.slack_transcript import read
from tools.slack_workspace import ASKER, BOT, GENERAL, OTHER, SCOPES, TEAM, Trouble, Workspace

EARN = "what does a CISO earn?"


@pytest.mark.parametrize("kind", ["done", "broken"])
def test_plan_files_come_once_though_slack_answers_500_after_or_before_sharing_them(
    local: Local, slack: Workspace, kind: str
) -> None:
    """The shares are looked up in `conversations.history`, whose messages carry `files` with their
    titles.
    """
    local.turns.plans[f"slack:{TEAM}:{ASKER}"] = PLAN
    slack.say(ASKER, "what should I do next?")
    told = slack.answer(slack.dm(ASKER))
    slack.trouble("files.completeUploadExternal", Trouble(kind))
    slack.press(ASKER, told, "Send me my plan")
    local.settle()
    shared = [message for message in slack.messages[slack.dm(ASKER)] if message.get("files")]
    assert len(shared) == 1
    assert {file["title"] for file in shared[0]["files"]} == {"plan.md", "plan.ics"}


def test_a_plan_can_be_had_again_later(local: Local, slack: Workspace) -> None:
    local.turns.plans[f"slack:{TEAM}:{ASKER}"] = PLAN
    slack.say(ASKER, "what should I do next?")
    told = slack.answer(slack.dm(ASKER))
    for _ in range(2):
        slack.press(ASKER, told, "Send me my plan")
        local.settle()
    assert len([m for m in slack.messages[slack.dm(ASKER)] if m.get("files")]) == 2


def test_a_group_direct_message_is_answered_in_its_thread_when_mentioned(
    local: Local, slack: Workspace
) -> None:
    """`message.mpim` with `channel_type: mpim`; "mpim:history scope" of Slack's reference lets us
    read it.
    """
    group = slack.group(ASKER, OTHER)
    slack.say(OTHER, "shall we ask?", group)
    ts = slack.say(ASKER, f"<@{BOT}> {EARN}", group)
    slack.say(ASKER, "which certifications help?", group, ts)
    slack.say(ASKER, "lol", group, ts)
    local.settle()
    assert len(slack.answers(group)) == len(slack.answers(group, ts)) == 2


def test_a_group_direct_message_is_answered_once_though_slack_answers_500_after_posting(
    local: Local, slack: Workspace
) -> None:
    group = slack.group(ASKER, OTHER)
    slack.trouble("chat.postMessage", Trouble("done"))
    slack.say(ASKER, f"<@{BOT}> {EARN}", group)
    local.settle()
    assert len(slack.answers(group)) == 1


def test_where_nobody_can_look_whether_an_answer_stands_there_it_isnt_posted_twice(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An app installed before `mpim:history` was added: `missing_scope` with `needed`."""
    with local_slack(tmp_path) as local:
        slack = local.slack
        slack.scopes = SCOPES - {"mpim:history"}
        group = slack.group(ASKER, OTHER)
        slack.trouble("chat.postMessage", Trouble("done"))
        slack.say(ASKER, f"<@{BOT}> {EARN}", group)
        local.settle()
        assert len(slack.answers(group)) == 1
        assert "add the scope mpim:history" in caplog.text


def test_an_event_that_comes_again_after_a_deletion_is_not_answered_again(
    local: Local, slack: Workspace
) -> None:
    """The same event with `X-Slack-Retry-Num: 1`, as in "The Events API" of Slack's documents."""
    channel = slack.dm(ASKER)
    message = slack.write(ASKER, channel, EARN)
    payload = slack.events(channel, message)[0]
    thread = slack.say(ASKER, f"<@{BOT}> {EARN}", GENERAL)
    slack.deliver(payload)
    local.settle()
    slack.open_home(ASKER)
    slack.press(ASKER, slack.wait(lambda: slack.homes.get(ASKER)), "Delete my data")
    slack.deliver(payload)
    slack.say(ASKER, EARN, GENERAL, thread)  # nobody's thread anymore
    local.settle()
    assert len(slack.answers(channel)) == 1
    assert len(slack.answers(GENERAL)) == 1


def test_what_is_kept_of_a_claim_after_a_deletion_names_nobody(
    local: Local, slack: Workspace
) -> None:
    slack.say(ASKER, EARN)
    slack.command(ASKER, EARN)
    local.settle()
    slack.open_home(ASKER)
    slack.press(ASKER, slack.wait(lambda: slack.homes.get(ASKER)), "Delete my data")
    local.settle()
    rows = local.run(
        local.database.read(lambda connection: connection.execute(select(inbox)).all())
    )
    assert len(rows) >= 2
    for trace in (ASKER, ASKER[1:], slack.dm(ASKER), "earn"):
        assert trace not in repr(rows)


def test_a_suggestion_is_asked_once_by_each_person_and_answered_privately_to_others(
    local: Local, slack: Workspace
) -> None:
    ts = slack.say(ASKER, f"<@{BOT}> {EARN}", GENERAL)
    told = slack.answer(GENERAL, ts)
    press = slack.press(OTHER, told, "next:1")
    slack.deliver(press, "interactive")
    local.settle()
    assert len(slack.answers(GENERAL, ts)) == 1
    assert [message["user"] for message in slack.private] == [OTHER]
    assert local.script.heard[1:] == ["What moves the pay of a CISO the most in the US?"]
    assert "[How old is that figure?]" in read(told)
    slack.press(ASKER, told, "next:1")
    local.settle()
    assert len(slack.answers(GENERAL, ts)) == 2
    assert "(Asked: What moves the pay of a CISO the most in the US?)" in read(told)
