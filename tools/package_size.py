"""How large the installed packages are that a project needs."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent


def environment_size(root: str, *, without_tensorflow: bool = False) -> int:
    """Bytes of a package and of all that it needs, as installed
    here; embeddings counted with ours.
    """
    left_out = (
        set((ROOT / "deploy" / "left-out.txt").read_text().split()) if without_tensorflow else set()
    )
    return sum(_size(name) for name in needed(root, left_out)) + (
        sum(path.stat().st_size for path in (ROOT / "build" / "minilm").iterdir())
        if without_tensorflow
        else 0
    )


def needed(root: str, left_out: set[str]) -> set[str]:
    """The installed packages that `root` needs, itself included,
    on any way that avoids `left_out`.
    """
    distribution(root)  # raises where it isn't installed
    found, waiting = set[tuple[str, tuple[str, ...]]](), [(root, tuple[str, ...]())]
    while waiting:
        name, extras = waiting.pop()
        if name in left_out or (name, extras) in found:
            continue
        try:
            requirements = [Requirement(text) for text in distribution(name).requires or ()]
        except PackageNotFoundError:
            continue
        found.add((name, extras))
        for wanted in requirements:
            if wanted.marker is None or any(
                wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)
            ):
                waiting.append(
                    (re.sub(r"[-_.]+", "-", wanted.name).lower(), tuple(sorted(wanted.extras)))
                )
    return {name for name, _ in found}


def _size(name: str) -> int:
    return sum(
        path.stat().st_size
        for path in map(Path, (str(file.locate()) for file in distribution(name).files or ()))
        if path.is_file()
    )
