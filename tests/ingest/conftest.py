"""Folders of sources to add to: a copy of the project's own
article with its role, and a database for them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.ingest.build import build
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from tools.extraction_report import OWN_SOURCE

ROLE = OWN_SOURCE.parent / "role.toml"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return knowledge_engine(f"sqlite:///{tmp_path}/knowledge.db")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of sources that holds a copy of our own one, which describes the role."""
    path = tmp_path / "sources"
    path.mkdir()
    for own in (OWN_SOURCE, ROLE):
        (path / own.name).write_bytes(own.read_bytes())
    return path


@pytest.fixture
def built(engine: Engine, folder: Path) -> Callable[..., KnowledgeBase]:
    """built(text, "name.md", front="…") adds a source below the
    front matter of an article, and builds.
    """

    def _built(text: str, name: str = "a-new-one.md", front: str = "") -> KnowledgeBase:
        matter = front or "title: New\npublisher: Us\nyear: 2026"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{matter}\n---\n\n{text}\n", encoding="utf-8")
        build(engine, folder)
        return KnowledgeBase.load(engine)

    return _built
