"""The App Home: what it can do, my plan, delete my data; and the prompts of the agent view."""

from __future__ import annotations

from tools.slack_limits import elements
from tools.slack_transcript import read
from tools.slack_workspace import BOT, GENERAL, Trouble, Workspace

IDA = "U0IDA"


def test_the_home_says_what_it_can_do_shows_the_plan_and_offers_to_delete(slack: Workspace) -> None:
    slack.people[IDA] = {"id": IDA, "team_id": "T0WORKSPACE"}
    slack.open_home(IDA)
    text = read(slack.wait(lambda: slack.homes.get(IDA)))
    for part in (
        "Every fact comes with its source and year",
        "Type /ciso",
        "# My plan",
        "[Delete my data]",
        "[Ask a mentor]",
    ):
        assert part in text


def test_deleting_asks_first_and_then_all_conversations_are_gone_threads_too(
    slack: Workspace,
) -> None:
    slack.people[IDA] = {"id": IDA, "team_id": "T0WORKSPACE"}
    slack.say(IDA, "which certifications help?")
    slack.answer(slack.dm(IDA))
    ts = slack.say(IDA, f"<@{BOT}> which certifications help?", GENERAL)
    slack.answer(GENERAL, ts)
    slack.open_home(IDA)
    home = slack.wait(lambda: slack.homes.get(IDA))
    delete = next(
        element for element in elements(home["blocks"]) if element["action_id"] == "delete"
    )
    assert "can't be undone" in delete["confirm"]["text"]["text"]
    slack.press(IDA, home, "Delete my data")
    assert "Your data is deleted." in read(
        slack.wait(lambda: slack.homes[IDA] is not home and slack.homes[IDA])
    )
    slack.say(IDA, "who offers the second one?", GENERAL, ts)  # nobody's thread any more
    slack.say(IDA, "who offers the second one?")
    assert "ISC2 offers CAP" not in read(slack.answer(slack.dm(IDA), number=2))
    assert len(slack.answers(GENERAL, ts)) == 1


def test_prompts_are_suggested_where_the_workspace_has_the_agent_view_and_elsewhere_nothing_breaks(
    slack: Workspace,
) -> None:
    slack.people[IDA] = {"id": IDA, "team_id": "T0WORKSPACE"}
    method = "assistant.threads.setSuggestedPrompts"
    before = len(slack.called(method))
    slack.trouble(method, Trouble("refused", error="unknown_method"))
    slack.open_home(IDA, "messages")
    slack.wait(lambda: len(slack.called(method)) == before + 1)
    slack.open_home(IDA, "messages")
    prompts = slack.wait(lambda: slack.called(method)[before + 1 :])[0].body
    assert prompts["channel_id"] == slack.dm(IDA)
    assert "thread_ts" not in prompts
    assert "What does a CISO do?" in [prompt["message"] for prompt in prompts["prompts"]]
