"""Conversations go when they are old enough."""

from __future__ import annotations

import asyncio
import logging
import time
from functools import partial

from sqlalchemy.engine import Connection

from bot.store.conversations import purge
from bot.store.database import Database

_SECONDS = 3_600
log = logging.getLogger(__name__)


async def keep_retention(database: Database, days: int) -> None:
    """Purges now and every hour, for ever; a database that is
    away is tried again at the next hour.
    """
    while True:
        try:
            gone = await database.erase(partial(_purged, days=days))
            log.info("purged", extra={"fields": {"conversations": gone}})
        except Exception:
            log.exception("old conversations could not be purged")
        await asyncio.sleep(_SECONDS)


def _purged(connection: Connection, days: int) -> int:
    return purge(connection, time.time() - days * 86_400)
