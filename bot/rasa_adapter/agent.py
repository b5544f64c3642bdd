"""Rasa's agent without what a turn need not do; the same messages, policies and actions run."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.engine import loader
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import METADATA
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

from bot.domain.errors import KnowledgeError
from bot.knowledge.reader import KnowledgeReader
from bot.knowledge.store import KnowledgeBase
from bot.nlu.profile_component import place_in_dialogue
from bot.nlu.role_names import RoleNames
from bot.rasa_adapter.actions_in_process import check_results_quickly
from bot.rasa_adapter.fair_pool import FairPool, finished
from bot.rasa_adapter.graph_runner import OrderedGraphRunner
from bot.rasa_adapter.recent_parses import RecentParses
from bot.rasa_adapter.recent_states import use_recent_states
from bot.rasa_adapter.rule_lookup import use_lookup
from bot.settings import current_day

_MESSAGE_ID = "message_id"
# Characters from which a message is heavy to understand: several times the usual.
_LONG_TEXT = 300


class Processor(MessageProcessor):
    """Rasa's message processor with our graph runner, which understands off the event loop."""

    def __init__(self, *args: Any, pool: FairPool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pool = pool
        self._recent = RecentParses()
        self._knowledge = KnowledgeReader()

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """What the pipeline reads in a message, with other turns going on meanwhile."""
        parse = super().parse_message
        return await self._pool.run(
            lambda: finished(parse(message, tracker, only_output_properties)),
            heavy=len(message.text or "") > _LONG_TEXT,
        )

    def _parse_message_with_graph(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """What the pipeline reads, once for equal messages; the message's own id and metadata are
        put to it.
        """
        read = super()._parse_message_with_graph
        if not only_output_properties or not message.text:
            return dict(read(message, tracker, only_output_properties))
        depends_on = (
            message.text,
            *place_in_dialogue(tracker),
            str(current_day()),
            self._knowledge.current().digest,
        )
        found = self._recent.of(
            depends_on, message.sender_id, lambda: _without_own(read(message, tracker))
        )
        return found | {_MESSAGE_ID: message.message_id, METADATA: message.metadata}

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Rasa writes all slots as text for a debug log that isn't kept: a twentieth of a turn."""

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: Action,
        events: list[Event] | None,
        prediction: PolicyPrediction,
    ) -> None:
        """What Rasa's does, without a deep copy of all events for its debug log: another."""
        events = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)

    @staticmethod
    def _load_model(model_path: Any) -> tuple[str, Any, GraphRunner]:
        with TempDirectoryPath(get_temp_dir_name()) as folder:
            metadata, runner = loader.load_predict_graph_runner(
                Path(folder), Path(model_path), LocalModelStorage, OrderedGraphRunner
            )
        for policy in runner.policies():
            if isinstance(policy, RulePolicy):
                use_lookup(policy)
            use_recent_states(policy)
        return Path(model_path).name, metadata, runner


def _without_own(parsed: dict[str, Any]) -> dict[str, Any]:
    """A reading without what belongs to one message alone."""
    return {name: value for name, value in parsed.items() if name not in (_MESSAGE_ID, METADATA)}


class AdvisorAgent(Agent):
    """Rasa's agent with our processor and exactly the tracker store that it is given.

    Rasa wraps every store so that, when it fails, a conversation goes on in memory and is lost
    without a word.
    """

    def __init__(self, *args: Any, pool: FairPool | None = None, **kwargs: Any) -> None:
        self._pool = pool or FairPool()
        super().__init__(*args, **kwargs)

    @staticmethod
    def _create_tracker_store(store: TrackerStore | None, domain: Domain) -> TrackerStore:
        if store is None:
            return InMemoryTrackerStore(domain)
        store.domain = domain
        return store

    def load_model(self, model_path: Any, fingerprint: str | None = None) -> None:
        check_results_quickly()
        self.processor = Processor(
            model_path=model_path, tracker_store=self.tracker_store, lock_store=self.lock_store,
            action_endpoint=self.action_endpoint, generator=self.nlg,
            pool=self._pool,
        )  # fmt: skip
        self.domain = self.tracker_store.domain = self.processor.domain
        # asked at every message, and found by writing the whole domain out
        self.domain.is_empty = cache(self.domain.is_empty)
        _speak_of_role(self.domain.responses)
        self.nlg.responses = self.domain.responses
        self._set_fingerprint(fingerprint)


def _speak_of_role(responses: dict[str, list[dict[str, Any]]]) -> None:
    """Put the configured role's names where the domain's responses speak of the one in the training
    data.
    """
    try:
        names = RoleNames(KnowledgeBase.load().job)
    except KnowledgeError:  # said when the first question is asked
        return
    for variation in (one for variations in responses.values() for one in variations):
        variation["text"] = names.as_configured(variation.get("text") or "")
        for button in variation.get("buttons") or ():
            button["title"] = names.as_configured(button["title"])
            button["payload"] = names.as_configured(button.get("payload") or button["title"])
