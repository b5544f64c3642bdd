"""No locked package is on the list of known vulnerabilities without a reason, and the check can
fail.
"""

from __future__ import annotations

import re
from datetime import date

import pytest
from packaging.version import Version

from tools.advisories import LOCK, Advisory, AdvisoryList, locked, problems, read_advisories

BAD = Advisory("CVE-2000-0001", "left-pad", Version("2.0"), "pads too much", "")
DAY = date(2026, 11, 25)


def test_no_locked_package_is_on_the_list_without_a_reason() -> None:
    packages = locked(LOCK.read_text("utf-8"))
    assert len(packages) > 100
    assert problems(read_advisories(), packages) == []


@pytest.mark.parametrize(
    ("version", "reason", "count"),
    [("1.9", "", 1), ("2.0", "", 0), ("1.9", "not used", 0), ("2.0", "not used", 1)],
)
def test_an_affected_version_needs_a_reason_and_a_reason_an_affected_version(
    version: str, reason: str, count: int
) -> None:
    advisory = Advisory(BAD.id, BAD.package, BAD.fixed, BAD.what, reason)
    packages = locked(f"left_pad=={version} \\\n    --hash=sha256:00\n")
    assert len(problems(AdvisoryList(DAY, (advisory,)), packages)) == count


def test_one_that_is_nowhere_fixed_affects_every_version() -> None:
    advisory = Advisory(BAD.id, BAD.package, None, BAD.what, "")
    assert problems(AdvisoryList(DAY, (advisory,)), {"left-pad": Version("99")})


def test_every_entry_has_an_id_of_a_kind_that_can_be_looked_up_once() -> None:
    listed = read_advisories()
    ids = [advisory.id for advisory in listed.advisories]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"CVE-\d{4}-\d{4,}|GHSA(-[0-9a-z]{4}){3}", one) for one in ids)
    assert all(advisory.what and advisory.package.islower() for advisory in listed.advisories)
    assert isinstance(listed.date, date)
