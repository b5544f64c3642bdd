"""What `make bench` measures of either side: training, the first answer, turns, and memory."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import requests

from tools.bench_table import AT_ONCE, Plan
from tools.scripts import SCRIPTS
from tools.server_process import descendants, wait_until
from tools.visitors import percentile

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}

# Asks a question in a conversation, and returns when the whole answer is there.
Answerer = Callable[[str, str], Awaitable[None]]


async def turns(
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


def wait_for_answer(answers: Callable[[], bool]) -> None:
    def tried() -> bool:
        with contextlib.suppress(requests.RequestException, ValueError):
            return answers()
        return False

    wait_until(tried, 600, lambda: "no answer within 10 minutes")


def timed(command: list[str], directory: Path, folder: Path, seconds: float) -> float:
    """How long a training takes that finds nothing in Rasa's cache."""
    cache = tempfile.mkdtemp(dir=folder, prefix="cache-")
    begun = time.monotonic()
    with (folder / "train.log").open("wb") as log:
        subprocess.run(
            command, cwd=directory, env={**os.environ, **QUIET, "RASA_CACHE_DIRECTORY": cache},
            stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, check=True, timeout=seconds,
        )  # fmt: skip
    return time.monotonic() - begun


def memory(pids: list[int]) -> int:
    """Resident bytes of processes and all below them."""
    total = 0
    for pid in (below for top in pids for below in descendants(top)):
        with contextlib.suppress(OSError):
            found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
            total += int(found[1]) * 1024 if found else 0
    return total
