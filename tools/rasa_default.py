"""Rasa's default configuration on our data, rules, domain and actions, trained and measured."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import requests
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from tools.bench_measures import QUIET, Answerer, memory, timed, turns, wait_for_answer
from tools.bench_table import STOCK_EPOCHS, Figures, Plan
from tools.package_size import environment_size
from tools.serving import free_port

ROOT = Path(__file__).resolve().parent.parent
_RASA = str(Path(sys.executable).with_name("rasa"))


def rasa_default(plan: Plan, folder: Path) -> Figures:
    """Rasa's own configuration, server, channel and action server,
    with our data, rules, domain and actions.
    """
    (folder / "domain.yml").symlink_to(ROOT / "domain.yml")
    _write_data(folder / "data", plan.nth)
    (folder / "config.yml").write_text(_default_config(plan.epochs))
    port, actions_port = free_port(), free_port()
    (folder / "endpoints.yml").write_text(
        f'action_endpoint:\n  url: "http://127.0.0.1:{actions_port}/webhook"\n'
    )
    (folder / "credentials.yml").write_text("rest:\n")
    training = timed(
        [_RASA, "train", "--fixed-model-name", "default"], folder, folder, plan.minutes * 60
    )
    begun = time.monotonic()
    with (
        _process(
            [_RASA, "run", "actions", "--port", str(actions_port)], ROOT, folder / "actions.log"
        ) as actions,
        _process(
            [_RASA, "run", "-i", "127.0.0.1", "-p", str(port)], folder, folder / "server.log"
        ) as server,
    ):
        url = f"http://127.0.0.1:{port}/webhooks/rest/webhook"
        wait_for_answer(
            lambda: bool(
                requests.post(
                    url, json={"sender": "first", "message": "what is a CISO?"}, timeout=60
                ).json()
            )
        )
        ready = time.monotonic() - begun
        found = asyncio.run(turns(plan, lambda http: _ask_default(http, url)))
        return Figures(
            training, ready, *found, memory([actions.pid, server.pid]), environment_size("rasa")
        )


def _write_data(folder: Path, nth: int) -> None:
    """Every nth message of each intent, and all rules and stories."""
    if nth == 1:
        folder.symlink_to(ROOT / "data")
        return
    folder.mkdir()
    for name in ("rules", "stories"):
        (folder / name).symlink_to(ROOT / "data" / name)
    whole = load_data(str(ROOT / "data/nlu"))
    by_intent: defaultdict[str, list[Message]] = defaultdict(list)
    for example in whole.training_examples:
        by_intent[example.get(INTENT)].append(example)
    few = [example for examples in by_intent.values() for example in examples[::nth]]
    TrainingData(few, whole.entity_synonyms, whole.regex_features, whole.lookup_tables).persist(
        str(folder), "nlu.yml"
    )


def _default_config(epochs: int) -> str:
    """What Rasa falls back on when a config.yml names no pipeline
    and no policies, from Rasa's own file.
    """
    import importlib.util

    found = importlib.util.find_spec("rasa")
    assert found is not None and found.submodule_search_locations
    text = (
        Path(found.submodule_search_locations[0]) / "engine/recipes/config_files/default_config.yml"
    ).read_text()
    return text.replace("placeholder_default", "ciso-advisor-default").replace(
        f"epochs: {STOCK_EPOCHS}", f"epochs: {epochs}"
    )


def _ask_default(http: aiohttp.ClientSession, url: str) -> Answerer:
    async def ask(conversation: str, question: str) -> None:
        async with http.post(url, json={"sender": conversation, "message": question}) as response:
            # a default that learnt little may answer with nothing, which takes it less time
            assert response.status == 200 and isinstance(await response.json(), list)

    return ask


@contextlib.contextmanager
def _process(command: list[str], directory: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=directory,
            env={**os.environ, **QUIET, "SANIC_HOST": "127.0.0.1"},
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)
