"""In a channel the advisor answers who asks it, and stays out of people's talk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.channels.slack import relevance, wording
from bot.channels.slack.relevance import TalkModel, is_question
from tools.slack_local import Local
from tools.slack_transcript import read
from tools.slack_workspace import ASKER, BOT, GENERAL, GONE, OTHER, OTHER_TEAM, STRANGER, Workspace

EARN = "what does a CISO earn?"


@pytest.fixture
def thread(local: Local, slack: Workspace) -> str:
    """A thread of a channel that the asker began with a mention, and that was answered once."""
    ts = slack.say(ASKER, f"<@{BOT}> {EARN}", GENERAL)
    slack.answer(GENERAL, ts)
    local.settle()
    return ts


def said(slack: Workspace, thread: str) -> list[str]:
    return [read(message).split("\n")[0] for message in slack.answers(GENERAL, thread)]


@pytest.mark.parametrize(
    "line",
    [
        "I'll send you the doc tomorrow", "lol", "thanks!", "what's the weather like?",
        "and in brazil?",
        "I passed mine last year", "does the soc stand close to us?",
    ],
)  # fmt: skip
def test_small_talk_what_is_declined_and_guesses_stay_silent_and_change_nothing(
    local: Local, slack: Workspace, thread: str, line: str
) -> None:
    conversation = f"slack:T0WORKSPACE:{ASKER}:{thread}"
    before = local.run(local.turns.history(conversation))
    slack.say(ASKER, line, GENERAL, thread)
    local.settle()
    assert line in local.script.heard
    assert len(said(slack, thread)) == 1
    assert local.run(local.turns.history(conversation)) == before
    assert not slack.hints


def test_a_question_in_scope_is_answered_without_a_new_mention(
    local: Local, slack: Workspace, thread: str
) -> None:
    slack.say(ASKER, "which certifications help", GENERAL, thread)
    local.settle()
    assert said(slack, thread)[1:] == ["The CISSP first; most job ads name it."]


def test_what_was_declined_unasked_is_answered_when_the_advisor_is_mentioned(
    local: Local, slack: Workspace, thread: str
) -> None:
    slack.say(ASKER, f"<@{BOT}> what's the weather like?", GENERAL, thread)
    local.settle()
    assert said(slack, thread)[1:] == ["I can only help with the CISO career."]


def test_what_the_advisor_asked_for_may_be_told_without_a_question(
    local: Local, slack: Workspace, thread: str
) -> None:
    slack.say(ASKER, "what should I do next?", GENERAL, thread)
    local.settle()
    slack.say(ASKER, "5 years in security", GENERAL, thread)
    local.settle()
    assert said(slack, thread)[2:] == ["Got it: 5 years in security."]


def test_nobody_else_is_answered_in_a_thread_without_a_mention(
    local: Local, slack: Workspace, thread: str
) -> None:
    slack.say(OTHER, EARN, GENERAL, thread)
    slack.say(ASKER, f"<@{OTHER}> what does a CISO earn, do you think?", GENERAL, thread)
    slack.say(ASKER, EARN, GENERAL)
    local.settle()
    assert len(slack.answers(GENERAL)) == 1


def test_an_edit_that_adds_the_mention_is_answered_once(local: Local, slack: Workspace) -> None:
    """`message_changed` as in "message_changed message" of Slack's reference."""
    ts = slack.say(ASKER, EARN, GENERAL)
    slack.edit(GENERAL, ts, f"<@{BOT}> {EARN}")
    slack.answer(GENERAL, ts)
    slack.edit(GENERAL, ts, f"<@{BOT}> {EARN} In total?")
    local.settle()
    assert len(slack.answers(GENERAL, ts)) == 1


def test_an_edit_of_a_question_that_was_answered_is_not_answered_again(
    local: Local, slack: Workspace, thread: str
) -> None:
    slack.edit(GENERAL, thread, f"<@{BOT}> which certifications help?")
    slack.edit(slack.dm(ASKER), slack.say(ASKER, EARN), "what does a CISO earn in total?")
    local.settle()
    assert len(said(slack, thread)) == 1
    assert len(slack.answers(slack.dm(ASKER))) == 1


def test_an_edit_by_slack_itself_is_no_question(local: Local, slack: Workspace) -> None:
    """Slack's reference: automatic language detection dispatches `message_changed`, without
    `edited`.
    """
    message = slack.write(ASKER, GENERAL, f"<@{BOT}> {EARN}")
    event = {
        "type": "message", "subtype": "message_changed", "hidden": True, "channel": GENERAL,
        "ts": "1.2",
        "channel_type": "channel", "message": message, "previous_message": {**message, "text": "x"},
    }  # fmt: skip
    slack.deliver(slack.event(event))
    local.settle()
    assert not slack.answers(GENERAL)


def test_a_me_message_with_a_mention_is_a_question(local: Local, slack: Workspace) -> None:
    """`me_message` as in "me_message message" of Slack's reference: it has no `app_mention` beside
    it.
    """
    ts = slack.say(ASKER, f"asks <@{BOT}> {EARN}", GENERAL, subtype="me_message")
    local.settle()
    assert said(slack, ts) == ["$166,585 a year on average (US, 2021)."]


