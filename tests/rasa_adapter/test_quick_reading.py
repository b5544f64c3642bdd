"""Proves that reading the training data quickly doesn't change what is read or refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rasa.shared.exceptions import RasaException, YamlException
from rasa.shared.importers import utils
from rasa.shared.importers.importer import (
    CombinedDataImporter,
    E2EImporter,
    TrainingDataImporter,
)
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data import entities_parser
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.utils import validation

from bot.rasa_adapter.quick_reading import read_quickly

EXAMPLES = """version: "3.1"
nlu:
- intent: inform
  examples:
  - text: "[8 years]{\\"entity\\": \\"duration\\", \\"role\\": \\"it\\"}, \
[2]{\\"entity\\": \\"people\\"}"
  - text: "[3 years]{\\"entity\\": \\"duration\\", \\"role\\": \\"it\\"} of help desk"
"""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    # set once, so that all is put back after the test
    monkeypatch.setattr(entities_parser, "get_validated_dict", entities_parser.get_validated_dict)
    monkeypatch.setattr(validation, "validate_yaml_schema", validation.validate_yaml_schema)
    for importer in (CombinedDataImporter, E2EImporter):
        monkeypatch.setattr(importer, "get_nlu_data", importer.get_nlu_data)
    read_quickly()


@pytest.fixture
def statements(tmp_path: Path) -> Path:
    path = tmp_path / "statements.yml"
    path.write_text(EXAMPLES, encoding="utf-8")
    return path


@pytest.mark.usefixtures("quick")
def test_equal_annotations_are_read_each_at_its_place(statements: Path) -> None:
    read = [
        (example.get(TEXT)[entity["start"] : entity["end"]], entity["entity"], entity.get("role"))
        for example in load_data(str(statements)).training_examples
        for entity in example.get(ENTITIES)
    ]
    assert read == [
        ("8 years", "duration", "it"),
        ("2", "people", None),
        ("3 years", "duration", "it"),
    ]


@pytest.mark.usefixtures("quick")
def test_an_annotation_that_is_no_json_is_still_an_error() -> None:
    with pytest.raises(RasaException):
        entities_parser.find_entities_in_training_example('[8]{"entity": "duration", }')


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("- intent: inform\n  example: |\n    - hello", 3),
        ("- intent: inform\n  examples:\n  - hello\n", 3),
        ("- intent: inform\n  intent: other\n  examples: |\n    - hello", 4),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_the_line(
    tmp_path: Path, wrong: str, line: int
) -> None:
    path = tmp_path / "statements.yml"
    path.write_text(f'version: "3.1"\nnlu:\n{wrong}', encoding="utf-8")
    with pytest.raises(YamlException, match=rf"(?s){path.name}.*\b{line}\b"):
        load_data(str(path))


@pytest.mark.usefixtures("quick")
def test_files_are_read_once_however_they_are_asked_for(
    statements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Counter[str] = Counter()
    read_all = utils.training_data_from_paths

    def counted(paths: list[str], language: str) -> object:
        read.update(Path(path).name for path in paths)
        return read_all(paths, language)

    monkeypatch.setattr(utils, "training_data_from_paths", counted)
    importer = TrainingDataImporter.load_from_dict({}, None, None, [str(statements)])
    importer.get_domain()
    found = [importer.get_nlu_data(), importer.get_nlu_data("en")]
    found.append(importer.get_nlu_data(language="en"))
    assert read == {"statements.yml": 1}
    assert all(len(data.intent_examples) == 2 for data in found)
