"""What the components of the graph share: how Rasa makes
them, and where they keep what they learn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData


@dataclass(frozen=True)
class Node:
    """A component's place in the graph: its name, and its folder in the model."""

    name: str
    storage: ModelStorage
    resource: Resource

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Open the folder for what training has learned."""
        with self.storage.write_to(self.resource) as directory:
            yield directory


class Component(GraphComponent):
    """A graph component made from its settings; one that learns overrides `train` and `restore`."""

    def __init__(self, config: dict[str, Any], node: Node) -> None:
        self._config, self._node = config, node

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        return cls(config, Node(execution_context.node_name, model_storage, resource))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Component:
        node = Node(execution_context.node_name, model_storage, resource)
        component = cls(config, node)
        with ExitStack() as stack:
            try:
                directory = stack.enter_context(model_storage.read_from(resource))
            except ValueError:  # nothing was stored: trained without examples, or nothing to learn
                return component
            component.restore(directory)
        return component

    def restore(self, directory: Path) -> None:
        """Take over what training stored in the component's folder."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples as they are; featurizers override it."""
        return training_data
