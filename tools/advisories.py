"""Checks the locked packages against locks/advisories.yml: `python -m tools.advisories`."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
ADVISORIES, LOCK = ROOT / "locks" / "advisories.yml", ROOT / "requirements.lock"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class Advisory:
    """`fixed` is the first version without the fault, None where there is none."""

    id: str
    package: str
    fixed: Version | None
    what: str
    reason: str

    def affects(self, version: Version) -> bool:
        return self.fixed is None or version < self.fixed


@dataclass(frozen=True)
class AdvisoryList:
    """The advisories, and the day on which the list was last looked through."""

    date: date
    advisories: tuple[Advisory, ...]


def read_advisories(path: Path = ADVISORIES) -> AdvisoryList:
    """The list of a file; raises KeyError for an entry that lacks a field."""
    data = yaml.safe_load(path.read_text("utf-8"))
    found = tuple(
        Advisory(
            entry["id"],
            entry["package"],
            None if entry["fixed"] == "none" else Version(str(entry["fixed"])),
            entry["what"],
            entry.get("reason", ""),
        )
        for entry in data["advisories"]
    )
    return AdvisoryList(data["date"], found)


def locked(text: str) -> dict[str, Version]:
    """The packages of a lock file by their names in lower case, with dashes."""
    return {
        re.sub(r"[-_.]+", "-", name).lower(): Version(version)
        for name, version in _PINNED.findall(text)
    }


def problems(listed: AdvisoryList, packages: dict[str, Version]) -> list[str]:
    """What stands against the lock: affected without a reason, and reasons that nobody needs."""
    found = []
    for advisory in listed.advisories:
        version = packages.get(advisory.package)
        affected = version is not None and advisory.affects(version)
        if affected and not advisory.reason:
            fixed = advisory.fixed or "no version"
            found.append(
                f"{advisory.package} {version}: {advisory.id}, {advisory.what} (fixed in {fixed})"
            )
        if advisory.reason and not affected:
            found.append(f"{advisory.package}: {advisory.id} needs no reason any more")
    return found


def main() -> int:
    listed, packages = read_advisories(), locked(LOCK.read_text("utf-8"))
    found = problems(listed, packages)
    print("\n".join([*found, f"{len(listed.advisories)} advisories of {listed.date}: "
                             f"{len(found)} problems in {len(packages)} packages"]))  # fmt: skip
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
