"""A page from elsewhere, without front matter: its title and year, and its text without what isn't
meant as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.domain.facts import Source
from bot.ingest.document import Block, Section, Stream
from bot.ingest.lexicon import Lexicon

_PAGES = Lexicon("pages")
_LONGEST_MARKETING = 30


def source_of_page(path: Path, text: str, sections: tuple[Section, ...]) -> Source:
    """What is known of a page without front matter: its title, and the latest year it cites."""
    years = [int(year) for year in _PAGES["cited_year"].findall(text)]
    title = sections[0].heading or path.stem
    return Source(path.stem, title, "", max(years, default=None))


def without_marketing(blocks: Stream) -> Iterator[tuple[str, Block]]:
    for kind, block in blocks:
        is_line = not block.is_item and len(block.text.split()) <= _LONGEST_MARKETING
        if not (is_line and _PAGES["marketing"].match(block.text)):
            yield kind, block


def without_references(blocks: Iterator[tuple[str, Block]]) -> Stream:
    """Cuts the list of references at the end: a run of short lines of
    which at least a third are citations.
    """
    kept = list(blocks)
    for index, (kind, block) in enumerate(kept):
        if kind.startswith("heading") and _PAGES["references"].match(block.text):
            return kept[:index]
    tail = len(kept)
    while tail > 0 and not kept[tail - 1][1].is_item and len(kept[tail - 1][1].text.split()) <= 20:
        tail -= 1
    while tail < len(kept) and not _PAGES["citation"].search(kept[tail][1].text):
        tail += 1
    run = kept[tail:]
    cited = sum(bool(_PAGES["citation"].search(block.text)) for _, block in run)
    return kept[:tail] if len(run) >= 3 and cited * 3 >= len(run) else kept
