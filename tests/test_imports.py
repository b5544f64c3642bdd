"""A serving process leaves TensorFlow out, and notices when a component needs it after all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120
    )


def test_loading_the_assistant_loads_no_tensorflow() -> None:
    done = _python(
        "from bot.rasa_adapter.tensorflow_stub import prepare; prepare()\n"
        "from bot.rasa_adapter.assistant import Assistant; Assistant.load()\n"
        "import sys; print([m for m in sys.modules if m.startswith('tensorflow') and getattr(sys.modules[m], '__file__', None)])"
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_a_component_that_needs_tensorflow_says_so() -> None:
    done = _python(
        "from bot.rasa_adapter.tensorflow_stub import prepare; prepare()\n"
        "from rasa.utils.tensorflow.models import RasaModel\n"
        "RasaModel()"
    )
    assert done.returncode != 0
    assert "TensorFlowNeeded" in done.stderr


def test_the_knowledge_layers_do_not_import_rasa() -> None:
    done = _python(
        "import bot.ingest.build, bot.knowledge.store, bot.plan.gap_analysis, bot.answers.dialogue, bot.domain.reply, bot.domain.question, bot.parsing.sanitize, sys\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('rasa', 'rasa_sdk', 'tensorflow')))"
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_reading_the_knowledge_base_needs_no_spacy() -> None:
    done = _python(
        "import bot.knowledge.store, bot.answers.dialogue, bot.plan.gap_analysis, sys; print('spacy' in sys.modules)"
    )
    assert done.stdout.strip() == "False", done.stderr
