"""`ciso-advisor` as a process of its own: forked where a test run allows it, else started anew."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from tools.forked import Forked, fork, is_running

ROOT = Path(__file__).resolve().parent.parent
Stream = IO[bytes] | int
_SECONDS = 300


def started(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    streams: tuple[Stream, Stream, Stream],
    cwd: Path = ROOT,
    *,
    new: bool = False,
) -> subprocess.Popen[bytes] | Forked:
    """The command with its whole environment and its standard input, output and error."""
    if is_running() and not new:
        return fork(arguments, environment, streams, cwd)
    command = [sys.executable, "-m", "bot.cli.main", *arguments]
    taken, told, failed = streams
    environment = {"PYTHONPATH": str(ROOT), **environment}
    return subprocess.Popen(
        command, cwd=cwd, env=environment, stdin=taken, stdout=told, stderr=failed
    )


def ran(
    *arguments: str,
    typed: bytes = b"",
    cwd: Path = ROOT,
    new: bool = False,
    **environment: str,
) -> subprocess.CompletedProcess[bytes]:
    """What the command gives back over pipes, when `typed` is its input."""
    (taken, given), (told, out), (failed, err) = os.pipe(), os.pipe(), os.pipe()
    process = started(arguments, {**os.environ, **environment}, (taken, out, err), cwd, new=new)
    for end in (taken, out, err):
        os.close(end)
    with ThreadPoolExecutor(3) as threads:
        threads.submit(_write, given, typed)
        read = [threads.submit(_read, end) for end in (told, failed)]
        try:
            status = process.wait(_SECONDS)
        finally:
            process.kill()  # nothing where it has ended: whoever reads would wait for ever
        return subprocess.CompletedProcess(arguments, status, *(one.result() for one in read))


def ran_as_text(
    *arguments: str, typed: str = "", cwd: Path = ROOT, new: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The same in UTF-8."""
    done = ran(*arguments, typed=typed.encode(), cwd=cwd, new=new, **environment)
    out, err = done.stdout.decode(), done.stderr.decode()
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def _write(end: int, content: bytes) -> None:
    try:
        with open(end, "wb") as pipe:
            pipe.write(content)
    except BrokenPipeError:
        return  # it ended without reading all


def _read(end: int) -> bytes:
    with open(end, "rb") as pipe:
        return pipe.read()
