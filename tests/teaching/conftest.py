"""Knowledge bases made from a copy of the sources with
something added, and the advisor on each of them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.cli.knowledge_trial import answer_in
from bot.ingest.build import build
from bot.knowledge.store import knowledge_engine
from bot.knowledge.vectors import VECTORS
from tests.teaching.asking import Answers, Asking, Taught
from tools.commands import ran_as_text


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Taught:
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
        # the vectors and profiles are this knowledge base's own
        shutil.copy(Path(".data") / VECTORS, place)

        def ask(questions: list[str]) -> Answers:
            typed = "\n".join(questions) + "\n"
            told = ran_as_text("ask", "--json", typed=typed, DATABASE_URL=url, DATA_DIR=str(place))
            assert told.returncode == 0, told.stderr
            return dict(zip(questions, map(answer_in, told.stdout.splitlines()), strict=True))

        return ask

    return _taught
