"""The typed reply as Block Kit: one turn is one message, cut into parts where Slack's limits ask for it.

Answers are built of rich text and plain text objects only, which Slack shows as they are: nothing that a person
typed or a source says can mention, link or format.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextActionsBlock,
    ContextBlock,
    DividerBlock,
    FeedbackButtonObject,
    FeedbackButtonsElement,
    HeaderBlock,
    PlainTextObject,
    RawTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextListElement,
    RichTextSectionElement,
    SectionBlock,
    TableBlock,
)
from slack_sdk.models.blocks.block_elements import InteractiveElement, RichTextElement

from bot.channels.slack import wording
from bot.channels.slack.text import escaped, literal, shortened
from bot.domain.facts import Figure
from bot.domain.reply import Reply, ShownFigure, Table, amount, plain, source_line

MOST_BLOCKS = 50
LONGEST_MESSAGE = 12_000
"""Slack refuses a message whose blocks hold more than about 13,000 characters, whatever each of them holds."""
_PART, _PART_BLOCKS = 6_000, 40  # leaves room for what stands below an answer
_CHUNK = 2_800  # characters of one rich text block
_FALLBACK = 1_500  # characters for the notification
_BUTTON, _FIELD, _CELL = 75, 2_000, 500
_TABLE_ROWS, _TABLE_COLUMNS, _TABLE_TEXT = 100, 20, 4_000
NEXT, THUMBS, REST, MENTOR, PLAN = "next", "thumbs", "rest", "mentor", "plan"
"""The ids of the blocks below an answer, and what the action ids of their buttons begin with."""


@dataclass(frozen=True)
class Message:
    """One message: `blocks` for readers, `text` for notifications and screen readers.

    Raises SlackObjectFormationError when Slack would refuse it.
    """

    text: str
    blocks: tuple[dict[str, Any], ...]

    def __post_init__(self) -> None:
        checked(self.blocks)


@dataclass(frozen=True)
class Offers:
    """What stands below an answer; `button` gives the opaque id of a suggestion in the asker's conversation."""

    conversation: str
    button: Callable[[str], str]
    mentors: bool = False


def answer(turn: str, replies: Sequence[Reply], offers: Offers, part: int = 0) -> Message:
    """Part `part` (from 0) of the answer of a turn; a part that doesn't exist is the last one."""
    parts = _parts(replies)
    part = max(0, min(part, len(parts) - 1))
    blocks = list(parts[part])
    if part + 1 < len(parts):
        button = ButtonElement(
            text=_label(wording.show_rest(part + 2, len(parts))),
            action_id=REST,
            value=packed(offers.conversation, turn, part + 1),
        )
        blocks.append(ActionsBlock(block_id=REST, elements=[button]))
    else:
        blocks += _below(turn, replies, offers, part)
    text = "\n\n".join(plain(reply, suggestions=False) for reply in replies)
    return Message(escaped(shortened(text, _FALLBACK)), tuple(block.to_dict() for block in blocks))


def notice(text: str, *, user: str = "", quoted: str = "") -> Message:
    """A few words of the surface itself, beginning with the mention of a person where there is one."""
    line: list[RichTextElement] = [RichTextElementParts.User(user_id=user)] if user else []
    line.append(_text(text))
    elements: list[RichTextElement] = [RichTextSectionElement(elements=line)]
    if quoted:
        elements.append(
            RichTextSectionElement(elements=[_text("\n" + shortened(quoted, _CHUNK), italic=True)])
        )
    fallback = " ".join(
        part
        for part in (f"<@{user}>" if user else "", escaped(text), escaped(shortened(quoted, 200)))
        if part
    )
    return Message(fallback, (RichTextBlock(elements=elements).to_dict(),))


def pages(title: str, text: str) -> tuple[Message, ...]:
    """A long text as messages that follow each other, each with the title."""
    blocks = [
        RichTextBlock(elements=[RichTextSectionElement(elements=[_text(chunk)])])
        for chunk in _chunks(text, _CHUNK)
    ]
    header = HeaderBlock(text=PlainTextObject(text=shortened(literal(title), 150), emoji=False))
    return tuple(
        Message(
            escaped(title), tuple(block.to_dict() for block in (header, *blocks[start : start + 2]))
        )
        for start in range(0, len(blocks), 2)
    )


def settled(
    blocks: Iterable[dict[str, Any]], block_id: str, words: str
) -> tuple[dict[str, Any], ...]:
    """The blocks of a message that was posted, with plain words where the buttons of `block_id` were."""
    done = ContextBlock(
        block_id=f"{block_id}-done",
        elements=[PlainTextObject(text=shortened(literal(words), 300), emoji=False)],
    )
    return tuple(done.to_dict() if block.get("block_id") == block_id else block for block in blocks)


