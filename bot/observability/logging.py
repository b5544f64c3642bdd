"""Logs for machines, one JSON object a line, without a word of what people typed."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
import traceback
from collections.abc import MutableMapping
from datetime import datetime, timezone
from typing import Any

import structlog

from bot.observability.expected_warnings import show_unexpected_warnings

_OURS = ("bot", "actions")


class JournalFormatter(logging.Formatter):
    """Of our own loggers the message; of all others only where and what kind.

    Libraries put what they work on into their messages, some of them at every level: a parse that
    failed, the row that could not be saved, the body of a request. Exceptions carry it in their
    text, so only their type and place are kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] in _OURS:
            entry["event"] = record.getMessage()
            entry.update(getattr(record, "fields", {}))
        else:
            entry["where"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0]:
            entry["error"] = record.exc_info[0].__name__
            entry["trace"] = [
                f"{frame.name} ({os.path.basename(frame.filename)}:{frame.lineno})"
                for frame in traceback.extract_tb(record.exc_info[2])[-6:]
            ]
        return json.dumps(entry)


def configure_logging(level: str | None = None) -> None:
    """Everything that is logged goes to standard error in this form;
    LOG_LEVEL says how much of our own (INFO).
    """
    chosen = (level or os.environ.get("LOG_LEVEL") or "INFO").upper()
    ours = (
        logging.getLevelName(chosen)
        if chosen in ("DEBUG", "INFO", "WARNING", "ERROR")
        else logging.INFO
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JournalFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING if ours > logging.DEBUG else logging.DEBUG)
    for name in _OURS:
        logging.getLogger(name).setLevel(ours)
    logging.captureWarnings(True)
    if ours > logging.DEBUG:
        show_unexpected_warnings()
    structlog.configure(
        processors=[_only_the_event],
        wrapper_class=structlog.make_filtering_bound_logger(root.level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def hashed(conversation: str) -> str:
    """The same conversation has the same short name in all logs,
    and nobody can tell whose it is.
    """
    return hashlib.blake2s(conversation.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _only_the_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
    """Rasa's events are constant names such as
    `processor.message.parse`; what stands beside them is not.
    """
    return str(event.get("event", "")) if isinstance(event.get("event"), str) else ""
