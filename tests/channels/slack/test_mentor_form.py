"""From the form to the mentors' channel: what is shared, and only that."""

from __future__ import annotations

import json

from bot.channels.slack import wording
from tests.channels.slack.mentors import QUESTION, ask, briefs, last, opened
from tools.slack_local import Local
from tools.slack_transcript import read
from tools.slack_workspace import ASKER, BOT, GENERAL, MENTORS, OTHER, Trouble, Workspace


def test_the_form_begins_with_the_last_question_and_nothing_ticked(
    local: Local, slack: Workspace
) -> None:
    slack.say(ASKER, "what does a CISO earn?")
    form = opened(slack, ASKER, slack.answer(slack.dm(ASKER)))
    assert "Your question: what does a CISO earn?" in read(form)
    assert "[ ] Our conversation here" in read(form)
    assert "initial_options" not in json.dumps(form)
    assert "They will see" not in read(form)


def test_a_tick_shows_at_once_what_it_shares(local: Local, slack: Workspace) -> None:
    """`views.update` on `block_actions` of a view, as in "Modals" of Slack's documents."""
    ts = slack.say(ASKER, f"<@{BOT}> what does a CISO earn?", GENERAL)
    told = slack.answer(GENERAL, ts)
    local.turns.plans[f"slack:T0WORKSPACE:{ASKER}:{ts}"] = {"plan.md": "# Plan\n- the CISSP"}
    form = opened(slack, ASKER, told)
    slack.tick(form, ASKER, "conversation")
    slack.wait(lambda: "They will see" in read(form))
    assert "Asked: what does a CISO earn?" in read(form)
    assert "the CISSP" not in read(form)
    slack.tick(form, ASKER, "plan", "link")
    slack.wait(lambda: "the CISSP" in read(form))
    assert f"archives/{GENERAL}/p{ts.replace('.', '')}" in read(form)
    assert "Answered:" not in read(form)


def test_without_a_tick_only_the_question_goes(local: Local, slack: Workspace) -> None:
    brief = ask(local)
    assert f"@{ASKER} asks:" in read(brief)
    assert QUESTION in read(brief)
    assert "Only the question is shared." in read(brief)
    assert not slack.answers(MENTORS, brief["ts"])
    assert "166,585" not in json.dumps(brief["blocks"])
    assert "with the mentors" in read(last(slack, ASKER))


def test_what_is_ticked_follows_in_the_thread_and_the_thread_it_came_up_in_is_linked(
    local: Local, slack: Workspace
) -> None:
    ts = slack.say(ASKER, f"<@{BOT}> what does a CISO earn?", GENERAL)
    form = opened(slack, ASKER, slack.answer(GENERAL, ts))
    slack.say(ASKER, "which certifications help?", GENERAL, ts)
    local.settle()
    slack.submit(ASKER, form, QUESTION, ("conversation", "link"))
    local.settle()
    brief = briefs(slack)[0]
    assert "the conversation with me and a link to the thread." in read(brief)
    assert f"p{ts.replace('.', '')}" in json.dumps(brief["blocks"])
    shared = read(slack.answers(MENTORS, brief["ts"])[0])
    assert "Asked: what does a CISO earn?" in shared
    assert "certifications" not in shared  # said after the form was opened


def test_an_empty_question_is_sent_back_and_a_form_sent_twice_is_one_brief(
    local: Local, slack: Workspace
) -> None:
    slack.say(ASKER, "what does a CISO earn?")
    form = opened(slack, ASKER, slack.answer(slack.dm(ASKER)))
    errors = {"response_action": "errors", "errors": {"question": wording.MENTOR_EMPTY}}
    assert slack.submit(ASKER, form, "  \u200b ") == (200, errors)
    for _ in range(3):
        slack.submit(ASKER, form)
    local.settle()
    assert len(briefs(slack)) == 1


def test_somebody_elses_conversation_cant_be_shared(local: Local, slack: Workspace) -> None:
    ts = slack.say(ASKER, f"<@{BOT}> what does a CISO earn?", GENERAL)
    form = opened(slack, OTHER, slack.answer(GENERAL, ts))
    assert ASKER not in form["private_metadata"]
    changed = {
        **form,
        "private_metadata": json.dumps([f"slack:T0WORKSPACE:{ASKER}:{ts}", "x", "y"]),
    }
    slack.submit(OTHER, changed, "And theirs?", ("conversation", "link"))
    local.settle()
    assert "Only the question is shared." in read(briefs(slack)[0])


def test_a_mentors_channel_that_cant_be_reached_is_said_and_nothing_is_shared(
    local: Local, slack: Workspace
) -> None:
    slack.say(ASKER, "what does a CISO earn?")
    form = opened(slack, ASKER, slack.answer(slack.dm(ASKER)))
    slack.trouble("chat.postMessage", Trouble("refused", error="not_in_channel"))
    slack.submit(ASKER, form, share=("conversation",))
    local.settle()
    assert "couldn't pass your question on" in read(last(slack, ASKER))
    assert not slack.answers(MENTORS)


def test_a_form_that_slack_opens_no_more_is_said_to_the_one_who_pressed(
    local: Local, slack: Workspace
) -> None:
    slack.say(ASKER, "what does a CISO earn?")
    told = slack.answer(slack.dm(ASKER))
    slack.trouble("views.open", Trouble("refused", error="expired_trigger_id"))
    slack.press(ASKER, told, "Ask a mentor")
    assert "press the button again" in slack.wait(lambda: slack.hints)[0]["text"]


def test_a_question_that_mentions_everybody_mentions_nobody(local: Local, slack: Workspace) -> None:
    brief = ask(local, "<!channel> look, <@U0MAX> & <https://evil.example|bank>")
    assert "<!" not in json.dumps(brief["sent"])
    assert "<@" not in json.dumps(brief["sent"]["blocks"])
    assert "<" not in brief["sent"]["text"]
