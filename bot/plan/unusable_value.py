"""What is wrong with a value that somebody wrote into a profile file."""

from __future__ import annotations

from typing import Any


class UnusableValueError(ValueError):
    """What is wrong with one value."""


def shown(value: Any) -> str:
    """The value as a message may show it: short, and without what a terminal obeys."""
    return "".join(c if c.isprintable() else "\ufffd" for c in str(value)[:40])
