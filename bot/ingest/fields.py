"""What the fields of front matter and of marks have in common."""

from __future__ import annotations

from pydantic import BaseModel, Extra, validator

from bot.domain.facts import SCOPE_NAMES
from bot.parsing.scopes import unknown_place

BASES = ("base", "cash", "total", "bonus", "equity", "unspecified")
_MOST = 10_000_000


class ScopedFields(BaseModel):
    """Fields by name, of which these say what a statement is limited to."""

    place: str = ""
    rank: str = ""
    industry: str = ""
    size: str = ""
    company: str = ""

    class Config:
        extra = Extra.forbid

    @validator("place")
    def _is_place(cls, value: str) -> str:
        if value and (instead := unknown_place(value)):
            raise ValueError(f"must be a known place; '{value}' isn't one, {instead}")
        return value

    def scope(self) -> dict[str, str]:
        """The limits that are given, by `SCOPE_NAMES`."""
        return {name: getattr(self, name) for name in SCOPE_NAMES if getattr(self, name)}


def is_about(value: str) -> bool:
    """Whether a text is a kind and a name: `role/CISO`."""
    kind, slash, name = value.partition("/")
    is_kind = kind.islower() and kind.isascii() and kind.replace("_", "").isalpha()
    return is_kind and slash == "/" and bool(name[:1].strip())


def is_count(value: str) -> bool:
    """Whether a text is a whole number above zero that isn't absurd."""
    return value.isdecimal() and len(value) <= len(str(_MOST)) and 0 < int(value) < _MOST
