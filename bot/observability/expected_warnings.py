"""Which warnings are kept from people and logs: named ones, each with its reason."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TextIO

_OURS = Path(__file__).resolve().parents[2]
# A warning that begins so is expected.
_NAMED: tuple[tuple[type[Warning], str], ...] = (
    # Rasa says so of every domain that it reads; an action sets our slots
    (UserWarning, "Slot auto-fill has been removed"),
)


def show_unexpected_warnings() -> None:
    """Keep back what is expected; anything else goes where warnings went before."""
    shown = warnings.showwarning

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if not is_expected(message, category, filename):
            shown(message, category, filename, lineno, file, line)

    warnings.showwarning = show


def is_expected(message: Warning | str, category: type[Warning], filename: str) -> bool:
    """Whether a warning is a named one, or one library's word on how it uses another."""
    if any(issubclass(category, kind) and str(message).startswith(t) for kind, t in _NAMED):
        return True
    # the pins settle which versions meet; in our own code a deprecation is for us to mend
    is_deprecation = issubclass(category, (DeprecationWarning, PendingDeprecationWarning))
    return is_deprecation and not _is_ours(filename)


def _is_ours(filename: str) -> bool:
    path = Path(filename)
    return any(path.is_relative_to(_OURS / name) for name in ("bot", "actions"))
