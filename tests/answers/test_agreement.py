"""Training data, domain, rules, stories and actions say the same things."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk.executor import ActionExecutor

from bot.answers.dialogue import ANSWERABLE
from bot.answers.intent_topics import TOPIC_OF
from bot.answers.question_catalog import QUESTIONS
from bot.domain.reply import TOPICS
from tools.evaluation import labeled
from tools.training_examples import training_examples

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
MADE_BY_READING = {"ask_several"}


def _load(pattern: str) -> dict[Path, dict[str, Any]]:
    return {path: yaml.safe_load(path.read_text("utf-8")) for path in sorted(ROOT.glob(pattern))}


def _examples() -> list[tuple[str, str]]:
    intents, texts = training_examples(ROOT / "data" / "nlu")
    return list(zip(texts, intents, strict=True))


def _bare(text: str) -> str:
    """Case- and punctuation-blind; what is all punctuation stays as it is."""
    return " ".join(re.findall(r"\w+", text.lower())) or text


def _steps(kind: str) -> list[tuple[str, list[dict[str, Any]]]]:
    files = {**_load("data/rules/*.yml"), **_load("data/stories/*.yml")}
    return [(entry[kind[:-1] if kind == "rules" else "story"], entry["steps"])
            for content in files.values() for entry in content.get(kind, ())]  # fmt: skip


def _flat(steps: list[dict[str, Any]], key: str) -> set[str]:
    return {s[key] for step in steps for s in [step, *step.get("or", ())] if key in s}


def test_every_intent_of_the_domain_has_examples_unless_reading_makes_it_and_no_other_has() -> None:
    assert {intent for _, intent in _examples()} == set(DOMAIN["intents"]) - MADE_BY_READING


def test_no_example_stands_under_two_intents() -> None:
    seen: dict[str, str] = {}
    double = [
        (text, intent, seen[_bare(text)])
        for text, intent in _examples()
        if seen.setdefault(_bare(text), intent) != intent
    ]
    assert not double


def test_every_intent_has_one_rule_outside_the_form() -> None:
    ruled = [
        intent
        for content in _load("data/rules/*.yml").values()
        for entry in content["rules"]
        if "condition" not in entry
        for intent in _flat(entry["steps"], "intent")
    ]
    assert sorted(ruled) == sorted(DOMAIN["intents"])


def test_rules_and_stories_name_only_what_the_domain_has() -> None:
    for name, steps in [*_steps("rules"), *_steps("stories")]:
        assert _flat(steps, "intent") <= set(DOMAIN["intents"]), name
        assert _flat(steps, "action") <= {
            *DOMAIN["actions"],
            *DOMAIN["responses"],
            *DOMAIN["forms"],
            "action_deactivate_loop",
        }, name


def test_names_of_rules_and_stories_are_unique_sentences() -> None:
    names = [name for kind in ("rules", "stories") for name, _ in _steps(kind)]
    assert len(names) == len(set(names))
    assert all(len(name.split()) >= 4 for name in names)


def test_every_action_of_the_domain_is_written_and_every_written_one_is_in_the_domain() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    assert set(executor.actions) - {""} == set(DOMAIN["actions"])


def test_every_response_is_used_by_a_rule() -> None:
    used = set.union(*(_flat(steps, "action") for _, steps in _steps("rules")))
    said_by_actions = {"utter_profile_forgotten"}
    asked_by_form = {
        f"{lead}{name}"
        for lead in ("utter_ask_plan_form_", "utter_explain_")
        for name in (*DOMAIN["forms"]["plan_form"]["required_slots"], "plan")
    } - {"utter_ask_plan_form_plan"}
    used |= said_by_actions | asked_by_form
    assert {action for action in used if action.startswith("utter_")} == set(DOMAIN["responses"])


def test_every_intent_has_a_topic_and_every_asking_intent_an_answer() -> None:
    assert set(TOPIC_OF) == set(DOMAIN["intents"]) - MADE_BY_READING
    assert set(TOPIC_OF.values()) == set(TOPICS)
    small_talk = {intent for intent, topic in TOPIC_OF.items() if topic == "smalltalk"}
    assert set(TOPIC_OF) - small_talk <= ANSWERABLE
    assert set(QUESTIONS) <= ANSWERABLE


def test_development_and_test_questions_are_not_in_the_training_data_nor_in_each_other() -> None:
    trained = {_bare(text) for text, _ in _examples()}
    held = {
        name: {_bare(q) for q, _ in labeled(ROOT / "tests" / "nlu" / f"{name}.yml")}
        for name in ("development", "test")
    }
    assert not trained & held["development"]
    assert not trained & held["test"]
    assert not held["development"] & held["test"]


def test_the_test_set_is_large_enough_and_a_third_of_it_is_to_be_refused() -> None:
    topics = [topic for _, topic in labeled(ROOT / "tests" / "nlu" / "test.yml")]
    assert len(topics) >= 300
    assert 3 * sum(topic in ("not_covered", "out_of_scope") for topic in topics) >= len(topics)
    assert set(topics) == set(TOPICS)