FORWARDED = {
    "attachments": [{"is_msg_unfurl": True, "is_share": True, "author_id": OTHER,
    "text": "what does it pay?",
                     "from_url": "https://workspace.example/archives/C1/p1", "ts": "1.1"}],
}  # fmt: skip
FILE = {
    "subtype": "file_share",
    "files": [{"id": "F1", "name": "cv.pdf", "mimetype": "application/pdf"}],
}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [(FILE, wording.NO_FILES), (FORWARDED, wording.NO_FORWARDS)],
    ids=["file", "forwarded message"],
)
def test_a_bare_file_or_forwarded_message_gets_one_sentence_private_where_others_read(
    local: Local, slack: Workspace, more: dict[str, Any], sentence: str
) -> None:
    slack.say(ASKER, "", **more)
    ts = slack.say(ASKER, f"<@{BOT}>", GENERAL, **more)
    local.settle()
    assert [read(message) for message in slack.answers(slack.dm(ASKER))] == [sentence]
    assert not slack.answers(GENERAL)
    assert [(hint["user"], hint["thread_ts"], read(hint)) for hint in slack.hints] == [
        (ASKER, ts, sentence)
    ]


def test_a_file_with_a_question_is_a_question(local: Local, slack: Workspace) -> None:
    slack.say(ASKER, EARN, **FILE)
    local.settle()
    assert "$166,585" in read(slack.answer(slack.dm(ASKER)))


def test_an_outsider_in_a_shared_channel_gets_one_sentence_once(
    local: Local, slack: Workspace
) -> None:
    """`user_team`, `source_team` and `is_stranger` as in "Using Slack Connect" of Slack's
    documents.
    """
    for _ in range(2):
        ts = slack.say(STRANGER, f"<@{BOT}> {EARN}", GENERAL, user_team=OTHER_TEAM)
        slack.say(STRANGER, EARN, GENERAL, ts, user_team=OTHER_TEAM)
        local.settle()
    assert [(hint["user"], read(hint)) for hint in slack.hints] == [(STRANGER, wording.OUTSIDER)]
    assert not slack.answers(GENERAL)
    assert not local.script.heard
    assert wording.OUTSIDER in read(slack.command(STRANGER, EARN)[1])


def test_deactivated_accounts_get_nothing_on_any_way(local: Local, slack: Workspace) -> None:
    slack.say(GONE, EARN)
    slack.say(GONE, f"<@{BOT}> {EARN}", GENERAL)
    assert slack.command(GONE, EARN) == (200, "")
    slack.open_home(GONE)
    local.settle()
    assert not (
        slack.answers(slack.dm(GONE)) or slack.answers(GENERAL) or slack.hints or slack.homes
    )


def test_a_slow_slash_command_says_that_it_is_working_and_then_answers_privately(
    local: Local, slack: Workspace
) -> None:
    local.script.seconds = 2.5
    status, body = slack.command(ASKER, EARN)
    assert (status, body["text"], body["response_type"]) == (200, wording.WORKING, "ephemeral")
    assert "$166,585" in read(slack.wait(lambda: slack.private)[0])
    local.settle()
    assert len(slack.private) == 1
    assert local.script.heard == [EARN]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("what does it pay", True), ("Which one first", True), ("the CISM then?", True),
        ("why", True),
        ("I'll send it tomorrow", False), ("lol", False), ("", False), ("nice, thank you", False),
    ],
)  # fmt: skip
def test_the_form_of_a_question_is_told_by_its_mark_or_its_first_word(
    text: str, asks: bool
) -> None:
    assert is_question(text) is asks


TALK = (
    "can you send me the deck by friday?", "who's bringing snacks tomorrow?", "wait, really?",
    "do we have budget for that?", "is she the one from audit?", "who approved this change?",
    "have you booked the flights?", "will the auditor be there?", "can you believe that?",
    "when does our CISO get back from vacation?", "should I ping him?", "did HR get back to you?",
    "I'll send you the doc tomorrow", "see you at 5", "nice, thank you", "I'm 5 minutes late",
    "are we compliant with ISO 27001?", "do you have a degree, Ben?", "where did you study?",
)  # fmt: skip
MEANT = (
    "which certifications help?", "how old is that figure?", "and in total?", "do I need a degree?",
    "how much is the bonus?", "what about a deputy CISO?", "who offers the CISM?",
    "does that include equity?",
    "is a master's worth it?", "CISSP or CISM?", "5 years in security", "I lead a team of four",
    "a bachelor's",
    "is the CISSP worth it?", "what skills matter most?", "do I need an MBA?",
)  # fmt: skip


@pytest.mark.parametrize("text", TALK)
def test_what_colleagues_say_to_each_other_is_not_taken_as_meant_for_the_advisor(text: str) -> None:
    assert TalkModel.read().meant_for_advisor(text) < relevance.MEANT


@pytest.mark.parametrize("text", MEANT)
def test_questions_on_the_job_and_what_people_tell_of_themselves_are_taken_as_meant(
    text: str,
) -> None:
    assert TalkModel.read().meant_for_advisor(text) >= relevance.MEANT


def test_no_line_that_is_tried_here_was_learnt_by_heart() -> None:
    learnt = Path("data/questions/talk.txt").read_text("utf-8").lower().splitlines()
    assert not {line.lower() for line in TALK} & set(learnt)
