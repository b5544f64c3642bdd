"""A serving process leaves TensorFlow out, and notices when a component needs it after all."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120
    )


def test_loading_the_assistant_loads_nothing_that_it_has_no_use_for() -> None:
    done = _python(
        "from bot.rasa_adapter.tensorflow_stub import prepare; prepare()\nfrom"
        " bot.rasa_adapter.assistant import Assistant; Assistant.load()\nimport sys; print({m for m"
        " in ('tensorflow', 'aiogram', 'boto3', 'botocore', 'pymongo', 'twilio', 'matplotlib',"
        " 'prompt_toolkit') if getattr(sys.modules.get(m), '__file__', None)})"
    )
    assert done.stdout.strip() == "set()", done.stderr


def test_a_library_that_is_loaded_already_stays_what_it_is() -> None:
    done = _python(
        "import matplotlib\nfrom bot.rasa_adapter.tensorflow_stub import prepare; prepare()\n"
        "import matplotlib.ticker; print(matplotlib.ticker.FormatStrFormatter('%d')(7))"
    )
    assert done.stdout.strip() == "7", done.stderr


def test_a_component_that_needs_tensorflow_says_so() -> None:
    done = _python(
        "from bot.rasa_adapter.tensorflow_stub import prepare; prepare()\n"
        "from rasa.utils.tensorflow.models import RasaModel\n"
        "RasaModel()"
    )
    assert done.returncode != 0
    assert "TensorFlowNeededError" in done.stderr


def test_the_knowledge_layers_do_not_import_rasa() -> None:
    done = _python(
        "import bot.ingest.build, bot.knowledge.store, bot.plan.gap_analysis, bot.answers.dialogue,"
        " bot.domain.reply, bot.domain.question, bot.parsing.sanitize, sys\nprint(sorted(m for m in"
        " sys.modules if m.split('.')[0] in ('rasa', 'rasa_sdk', 'tensorflow')))"
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_reading_the_knowledge_base_needs_no_spacy() -> None:
    done = _python(
        "import bot.knowledge.store, bot.answers.dialogue, bot.plan.gap_analysis, sys;"
        " print('spacy' in sys.modules)"
    )
    assert done.stdout.strip() == "False", done.stderr


def test_commands_that_read_no_text_need_no_spacy() -> None:
    """Nor Rasa: `forget`, `purge`, `plan` and their like start in a moment."""
    done = _python("import bot.cli.main, sys; print({'spacy', 'rasa'} & set(sys.modules))")
    assert done.stdout.strip() == "set()", done.stderr


# From the top down: a package imports from its own floor or from below.
FLOORS = (
    ("actions", "bot.cli"),
    ("bot.server",),
    ("bot.channels",),
    ("bot.rasa_adapter",),
    ("bot.nlu",),
    ("bot.answers",),
    ("bot.plan",),
    ("bot.ingest",),
    ("bot.knowledge",),
    ("bot.store",),
    ("bot.settings", "bot.observability"),
    ("bot.parsing", "bot.matrices"),
    ("bot.domain",),
)


def _floor(module: str) -> int | None:
    for number, names in enumerate(FLOORS):
        if any(module == name or module.startswith(name + ".") for name in names):
            return number
    return None


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_no_package_imports_from_a_floor_above() -> None:
    upward = set()
    for path in sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("actions/**/*.py")]):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        own = _floor(module)
        if own is None:
            continue
        for imported in _imports(path):
            floor = _floor(imported)
            if floor is not None and floor < own:
                upward.add(f"{module} imports {imported}")
    assert not upward


def test_the_product_imports_neither_tests_nor_tools() -> None:
    found = {
        f"{path.relative_to(ROOT)} imports {imported}"
        for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("actions/**/*.py")]
        for imported in _imports(path)
        if imported.split(".")[0] in ("tests", "tools")
    }
    assert not found
