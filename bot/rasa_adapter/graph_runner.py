"""Rasa's graph run in an order that is found once."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


class OrderedGraphRunner(GraphRunner):
    """Runs the nodes one after the other in an order found once a target; Rasa's runner plans anew
    for every message.
    """

    def __init__(
        self,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> None:
        self._schema = graph_schema
        self._nodes = {
            name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        self._orders: dict[tuple[str, ...], list[tuple[str, GraphNode, tuple[str, ...]]]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> OrderedGraphRunner:
        return cls(graph_schema, model_storage, execution_context, hooks)

    def policies(self) -> list[Policy]:
        """The policies of the graph."""
        components = (getattr(node, "_component", None) for node in self._nodes.values())
        return [component for component in components if isinstance(component, Policy)]

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        wanted = tuple(targets or self._schema.target_names)
        if wanted not in self._orders:
            self._orders[wanted] = self._order(wanted)
        found: dict[str, tuple[str, Any]] = {
            name: (name, value) for name, value in (inputs or {}).items()
        }
        try:
            for name, node, needs in self._orders[wanted]:
                found[name] = node(*(found.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return {name: found[name][1] for name in wanted}

    def _order(self, targets: tuple[str, ...]) -> list[tuple[str, GraphNode, tuple[str, ...]]]:
        schema, ordered = self._schema.minimal_graph_schema(list(targets)), {}

        def visit(name: str) -> None:
            if name in schema.nodes and name not in ordered:
                needs = tuple(schema.nodes[name].needs.values())
                for need in needs:
                    visit(need)
                ordered[name] = (name, self._nodes[name], needs)

        for target in targets:
            visit(target)
        return list(ordered.values())
