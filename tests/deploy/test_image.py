"""What the image leaves out: TensorFlow with what only it needs, and nothing that is missed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from deploy.serving_lock import without
from tools.package_size import needed

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = set((ROOT / "deploy" / "left-out.txt").read_text().split())


def test_what_the_image_leaves_out_is_tensorflow_and_what_only_it_and_the_tests_need() -> None:
    lock = set(
        re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    )
    tensorflow = {name for name in lock if re.match(r"tensorflow|keras$|tensorboard|jax$", name)}
    assert tensorflow
    kept = needed("ciso-advisor", tensorflow)
    assert sorted(lock - kept) == sorted(LEFT_OUT), "bring deploy/left-out.txt up to date"


def test_the_lock_of_the_image_keeps_every_other_package_with_its_hashes() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines(keepends=True)
    kept = list(without(lines, LEFT_OUT))
    names = lambda some: set(re.findall(r"^([A-Za-z0-9._-]+)==", "".join(some), re.MULTILINE))
    assert names(kept) == names(lines) - LEFT_OUT
    assert all(
        re.search(rf"^{re.escape(name)}==.*\\\n\s+--hash=", "".join(kept), re.MULTILINE)
        for name in names(kept)
    )


def test_everything_works_without_what_the_image_leaves_out() -> None:
    """As in the image: importing one of these packages fails, and
    building, loading and answering go on.
    """
    code = f"""
import importlib.metadata, re, sys
left_out = {sorted(LEFT_OUT)!r}
gone = {{module for module, names in importlib.metadata.packages_distributions().items()
        if names and all(re.sub(r"[-_.]+", "-", name).lower() in left_out for name in names)}}
assert {{"tensorflow", "keras", "grpc", "h5py", "pytest"}} <= gone, gone
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in gone:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Gone())
from bot.rasa_adapter.tensorflow_stub import prepare
prepare()
import asyncio, tempfile
from pathlib import Path
import bot.rasa_adapter.training, bot.server.application, bot.server.action_server
import bot.cli.operations
from bot.ingest.build import build
from bot.knowledge.store import knowledge_engine
from bot.rasa_adapter.assistant import Assistant
build(knowledge_engine(f"sqlite:///{{tempfile.mkdtemp()}}/knowledge.db"), Path("data/sources"))
print(asyncio.run(Assistant.load().ask("how much does a CISO earn?", "test:one"))[0].topic)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.stdout.strip().endswith("salary"), done.stderr[-3000:]
