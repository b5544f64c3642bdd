"""From a brief to the check-in: who takes a question, and what becomes of it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.channels.slack import wording
from tests.channels.slack.mentors import QUESTION, ask, last, press
from tools.slack_limits import elements
from tools.slack_local import Local
from tools.slack_local import local as local_slack
from tools.slack_transcript import read
from tools.slack_workspace import (
    ASKER,
    GONE,
    MAX,
    MENTOR,
    MENTORS,
    OTHER,
    SCOPES,
    Message,
    Trouble,
    Workspace,
)

DAY = 86_400.0


def test_of_two_mentors_at_once_one_gets_it_and_the_pair_meets_in_a_group(
    local: Local, slack: Workspace
) -> None:
    """`conversations.open` with two users opens a group direct message; "mpim:write scope" allows
    it.
    """
    brief = ask(local)
    presses = [slack.pressing(user, brief, "I'll take it") for user in (MENTOR, MAX)]
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda payload: slack.deliver(payload, "interactive"), presses * 2))
    local.settle()
    told = read(last(slack, ASKER))
    winner = MENTOR if MENTOR in told else MAX
    loser = ({MENTOR, MAX} - {winner}).pop()
    assert f"@{winner}" + wording.WILL_HELP_HERE in told
    assert f"Taken by @{winner}" in read(brief)
    assert "[Mark as done] [Give it back]" in read(brief)
    assert [(hint["user"], read(hint)) for hint in slack.hints] == [(loser, wording.TAKEN_ALREADY)]
    group = slack.group(ASKER, winner)
    assert [read(m) for m in slack.answers(group)] == [
        f"@{ASKER}, meet your mentor @{winner}.\nYour question: {QUESTION}\n{wording.pair_next(14)}"
    ]


def test_without_the_scope_for_groups_the_asker_is_told_who_it_is(tmp_path: Path) -> None:
    with local_slack(tmp_path) as local:
        local.slack.scopes = SCOPES - {"mpim:write"}
        brief = ask(local)
        press(local, MENTOR, brief, "I'll take it")
        assert f"@{MENTOR}" + wording.WILL_HELP in read(last(local.slack, ASKER))


def test_nobody_takes_their_own_question(local: Local, slack: Workspace) -> None:
    brief = ask(local, asker=MENTOR)
    press(local, MENTOR, brief, "I'll take it")
    assert [read(hint) for hint in slack.hints] == [wording.OWN_QUESTION]
    press(local, MAX, brief, "I'll take it")
    assert f"Taken by @{MAX}" in read(brief)


def test_deactivated_accounts_take_nothing(local: Local, slack: Workspace) -> None:
    brief = ask(local)
    press(local, GONE, brief, "I'll take it")
    assert "[I'll take it]" in read(brief)


def test_a_mentor_has_three_open_questions_at_most(local: Local, slack: Workspace) -> None:
    taken = [ask(local, f"Question {number}?") for number in range(4)]
    for brief in taken:
        press(local, MENTOR, brief, "I'll take it")
    assert [read(hint) for hint in slack.hints] == [wording.too_many(3)]
    press(local, MENTOR, taken[0], "Mark as done")
    press(local, MENTOR, taken[3], "I'll take it")
    assert f"Taken by @{MENTOR}" in read(taken[3])


def test_a_question_given_back_can_be_taken_by_another_and_not_changed_by_the_first(
    local: Local, slack: Workspace
) -> None:
    brief = ask(local)
    press(local, MENTOR, brief, "I'll take it")
    press(local, MAX, brief, "Give it back")
    assert [read(hint) for hint in slack.hints] == [wording.NOT_YOURS]
    press(local, MENTOR, brief, "Give it back")
    assert "[I'll take it]" in read(brief)
    assert [read(m) for m in slack.answers(MENTORS, brief["ts"])] == [wording.OPEN_AGAIN]
    assert wording.GIVEN_BACK in read(last(slack, ASKER))
    press(local, MAX, brief, "I'll take it")
    assert f"Taken by @{MAX}" in read(brief)
    assert len(slack.answers(slack.group(ASKER, MAX))) == 1


def test_done_is_told_and_the_asker_says_whether_they_met(local: Local, slack: Workspace) -> None:
    brief = ask(local)
    press(local, MENTOR, brief, "I'll take it")
    press(local, MENTOR, brief, "Mark as done")
    assert f"Done. Thanks, @{MENTOR}" in read(brief)
    question = last(slack, ASKER)
    assert f"@{MENTOR}{wording.DONE_ASKER}" in read(question)
    assert "[Yes, we met] [Not yet] [Ask another mentor] [I don't need it anymore]" in read(
        question
    )
    press(local, ASKER, question, "Yes, we met")
    assert "(You said: Yes, we met)" in read(question)
    assert read(last(slack, ASKER)) == wording.MET_THANKS
    local.pass_time(30 * DAY)
    assert read(last(slack, ASKER)) == wording.MET_THANKS


def test_two_weeks_later_the_asker_is_asked_once_and_again_a_week_after_not_yet(
    local: Local, slack: Workspace
) -> None:
    brief = ask(local)
    press(local, MENTOR, brief, "I'll take it")
    local.pass_time(13 * DAY)
    assert wording.check_in(14) not in read(last(slack, ASKER))
    local.pass_time(1.1 * DAY)
    question = last(slack, ASKER)
    assert wording.check_in(14) in read(question)
    local.pass_time(3 * DAY)
    assert last(slack, ASKER) is question
    press(local, ASKER, question, "Not yet")
    assert f"@{ASKER}" + wording.NOT_MET_NUDGE in read(last(slack, MENTOR))
    local.pass_time(7.1 * DAY)
    assert f"@{MENTOR} took your question 24 days ago." in read(last(slack, ASKER))
    press(local, ASKER, last(slack, ASKER), "Ask another mentor")
    assert "[I'll take it]" in read(brief)
    assert read(last(slack, ASKER)) == wording.REASSIGNED


def test_a_question_that_nobody_takes_is_brought_up_twice_to_mentors_in_turn(
    local: Local, slack: Workspace
) -> None:
    brief = ask(local)
    local.pass_time(1.1 * DAY)
    local.pass_time(2.1 * DAY)
    local.pass_time(5 * DAY)
    reminders = [read(m) for m in slack.answers(MENTORS, brief["ts"])]
    assert sorted(reminders) == [f"@{user}{wording.REMINDER}" for user in (MAX, MENTOR)]
    told = [read(m).split("\n")[0] for m in slack.answers(slack.dm(ASKER))[2:]]
    assert told == [wording.STILL_WAITING, wording.STILL_WAITING, wording.NOBODY]
    press(local, ASKER, last(slack, ASKER), "I don't need it anymore")
    assert wording.WITHDRAWN in read(brief)
    press(local, MENTOR, slack.messages[MENTORS][0] | {"blocks": _take(brief)}, "take")
    assert f"Taken by @{MENTOR}" not in read(brief)


def _take(brief: Message) -> list[dict[str, Any]]:
    """The button of a brief that a mentor's client still shows."""
    key = brief["metadata"]["event_payload"]["key"]
    label = {"type": "plain_text", "text": "I'll take it"}
    button = {"type": "button", "action_id": "take", "text": label, "value": json.dumps([key])}
    return [{"type": "actions", "block_id": "take", "elements": [button]}]


