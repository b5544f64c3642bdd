"""Chooses among the variations of a domain response: nothing is said twice while another way to say
it is left. Rasa's own choice is random.
"""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class FreshResponses(TemplatedNaturalLanguageGenerator):
    """Answers with the variation that was said least often in the conversation, the first of
    these: the same message after the same conversation always gets the same response.
    """

    def __init__(
        self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None
    ) -> None:
        """Take what Rasa gives a generator that endpoints.yml names."""
        super().__init__(domain.responses if domain else {})

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        if utter_action not in self.responses:
            return None
        slots = tracker.current_slot_values()
        variations = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, output_channel, slots
        )
        if not variations:  # none for this channel
            return None
        said = Counter(event.text for event in tracker.events if isinstance(event, BotUttered))
        chosen = min(variations, key=lambda variation: said[variation.get("text")])
        response: dict[str, Any] = self._fill_response(copy.deepcopy(chosen), slots, **kwargs)
        return response
