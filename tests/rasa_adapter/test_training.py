"""Proves that reading annotated examples quickly doesn't change what is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data import entities_parser
from rasa.shared.nlu.training_data.loading import load_data

from bot.rasa_adapter.training import check_annotations_once

EXAMPLES = """version: "3.1"
nlu:
- intent: inform
  examples:
  - text: "[8 years]{\\"entity\\": \\"duration\\", \\"role\\": \\"it\\"}, \
[2]{\\"entity\\": \\"people\\"}"
  - text: "[3 years]{\\"entity\\": \\"duration\\", \\"role\\": \\"it\\"} of help desk"
"""


@pytest.fixture
def quick_check(monkeypatch: pytest.MonkeyPatch) -> None:
    # set once, so that it is put back after the test
    monkeypatch.setattr(entities_parser, "get_validated_dict", entities_parser.get_validated_dict)
    check_annotations_once()


@pytest.mark.usefixtures("quick_check")
def test_equal_annotations_are_read_each_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "statements.yml"
    path.write_text(EXAMPLES, encoding="utf-8")
    read = [
        (example.get(TEXT)[entity["start"] : entity["end"]], entity["entity"], entity.get("role"))
        for example in load_data(str(path)).training_examples
        for entity in example.get(ENTITIES)
    ]
    assert read == [
        ("8 years", "duration", "it"),
        ("2", "people", None),
        ("3 years", "duration", "it"),
    ]


@pytest.mark.usefixtures("quick_check")
def test_an_annotation_that_is_no_json_is_still_an_error() -> None:
    with pytest.raises(RasaException):
        entities_parser.find_entities_in_training_example('[8]{"entity": "duration", }')
