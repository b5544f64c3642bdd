"""Print requirements.lock without the packages of left-out.txt: TensorFlow, and what only it or
the tests need.

    python deploy/serving_lock.py requirements.lock deploy/left-out.txt > serving.lock
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path


def without(lock: Iterable[str], left_out: set[str]) -> Iterator[str]:
    """Yield the lines of a lock whose packages aren't left out; a package's hashes and comments
    go with it.
    """
    skipping = False
    for line in lock:
        name = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*(?===|\[)", line)
        if name:
            skipping = re.sub(r"[-_.]+", "-", name[0]).lower() in left_out
        if not skipping:
            yield line


if __name__ == "__main__":
    lock, left_out = (Path(path).read_text().splitlines(keepends=True) for path in sys.argv[1:3])
    sys.stdout.writelines(without(lock, {line.strip() for line in left_out if line.strip()}))
