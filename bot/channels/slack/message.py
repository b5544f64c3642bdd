"""A message of ours: blocks that Slack takes, of text that can neither mention, link nor format by
itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextListElement,
    RichTextSectionElement,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from bot.channels.slack.text import escaped, literal, shortened

MOST_BLOCKS = 50
# Slack refuses a message whose blocks hold more than about 13,000 characters, whatever each holds.
LONGEST_MESSAGE = 12_000
# Characters of one rich text block.
LONGEST_CHUNK = 2_800
# Slack's clients may cut the text of a button after about as many.
LONGEST_BUTTON = 30


@dataclass(frozen=True)
class Message:
    """`blocks` for readers, `text` for notifications and screen readers.

    Raises SlackObjectFormationError when Slack would refuse it.
    """

    text: str
    blocks: tuple[dict[str, Any], ...]

    def __post_init__(self) -> None:
        check(self.blocks)


def notice(
    text: str,
    *,
    user: str = "",
    quoted: str = "",
    link: tuple[str, str] | None = None,
    buttons: Sequence[ButtonElement] = (),
    block_id: str = "notice",
) -> Message:
    """A few words of the app itself, beginning with the mention of a person where there is one.

    `link` is an address with its words; the buttons stand in a block with the id `block_id`.
    """
    line: list[RichTextElement] = [RichTextElementParts.User(user_id=user)] if user else []
    line.append(text_part(text))
    if link:
        line += [text_part(" "), RichTextElementParts.Link(url=link[0], text=literal(link[1]))]
    elements: list[RichTextElement] = [RichTextSectionElement(elements=line)]
    if quoted:
        quote = text_part("\n" + shortened(quoted, LONGEST_CHUNK), italic=True)
        elements.append(RichTextSectionElement(elements=[quote]))
    blocks: list[Block] = [RichTextBlock(elements=elements)]
    if buttons:
        blocks.append(ActionsBlock(block_id=block_id, elements=list(buttons)))
    words = (f"<@{user}>" if user else "", escaped(text).strip(), escaped(shortened(quoted, 200)))
    return make_message(" ".join(word for word in words if word), blocks)


def make_message(text: str, blocks: Iterable[Block]) -> Message:
    """`text` is taken as it is: escape what people wrote."""
    return Message(text, tuple(block.to_dict() for block in blocks))


def replace_block(
    blocks: Iterable[dict[str, Any]], block_id: str, words: str
) -> tuple[dict[str, Any], ...]:
    """The blocks of a message that was posted, with plain words in the place of one of them."""
    words_block = ContextBlock(block_id=f"{block_id}-done", elements=[plain(words, 300)])
    done = words_block.to_dict()
    return tuple(done if block.get("block_id") == block_id else block for block in blocks)


def pack(*values: str | int) -> str:
    """What a button carries back; it comes back signed by Slack, so nobody can make one up."""
    return json.dumps(values, separators=(",", ":"))


def unpack(value: str) -> list[Any]:
    """The values of `pack`; an empty list for anything else."""
    try:
        values = json.loads(value)
    except (ValueError, RecursionError):
        return []
    return values if isinstance(values, list) else []


def check(blocks: Sequence[dict[str, Any]], most: int = MOST_BLOCKS) -> None:
    """Raises SlackObjectFormationError for blocks that Slack would refuse, as far as its limits are
    known.
    """
    if not 0 < len(blocks) <= most:
        raise SlackObjectFormationError(f"there are 1 to {most} blocks, not {len(blocks)}")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        raise SlackObjectFormationError("block ids must be unique in a message")
    if sum(block["type"] == "table" for block in blocks) > 1:
        raise SlackObjectFormationError("a message has at most one table")
    if sum(map(len, shown_texts(list(blocks)))) > LONGEST_MESSAGE:
        raise SlackObjectFormationError(f"a message has at most {LONGEST_MESSAGE} characters")
    for block in blocks:
        parsed = Block.parse(block)
        if parsed is None:
            raise SlackObjectFormationError(f"unknown block {block['type']}")
        parsed.to_dict()


def button(label: str, action_id: str, value: str, *, style: str | None = None) -> ButtonElement:
    """A button; a label that is too long for a phone is cut there, and read out whole."""
    return ButtonElement(
        text=plain(label, LONGEST_BUTTON), action_id=action_id, value=value, style=style,
        accessibility_label=shortened(literal(label), 75) if len(label) > LONGEST_BUTTON else None,
    )  # fmt: skip


def header(text: str) -> HeaderBlock:
    return HeaderBlock(text=plain(text, 150))


def plain(text: str, limit: int = 3_000) -> PlainTextObject:
    return PlainTextObject(text=shortened(literal(text), limit), emoji=False)


def paragraph(*lines: str) -> RichTextBlock:
    """Lines of literal text, one under the other."""
    return RichTextBlock(elements=[RichTextSectionElement(elements=[text_part("\n".join(lines))])])


def bullets(lines: Iterable[str]) -> RichTextBlock:
    items = [RichTextSectionElement(elements=[text_part(line)]) for line in lines]
    return RichTextBlock(elements=[RichTextListElement(elements=items, style="bullet")])


def text_part(text: str, *, bold: bool = False, italic: bool = False) -> RichTextElement:
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    return RichTextElementParts.Text(text=literal(text), style=style or None)


def link_part(text: str, url: str | None) -> RichTextElement:
    """Text that leads to a page of the web; plain text where the address is no such page."""
    if url and url.startswith(("https://", "http://")):
        return RichTextElementParts.Link(url=url, text=literal(text))
    return text_part(text)


def chunks(text: str, size: int = LONGEST_CHUNK) -> Iterator[str]:
    """The text in pieces of at most `size`, cut at the last space or line end before it."""
    text = text.strip()
    while len(text) > size:
        cut = max(text.rfind("\n", size // 2, size), text.rfind(" ", size // 2, size))
        cut = cut if cut > 0 else size
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text


def shown_texts(value: Any) -> Iterator[str]:
    """Every text that a reader sees in a block."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            elif key != "value":
                yield from shown_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from shown_texts(inner)