def packed(*values: str | int) -> str:
    """What a button carries back; it comes back signed by Slack, so nobody can make one up."""
    return json.dumps(values, separators=(",", ":"))


def unpacked(value: str) -> list[Any]:
    """The values of `packed`; an empty list for anything else."""
    try:
        values = json.loads(value)
    except ValueError:
        return []
    return values if isinstance(values, list) else []


def checked(blocks: Sequence[dict[str, Any]]) -> None:
    """Raises SlackObjectFormationError for blocks that Slack would refuse, as far as its limits are known."""
    if not 0 < len(blocks) <= MOST_BLOCKS:
        raise SlackObjectFormationError(
            f"a message has 1 to {MOST_BLOCKS} blocks, not {len(blocks)}"
        )
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        raise SlackObjectFormationError("block ids must be unique in a message")
    if sum(block["type"] == "table" for block in blocks) > 1:
        raise SlackObjectFormationError("a message has at most one table")
    if sum(len(text) for text in _texts(list(blocks))) > LONGEST_MESSAGE:
        raise SlackObjectFormationError(f"a message has at most {LONGEST_MESSAGE} characters")
    for block in blocks:
        parsed = Block.parse(block)
        if parsed is None:
            raise SlackObjectFormationError(f"unknown block {block['type']}")
        parsed.to_dict()


def rich(*lines: str) -> RichTextBlock:
    """Lines of literal text, one under the other."""
    return RichTextBlock(elements=[RichTextSectionElement(elements=[_text("\n".join(lines))])])


def bullets(lines: Iterable[str]) -> RichTextBlock:
    items = [RichTextSectionElement(elements=[_text(line)]) for line in lines]
    return RichTextBlock(elements=[RichTextListElement(elements=items, style="bullet")])


@dataclass(frozen=True)
class _Piece:
    """A block of an answer, or a run of list items that become one with their neighbours."""

    block: Block
    length: int


def _parts(replies: Sequence[Reply]) -> list[tuple[Block, ...]]:
    """The answer in parts that fit; each names the sources of the replies it shows."""
    parts: list[tuple[Block, ...]] = []
    blocks: list[Block] = []
    length, tables = 0, 0
    for number, reply in enumerate(replies):
        pieces = list(_pieces(reply))
        if number and blocks:
            blocks.append(DividerBlock())
        fresh = False
        for piece in pieces:
            is_table = isinstance(piece.block, TableBlock)
            full = (
                length + piece.length > _PART
                or len(blocks) >= _PART_BLOCKS
                or (is_table and tables)
            )
            if full and blocks:
                if fresh:
                    blocks += _sources([reply])
                parts.append(tuple(blocks))
                blocks, length, tables = [], 0, 0
            blocks.append(piece.block)
            length += piece.length
            tables += is_table
            fresh = True
        sources = _sources([reply])
        blocks += sources
        length += sum(len(source_line(source)) for source in reply.sources)
    parts.append(tuple(blocks))
    return [_without_edges(part) for part in parts if part] or [(rich(wording.CUT),)]


