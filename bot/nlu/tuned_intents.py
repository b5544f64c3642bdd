"""Blends the intents of the classifiers before it with those of the tuned embedding model."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import Component, Node
from bot.nlu.encoder import encoder
from bot.nlu.knn_classifier import PROBABILITIES
from bot.nlu.question_encoder import question_encoder
from bot.nlu.spell_corrector import SPELLED


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TunedIntents(Component):
    """Blends in how likely each intent is by the vectors that were tuned to questions and intents.

    The classifiers before it learn any data set at once, on vectors that know nothing of it; these
    vectors have seen ours, and tell unusual words better. `weight` is their share. A new intent
    stands by the classifiers alone until the vectors are tuned again; messages of a data set with
    other intents than ours are left as they were understood.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"directory": "build/minilm", "sha256": {}, "weight": 0.35, "ranking_length": 3}

    def __init__(self, config: dict[str, Any], node: Node) -> None:
        super().__init__(config, node)
        self._tuned = question_encoder(encoder(config["directory"], config["sha256"]))
        self._ours = set(self._tuned.intent_names)

    def process(self, messages: list[Message]) -> list[Message]:
        weight = float(self._config["weight"])
        for message in messages:
            learnt: dict[str, float] = message.get(PROBABILITIES) or {}
            if len(self._ours & set(learnt)) <= len(learnt) / 2:
                continue
            tuned = self._tuned.intents(str(message.get(SPELLED) or message.get(TEXT) or ""))
            sums = {
                name: (1 - weight) * probability + weight * tuned.get(name, probability)
                for name, probability in learnt.items()
            }
            whole = sum(sums.values())
            blended = {name: share / whole for name, share in sums.items()}
            ranking = sorted(blended.items(), key=lambda pair: (-pair[1], pair[0]))
            as_output = [{"name": name, "confidence": confidence} for name, confidence in ranking]
            message.set(PROBABILITIES, blended)
            message.set(INTENT, as_output[0], add_to_output=True)
            length = int(self._config["ranking_length"])
            message.set("intent_ranking", as_output[:length], add_to_output=True)
        return messages
