"""`role.toml` beside the sources: which article describes the role, and how the role is called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomli

from bot.domain.errors import SourceError
from bot.domain.role import Role

FILE = "role.toml"
_KEYS = ("name", "long", "plural", "field", "home", "main")


def read_role(folder: Path) -> Role | None:
    """The role as configured, None without a `role.toml`; raises
    SourceError for one that can't be used.
    """
    path = folder / FILE
    try:
        values = tomli.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SourceError(str(path), 1, f"can't be read: {error}") from error
    _check(values, path)
    return Role(**{key: values.get(key, "").strip() for key in _KEYS})


def _check(values: dict[str, Any], path: Path) -> None:
    for key, value in values.items():
        if key not in _KEYS:
            raise SourceError(str(path), 1, f"unknown '{key}'; known are {', '.join(_KEYS)}")
        if not isinstance(value, str):
            raise SourceError(str(path), 1, f"'{key}' must be text between quotes")
    for key in ("name", "main"):
        if not values.get(key, "").strip():
            raise SourceError(str(path), 1, f"needs '{key}'")
