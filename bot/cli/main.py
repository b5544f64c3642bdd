"""`ciso-advisor`: talk, ask, train, and look after the knowledge base."""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import sys
import textwrap
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from bot.cli import knowledge, operations, plan
from bot.cli.explanation import explained
from bot.cli.transcript import asked_turn, chat_turn
from bot.domain.errors import AdvisorError
from bot.domain.plain_reply import plain
from bot.knowledge.store import KnowledgeBase
from bot.rasa_adapter.blas_kernels import choose_kernels
from bot.rasa_adapter.tensorflow_stub import leave_out_tensorflow, silence_logging
from bot.settings import current_day

if TYPE_CHECKING:
    from bot.rasa_adapter.assistant import Assistant

ROOT = Path(__file__).resolve().parents[2]
_WELCOME = (
    "{role} career advisor. Ask about the job, the skills, the pay or the way there; /stop ends the"
    " conversation."
)
_NARROWEST, _WIDEST = 20, 100
_YOU, _ADVISOR = "you> ", "advisor> "


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; 0 is success, 2 a problem that one line on standard error explains."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what the terminal hasn't becomes a question mark
            stream.reconfigure(errors="replace")
    parsed = _parser().parse_args(arguments)
    _seen_from_here(parsed)
    os.chdir(ROOT)
    choose_kernels()
    silence_logging()
    try:
        current_day()  # a TODAY that is no day would fail every turn
        return int(parsed.run(parsed))
    except AdvisorError as error:
        return _problem(str(error))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _seen_from_here(parsed: argparse.Namespace) -> None:
    """Paths are the caller's, and the commands run in the project's folder."""
    for name in ("file", "previous", "to", "out"):
        if getattr(parsed, name, None):
            setattr(parsed, name, Path(getattr(parsed, name)).absolute())
    for variable in ("DATA_DIR", "SOURCES"):
        if os.environ.get(variable):
            os.environ[variable] = str(Path(os.environ[variable]).absolute())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ciso-advisor", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    chat = commands.add_parser(
        "chat", help="talk in the terminal, or answer the lines of a pipe in order"
    )
    chat.add_argument(
        "--json",
        action="store_true",
        help="one JSON object a message, with the profile; an empty line starts a new conversation",
    )
    chat.set_defaults(run=_chat, here=Path.cwd())
    ask = commands.add_parser(
        "ask", help="answer one question, or each line of standard input by itself"
    )
    ask.add_argument(
        "question", nargs="*", help="the question; without one, lines are read from standard input"
    )
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.add_argument(
        "--explain", action="store_true", help="print the query, the evidence weighed, and why"
    )
    ask.set_defaults(run=_ask)
    plan.add_command(commands)
    train = commands.add_parser("train", help="train the model where something has changed")
    train.set_defaults(run=_train)
    operations.add_commands(commands)
    knowledge.add_commands(commands)
    return parser


def _chat(parsed: argparse.Namespace) -> int:
    assistant = _assistant()
    if parsed.json:
        return _chat_in_json(assistant)
    conversation = f"terminal:{uuid.uuid4().hex}"
    print(KnowledgeBase.load().job.fill(_WELCOME))
    lines = _typed() if sys.stdin.isatty() else _piped(sys.stdin)
    with _Loop() as loop:
        for line in lines:
            if line.strip() == "/stop":
                break
            if (folder := plan.wanted_folder(line, parsed.here)) is not None:
                made = loop.run_until_complete(assistant.files(conversation))
                print(plan.saved(made, folder), end="\n\n", flush=True)
                continue
            for reply in loop.run_until_complete(assistant.ask(line, conversation)):
                print(_for_terminal(_ADVISOR + plain(reply)), end="\n\n", flush=True)
                if reply.files:
                    print(_for_terminal(plan.HOW_TO_SAVE), end="\n\n", flush=True)
    return 0


def _chat_in_json(assistant: Assistant) -> int:
    number, run = 1, uuid.uuid4().hex
    begun = False
    with _Loop() as loop:
        for line in _lines(sys.stdin):
            if not line.strip():
                number, begun = number + begun, False
                continue
            begun, conversation = True, f"chat:{run}:{number}"
            replies = loop.run_until_complete(assistant.ask(line, conversation))
            profile = loop.run_until_complete(assistant.profile(conversation))
            _print_json(chat_turn(number, line, replies, profile))
    return 0


def _print_json(turn: dict[str, Any]) -> None:
    readable = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(turn, ensure_ascii=not readable), flush=True)


def _ask(parsed: argparse.Namespace) -> int:
    assistant = _assistant()
    questions: Iterable[str] = [" ".join(parsed.question)] if parsed.question else _lines(sys.stdin)
    with _Loop() as loop:
        for question in questions:
            if parsed.explain:
                print(explained(loop.run_until_complete(assistant.understand(question))) + "\n")
            conversation = f"ask:{uuid.uuid4().hex}"
            replies = loop.run_until_complete(assistant.ask(question, conversation))
            if parsed.json:
                profile = loop.run_until_complete(assistant.profile(conversation))
                _print_json(asked_turn(question, replies, profile))
            else:
                print("\n\n".join(map(plain, replies)), flush=True)
    return 0


def _train(parsed: argparse.Namespace) -> int:
    leave_out_tensorflow()
    from bot.rasa_adapter.training import train_model

    print(f"trained: {train_model()}")
    return 0


def _assistant() -> Assistant:
    leave_out_tensorflow()
    from bot.rasa_adapter.assistant import Assistant

    KnowledgeBase.load()
    return Assistant.load()


class _Loop:
    """One event loop for a whole command: what a turn leaves running goes on in the next."""

    def __enter__(self) -> asyncio.AbstractEventLoop:
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        return self._loop

    def __exit__(self, *_: object) -> None:
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


def _typed() -> Iterator[str]:
    import readline  # noqa: F401 - gives input() history and editing

    while True:
        try:
            yield input(_YOU)
        except EOFError:
            print()
            return


def _piped(stream: TextIO) -> Iterator[str]:
    for line in _lines(stream):
        print(_YOU + line)
        yield line


def _lines(stream: TextIO) -> Iterator[str]:
    """Lines split at newlines only, whatever bytes they hold."""
    for raw in stream.buffer:
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def _for_terminal(text: str) -> str:
    if not sys.stdout.isatty():
        return text
    width = max(_NARROWEST, min(os.get_terminal_size().columns or _WIDEST, _WIDEST))
    return "\n".join(
        textwrap.fill(line, width, subsequent_indent="     " if line.startswith("  ") else "")
        for line in text.splitlines()
    )


def _problem(message: str) -> int:
    print(f"ciso-advisor: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
