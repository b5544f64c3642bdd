"""A person's plan in Slack: blocks on the App Home and to mentors who may see it, and files to the
person.
"""

from __future__ import annotations

import json

import pytest

from bot.channels.slack.markdown_blocks import fitting, markdown_blocks, paged
from bot.channels.slack.message import shown_texts
from tools.slack_limits import elements
from tools.slack_local import PLAN, Local
from tools.slack_transcript import read
from tools.slack_workspace import ASKER, BOT, GENERAL, MENTORS, OTHER, TEAM, Workspace

MARKDOWN = """# CISO plan, November 2026

For: 5 years in security. Nobody can promise the job.

## Where you stand

- ● **Experience**, in progress: 5 of the usual 7 to 10 years \\[1, 2\\]
- ○ **CISSP**, not started *Done when you pass.*
  - a step below it

1. [Pay survey](https://source.example/pay), Okta, 2021
2. [Bad](javascript:alert) <!channel> and `code`
"""


def rendered(markdown: str) -> str:
    return read({"blocks": [block.to_dict() for block in markdown_blocks(markdown)]})


def test_markdown_becomes_headings_bullets_and_links_without_its_signs() -> None:
    text = rendered(MARKDOWN)
    assert text.splitlines() == [
        "# CISO plan, November 2026",
        "For: 5 years in security. Nobody can promise the job.",
        "# Where you stand",
        "  - ● Experience, in progress: 5 of the usual 7 to 10 years [1, 2]",
        "  - ○ CISSP, not started Done when you pass.",
        "  - a step below it",
        "  1. Pay survey, Okta, 2021",
        "  2. [Bad](javascript:alert) <\u2060!channel> and code",
    ]
    blocks = json.dumps([block.to_dict() for block in markdown_blocks(MARKDOWN)])
    assert '"url": "https://source.example/pay"' in blocks
    assert "javascript:alert" not in blocks.replace("(javascript:alert)", "")
    assert '"bold": true' in blocks
    assert '"italic": true' in blocks


def test_a_long_plan_is_paged_and_loses_nothing() -> None:
    blocks = markdown_blocks("\n".join(f"- step {number} {'x' * 90}" for number in range(300)))
    pages = list(paged(blocks, 10, 6_000))
    assert sum(len(page) for page in pages) == len(blocks)
    for page in pages:
        assert sum(map(len, shown_texts([block.to_dict() for block in page]))) <= 6_000
    text = read({"blocks": [block.to_dict() for block in blocks]})
    assert all(f"step {number} x" in text for number in range(300))
    assert fitting(blocks, 1, 6_000)[1] is False


def test_a_plan_made_in_a_channel_thread_shows_on_the_home_of_whose_it_is(
    local: Local, slack: Workspace
) -> None:
    ts = slack.say(ASKER, f"<@{BOT}> what should I do next?", GENERAL)
    slack.answer(GENERAL, ts)
    local.turns.plans[f"slack:{TEAM}:{ASKER}:{ts}"] = PLAN
    slack.open_home(ASKER)
    slack.open_home(OTHER)
    home = read(slack.wait(lambda: slack.homes.get(ASKER)))
    assert "# Where you stand" in home
    assert "  - Experience: in progress [1]" in home
    assert "[Send me my plan]" in home
    assert "**" not in home
    assert "You don't have a plan yet." in read(slack.wait(lambda: slack.homes.get(OTHER)))


def test_the_plan_comes_as_files_in_direct_messages_and_to_nobody_else(
    local: Local, slack: Workspace
) -> None:
    ts = slack.say(ASKER, f"<@{BOT}> what should I do next?", GENERAL)
    told = slack.answer(GENERAL, ts)
    local.turns.plans[f"slack:{TEAM}:{ASKER}:{ts}"] = PLAN
    slack.press(OTHER, told, "Send me my plan")
    slack.press(ASKER, told, "Send me my plan")
    local.settle()
    assert {(file["name"], file["content"], file["channel"]) for file in slack.files} == {
        (*plan, slack.dm(ASKER)) for plan in PLAN.items()
    }
    assert [read(hint) for hint in slack.hints] == ["Your plan is in our direct messages."]
    assert "You don't have a plan yet." in read(slack.answers(slack.dm(OTHER))[0])


@pytest.mark.parametrize("ticked", [False, True])
def test_mentors_see_the_plan_as_blocks_with_the_file_beside_it_only_when_it_is_ticked(
    local: Local, slack: Workspace, ticked: bool
) -> None:
    slack.say(ASKER, "what should I do next?")
    told = slack.answer(slack.dm(ASKER))
    local.turns.plans[f"slack:{TEAM}:{ASKER}"] = PLAN
    slack.press(ASKER, told, "Ask a mentor")
    form = slack.wait(lambda: slack.forms)[0]
    slack.submit(ASKER, form, "Is it good?", ("plan",) if ticked else ())
    local.settle()
    brief, *thread = slack.answers(MENTORS)
    assert "Is it good?" in read(brief)
    shared = "\n".join(map(read, thread))
    assert ("# Where you stand" in shared) is ticked
    assert "**" not in shared
    files = [(file["name"], file["channel"], file["thread"]) for file in slack.files]
    assert files == ([("plan.md", MENTORS, brief["ts"])] if ticked else [])


def test_a_home_with_a_plan_of_any_length_is_taken_by_slack(local: Local, slack: Workspace) -> None:
    slack.say(ASKER, "what should I do next?")
    slack.answer(slack.dm(ASKER))
    long = "\n\n".join(f"## Part {number}\n\n- {'word ' * 400}" for number in range(60))
    local.turns.plans[f"slack:{TEAM}:{ASKER}"] = {"plan.md": long}
    slack.open_home(ASKER)
    home = slack.wait(lambda: slack.homes.get(ASKER))
    assert "gives you all of it" in read(home)
    assert [e["action_id"] for e in elements(home["blocks"]) if e["block_id"] == "plan"] == ["plan"]
