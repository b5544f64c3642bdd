"""The App Home, `/ciso help`, and the agent view."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.slack import wording
from tools.slack_limits import elements
from tools.slack_local import Local
from tools.slack_local import local as local_slack
from tools.slack_transcript import read
from tools.slack_workspace import ASKER, MENTOR, OTHER, SCOPES, Trouble, Workspace

EARN = "what does a CISO earn?"
PROMPTS = "assistant.threads.setSuggestedPrompts"


@pytest.mark.usefixtures("local")
def test_the_home_offers_examples_as_buttons_and_says_what_it_knows_and_doesnt(
    slack: Workspace,
) -> None:
    slack.open_home(ASKER)
    home = slack.wait(lambda: slack.homes.get(ASKER))
    text = read(home)
    for part in (
        "# What I know", "source and year", "What I don't know:", "Type /ciso", "# My plan",
        "[Delete my data]",
        "[Ask a mentor]",
    ):  # fmt: skip
        assert part in text
    examples = [e["text"]["text"] for e in elements(home["blocks"]) if e["block_id"] == "example"]
    assert examples == list(wording.EXAMPLES)
    assert "For mentors" not in text


def test_an_example_is_asked_and_answered_in_the_direct_messages(
    local: Local, slack: Workspace
) -> None:
    slack.open_home(ASKER)
    home = slack.wait(lambda: slack.homes.get(ASKER))
    slack.press(ASKER, home, "How much does a CISO earn?")
    local.settle()
    asked, told = map(read, slack.answers(slack.dm(ASKER)))
    assert asked == "You asked: How much does a CISO earn?"
    assert told.startswith("$166,585")


def test_deleting_asks_first_and_then_everything_of_the_person_is_gone(
    local: Local, slack: Workspace
) -> None:
    slack.say(ASKER, EARN)
    told = slack.answer(slack.dm(ASKER))
    slack.press(ASKER, told, "Not helpful")
    slack.press(ASKER, told, "Ask a mentor")
    slack.submit(ASKER, slack.wait(lambda: slack.forms)[0])
    local.settle()
    slack.open_home(ASKER)
    home = slack.wait(lambda: slack.homes.get(ASKER))
    delete = next(e for e in elements(home["blocks"]) if e["action_id"] == "delete")
    assert "can't be undone" in delete["confirm"]["text"]["text"]
    slack.press(ASKER, home, "Delete my data")
    slack.wait(lambda: "Your data is deleted." in read(slack.homes[ASKER]))
    with local.database.engine.connect() as connection:
        for table in ("turn", "unanswered", "feedback", "mentoring"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


@pytest.mark.parametrize("text", ["help", "", "  ", "Help", "?"])
def test_slash_help_speaks_of_slack(local: Local, slack: Workspace, text: str) -> None:
    status, body = slack.command(ASKER, text)
    assert (status, body["response_type"]) == (200, "ephemeral")
    for part in (
        "/ciso what does a CISO earn?",
        "Mention me in a channel",
        "Home tab",
        "Ask a mentor",
    ):
        assert part in read(body)
    assert not local.script.heard


class TestAgentView:
    """Keys as in "assistant_thread_started event" and the `assistant.threads` methods of Slack's
    reference.
    """

    def open_thread(self, slack: Workspace, user: str, thread: str) -> str:
        channel = slack.dm(user)
        about = {"user_id": user, "channel_id": channel, "thread_ts": thread}
        context = {"channel_id": "C0GENERAL", "team_id": "T0WORKSPACE", "enterprise_id": None}
        event = {
            "type": "assistant_thread_started",
            "assistant_thread": {**about, "context": context},
        }
        assert slack.deliver(slack.event({**event, "event_ts": "1715873754.429808"}))[0] == 200
        return channel

    def test_an_opened_thread_gets_prompts_then_a_status_and_a_title(
        self, local: Local, slack: Workspace
    ) -> None:
        thread = "1729999327.187299"
        channel = self.open_thread(slack, ASKER, thread)
        prompts = slack.wait(lambda: slack.prompts)[0]
        assert (prompts["channel_id"], prompts["thread_ts"]) == (channel, thread)
        assert 1 <= len(prompts["prompts"]) <= 4
        slack.say(ASKER, EARN, channel, thread)
        slack.say(ASKER, "which certifications help?", channel, thread)
        local.settle()
        methods = [
            call.method
            for call in slack.calls
            if "assistant" in call.method or "post" in call.method
        ]
        assert methods[:3] == [PROMPTS, "assistant.threads.setStatus", "chat.postMessage"]
        status = slack.statuses[0]
        assert (status["channel_id"], status["thread_ts"]) == (channel, thread)
        assert [title["title"] for title in slack.titles] == [EARN]
        assert len(slack.answers(channel, thread)) == 2

    @pytest.mark.usefixtures("local")
    def test_the_messages_tab_of_an_agent_gets_prompts_without_a_thread(
        self, slack: Workspace
    ) -> None:
        slack.open_home(ASKER, "messages")
        assert "thread_ts" not in slack.wait(lambda: slack.prompts)[0]

    def test_an_app_without_the_agent_view_works_as_before_and_isnt_asked_again_and_again(
        self, tmp_path: Path
    ) -> None:
        with local_slack(tmp_path) as local:
            slack = local.slack
            slack.scopes = SCOPES - {"assistant:write"}
            for thread in ("1.1", "2.2", "3.3"):
                channel = self.open_thread(slack, ASKER, thread)
                slack.say(ASKER, EARN, channel, thread)
                local.settle()
                assert len(slack.answers(channel, thread)) == 1
            assert len(slack.called(PROMPTS)) == 1
            assert not slack.hints

    def test_a_status_that_fails_keeps_no_answer_back(self, local: Local, slack: Workspace) -> None:
        channel = slack.dm(OTHER)
        slack.trouble("assistant.threads.setStatus", Trouble("lost", 3))
        slack.say(OTHER, EARN, channel, "5.5")
        slack.answer(channel, "5.5")


class TestFeedback:
    """Votes in `feedback_buttons` of a `context_actions` block, as in Slack's block reference."""

    def test_a_vote_can_be_changed_and_is_asked_for_a_reason_when_it_is_no(
        self, local: Local, slack: Workspace
    ) -> None:
        slack.say(ASKER, EARN)
        told = slack.answer(slack.dm(ASKER))
        slack.press(ASKER, told, "Helpful")
        local.settle()
        slack.press(ASKER, told, "Not helpful")
        local.settle()
        thanks, why = slack.hints
        assert read(thanks) == "Thanks, good to know."
        assert read(why).splitlines()[1] == (
            "[It's wrong] [Not what I asked] [Something is missing] [Too long or unclear]"
        )
        slack.press(ASKER, why, "Something is missing")
        local.settle()
        assert "that helps me get better" in read(why)
        assert self.votes(local) == [("down", "missing")]
        assert "[Helpful] [Not helpful]" in read(told)

    def test_each_person_has_a_vote_and_is_thanked_alone(
        self, local: Local, slack: Workspace
    ) -> None:
        ts = slack.say(ASKER, f"<@U0ADVISOR> {EARN}", "C0GENERAL")
        told = slack.answer("C0GENERAL", ts)
        for user, vote in ((ASKER, "Helpful"), (OTHER, "Not helpful"), (MENTOR, "Helpful")):
            slack.press(user, told, vote)
            local.settle()
        assert sorted(verdict for verdict, _ in self.votes(local)) == ["down", "up", "up"]
        assert [hint["user"] for hint in slack.hints] == [ASKER, OTHER, MENTOR]
        assert len(slack.answers("C0GENERAL", ts)) == 1

    def votes(self, local: Local) -> list[tuple[str, str | None]]:
        with local.database.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT verdict, reason FROM feedback")
            return [(row[0], row[1]) for row in rows]
