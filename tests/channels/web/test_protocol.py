"""What the server says is what web/protocol.schema.json says,
from which the widget's types are made.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import uuid
from typing import Any

import jsonschema
import pytest
import requests

from tools.serving import ROOT, Server, Visitor

SCHEMA = json.loads((ROOT / "web" / "protocol.schema.json").read_text("utf-8"))
QUESTIONS = (
    "how much does a ciso earn and which certifications do I need?",
    "whom do CISOs report to?",
    "compare CISSP and CISM",
    "I have a CISSP and five years in security. Make me a plan.",
    "what is the weather?",
    "hello",
    "",
)


def valid(entry: Any, name: str) -> None:
    jsonschema.validate(entry, {**SCHEMA, "$ref": f"#/definitions/{name}"})


def test_answers_and_history_are_as_the_schema_says(server: Server) -> None:
    visitor = Visitor(server)
    for question in QUESTIONS:
        response = visitor.post({"id": str(uuid.uuid4()), "text": question})
        for line in response.text.splitlines():
            valid(json.loads(line), "AnswerLine")
    history = visitor.history()
    assert len(history) > len(QUESTIONS)
    for entry in history:
        valid(entry, "HistoryEntry")


def test_refusals_are_as_the_schema_says(server: Server) -> None:
    for path in ("messages", "feedback"):
        answer = requests.post(f"{server.url}/webhooks/web/{path}", json={}, timeout=60)
        valid(answer.json(), "Refusal")


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "up"},
        {"verdict": "down"},
        {"verdict": "down", "reason": "wrong"},
        {"verdict": "down", "reason": None},
        {"verdict": None},
    ],
)
def test_feedback_that_the_schema_allows_is_taken(server: Server, body: dict[str, Any]) -> None:
    visitor = Visitor(server)
    answer = visitor.ask("what is a CISO?")
    valid({"message": answer["id"], **body}, "Feedback")
    assert visitor.post({"message": answer["id"], **body}, "feedback").status_code == 204
    assert visitor.history()[-1]["verdict"] == body["verdict"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"verdict": "maybe"},
        {"verdict": "up", "reason": "wrong"},
        {"verdict": None, "reason": "wrong"},
        {"verdict": "down", "reason": "rude"},
        {"verdict": "down", "text": "x"},
        {"verdict": ["down"]},
    ],
)
def test_other_feedback_is_refused(server: Server, body: dict[str, Any]) -> None:
    visitor = Visitor(server)
    answer = visitor.ask("what is a CISO?")
    assert visitor.post({"message": answer["id"], **body}, "feedback").status_code == 400


def test_a_verdict_can_be_taken_back(server: Server) -> None:
    visitor = Visitor(server)
    message = visitor.ask("what is a CISO?")["id"]
    for verdict in ("down", "up", None):
        visitor.post({"message": message, "verdict": verdict}, "feedback")
        assert visitor.history()[-1]["verdict"] == verdict


def test_the_widgets_types_are_those_of_the_schema() -> None:
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".tools" / "node" / "bin"))
    if node is None:
        pytest.skip("no Node.js here: 'make web' fetches it")
    command = [node, str(ROOT / "web" / "protocol.mjs"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
