"""The same question gives the same facts in Slack, on the website and in the terminal."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tools.commands import ran_as_text
from tools.serving import Server, Visitor
from tools.slack_transcript import read
from tools.slack_workspace import Workspace

QUESTIONS = (
    "what does a CISO do?", "what does a CISO earn?", "which certifications help?",
    "how do I become a CISO?",
    "what does it pay and which certs do I need?", "what does a CTO earn",
    "how many hours a week do they work", "hello",
    "I have 5 years in IT security, what should I do next?", "who offers the CISSP?",
)  # fmt: skip


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `ciso-advisor ask` prints to each question."""
    told: dict[str, str] = {}
    done = ran_as_text("ask", "--json", typed="\n".join(QUESTIONS))
    assert done.returncode == 0, done.stderr
    for question, line in zip(QUESTIONS, done.stdout.splitlines(), strict=True):
        told[question] = json.loads(line)["text"]
    return told


@pytest.mark.parametrize("question", QUESTIONS)
def test_slack_web_and_terminal_say_the_same(
    slack: Workspace, server: Server, terminal: dict[str, str], question: str
) -> None:
    user = f"U0PARITY{QUESTIONS.index(question)}"
    slack.people[user] = {"id": user, "team_id": "T0WORKSPACE"}
    slack.say(user, question)
    in_slack = _words(read(slack.answer(slack.dm(user))))
    on_the_web = Visitor(server).send(text=question)
    for message in on_the_web:
        for said in _said(message):
            assert _words(said) in in_slack
            assert _words(said) in _words(terminal[question])
    for line in terminal[question].splitlines():
        # Slack links a title where the terminal writes its address
        told = re.sub(r"^ +\d+\. ", "", re.sub(r" <https?://[^>]+>", "", line))
        assert _words(told) in in_slack


def _said(message: dict[str, Any]) -> list[str]:
    items = [part for item in message["items"] for part in (item["text"], item["detail"]) if part]
    cells = [cell for row in (message["table"] or {"rows": ()})["rows"] for cell in row]
    sources = [f"“{source['title']}”" for source in message["sources"]]
    return [
        message["text"],
        *items,
        *cells,
        *([message["closing"]] if message["closing"] else []),
        *sources,
    ]


def _words(text: str) -> str:
    """The text without what surfaces lay out differently."""
    return " ".join(text.split())
