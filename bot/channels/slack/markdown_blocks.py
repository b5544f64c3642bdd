"""Markdown as Block Kit: what the plan's file says, as people read it in Slack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from slack_sdk.models.blocks import (
    Block,
    RichTextBlock,
    RichTextElementParts,
    RichTextListElement,
    RichTextSectionElement,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from bot.channels.slack.message import (
    LONGEST_CHUNK,
    header,
    paragraph,
    shown_texts,
    text_part,
)
from bot.channels.slack.text import literal, shortened

_DEEPEST = 8


@dataclass
class _Style:
    bold: int = 0
    italic: int = 0
    url: str = ""


@dataclass
class _List:
    ordered: bool
    items: list[RichTextSectionElement] = field(default_factory=list)
    first: int = 1


def markdown_blocks(text: str) -> tuple[Block, ...]:
    """Headings, paragraphs, lists and links; images and tables, which plans don't have, as their
    text.
    """
    tokens = MarkdownIt("commonmark", {"html": False}).parse(text)
    return tuple(_blocks(tokens))


def fitting(blocks: Sequence[Block], most: int, longest: int) -> tuple[tuple[Block, ...], bool]:
    """The first blocks that keep to both limits, and whether that is all of them."""
    kept: list[Block] = []
    length = 0
    for block in blocks:
        length += sum(map(len, shown_texts(block.to_dict())))
        if len(kept) == most or length > longest:
            return tuple(kept), False
        kept.append(block)
    return tuple(kept), True


def paged(blocks: Sequence[Block], most: int, longest: int) -> Iterator[tuple[Block, ...]]:
    """All blocks in pages that keep to both limits; a block alone always does."""
    left = list(blocks)
    while left:
        page, _ = fitting(left, most, longest)
        page = page or (left[0],)
        yield page
        left = left[len(page) :]


def _blocks(tokens: Iterable[Token]) -> Iterator[Block]:
    lists: list[_List] = []
    heading = False
    for token in tokens:
        if token.type == "heading_open":
            heading = True
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            if lists:
                yield from _list_blocks(lists[-1], len(lists) - 1)
            start = int(token.attrs.get("start", 1)) if token.attrs else 1
            lists.append(_List(token.type.startswith("ordered"), first=start))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            yield from _list_blocks(lists.pop(), len(lists))
        elif token.type in ("code_block", "fence"):
            yield paragraph(shortened(token.content.strip(), LONGEST_CHUNK))
        elif token.type == "inline":
            parts = list(_inline(token.children or ()))
            if lists and parts and not heading:
                lists[-1].items.append(RichTextSectionElement(elements=parts))
            else:
                yield from _line(parts, heading)
            heading = False


def _line(parts: list[RichTextElement], is_heading: bool) -> Iterator[Block]:
    """A heading, or a paragraph where there is anything in it."""
    if is_heading:
        yield header("".join(shown_texts([part.to_dict() for part in parts])))
    elif parts:
        yield RichTextBlock(elements=[RichTextSectionElement(elements=parts)])


def _list_blocks(found: _List, indent: int) -> Iterator[Block]:
    """The items so far, in blocks of a length that Slack takes."""
    style = "ordered" if found.ordered else "bullet"
    run: list[RichTextSectionElement] = []
    length, number = 0, found.first
    for item in (*found.items, None):
        size = sum(map(len, shown_texts(item.to_dict()))) if item else 0
        if run and (item is None or length + size > LONGEST_CHUNK):
            offset = number - 1 if found.ordered and number > 1 else None
            yield RichTextBlock(
                elements=[
                    RichTextListElement(
                        elements=run,
                        style=style,
                        indent=min(indent, _DEEPEST) or None,
                        offset=offset,
                    )
                ]
            )
            number += len(run)
            run, length = [], 0
        if item:
            run.append(item)
            length += size
    found.first, found.items = number, []


def _inline(tokens: Iterable[Token]) -> Iterator[RichTextElement]:
    style = _Style()
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            style.bold += 1 if token.type.endswith("open") else -1
        elif token.type in ("em_open", "em_close"):
            style.italic += 1 if token.type.endswith("open") else -1
        elif token.type == "link_open":
            style.url = str(token.attrs.get("href", "")) if token.attrs else ""
        elif token.type == "link_close":
            style.url = ""
        elif token.type in ("softbreak", "hardbreak"):
            yield text_part("\n" if token.type == "hardbreak" else " ")
        elif token.content:
            yield _styled(shortened(token.content, LONGEST_CHUNK), style)


def _styled(text: str, style: _Style) -> RichTextElement:
    if style.url.startswith(("https://", "http://")):
        return RichTextElementParts.Link(url=style.url, text=literal(text))
    return text_part(text, bold=style.bold > 0, italic=style.italic > 0)
