"""Amounts of pay in a source that can't be read as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.ingest import pay_claims
from bot.ingest.document import Section
from bot.ingest.prose import LONGEST_PARAGRAPH


def unreadable_amounts(sections: Iterable[Section]) -> Iterator[tuple[int, str]]:
    """Line and problem of each, outside of what is marked: a mark has the figure spelled out."""
    for section in sections:
        for block in section.blocks:
            if block.marks or block.verbatim or len(block.text) > LONGEST_PARAGRAPH:
                continue
            for problem in pay_claims.unreadable(block.text):
                yield block.line, problem
