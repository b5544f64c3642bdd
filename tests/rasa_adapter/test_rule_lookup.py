"""The quick lookup finds the rules that Rasa's own policy finds."""

from __future__ import annotations

import asyncio
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.policies.rule_policy import RULES, RulePolicy

from bot.rasa_adapter.assistant import Assistant
from bot.rasa_adapter.rule_lookup import RuleLookup, use_lookup
from tools.scripts import SCRIPTS


@pytest.fixture(scope="module")
def policy(assistant: Assistant) -> RulePolicy:
    assert assistant.agent.processor is not None
    runner: Any = assistant.agent.processor.graph_runner
    return next(one for one in runner.policies() if isinstance(one, RulePolicy))


@pytest.mark.parametrize("script", range(len(SCRIPTS)))
def test_the_same_rules_apply_at_every_step_of_a_conversation(
    assistant: Assistant, policy: RulePolicy, script: int
) -> None:
    name = f"test:{uuid.uuid4().hex}"

    async def states() -> list[list[dict[str, Any]]]:
        for text in SCRIPTS[script]:
            await assistant.ask(text, name)
        tracker = await assistant.agent.tracker_store.retrieve(name)
        assert tracker is not None and assistant.agent.domain is not None
        domain = assistant.agent.domain
        trackers = [before for before, _ in tracker.generate_all_prior_trackers()]
        return [policy._prediction_states(before, domain) for before in trackers]

    steps, lookup = asyncio.run(states()), RuleLookup(policy.lookup[RULES])
    found = [lookup.applicable(step) for step in steps]
    held = policy.lookup[RULES]
    assert found == [RulePolicy._get_possible_keys(policy, held, step) for step in steps]
    assert sum(map(bool, found)) > len(SCRIPTS[script])


def test_a_rule_that_only_begins_conversations_applies_to_no_later_state() -> None:
    start = '[{}, {"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet"}}]'
    anywhere = '[{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet"}}]'
    lookup = RuleLookup({start: "utter_greet", anywhere: "utter_again"})
    said: dict[str, Any] = {
        "prev_action": {"action_name": "action_listen"},
        "user": {"intent": "greet"},
    }
    assert lookup.applicable([{}, said]) == {start, anywhere}
    assert lookup.applicable([{}, said, said]) == {anywhere}
    assert lookup.applicable([said | {"user": {"intent": "bye"}}]) == set()
    assert lookup.applicable([{}]) == set()


def test_a_rule_that_wants_a_slot_unset_does_not_apply_where_it_is_set() -> None:
    rule = (
        '[{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet"},'
        ' "slots": {"asked": "should_not_be_set"}}]'
    )
    lookup = RuleLookup({rule: "utter_greet"})
    said: dict[str, Any] = {
        "prev_action": {"action_name": "action_listen"},
        "user": {"intent": "greet"},
    }
    assert lookup.applicable([said]) == {rule}
    assert lookup.applicable([said | {"slots": {"asked": (1.0,)}}]) == set()


@pytest.mark.parametrize(("said", "tried"), [("text", [True, False]), ("intent", [False])])
def test_what_is_said_is_tried_as_a_rule_only_where_a_rule_is_of_words_said(
    said: str, tried: list[bool]
) -> None:
    seen: list[bool] = []

    def find(tracker: Any, domain: Any, use_text: bool) -> tuple[str | None, str | None, bool]:
        seen.append(use_text)
        return None, None, False

    policy: Any = SimpleNamespace(
        lookup={RULES: {f'[{{"user": {{"{said}": "hello"}}}}]': "utter_greet"}},
        _find_action_from_rules=find,
        _get_possible_keys=None,
    )
    use_lookup(policy)
    for use_text in (True, False):
        assert policy._find_action_from_rules(None, None, use_text) == (None, None, False)
    assert seen == tried
