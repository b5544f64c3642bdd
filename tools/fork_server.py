"""One process that has Rasa and the model in memory, and forks one for each command of a test.

`python -m tools.fork_server SOCKET PID` serves until the process PID ends. A fork runs
`bot.cli.main` as its own process would, on its own port, files and environment; what it shares is
what every start makes anew: modules, weights, the index of the knowledge base. A start takes half
a second instead of ten.

Protocol: JSON of a `Wanted` with three file descriptors in; the process id, a newline, and once
it has ended its status out. A caller that hangs up ends the process.
"""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import os
import select
import signal
import socket
import sys
import warnings
from pathlib import Path
from typing import Any, TypedDict

LARGEST = 1_048_576
_STANDARD = 3


class Wanted(TypedDict):
    """A command: its arguments, its folder and its whole environment."""

    arguments: list[str]
    cwd: str
    environment: dict[str, str]


def main(address: Path, served: int) -> None:
    """Serve while the process `served` runs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for those who are served
    _load()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(address))
        listener.listen(64)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # watchers that ended aren't waited for
        ended = os.pidfd_open(served)
        while _is_first(listener.fileno(), ended):
            connection, _ = listener.accept()
            with connection:
                if os.fork() == 0:
                    listener.close()
                    os.close(ended)
                    _watch(connection)
    address.unlink(missing_ok=True)


def _load() -> None:
    """Bring in what a server needs, and answer one question; then forget what is of this process
    alone: its database, its log.
    """
    shown = warnings.showwarning
    # or the tokenizers' threads would be missed in forks
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    from bot.rasa_adapter.tensorflow_stub import prepare

    prepare()
    import asyncio

    import bot.server.action_server
    import bot.server.application  # noqa: F401
    from bot.knowledge import reader
    from bot.rasa_adapter.agent import Processor
    from bot.rasa_adapter.assistant import Assistant

    held: dict[tuple[str, int], Any] = {}
    load = Processor._load_model

    def load_once(model: Any) -> Any:
        key = str(Path(model).absolute()), Path(model).stat().st_mtime_ns
        return held.get(key) or held.setdefault(key, load(model))

    Processor._load_model = staticmethod(load_once)  # type: ignore[assignment,method-assign]
    assistant = Assistant.load()
    asyncio.run(assistant.ask("what does a CISO earn?", "test:fork-server"))
    reader._watch_of.cache_clear()

    import structlog

    logging.getLogger().handlers.clear()
    logging.getLogger().setLevel(logging.WARNING)
    structlog.reset_defaults()
    warnings.showwarning = shown
    gc.collect()
    gc.freeze()  # what is collected in a fork is what the fork has made


def _is_first(descriptor: int, ended: int) -> bool:
    """Wait for either; whether there is something on the first."""
    return descriptor in select.select([descriptor, ended], [], [])[0]


def _watch(connection: socket.socket) -> None:
    """Start the command in a fork of this one, and say how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    message, descriptors, _, _ = socket.recv_fds(connection, LARGEST, _STANDARD)
    while not message.endswith(b"\n"):
        message += connection.recv(LARGEST)
    pid = os.fork()
    if pid == 0:
        connection.close()
        _become(json.loads(message), descriptors)
    for descriptor in descriptors:
        os.close(descriptor)
    status = 0
    with contextlib.suppress(OSError):
        connection.sendall(b"%d\n" % pid)
        if _is_first(connection.fileno(), os.pidfd_open(pid)):
            os.kill(pid, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        connection.sendall(b"%d\n" % status)
    os._exit(0)


def _become(wanted: Wanted, descriptors: list[int]) -> None:
    """Run the command as if it were this process's own; never returns."""
    status = 1
    try:
        os.setsid()
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
            os.close(descriptor)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(wanted["environment"])
        os.chdir(wanted["cwd"])
        sys.stdin, sys.stdout = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8")
        sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", errors="backslashreplace")
        from bot.cli.main import main as command

        status = command(wanted["arguments"])
    except SystemExit as stopped:
        status = stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        os._exit(status)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
