"""A reply as text that needs no markup."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.reply import Citation, Reply, Table

_TABLE_WIDTH = 100


def plain(reply: Reply, *, suggestions: bool = True) -> str:
    """The whole reply as text that needs no markup: list, suggestions, and the sources last."""
    parts = [reply.text]
    if reply.items:
        parts += [
            f"  {number}. {item.text}{': ' + item.detail if item.detail else ''}"
            for number, item in enumerate(reply.items, 1)
        ]
    if reply.table:
        parts += _aligned(reply.table)
    if reply.closing:
        parts.append(reply.closing)
    if suggestions and reply.suggestions:
        lead = (
            "You could ask: "
            if all(text.endswith("?") for text in reply.suggestions)
            else "You could say: "
        )
        parts.append(lead + " · ".join(reply.suggestions))
    parts += source_lines(reply.sources)
    return "\n".join(parts)


def source_lines(sources: Sequence[Citation]) -> list[str]:
    """One line for all sources, numbered where there are several, each with its address."""
    told = [
        source_line(source).removeprefix("Source: ") + (f" <{source.url}>" if source.url else "")
        for source in sources
    ]
    if len(told) < 2:
        return [f"Source: {line}" for line in told]
    return ["Sources: " + "; ".join(f"{number}. {line}" for number, line in enumerate(told, 1))]


def source_line(source: Citation) -> str:
    publisher = f", {source.publisher}" if source.publisher else ""
    return f"Source: “{source.title}”{publisher}, {source.year or 'year unknown'}"


def _aligned(table: Table) -> list[str]:
    """Columns under each other where they fit a terminal, else a block for each row."""
    rows = [table.columns, *table.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.columns))]
    if sum(widths) + 2 * len(widths) <= _TABLE_WIDTH:
        return [
            "  "
            + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
    return [
        line
        for label, *cells in table.rows
        for line in (
            f"  {label}",
            *(f"    {name}: {cell}" for name, cell in zip(table.columns[1:], cells, strict=True)),
        )
    ]
