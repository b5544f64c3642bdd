"""A few of the faults of `make faults`, on every change: nothing is lost,
doubled or crossed while parts of the system die.
"""

from __future__ import annotations

import os

import pytest

from tools.faults import line, try_faults
from tools.server_process import missing_programs

FEW = [
    "an advisor is killed",
    "Redis is killed",
    "PostgreSQL is killed",
    "surrogates and NUL",
    "forged tokens",
    "/intent{…} typed",
]


def test_no_answer_is_lost_doubled_or_crossed_while_servers_are_killed_and_attacked() -> None:
    missing = missing_programs()
    if missing and not os.environ.get("CI"):
        pytest.skip(f"not installed: {missing}")
    assert not missing, f"not installed: {missing}"
    rows, remarks = try_faults(FEW)
    assert all(row.passed for row in rows), "\n".join(map(line, rows))
    assert not [remark for remark in remarks if remark.startswith("WRONG")], remarks
