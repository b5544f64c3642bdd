"""A row of a table under its headings, and the sentence that it makes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ingest.annotations import read_marks
from bot.ingest.document import Cell
from bot.ingest.plain_text import MARKUP

_SIGNS_OF_NUMBERS = frozenset("0123456789., –-")


def cells_of(columns: Sequence[str], texts: Sequence[str]) -> tuple[Cell, ...]:
    """The cells of a row, each with its column's name, whose unit goes with a bare number."""
    return tuple(
        Cell(MARKUP["unit_in_header"].sub("", column).strip(), _with_unit(text, column))
        for column, text in zip(columns, (" ".join(text.split()) for text in texts), strict=False)
    )


def sentence_of(row: Sequence[Cell]) -> str:
    """`Germany: Average base salary: 140,000 EUR/year; Asked: 12`, the first cell as its label."""
    label = row[0].text if row else ""
    filled = (cell for cell in row[1:] if cell.text)
    told = "; ".join(f"{cell.column}: {cell.text}" if cell.column else cell.text for cell in filled)
    return f"{label}: {told}" if label and told else label or told


def marks_of(cells: Sequence[str]) -> str:
    """What the cells hold beyond their text: the marks, in whichever of them they stand."""
    marked = ((cell, read_marks(cell)) for cell in cells)
    return " ".join(cell[len(found.text) :].strip() for cell, found in marked if found.marks)


def _with_unit(cell: str, column: str) -> str:
    """A bare number with the unit that its column names: `140,000` under `Pay (EUR/year)`."""
    unit = MARKUP["unit_in_header"].search(column)
    is_bare = cell and set(cell) <= _SIGNS_OF_NUMBERS
    return f"{cell} {unit['unit'].strip()}" if unit and is_bare else cell
