"""The blocks of an answer in parts that fit into Slack's limits; each part names its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    Block,
    DividerBlock,
    PlainTextObject,
    RawTextObject,
    RichTextBlock,
    RichTextListElement,
    RichTextSectionElement,
    SectionBlock,
    TableBlock,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from bot.channels.slack import wording
from bot.channels.slack.message import (
    LONGEST_CHUNK,
    chunks,
    link_part,
    paragraph,
    plain,
    shown_texts,
    text_part,
)
from bot.channels.slack.text import literal, shortened
from bot.domain.facts import Figure
from bot.domain.plain_reply import source_line
from bot.domain.reply import Citation, Reply, ShownFigure, Table, amount

_PART, _PART_BLOCKS = 6_000, 40  # leaves room for what stands below an answer
_FIELD, _CELL, _LONGEST_SOURCE = 2_000, 500, 300
# More columns than these don't fit a phone, however they wrap.
_TABLE_ROWS, _TABLE_COLUMNS, _TABLE_TEXT = 100, 4, 4_000


@dataclass(frozen=True)
class _Piece:
    """A block of an answer with how many characters of it people read."""

    block: Block
    length: int

    @property
    def is_table(self) -> bool:
        return isinstance(self.block, TableBlock)


class _Parts:
    """Parts that are filled one after the other; each names the sources of the replies it shows."""

    def __init__(self) -> None:
        self._done: list[tuple[Block, ...]] = []
        self._blocks: list[Block] = []
        self._length, self._tables = 0, 0

    def add(self, reply: Reply) -> None:
        if self._blocks:
            self._blocks.append(DividerBlock())
        shown = False
        for piece in _pieces(reply):
            if self._blocks and self._is_full_for(piece):
                self._blocks += _sources(reply.sources) if shown else ()
                self._begin_another()
            self._place(piece)
            shown = True
        self._blocks += _sources(reply.sources)
        self._length += sum(len(source_line(source)) for source in reply.sources)

    def all(self) -> list[tuple[Block, ...]]:
        self._begin_another()
        return self._done

    def _is_full_for(self, piece: _Piece) -> bool:
        full = self._length + piece.length > _PART or len(self._blocks) >= _PART_BLOCKS
        return full or (piece.is_table and self._tables > 0)

    def _place(self, piece: _Piece) -> None:
        self._blocks.append(piece.block)
        self._length += piece.length
        self._tables += piece.is_table

    def _begin_another(self) -> None:
        if self._blocks:
            self._done.append(tuple(self._blocks))
        self._blocks, self._length, self._tables = [], 0, 0


def parts_of(replies: Sequence[Reply]) -> list[tuple[Block, ...]]:
    """The answer in parts that fit."""
    parts = _Parts()
    for reply in replies:
        parts.add(reply)
    return list(map(_without_edges, parts.all())) or [(paragraph(wording.CUT),)]


def _without_edges(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A divider at the end of a part divides nothing."""
    return blocks[:-1] if isinstance(blocks[-1], DividerBlock) and len(blocks) > 1 else blocks


def _pieces(reply: Reply) -> Iterator[_Piece]:
    for chunk in chunks(reply.text):
        yield _Piece(paragraph(chunk), len(chunk))
    for first, texts in _list_runs(reply):
        items = [RichTextSectionElement(elements=parts) for parts in texts]
        numbered = RichTextListElement(elements=items, style="ordered", offset=first or None)
        block = RichTextBlock(elements=[numbered])
        yield _Piece(block, sum(map(len, shown_texts(block.to_dict()))))
    if reply.table:
        yield from _table(reply.table)
    for chunk in chunks(reply.closing):
        yield _Piece(paragraph(chunk), len(chunk))
    for start in range(0, len(reply.figures), 10):
        fields = [_field(figure) for figure in reply.figures[start : start + 10]]
        yield _Piece(SectionBlock(fields=fields), sum(len(field.text or "") for field in fields))


def _list_runs(reply: Reply) -> Iterator[tuple[int, list[list[RichTextElement]]]]:
    """The numbered list in runs that fit a block: how many items stand before the run, and its
    items.
    """
    run: list[list[RichTextElement]] = []
    length, first = 0, 0
    for number, item in enumerate(reply.items):
        text = shortened(item.text, LONGEST_CHUNK // 2)
        detail = shortened(item.detail, LONGEST_CHUNK // 2)
        if run and length + len(text) + len(detail) > LONGEST_CHUNK:
            yield first, run
            run, length, first = [], 0, number
        run.append(
            [text_part(text, bold=True), text_part(f": {detail}")] if detail else [text_part(text)]
        )
        length += len(text) + len(detail) + 2
    if run:
        yield first, run


def _table(table: Table) -> Iterator[_Piece]:
    """A table whose cells wrap, or its rows one by one where it is too wide or too long for one."""
    rows = [table.columns, *table.rows]
    length = sum(len(cell) for row in rows for cell in row)
    if len(rows) <= _TABLE_ROWS and len(table.columns) <= _TABLE_COLUMNS and length <= _TABLE_TEXT:
        cells = [
            [RawTextObject(text=literal(shortened(cell, _CELL)) or "–").to_dict() for cell in row]
            for row in rows
        ]
        wrapped = [{"is_wrapped": True} for _ in table.columns]
        yield _Piece(TableBlock(rows=cells, column_settings=wrapped), length)
        return
    for row in table.rows:
        told = "; ".join(
            f"{name} {cell}" for name, cell in zip(table.columns[1:], row[1:], strict=False)
        )
        for chunk in chunks(f"{row[0]}: {told}"):
            yield _Piece(paragraph(chunk), len(chunk))


def _field(figure: ShownFigure) -> PlainTextObject:
    """`Average base salary` over `$166,585 a year (2021, Okta)`."""
    origin = ", ".join(str(part) for part in (figure.year, figure.source) if part)
    value = amount(Figure("", figure.low, figure.high, figure.unit))
    label = f"{figure.label[:1].upper()}{figure.label[1:]}"
    return plain(f"{label}\n{value}{f' ({origin})' if origin else ''}", _FIELD)


def _sources(sources: Sequence[Citation]) -> list[Block]:
    """One line for all sources, numbered where there are several, each title a link."""
    if not sources:
        return []
    several = len(sources) > 1
    parts = [text_part("Sources: " if several else "Source: ")]
    for number, source in enumerate(sources, 1):
        start = ("; " if number > 1 else "") + (f"{number}. " if several else "")
        parts += [text_part(start)] if start else []
        parts += _linked(source)
    return [RichTextBlock(elements=[RichTextSectionElement(elements=parts)])]


def _linked(source: Citation) -> list[RichTextElement]:
    line = shortened(source_line(source).removeprefix("Source: "), _LONGEST_SOURCE)
    before, title, after = line.partition(source.title)
    if not source.title or not title:
        return [link_part(line, source.url)]
    parts = [text_part(before)] if before else []
    parts.append(link_part(title, source.url))
    return [*parts, text_part(after)] if after else parts
