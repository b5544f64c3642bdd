"""How patiently Slack is asked."""

from __future__ import annotations

import asyncio

TRIES = 5
# Seconds before the second try; each further one waits twice as long.
FIRST_PAUSE = 0.5
_DEFAULT_WAIT = 30.0
_LONGEST_WAIT = 3600.0


async def pause(attempt: int) -> None:
    """Waits before try number `attempt`; the first is 0 and waits for nothing."""
    if attempt:
        await asyncio.sleep(FIRST_PAUSE * 2 ** (attempt - 1))


def retry_after(header: str | None) -> float:
    """The seconds that Slack says to wait; some where it doesn't say."""
    try:
        return max(0.0, min(float(header or ""), _LONGEST_WAIT))
    except ValueError:
        return _DEFAULT_WAIT
