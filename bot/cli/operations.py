"""The operator's commands: serve, the database, a person's data, the report."""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.errors import AdvisorError, KnowledgeError
from bot.knowledge.store import KnowledgeBase
from bot.observability.logging import configure_logging
from bot.rasa_adapter.tensorflow_stub import leave_out_tensorflow
from bot.settings import Settings, whole_number
from bot.store.database import Database
from bot.store.upgrade import upgrade

if TYPE_CHECKING:
    from sanic import Sanic

_REPORT = "results/report.html"
# How long a thread may hold the interpreter while another waits, a tenth of Python's default.
# The event loop and a light turn need it often and briefly; beside heavy texts each time would cost
# them up to the whole of it.
_SWITCH_SECONDS = 0.0005


def add_commands(commands: Any) -> None:
    serve = commands.add_parser("serve", help="serve the website's widget and Slack on one port")
    serve.add_argument("--port", type=_port, help="default: PORT, else 5005")
    serve.set_defaults(run=_serve)
    actions = commands.add_parser(
        "actions",
        help="run the actions on a port of their own, for servers that set ACTION_ENDPOINT_URL",
    )
    actions.add_argument("--port", type=_port, help="default: PORT, else 5055")
    actions.set_defaults(run=_actions)
    db = commands.add_parser("db", help="look after the database of conversations")
    steps = db.add_subparsers(required=True, metavar="ACTION")
    steps.add_parser("upgrade", help="bring its tables to the newest form").set_defaults(
        run=_upgrade
    )
    forget = commands.add_parser("forget", help="delete a conversation and everything kept of it")
    forget.add_argument(
        "id", metavar="ID", help="such as slack:T012:U345 or web:…; threads of it go as well"
    )
    forget.set_defaults(run=_forget)
    purge = commands.add_parser(
        "purge", help="delete the conversations that are older than RETENTION_DAYS"
    )
    purge.set_defaults(run=_purge)
    report = commands.add_parser(
        "report", help="write what people asked, and what they didn't get, as a web page"
    )
    report.add_argument(
        "--days", type=_days, default=30, metavar="N", help="how far to look back (30)"
    )
    report.add_argument("--out", metavar="FILE", help=f"default: {_REPORT} in the project's folder")
    report.set_defaults(run=_report)


def _serve(parsed: argparse.Namespace) -> int:
    settings = Settings.from_environment()
    settings = replace(settings, port=parsed.port or settings.port)
    KnowledgeBase.load()
    configure_logging()
    leave_out_tensorflow()
    from bot.server.application import application, parts

    made = parts(settings)
    if settings.metrics_port:
        try:
            made.metrics.serve(settings.metrics_host, settings.metrics_port)
        except OSError as error:
            raise _taken(
                settings.metrics_host, settings.metrics_port, error, "METRICS_PORT"
            ) from error
    return _run(application(made), settings.host, settings.port, "Advisor on http://{}:{}/")


def _actions(parsed: argparse.Namespace) -> int:
    settings = Settings.from_environment()
    port = parsed.port or (settings.port if os.environ.get("PORT") else 5055)
    KnowledgeBase.load()
    configure_logging()
    from bot.server.action_server import application

    return _run(
        application(settings.action_token), settings.host, port, "Actions on http://{}:{}/webhook"
    )


def _run(app: Sanic, host: str, port: int, told: str) -> int:
    app.register_listener(
        lambda *_: print(told.format(host, port), flush=True), "after_server_start"
    )
    from sanic.server.socket import bind_socket

    from bot.server.strict_http import StrictProtocol

    try:  # Sanic itself would log what fails, and end as if all were well
        listening = bind_socket(host, port)
    except OSError as error:
        raise _taken(host, port, error, "PORT") from error
    sys.setswitchinterval(_SWITCH_SECONDS)
    with listening:
        app.run(sock=listening, protocol=StrictProtocol, access_log=False, motd=False)
    return 0


def _taken(host: str, port: int, error: OSError, setting: str) -> AdvisorError:
    reason = error.strerror or str(error)
    return AdvisorError(f"can't listen on {host}:{port} ({setting}): {reason}")


def _upgrade(parsed: argparse.Namespace) -> int:
    print(f"the database is at revision {upgrade(Database())}")
    return 0


def _forget(parsed: argparse.Namespace) -> int:
    database = _database()
    from bot.store.conversation_ids import InvalidConversationError, checked
    from bot.store.erasure import forget

    try:
        checked(parsed.id)
    except InvalidConversationError:
        raise AdvisorError(
            f"{parsed.id!r} is not the id of a conversation: it looks like slack:T012:U345"
        ) from None
    turns = database.erase_now(lambda connection: forget(connection, parsed.id))
    print(f"deleted {turns} turns of {parsed.id}" if turns else f"nothing was kept of {parsed.id}")
    return 0


def _purge(parsed: argparse.Namespace) -> int:
    database = _database()
    from bot.store.erasure import purge

    before = time.time() - Settings.from_environment().retention_days * 86_400
    print(
        f"deleted {database.erase_now(lambda connection: purge(connection, before))} conversations"
    )
    return 0


def _report(parsed: argparse.Namespace) -> int:
    database = _database()
    from bot.cli.report import page, read
    from bot.cli.unanswered import answered_now
    from bot.nlu.encoder import encoder
    from bot.nlu.person_names import NameRemover

    kb = _knowledge()
    report = database.read_now(
        lambda connection: read(
            connection,
            parsed.days,
            encoder("build/minilm").encode,
            role=kb.job if kb else None,
            answered=answered_now,
            without_names=NameRemover(kb).without_names if kb else str,
        )
    )
    path = Path(parsed.out or _REPORT)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(report), "utf-8")
    except OSError as error:
        raise AdvisorError(f"{path} can't be written: {error.strerror}") from error
    refused = sum(group.count for group in report.refusals)
    print(
        f"{path}: {report.turns} turns, {refused} questions not answered in {len(report.refusals)}"
        " groups"
    )
    return 0


def _knowledge() -> KnowledgeBase | None:
    try:
        return KnowledgeBase.load()
    except KnowledgeError:
        return None


def _database() -> Database:
    leave_out_tensorflow()
    database = Database()
    upgrade(database)
    return database


def _port(given: str) -> int:
    number = whole_number(given)
    if number is None or not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("a whole number from 1 to 65535")
    return number


def _days(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= 3650:
        raise argparse.ArgumentTypeError("a whole number of days")
    return int(given)
