"""The check of skills by the project's own rules: who decides is the RulePolicy, whatever was
learnt.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.model_training import train_core

from bot.rasa_adapter.actions_in_process import ActionsInProcess
from bot.rasa_adapter.agent import AdvisorAgent

POLICY = {
    "name": "RulePolicy",
    "core_fallback_threshold": 0.3,
    "core_fallback_action_name": "action_default_fallback",
}
CHECK = ("check my skills", "check_skills")
SKIP, STOP = ("skip", "skip_question"), ("no more questions", "stop_questions")


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> AdvisorAgent:
    """The rules and the form alone; the intents are given."""
    folder = tmp_path_factory.mktemp("rules")
    config = folder / "config.yml"
    about = {"recipe": "default.v1", "language": "en", "assistant_id": "rules"}
    config.write_text(yaml.safe_dump({**about, "policies": [POLICY]}), "utf-8")
    model = train_core("domain.yml", str(config), "data/rules", str(folder))
    made = AdvisorAgent(action_endpoint=ActionsInProcess())
    made.load_model(str(Path(str(model))))
    return made


def talk(agent: AdvisorAgent, name: str, *said: tuple[str, str]) -> tuple[list[str], Any]:
    """The answers, one for each message, and the tracker."""

    async def play() -> tuple[list[str], Any]:
        answers = []
        for text, intent in said:
            channel = CollectingOutputChannel()
            parsed = {"intent": {"name": intent, "confidence": 1.0}, "entities": [], "text": text}
            await agent.handle_message(UserMessage(text, channel, name, parse_data=parsed))
            answers.append(" ".join(message["text"] for message in channel.messages))
        return answers, await agent.tracker_store.retrieve(name)

    return asyncio.run(play())


def test_a_message_asks_for_two_ratings_until_all_eleven_are_kept(agent: AdvisorAgent) -> None:
    rated = [("4 for both", "inform")] * 5 + [("4", "select_item")]
    answers, tracker = talk(agent, "all", CHECK, *rated)
    assert all("2. " in answer and "3. " not in answer for answer in answers[:5])
    assert "How would you rate yourself" in answers[0]
    assert not any("How would you rate" in answer for answer in answers[1:])
    assert "You rate none of them low" in answers[-1]
    assert len(tracker.get_slot("skills")) == 11
    assert tracker.active_loop_name is None


def test_what_asks_something_else_is_answered_alone_and_the_check_goes_on(
    agent: AdvisorAgent,
) -> None:
    answers, _ = talk(agent, "between", CHECK, ("hi", "greet"), ("2 and 3", "inform"))
    assert "rate" not in answers[1]
    assert "Collaboration" in answers[2]


def test_skipping_goes_on_and_stopping_says_what_the_ratings_mean(agent: AdvisorAgent) -> None:
    answers, tracker = talk(agent, "stop", CHECK, SKIP, ("1 and 5", "inform"), STOP, CHECK)
    assert "Collaboration" in answers[1]
    assert "collaboration and teamwork (1 of 5)" in answers[3]
    assert "Communicating and presenting" in answers[4]  # what was skipped may be asked again
    assert set(tracker.get_slot("skills").values()) == {1, 5}


def test_who_skips_everything_ends_the_check(agent: AdvisorAgent) -> None:
    answers, tracker = talk(agent, "skip", CHECK, *[SKIP] * 6)
    assert answers[-1].startswith("OK, no ratings.")
    assert tracker.active_loop_name is None
