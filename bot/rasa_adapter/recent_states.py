"""Lets a policy read the last states of a conversation, as many as it decides by, and not all."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from copy import copy
from typing import Any

from rasa.core.policies.memoization import MemoizationPolicy
from rasa.core.policies.policy import Policy, SupportedData
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    Event,
    UserUtteranceReverted,
)
from rasa.shared.core.trackers import DialogueStateTracker

_KINDS_OF_RULES = (RULES, RULES_FOR_LOOP_UNHAPPY_PATH)
# What reaches back behind itself: a loop lasts, and what is reverted happened before.
_REACHES_BACK = (ActiveLoop, ActionReverted, UserUtteranceReverted)


def use_recent_states(policy: Policy) -> None:
    """Let a trained policy make its states from the last turns, where it decides by no more.

    Rasa goes through all events of the conversation for each policy, at each action, on the event
    loop; that was a quarter of a turn.
    """
    most, of_all = _looks_back(policy), policy._prediction_states
    if most is None:
        return
    looks_at_rules = policy.supported_data() != SupportedData.ML_DATA

    def prediction_states(
        tracker: DialogueStateTracker, domain: Domain, *args: Any, **kwargs: Any
    ) -> list[State]:
        recent = _recent(tracker, most, looks_at_rules)
        states: list[State] = of_all(recent, domain, *args, **kwargs)
        return states

    policy._prediction_states = prediction_states


def _looks_back(policy: Policy) -> int | None:
    """How many states a policy decides by, and some more; None where nothing says."""
    if isinstance(policy, RulePolicy):
        rules = (key for kind in _KINDS_OF_RULES for key in policy.lookup.get(kind, ()))
        return max((len(json.loads(rule)) for rule in rules), default=0) + 1
    if type(policy) is MemoizationPolicy and policy.featurizer.max_history:
        return int(policy.featurizer.max_history) + 2
    return None


def _recent(tracker: DialogueStateTracker, most: int, looks_at_rules: bool) -> DialogueStateTracker:
    """The tracker with its last turns alone, where these tell its last `most` states."""
    events = list(tracker.events)
    start = _start(events, most, looks_at_rules)
    if start == 0:
        return tracker
    recent = copy(tracker)
    recent.events = deque(events[start:])
    return recent


def _start(events: Sequence[Event], most: int, looks_at_rules: bool) -> int:
    """Where the turns begin that hold the last states; 0 where what they tell began before.

    A state is what stands before an action, or before the next message. Who learns from stories
    doesn't look at the turns that only rules know. What stands before the first action of the turns
    says nothing of what was before.
    """
    if any(type(event) in _REACHES_BACK for event in events):
        return 0
    states = 0
    for at in range(len(events) - 1, 0, -1):
        event = events[at]
        if type(event) is ActionExecuted:
            seen = looks_at_rules or not event.hide_rule_turn
            states += seen
            if states >= most and seen and event.action_name == ACTION_LISTEN_NAME:
                return at
    return 0
