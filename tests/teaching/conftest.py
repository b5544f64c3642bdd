"""Knowledge bases made from a copy of the sources with
something added, and the advisor on each of them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.knowledge_trial import TrialAnswer, ask_of
from bot.ingest.build import build
from bot.knowledge.store import knowledge_engine

Asking = Callable[[list[str]], dict[str, TrialAnswer]]


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Asking]:
    """taught({"name.md": text}) -> ask(questions) on the
    project's sources with these files added.
    """

    def _taught(files: dict[str, str], base: Path = Path("data/sources")) -> Asking:
        place = tmp_path_factory.mktemp("taught")
        shutil.copytree(base, place / "sources")
        for name, text in files.items():
            path = place / "sources" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        url = f"sqlite:///{place / 'knowledge.db'}"
        build(knowledge_engine(url), place / "sources")
        return lambda questions: dict(zip(questions, ask_of(questions, url), strict=True))

    return _taught
