"""The wordings of `data/lexicons/extraction`: each is used, and finds what its examples hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ingest.lexicon import FOLDER, Lexicon

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (ROOT / FOLDER).glob("*.toml"))
# the names of these are kinds of facts, levels of degrees and measures: the code has them as values
BY_VALUE = {"themes", "degrees", "pay"}


@pytest.mark.parametrize("name", NAMES)
def test_every_wording_finds_its_examples(name: str) -> None:
    wordings = Lexicon(name).wordings()
    assert wordings
    for key, wording in wordings.items():
        assert wording.finds, f"{name}/{key} has no example"
        missed = [text for text in wording.finds if not wording.pattern().search(text)]
        assert missed == [], f"{name}/{key}"


@pytest.mark.parametrize("name", [name for name in NAMES if name not in BY_VALUE])
def test_every_wording_is_used_and_none_is_missing(name: str) -> None:
    assert set(_used(name)) == set(Lexicon(name).wordings())


def _used(name: str) -> Iterator[str]:
    """The keys that the code looks up in a lexicon, by the variable that holds it."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "bot" / "ingest").glob("*.py")]
    held = {
        ast.unparse(target)
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.value) == f"Lexicon({name!r})"
        for target in node.targets
    }
    for tree in trees:
        for node in ast.walk(tree):
            match node:
                case ast.Subscript(value=ast.Name(id=holder), slice=ast.Constant(value=key)):
                    if holder in held:
                        yield str(key)
