"""Rules choose the action: a rule that is changed, and learnt by `rasa train`, changes
the answer.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa_adapter.assistant import Assistant

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("actions", "domain.yml", "config.yml", "endpoints.yml", "credentials.yml")
RASA = Path(sys.executable).with_name("rasa")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's Rasa files, with the rule for the source changed to repeat the last answer."""
    folder = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    # the dialogue model needs no examples of messages: reading them takes Rasa minutes
    shutil.copytree(ROOT / "data", folder / "data", ignore=lambda *_: {"nlu", "sources"})
    rules = folder / "data" / "rules" / "answers.yml"
    changed = rules.read_text("utf-8").replace("action_name_source", "action_repeat_answer")
    rules.write_text(changed, "utf-8")
    # stories that name the old action would contradict the rule
    shutil.rmtree(folder / "data" / "stories")
    return folder


def test_an_edited_rule_makes_the_same_question_run_another_action(
    copy: Path, assistant: Assistant
) -> None:
    done = subprocess.run(
        [RASA, "train", "core"],
        cwd=copy,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    edited = Assistant.load(copy / "models")
    nlu = assistant.agent.processor

    async def second_answer(advisor: Assistant) -> str:
        await advisor.ask("how much does a ciso earn", "test:rules")
        return (await advisor.ask("where does that come from?", "test:rules"))[0].text

    # only the dialogue model was trained anew: messages are understood by the project's own
    edited.agent.processor.parse_message = nlu.parse_message
    before, after = asyncio.run(second_answer(assistant)), asyncio.run(second_answer(edited))
    asked = asyncio.run(assistant.ask("how much does a ciso earn", "test:again"))[0].text
    assert before != after
    assert after == asked