def test_the_mentor_with_the_fewest_open_is_next_and_who_pauses_isnt_asked(
    local: Local, slack: Workspace
) -> None:
    press(local, MENTOR, ask(local, "One?"), "I'll take it")
    waiting = ask(local, "Two?")
    local.pass_time(1.1 * DAY)
    assert f"@{MAX}{wording.REMINDER}" in read(slack.answers(MENTORS, waiting["ts"])[0])
    slack.open_home(MAX)
    press(local, MAX, slack.wait(lambda: slack.homes.get(MAX)), "Pause new questions")
    slack.wait(lambda: wording.MENTORS_PAUSED in read(slack.homes[MAX]))
    local.pass_time(2.1 * DAY)
    assert f"@{MENTOR}{wording.REMINDER}" in read(slack.answers(MENTORS, waiting["ts"])[1])
    press(local, MAX, slack.homes[MAX], "Resume")
    slack.wait(lambda: wording.MENTORS_ACTIVE in read(slack.homes[MAX]))


def test_a_mentors_home_lists_what_is_open_with_links_and_buttons(
    local: Local, slack: Workspace
) -> None:
    ask(local, "One?")
    brief = ask(local, "Two?")
    ask(local, "Mine?", asker=MENTOR)
    slack.open_home(MENTOR)
    home = slack.wait(lambda: slack.homes.get(MENTOR))
    assert "# For mentors" in read(home)
    assert [f"@{ASKER}: One?" in read(home), f"@{MENTOR}: Mine?" in read(home)] == [True, True]
    assert f"p{brief['ts'].replace('.', '')}" in json.dumps(home)
    takes = [e["action_id"] for e in elements(home["blocks"]) if e["action_id"].startswith("take")]
    assert len(takes) == 2  # not one's own
    press(local, MENTOR, home, takes[1])
    slack.wait(lambda: "[Mark as done] [Give it back]" in read(slack.homes[MENTOR]))
    assert f"Taken by @{MENTOR}" in read(brief)
    slack.open_home(OTHER)
    assert "For mentors" not in read(slack.wait(lambda: slack.homes.get(OTHER)))


@pytest.mark.parametrize("kind", ["done", "broken"])
def test_each_message_of_the_story_comes_once_though_slack_answers_500(
    local: Local, slack: Workspace, kind: str
) -> None:
    slack.trouble("chat.postMessage", Trouble(kind))
    brief = ask(local)
    for _ in range(2):
        slack.trouble("chat.postMessage", Trouble(kind), Trouble(kind))
        press(
            local,
            MENTOR,
            brief,
            "I'll take it" if "[I'll take it]" in read(brief) else "Mark as done",
        )
    texts = [read(m) for m in (*slack.answers(MENTORS), *slack.answers(slack.dm(ASKER)))]
    assert len(texts) == len(set(texts))
    assert len(slack.answers(slack.group(ASKER, MENTOR))) == 1


def test_a_deleted_question_is_gone_for_mentors_too(local: Local, slack: Workspace) -> None:
    brief = ask(local)
    slack.open_home(ASKER)
    press(local, ASKER, slack.wait(lambda: slack.homes.get(ASKER)), "Delete my data")
    press(local, MENTOR, brief, "I'll take it")
    assert [read(hint) for hint in slack.hints] == [wording.GONE]
    local.pass_time(20 * DAY)
    assert not slack.answers(MENTORS, brief["ts"])
