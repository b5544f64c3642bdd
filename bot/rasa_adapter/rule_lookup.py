"""Finds the rules that apply to a conversation; what Rasa's policy finds, without trying every
rule.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT, TEXT

State = Mapping[str, Mapping[str, Any]]


class RuleLookup:
    """The rules of a trained policy, by the action and the intent that each ends with.

    Rasa holds every rule, hundreds, against every state of the conversation, twice an action and
    on the event loop. What the last state rules out is nearly all of them.
    """

    def __init__(self, rules: Mapping[str, str]) -> None:
        """`rules` are the keys of a policy's lookup: states as JSON, the latest last."""
        self._rules: defaultdict[tuple[str, str], list[tuple[str, list[State]]]] = defaultdict(list)
        for key in rules:
            states: list[State] = json.loads(key)[::-1]
            self._rules[_ending(states[0]) if states else ("", "")].append((key, states))

    def applicable(self, states: Sequence[State]) -> set[str]:
        """The keys of the rules that apply to a conversation, whose latest state is the last."""
        backwards = states[::-1]
        action, intent = _ending(backwards[0]) if backwards else ("", "")
        endings = dict.fromkeys([(action, intent), (action, ""), ("", intent), ("", "")])
        return {
            key
            for ending in endings
            for key, rule in self._rules.get(ending, ())
            if all(map(_fits, rule, backwards))
        }


def use_lookup(policy: RulePolicy) -> None:
    """Let a trained policy find its rules quickly; those of loops are few, and found as before."""
    if not any(_has_text(key) for rules in policy.lookup.values() for key in rules):
        _try_intents_alone(policy)
    rules, others = RuleLookup(policy.lookup[RULES]), policy._get_possible_keys

    def possible_keys(lookup: dict[str, str], states: list[State]) -> set[str]:
        return (
            rules.applicable(states) if lookup is policy.lookup[RULES] else others(lookup, states)
        )

    policy._get_possible_keys = possible_keys


def _try_intents_alone(policy: RulePolicy) -> None:
    """Let a policy without a rule of words said find none for them, without making states.

    Rasa tries every message as the text of a rule, too, for which it takes all states anew.
    """
    by_either = policy._find_action_from_rules

    def by_intent(
        tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input:
            return None, None, False
        found: tuple[str | None, str | None, bool] = by_either(tracker, domain, False)
        return found

    policy._find_action_from_rules = by_intent


def _has_text(rule: str) -> bool:
    """Whether a rule is one of what is said, instead of what is meant; keys that aren't rules have
    no text.
    """
    return f'"{TEXT}"' in rule


def _ending(state: State) -> tuple[str, str]:
    """The action and the intent of a state, empty where it sets none, or begins a conversation."""
    before = state.get(PREVIOUS_ACTION)
    if not before:
        return "", ""
    return _set(before.get(ACTION_NAME)), _set(state.get(USER, {}).get(INTENT))


def _set(value: Any) -> str:
    return value if isinstance(value, str) and value != SHOULD_NOT_BE_SET else ""


def _fits(rule: State, state: State) -> bool:
    """Whether a rule's state is the conversation's, as the policy itself decides it."""
    starts, begun = not rule.get(PREVIOUS_ACTION), not state.get(PREVIOUS_ACTION)
    if starts or begun:
        return starts and begun
    return bool(RulePolicy._does_rule_match_state(rule, state))
