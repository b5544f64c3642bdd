"""The wordings that the extractor knows: named patterns in `data/lexicons/extraction`.

A file holds one table for each pattern. `any` lists its alternatives, regular expressions in which
line breaks and the spaces that begin a line don't count. Case matters where `capitals` is true.
`finds` gives examples, to which a test holds the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import tomli
from pydantic import BaseModel, Extra

FOLDER = Path("data/lexicons/extraction")


class Wording(BaseModel):
    """One pattern as its file gives it."""

    any: list[str]
    capitals: bool = False
    finds: list[str] = []

    class Config:
        extra = Extra.forbid

    def pattern(self) -> re.Pattern[str]:
        """The alternatives as one pattern."""
        joined = ("".join(map(str.lstrip, text.split("\n"))) for text in self.any)
        return re.compile("|".join(joined), 0 if self.capitals else re.IGNORECASE)


class Lexicon:
    """The wordings of one file, read when the first of them is asked for."""

    def __init__(self, name: str) -> None:
        self._path = FOLDER / f"{name}.toml"

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self._patterns[name]

    def items(self) -> Iterator[tuple[str, re.Pattern[str]]]:
        """Each pattern with its name, in the order of the file."""
        yield from self._patterns.items()

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {name: wording.pattern() for name, wording in self.wordings().items()}

    def wordings(self) -> dict[str, Wording]:
        """Read the file: each pattern by its name."""
        tables = tomli.loads(self._path.read_text("utf-8"))
        return {name: Wording.parse_obj(table) for name, table in tables.items()}
