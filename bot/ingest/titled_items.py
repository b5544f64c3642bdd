"""Headings that make a list: each becomes an item, with the paragraph below it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.facts import FactKind
from bot.ingest.document import Block, Stream
from bot.ingest.plain_text import MARKUP, number_of
from bot.ingest.themes import theme_of

_LISTED_BY_HEADINGS = {FactKind.SKILL, FactKind.DUTY, FactKind.REQUIREMENT, FactKind.STEP}
_STEPS_CONCERN = {FactKind.EDUCATION, FactKind.CERTIFICATION, FactKind.REQUIREMENT, FactKind.SKILL}


def with_titled_items(blocks: Stream) -> Stream:
    """Headings such as `Step 1: Get a degree` become numbered items, together with the paragraph
    below them.

    So do `1. Get a degree` and the like below a heading about steps, and headings that together
    make a list.
    """
    kept: Stream = []
    steps, title = False, False
    titles = _headings_in_lists(blocks)
    for index, (kind, block) in enumerate(blocks):
        if kind.startswith("heading"):
            match = MARKUP["number"].match(block.text)
            title = index in titles or bool(match and (match["step"] or steps))
            if title:
                text, number = (
                    (match["text"], number_of(match)) if match else (block.text, titles[index])
                )
                kept.append(("block", Block(text, block.line, True, number, titled=True)))
                continue
            steps = steps if match else theme_of(block.text) is FactKind.STEP
        elif title and not block.is_item:
            head = kept.pop()[1]
            stop = "" if head.text[-1] in ".!?" else "."
            aliases = tuple(
                (f"{head.text}{stop} {before}", names) for before, names in block.aliases
            )
            block = replace(head, text=f"{head.text}{stop} {block.text}", aliases=aliases)
        title = False
        kept.append((kind, block))
    return kept


def _headings_in_lists(blocks: Stream) -> dict[int, int | None]:
    """Markdown headings one level below `Skills`, `Steps to …` and the like, each with nothing but
    prose below it.

    The value is the number of a step, None for anything that isn't one.
    """
    found: dict[int, int | None] = {}
    places = [index for index, (kind, _) in enumerate(blocks) if kind.startswith("heading")]
    for order, place in enumerate(places):
        kind, parent = blocks[place]
        theme = theme_of(parent.text)
        if theme not in _LISTED_BY_HEADINGS or kind in ("heading", "heading1"):
            continue
        below, end = _headings_below(blocks, places, order)
        allowed = {None, theme} | (_STEPS_CONCERN if theme is FactKind.STEP else set())
        if _is_list(blocks, below, place, end) and all(
            _is_title_of_item(blocks[index][1].text, allowed) for index in below
        ):
            for number, index in enumerate(below, 1):
                found[index] = number if theme is FactKind.STEP else None
    return found


def _headings_below(blocks: Stream, places: list[int], order: int) -> tuple[list[int], int]:
    """The headings deeper than one of them, up to its next equal, and where that begins."""
    kind = blocks[places[order]][0]
    after = order + 1
    while after < len(places) and blocks[places[after]][0] > kind:
        after += 1
    return places[order + 1 : after], places[after] if after < len(places) else len(blocks)


def _is_list(blocks: Stream, below: list[int], start: int, end: int) -> bool:
    """Whether several headings of one level have nothing but prose below them."""
    alike = len(below) > 1 and len({blocks[index][0] for index in below}) == 1
    prose = all(index + 1 < end and blocks[index + 1][0] == "block" for index in below)
    return alike and prose and not any(block.is_item for _, block in blocks[start:end])


def _is_title_of_item(text: str, themes: set[FactKind | None]) -> bool:
    return len(text.split()) <= 10 and not text.endswith("?") and theme_of(text) in themes
