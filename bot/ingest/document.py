"""A source as it is read: sections of blocks with their line
numbers, before anything is understood of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.anchor import Anchor
from bot.domain.facts import Link, Source
from bot.ingest.annotations import Mark

Aliases = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Cell:
    """A field of a table's row: what its column is called, and what stands in it."""

    column: str
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph, an item of a list or a row of a table; `number` is set for numbered items."""

    text: str
    line: int
    is_item: bool = False
    number: int | None = None
    aliases: Aliases = ()
    """Other names given as `name (also: a, b)`: the text before the brackets, and the names."""
    titled: bool = False
    """Whether the first sentence was a heading of its own."""
    marks: tuple[Mark, ...] = ()
    """What the block says, spelled out by an editor; prose without marks is read by patterns."""
    anchors: tuple[Anchor, ...] = ()
    """Questions that the block answers, from a comment behind it."""
    links: tuple[Link, ...] = ()
    row: tuple[Cell, ...] = ()
    verbatim: bool = False
    """Code and the like: quoted, never read."""


@dataclass(frozen=True)
class Section:
    heading: str
    line: int
    blocks: tuple[Block, ...]
    level: int = 0
    """How deep a Markdown heading is, 0 for any other."""


@dataclass(frozen=True)
class Document:
    """`about`, `scope`, `basis`, `measured` and `asked` hold for
    every statement that says nothing else.
    """

    source: Source
    sections: tuple[Section, ...]
    about: str = ""
    """What marks are about that don't say it: `role/CISO`, `certification/CISM`."""
    measured: str = ""
    asked: int | None = None
    scope: Mapping[str, str] = field(default_factory=dict)
    """As it is written, by `SCOPE_NAMES`."""
    basis: str = ""
    questions: tuple[Anchor, ...] = ()
    """What people asked of the source as a whole."""


# `heading1` … `heading6`, `heading` (of plain text) or `block`, each with what it is.
Stream = list[tuple[str, Block]]
