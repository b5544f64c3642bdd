"""`make bench`: this project beside the same training data under Rasa's default config.yml, on this
machine, one after the other.

BENCH_EPOCHS trains the default for fewer epochs than its 100, and BENCH_NTH on every nth message of
each intent (its training time is then a lower bound and printed as one; the serving figures don't
depend on epochs, and fewer words and examples make the default's features and model smaller, so
that they flatter it); BENCH_MINUTES ends that training (240); QUICK=1 is a smoke test.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from tools.bench_measures import Answerer, memory, timed, turns, wait_for_answer
from tools.bench_table import FAIR, Figures, Plan, table
from tools.package_size import environment_size
from tools.rasa_default import rasa_default
from tools.serving import Server
from tools.visitors import Client

ROOT = Path(__file__).resolve().parent.parent


def ours(plan: Plan, folder: Path) -> Figures:
    train = (
        "from bot.rasa_adapter.tensorflow_stub import prepare; prepare()\nfrom pathlib import"
        " Path\nfrom bot.rasa_adapter.training import train_model\ntrain_model(Path(sys.argv[1]))"
    )
    training = timed(
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
        wait_for_answer(lambda: _answers_ours(server.url))
        ready = time.monotonic() - begun
        found = asyncio.run(turns(plan, lambda http: _ask_ours(http, server.url)))
        return Figures(
            training,
            ready,
            *found,
            memory([server.process.pid]),
            environment_size("ciso-advisor", without_tensorflow=True),
        )
    finally:
        server.stop()


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
            there = rasa_default(plan, Path(folder) / "default")
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
