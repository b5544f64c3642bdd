"""Retention: deletes conversations that are old enough, and the oldest where there are too many."""

from __future__ import annotations

import asyncio
import logging
import time
from functools import partial

from sqlalchemy.engine import Connection

from bot.store.database import Database
from bot.store.erasure import purge
from bot.store.quota import Stored, keep_quota

_SECONDS = 3_600
_QUOTA_SECONDS = 300
log = logging.getLogger(__name__)


async def keep_retention(database: Database, days: int, megabytes: int) -> None:
    """Purges now and every hour, and looks at the quota in between, for ever.

    A database that is away is tried again the next time.
    """
    purged_at = float("-inf")
    while True:
        try:
            if time.monotonic() - purged_at >= _SECONDS:
                gone = await database.erase(partial(_purged, days=days))
                purged_at = time.monotonic()
                log.info("purged", extra={"fields": {"conversations": gone}})
            await _within_quota(database, megabytes * 1_000_000)
        except Exception:
            log.exception("old conversations could not be purged")
        await asyncio.sleep(_QUOTA_SECONDS)


async def _within_quota(database: Database, most: int) -> Stored:
    stored = await database.write(partial(keep_quota, most=most))
    if stored.deleted:
        await database.erase(lambda connection: None)  # and no copy of it stays
        fields = {"conversations": stored.deleted, "bytes": stored.size}
        log.warning("the quota was reached: the oldest went", extra={"fields": fields})
    return stored


def _purged(connection: Connection, days: int) -> int:
    return purge(connection, time.time() - days * 86_400)