def _without_edges(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A divider at the end of a part divides nothing."""
    return blocks[:-1] if isinstance(blocks[-1], DividerBlock) and len(blocks) > 1 else blocks


def _pieces(reply: Reply) -> Iterator[_Piece]:
    headline = wording.HEADLINES.get(reply.topic)
    if headline:
        yield _Piece(HeaderBlock(text=PlainTextObject(text=headline, emoji=False)), len(headline))
    for chunk in _chunks(reply.text, _CHUNK):
        yield _Piece(rich(chunk), len(chunk))
    for first, texts in _list_runs(reply):
        items = [RichTextSectionElement(elements=list(parts)) for parts in texts]
        block = RichTextBlock(
            elements=[RichTextListElement(elements=items, style="ordered", offset=first or None)]
        )
        yield _Piece(block, sum(len(text) for text in _texts([block.to_dict()])))
    if reply.table:
        yield from _table(reply.table)
    for chunk in _chunks(reply.closing, _CHUNK):
        yield _Piece(rich(chunk), len(chunk))
    for start in range(0, len(reply.figures), 10):
        fields = [_field(figure) for figure in reply.figures[start : start + 10]]
        yield _Piece(SectionBlock(fields=fields), sum(len(field.text or "") for field in fields))


def _list_runs(reply: Reply) -> Iterator[tuple[int, list[list[RichTextElement]]]]:
    """The numbered list in runs that fit a block: how many items stand before the run, and its items."""
    run: list[list[RichTextElement]] = []
    length, first = 0, 0
    for number, item in enumerate(reply.items):
        text, detail = shortened(item.text, _CHUNK // 2), shortened(item.detail, _CHUNK // 2)
        if run and length + len(text) + len(detail) > _CHUNK:
            yield first, run
            run, length, first = [], 0, number
        run.append([_text(text, bold=True), _text(f": {detail}")] if detail else [_text(text)])
        length += len(text) + len(detail) + 2
    if run:
        yield first, run


def _table(table: Table) -> Iterator[_Piece]:
    rows = [table.columns, *table.rows]
    length = sum(len(cell) for row in rows for cell in row)
    if len(rows) <= _TABLE_ROWS and len(table.columns) <= _TABLE_COLUMNS and length <= _TABLE_TEXT:
        cells = [
            [RawTextObject(text=literal(shortened(cell, _CELL)) or "–").to_dict() for cell in row]
            for row in rows
        ]
        yield _Piece(TableBlock(rows=cells), length)
        return
    for row in table.rows:
        told = "; ".join(
            f"{name} {cell}" for name, cell in zip(table.columns[1:], row[1:], strict=False)
        )
        for chunk in _chunks(f"{row[0]}: {told}", _CHUNK):
            yield _Piece(rich(chunk), len(chunk))


def _field(figure: ShownFigure) -> PlainTextObject:
    """`Average base salary` over `$166,585 a year (2021, Okta)`."""
    origin = ", ".join(str(part) for part in (figure.year, figure.source) if part)
    value = amount(Figure("", figure.low, figure.high, figure.unit)) + (
        f" ({origin})" if origin else ""
    )
    return PlainTextObject(
        text=shortened(literal(f"{figure.label[:1].upper()}{figure.label[1:]}\n{value}"), _FIELD),
        emoji=False,
    )


def _sources(replies: Iterable[Reply]) -> list[Block]:
    lines = dict.fromkeys(source_line(source) for reply in replies for source in reply.sources)
    texts = [PlainTextObject(text=shortened(literal(line), 300), emoji=False) for line in lines]
    return [ContextBlock(elements=texts[start : start + 10]) for start in range(0, len(texts), 10)]


def _below(turn: str, replies: Sequence[Reply], offers: Offers, part: int) -> Iterator[Block]:
    titles = list(dict.fromkeys(title for reply in replies for title in reply.suggestions))[:20]
    if titles:
        buttons: list[InteractiveElement] = [
            ButtonElement(
                text=_label(title),
                action_id=f"{NEXT}:{number}",
                value=packed(offers.conversation, offers.button(title), turn, part),
            )
            for number, title in enumerate(titles)
        ]
        yield ActionsBlock(block_id=NEXT, elements=buttons)
    if any(reply.files for reply in replies):
        button = ButtonElement(
            text=_label(wording.GET_PLAN),
            action_id=PLAN,
            value=packed(offers.conversation, turn, part),
        )
        yield ActionsBlock(block_id=PLAN, elements=[button])
    if offers.mentors:
        button = ButtonElement(
            text=_label(wording.ASK_MENTOR),
            action_id=MENTOR,
            value=packed(offers.conversation, turn),
        )
        yield ActionsBlock(block_id=MENTOR, elements=[button])
    if any(reply.topic != "smalltalk" for reply in replies):
        yield ContextActionsBlock(
            block_id=THUMBS,
            elements=[
                FeedbackButtonsElement(
                    action_id=THUMBS,
                    positive_button=_thumb(
                        wording.HELPFUL, packed(offers.conversation, turn, "up", part)
                    ),
                    negative_button=_thumb(
                        wording.NOT_HELPFUL, packed(offers.conversation, turn, "down", part)
                    ),
                )
            ],
        )


def _thumb(label: str, value: str) -> FeedbackButtonObject:
    return FeedbackButtonObject(text=_label(label), accessibility_label=label, value=value)


def _label(text: str) -> PlainTextObject:
    return PlainTextObject(text=shortened(literal(text), _BUTTON), emoji=False)


def _text(text: str, *, bold: bool = False, italic: bool = False) -> RichTextElement:
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    return RichTextElementParts.Text(text=literal(text), style=style or None)


def _chunks(text: str, size: int) -> Iterator[str]:
    """The text in pieces of at most `size`, cut at the last space or line end before it."""
    text = text.strip()
    while len(text) > size:
        cut = max(text.rfind("\n", size // 2, size), text.rfind(" ", size // 2, size))
        cut = cut if cut > 0 else size
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text


def _texts(value: Any) -> Iterator[str]:
    """Every text that a reader sees in a block."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            elif key != "value":
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
