"""`make bench`: this project beside the same training data under Rasa's default config.yml, on this
machine, one after the other.

BENCH_EPOCHS trains the default for fewer epochs than its 100, and BENCH_NTH on every nth message of
each intent (its training time is then a lower bound and printed as one; the serving figures don't
depend on epochs, and fewer words and examples make the default's features and model smaller, so
that they flatter it); BENCH_MINUTES ends that training (240); QUICK=1 is a smoke test.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import aiohttp
import requests
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from tools.bench_table import AT_ONCE, FAIR, STOCK_EPOCHS, Figures, Plan, table
from tools.package_size import environment_size
from tools.scripts import SCRIPTS
from tools.server_process import descendants, wait_until
from tools.serving import Server, free_port
from tools.visitors import Client, percentile

ROOT = Path(__file__).resolve().parent.parent
_RASA = str(Path(sys.executable).with_name("rasa"))
_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}

# Asks a question in a conversation, and returns when the whole answer is there.
Answerer = Callable[[str, str], Awaitable[None]]


def ours(plan: Plan, folder: Path) -> Figures:
    train = (
        "from bot.rasa_adapter.tensorflow_stub import prepare; prepare()\nfrom pathlib import"
        " Path\nfrom bot.rasa_adapter.training import train_model\ntrain_model(Path(sys.argv[1]))"
    )
    training = _timed(
        [sys.executable, "-c", "import sys\n" + train, str(folder / "models")], ROOT, folder, 1800
    )
    data = folder / "data"
    data.mkdir()
    server = Server(
        data,
        environment={
            "ADDRESS_BURST": "1000000",
            "ADDRESS_RATE": "1000000",
            "CONVERSATION_BURST": "100000",
        },
    )
    begun = time.monotonic()
    try:
        server.start()
        assert server.process is not None
        _wait_for_answer(lambda: _answers_ours(server.url))
        ready = time.monotonic() - begun
        turns = asyncio.run(_turns(plan, lambda http: _ask_ours(http, server.url)))
        return Figures(
            training,
            ready,
            *turns,
            _memory([server.process.pid]),
            environment_size("ciso-advisor", without_tensorflow=True),
        )
    finally:
        server.stop()


def default(plan: Plan, folder: Path) -> Figures:
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
    training = _timed(
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
        _wait_for_answer(
            lambda: bool(
                requests.post(
                    url, json={"sender": "first", "message": "what is a CISO?"}, timeout=60
                ).json()
            )
        )
        ready = time.monotonic() - begun
        turns = asyncio.run(_turns(plan, lambda http: _ask_default(http, url)))
        return Figures(
            training, ready, *turns, _memory([actions.pid, server.pid]), environment_size("rasa")
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


async def _turns(
    plan: Plan, asker: Callable[[aiohttp.ClientSession], Answerer]
) -> tuple[float, float, float]:
    """Median and 95th percentile of a turn when nobody else talks,
    and turns a second of eight who all do.
    """
    questions = [(number, question) for number, script in enumerate(SCRIPTS) for question in script]
    questions = [questions[index % len(questions)] for index in range(plan.turns)]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        ask = asker(http)
        for warm in range(5):
            await ask(f"warm-{warm}", "what does a CISO do?")
        seconds = []
        for index, (number, question) in enumerate(questions):
            begun = time.perf_counter()
            await ask(f"alone-{index // len(SCRIPTS[0])}-{number}", question)
            seconds.append(time.perf_counter() - begun)

        async def talk(number: int) -> None:
            for _, question in questions[: plan.turns // AT_ONCE + 1]:
                await ask(f"together-{number}", question)

        begun = time.perf_counter()
        await asyncio.gather(*(talk(number) for number in range(AT_ONCE)))
        together = AT_ONCE * (plan.turns // AT_ONCE + 1) / (time.perf_counter() - begun)
    return statistics.median(seconds), percentile(seconds, 0.95), together


def _ask_ours(http: aiohttp.ClientSession, url: str) -> Answerer:
    client, tokens = Client(http, url), dict[str, str]()

    async def ask(conversation: str, question: str) -> None:
        # the widget begins a session when it is opened, not with each turn
        if conversation not in tokens:
            tokens[conversation] = (await client.begin(0)).token
        outcome, _ = await client.attempt(tokens[conversation], os.urandom(8).hex(), question)
        assert outcome == "answered", outcome

    return ask


def _answers_ours(url: str) -> bool:
    async def once() -> bool:
        async with aiohttp.ClientSession() as http:
            await _ask_ours(http, url)("first", "what is a CISO?")
        return True

    return asyncio.run(once())


def _ask_default(http: aiohttp.ClientSession, url: str) -> Answerer:
    async def ask(conversation: str, question: str) -> None:
        async with http.post(url, json={"sender": conversation, "message": question}) as response:
            # a default that learnt little may answer with nothing, which takes it less time
            assert response.status == 200 and isinstance(await response.json(), list)

    return ask


def _wait_for_answer(answers: Callable[[], bool]) -> None:
    def tried() -> bool:
        with contextlib.suppress(requests.RequestException, ValueError):
            return answers()
        return False

    wait_until(tried, 600, lambda: "no answer within 10 minutes")


def _timed(command: list[str], directory: Path, folder: Path, seconds: float) -> float:
    """How long a training takes that finds nothing in Rasa's cache."""
    cache = tempfile.mkdtemp(dir=folder, prefix="cache-")
    begun = time.monotonic()
    with (folder / "train.log").open("wb") as log:
        subprocess.run(
            command, cwd=directory, env={**os.environ, **_QUIET, "RASA_CACHE_DIRECTORY": cache},
            stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, check=True, timeout=seconds,
        )  # fmt: skip
    return time.monotonic() - begun


@contextlib.contextmanager
def _process(command: list[str], directory: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=directory,
            env={**os.environ, **_QUIET, "SANIC_HOST": "127.0.0.1"},
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


def _memory(pids: list[int]) -> int:
    """Resident bytes of processes and all below them."""
    total = 0
    for pid in (below for top in pids for below in descendants(top)):
        with contextlib.suppress(OSError):
            found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
            total += int(found[1]) * 1024 if found else 0
    return total


def main() -> int:
    plan = Plan.from_environment()
    with tempfile.TemporaryDirectory(prefix="advisor-bench-") as folder:
        for name in ("ours", "default"):
            (Path(folder) / name).mkdir()
        try:
            print("this project …", file=sys.stderr, flush=True)
            here = ours(plan, Path(folder) / "ours")
            print(
                f"{here}\nRasa's default, {plan.epochs} epochs, 1 of {plan.nth} messages …",
                file=sys.stderr,
                flush=True,
            )
            there = default(plan, Path(folder) / "default")
        except subprocess.TimeoutExpired as late:
            print(
                f"training the default took longer than {late.timeout / 60:.0f} minutes:"
                " BENCH_MINUTES, or fewer BENCH_EPOCHS",
                file=sys.stderr,
            )
            return 1
        except BaseException:
            results = ROOT / "results" / "bench-logs"
            shutil.copytree(
                folder,
                results,
                dirs_exist_ok=True,
                symlinks=True,
                ignore=shutil.ignore_patterns("cache-*", "*.tar.gz"),
            )
            print(f"the logs are in {results}", file=sys.stderr)
            raise
    load = os.getloadavg()[0]
    text = (
        table(here, there, plan)
        + "\n"
        + FAIR
        + f"\n{os.cpu_count()} cores, load average {load:.1f} at the end.\n"
    )
    print(text)
    (ROOT / "results").mkdir(exist_ok=True)
    (ROOT / "results" / "bench.md").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
