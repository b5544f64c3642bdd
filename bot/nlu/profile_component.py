"""The profile extractor as a component of Rasa's pipeline."""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, METADATA_EXAMPLE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import settings
from bot.domain.heard import HEARD, Heard
from bot.matrices.byte_matrix import Matrix
from bot.nlu.component import Component, Node
from bot.nlu.encoder import SentenceEncoder, encoder
from bot.nlu.fact_check import FactCheck
from bot.nlu.profile_entities import entities_of
from bot.nlu.profile_examples import AnnotatedMessage, from_entities
from bot.nlu.profile_extractor import ProfileExtractor
from bot.nlu.profile_thresholds import Thresholds
from bot.nlu.span_classifier import from_arrays, to_arrays
from bot.nlu.tuned_layers import (
    TunedEncoder,
    TunedLayers,
    general_weights,
    merged,
    read_adapter,
)
from bot.parsing.asking import asks_back
from bot.parsing.certifications import CertificationNames
from bot.parsing.sanitize import without_shortcodes

INFORM = "inform"
DIALOGUE, REQUESTED_SLOT = "dialogue", "requested_slot"
_FILE = "profile_extractor.npz"
# Before the names of the tuned layers' weights, in the file of the classifiers.
_LAYERS = "layers/"
_NAMES, _ACRONYMS = "data/lexicons/certification_names.txt", "data/lexicons/acronyms.txt"
_ENCODER = "build/minilm"
_ADAPTER = "data/embeddings/hearing_adapter.npz"
_CHECK = "data/embeddings/hearing_check.json"


@DefaultV1Recipe.register(
    [
        # a featurizer's place in the graph: the examples of statements stop here, see
        # process_training_data
        DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
        DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR,
    ],
    is_trainable=True,
)
class ProfileHearing(Component):
    """Puts out what a message tells of people: entities with roles, and profile updates (HEARD).

    The tracker tells what was asked for and named before, so that one reading, in its context, is
    enough. It comes first in the pipeline and learns from the annotated examples of the intent
    `inform`, of which it passes a sample on: thousands of statements would drown the other intents.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "directory": _ENCODER,
            "sha256": {},
            "adapter": _ADAPTER,
            "check": _CHECK,
            "names": _NAMES,
            "acronyms": _ACRONYMS,
            "intent_examples": 160,
            **asdict(Thresholds()),
        }

    def __init__(self, config: dict[str, Any], node: Node) -> None:
        super().__init__(config, node)
        self._extractor: ProfileExtractor | None = None

    def restore(self, directory: Path) -> None:
        path = directory / _FILE
        if path.is_file():
            self._extractor = _extractor(self._config, dict(np.load(path)))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the annotated examples; other data sets may hold none."""
        # imported here: what trains isn't needed to hear
        from bot.nlu.profile_training import train

        examples = [annotated(example) for example in _statements(training_data)]
        if examples:
            layers = adapted_weights(self._config)
            tuned = TunedEncoder(encoder_of(self._config), TunedLayers(layers))
            names = names_of(self._config)
            arrays = to_arrays(train(examples, names, tuned, settings.current_day()))
            arrays |= {f"{_LAYERS}{n}": a.astype(np.float16) for n, a in layers.items()}
            with self._node.writing() as directory:
                np.savez_compressed(directory / _FILE, **arrays)
        return self._node.resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Keep a sample of the statements for the intents, those that tell and don't ask."""
        statements = _statements(training_data)
        telling = [
            example
            for example in statements
            if example.get(ENTITIES) and "?" not in example.get(TEXT)
        ]
        count = min(int(self._config["intent_examples"]), len(telling))
        kept = {id(example) for example in sorted(telling, key=_place)[:count]}
        dropped = {id(example) for example in statements} - kept
        return TrainingData(
            [e for e in training_data.training_examples if id(e) not in dropped],
            training_data.entity_synonyms,
            training_data.regex_features,
            training_data.lookup_tables,
            training_data.responses,
        )

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        for message in messages:
            if self._extractor and message.get(TEXT):
                self._hear(message, tracker, self._extractor)
        return messages

    def _hear(
        self, message: Message, tracker: DialogueStateTracker | None, extractor: ProfileExtractor
    ) -> None:
        asked, last_named, *named = place_in_dialogue(tracker)
        if asks_back(str(message.get(TEXT))):
            asked = ""  # asked for a job, "how far is security architect?" names nobody's
        reading, update = extractor.hear(
            without_shortcodes(str(message.get(TEXT))),
            asked=asked,
            last_named=last_named,
            named=tuple(named),
            today=settings.current_day(),
        )
        heard = Heard(update)
        entities = [*(message.get(ENTITIES) or []), *entities_of(reading)]
        message.set(ENTITIES, entities, add_to_output=True)
        message.set(HEARD, heard.to_dict(), add_to_output=True)


