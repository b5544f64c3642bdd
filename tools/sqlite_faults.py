"""Faults of one advisor on SQLite: a full disk, deletions, and a database that can't be written."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tools import attacks, quiet_faults
from tools.crowd import Crowd, expectation
from tools.fault_measurement import CALM_SECONDS, measured
from tools.fault_table import PAUSE, VISITORS, Row
from tools.serving import Server, serving
from tools.small_disk import small_disk
from tools.visitors import Count

FULL_DISK = "the disk of the data folder is full"


def _fill_disk(server: Server, seconds: float = 10) -> None:
    """Fills what is left of the data folder's disk, for a while."""
    filler = server.data / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    time.sleep(seconds)
    filler.unlink()


DELETION, READ_ONLY = "conversations are deleted (SQLite)", "the database can't be written"
ON_SQLITE: dict[str, Callable[[Server], attacks.Outcome]] = {
    DELETION: quiet_faults.deletion,
    READ_ONLY: quiet_faults.read_only,
}


def on_sqlite(fault: str) -> Row:
    """One advisor on SQLite."""
    limits = {"ADDRESS_RATE": "10000", "ADDRESS_BURST": "10000", "ADDRESS_TURNS": "1000"}
    with (
        tempfile.TemporaryDirectory(prefix="advisor-sqlite-") as folder,
        serving(Path(folder) / "data", **limits) as server,
    ):
        crowd = Crowd(server.url, VISITORS, PAUSE, asyncio.run(expectation(server.url))).start()
        try:
            crowd.calm(CALM_SECONDS)
            row = measured(crowd, fault, lambda: ON_SQLITE[fault](server))
        finally:
            crowd.stop()
        return _with_last_check(row, crowd)


def full_disk() -> Row:
    """One advisor on SQLite whose data folder has a small disk of its own; needs the right to mount
    one.
    """
    with (
        tempfile.TemporaryDirectory(prefix="advisor-disk-") as folder,
        small_disk(Path(folder) / "data", "16m") as mounted,
    ):
        if not mounted:
            return Row(
                FULL_DISK,
                0,
                0,
                0,
                0,
                Count(),
                0.0,
                "not tried: mounting a small disk is not allowed here",
            )
        limits = {"ADDRESS_RATE": "10000", "ADDRESS_BURST": "10000"}
        with serving(Path(folder) / "data", **limits) as server:
            crowd = Crowd(server.url, VISITORS, PAUSE, asyncio.run(expectation(server.url))).start()
            try:
                crowd.calm(CALM_SECONDS)
                row = measured(crowd, FULL_DISK, lambda: _fill_disk(server))
            finally:
                crowd.stop()
            return _with_last_check(row, crowd)


def _with_last_check(row: Row, crowd: Crowd) -> Row:
    wrong = crowd.wrong
    return Row(
        row.fault, row.requests, row.answered, row.refused, row.cut, wrong, row.recovered, row.note
    )
