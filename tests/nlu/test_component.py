"""The base of the graph components: made from settings, and restored from what training stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from bot.nlu.component import Component


class Greeter(Component):
    """Learns one word."""

    word = "nothing"

    def train(self, word: str) -> Resource:
        with self._node.writing() as directory:
            (directory / "word.txt").write_text(word, "utf-8")
        return self._node.resource

    def restore(self, directory: Path) -> None:
        self.word = (directory / "word.txt").read_text("utf-8")


def _arguments(
    folder: Path,
) -> tuple[dict[str, Any], LocalModelStorage, Resource, ExecutionContext]:
    context = ExecutionContext(GraphSchema({}), node_name="greeter")
    return {"loud": True}, LocalModelStorage(folder), Resource("greeter"), context


def test_what_a_component_learns_is_there_when_the_model_is_loaded(tmp_path: Path) -> None:
    made = Greeter.create(*_arguments(tmp_path))
    assert isinstance(made, Greeter)
    made.train("hello")
    loaded = Greeter.load(*_arguments(tmp_path))
    assert isinstance(loaded, Greeter)
    assert loaded.word == "hello"


def test_a_component_that_stored_nothing_loads_as_it_was_made(tmp_path: Path) -> None:
    loaded = Greeter.load(*_arguments(tmp_path))
    assert isinstance(loaded, Greeter)
    assert loaded.word == "nothing"