def place_in_dialogue(tracker: DialogueStateTracker | None) -> tuple[str, ...]:
    """The field that the advisor asked for, the one that the person named last, and all that were
    named so far."""
    if tracker is None:
        return "", ""
    slots = {name: slot.value for name, slot in tracker.slots.items()}
    state = slots.get(DIALOGUE) or {}
    asked = slots.get(REQUESTED_SLOT) or state.get("asked") or ""
    return str(asked), str(state.get("last_named") or ""), *map(str, state.get("named") or ())


def _place(statement: Message) -> bytes:
    """The statement's place in the sample's order: a new example displaces at most one other."""
    return hashlib.sha256(str(statement.get(TEXT)).encode()).digest()


def _statements(training_data: TrainingData) -> list[Message]:
    return [e for e in training_data.training_examples if e.get(INTENT) == INFORM and e.get(TEXT)]


def annotated(example: Message) -> AnnotatedMessage:
    """The message of a training example, with its annotations and its place in the dialogue."""
    metadata = (example.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
    return from_entities(str(example.get(TEXT)), example.get(ENTITIES) or (), metadata)


def names_of(config: Mapping[str, Any]) -> CertificationNames:
    """Read the lexicons that a component's configuration names; what the encoder holds as a word of
    English is no name, however it is written."""
    lexicons = Path(config["names"]), Path(config["acronyms"])
    return CertificationNames.read(*lexicons, encoder_of(config).words())


def encoder_of(config: Mapping[str, Any]) -> SentenceEncoder:
    """The encoder that a component's configuration names."""
    return encoder(config["directory"], config["sha256"])


def adapted_weights(config: Mapping[str, Any]) -> dict[str, Matrix]:
    """The weights of the encoder's upper layers with the adapter that the configuration names."""
    adapter = read_adapter(Path(config["adapter"]))
    return merged(general_weights(encoder_of(config)), adapter)


def adapted_layers(config: Mapping[str, Any]) -> TunedLayers:
    """The layers of these weights."""
    return TunedLayers(adapted_weights(config))


def _extractor(config: Mapping[str, Any], arrays: Mapping[str, Any]) -> ProfileExtractor:
    thresholds = Thresholds(**{name: float(config[name]) for name in asdict(Thresholds())})
    layers = {n.removeprefix(_LAYERS): a for n, a in arrays.items() if n.startswith(_LAYERS)}
    classifiers = {name: array for name, array in arrays.items() if not name.startswith(_LAYERS)}
    tuned = TunedEncoder(encoder_of(config), TunedLayers(layers))
    check = FactCheck.read(Path(config["check"]))
    return ProfileExtractor(from_arrays(classifiers), names_of(config), tuned, thresholds, check)


def trained_extractor(models: Path = Path("models")) -> ProfileExtractor:
    """The extractor of the newest model, without the rest of the pipeline."""
    newest = max(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    with tarfile.open(newest) as archive:
        member = next(m for m in archive.getmembers() if m.name.endswith(_FILE))
        content = archive.extractfile(member)
        assert content is not None
        arrays = dict(np.load(BytesIO(content.read())))
    return _extractor(ProfileHearing.get_default_config(), arrays)
