"""What the tests share: the project's own knowledge base in a database of their own, and the
trained advisor.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.rasa_adapter.tensorflow_stub import prepare

prepare()
for _name in [name for name in os.environ if name.startswith("SLACK_")]:
    del os.environ[_name]  # no test talks with anybody's real workspace

from bot.domain.reply import Reply
from bot.ingest.build import write
from bot.ingest.source_folder import Sources, read_folder
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from bot.rasa_adapter.assistant import Assistant, NoModelError
from tools.forked import VARIABLE

ROOT = Path(__file__).resolve().parent.parent


# Folders whose files take longest. They begin, so that the end has many short files to share out
# and no worker is left alone with a long one.
_LONGEST_FIRST = ("rasa_adapter", "teaching", "server", "cli", "channels", "web", "deploy", "store")


def pytest_configure(config: pytest.Config) -> None:
    """Let servers and commands be forked from one process, for all workers of a run."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="advisor-forks-")
        os.environ[VARIABLE] = f"{folder}/socket {os.getpid()}"
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    tests = ROOT / "tests"
    folder = item.path.relative_to(tests).parts[0] if item.path.is_relative_to(tests) else ""
    return _LONGEST_FIRST.index(folder) if folder in _LONGEST_FIRST else len(_LONGEST_FIRST)


@pytest.fixture(scope="session", autouse=True)
def _project_root() -> None:
    """Models, sources and lexicons are found from the project's root, wherever pytest
    is started.
    """
    os.chdir(ROOT)


@pytest.fixture(scope="session")
def sources(_project_root: None) -> Sources:
    """What is extracted from data/sources: seconds of work, so once; `write` is quick."""
    return read_folder(ROOT / "data" / "sources")


@pytest.fixture(scope="session")
def kb(tmp_path_factory: pytest.TempPathFactory, sources: Sources) -> KnowledgeBase:
    """The knowledge base of data/sources, built for this run."""
    engine = knowledge_engine(f"sqlite:///{tmp_path_factory.mktemp('kb') / 'knowledge.db'}")
    write(engine, sources)
    return KnowledgeBase.load(engine)


@pytest.fixture(scope="session")
def assistant(_project_root: None) -> Assistant:
    """The trained advisor with its real actions, in this process."""
    try:
        return Assistant.load()
    except NoModelError as error:
        pytest.fail(f"{error}; 'make test' does it")


@pytest.fixture
def ask(assistant: Assistant) -> Callable[..., tuple[Reply, ...]]:
    """ask(text) in a conversation of the test's own; ask(text, "name") in another one."""
    import asyncio
    import uuid

    run = uuid.uuid4().hex
    loop = asyncio.new_event_loop()

    def _ask(text: str, conversation: str = "one") -> tuple[Reply, ...]:
        return loop.run_until_complete(assistant.ask(text, f"test:{run}:{conversation}"))

    return _ask
