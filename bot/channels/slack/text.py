"""Text on its way into and out of Slack's markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.slack.emoji import character, from_code_points

_MARK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
_ACTIVE = ("<!", "<@", "<#")
_SHORTCODE = re.compile(r"(?<![\w:]):([a-z0-9_+'-]+):(?::(skin-tone-[2-6]):)?(?!\w)")
# Slack's signs for italic, bold, struck and code around words, which aren't part of what is said.
_SIGNS = "_*~`"
_STRUCTURES = ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")


def typed_text(message: Mapping[str, Any], bot: str) -> str:
    """What a person wrote: from the blocks of Slack's editor where they are, else from the text
    with its marks.
    """
    blocks = message.get("blocks")
    editor = [
        block
        for block in (blocks if isinstance(blocks, list) else ())
        if isinstance(block, Mapping) and block.get("type") == "rich_text"
    ]
    if editor:
        return "\n".join(_block_text(block, bot) for block in editor).strip()
    return plain_text(str(message.get("text") or ""), bot)


def plain_text(text: str, bot: str) -> str:
    """The text without Slack's markup, formatting signs and the mention of the advisor itself."""
    text = _MENTION.sub(lambda found: " " if found[1] == bot else found[0], text)
    text = _SHORTCODE.sub(lambda found: character(found.group(1)), _MARK.sub(_readable, text))
    return html.unescape("\n".join(map(_unformatted, text.split("\n")))).strip()


def _unformatted(line: str) -> str:
    """The line without pairs of formatting signs around words; one pair may stand inside another.

    One pass: a message of Slack's may have 40,000 signs.
    """
    opened: dict[str, list[int]] = {sign: [] for sign in _SIGNS}
    paired = set[int]()
    for at, sign in enumerate(line):
        if sign not in opened:
            continue
        before, after = line[at - 1 : at], line[at + 1 : at + 2]
        waiting = opened[sign]
        if waiting and waiting[-1] < at - 1 and not before.isspace() and not after.isalnum():
            paired |= {waiting.pop(), at}
        elif not before.isalnum() and after and not after.isspace():
            waiting.append(at)
    return "".join(character for at, character in enumerate(line) if at not in paired)


def mentions(text: str) -> frozenset[str]:
    """The ids of the people mentioned in a text as Slack delivers it."""
    return frozenset(_MENTION.findall(text))


def escaped(text: str) -> str:
    """Where Slack reads markup: the three characters that start any mention, link or command are
    made harmless.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str) -> str:
    """Where Slack takes text as it is (rich text, plain text): only the beginning of a command is
    broken up.

    Nothing there is read as markup; a word joiner after `<` makes sure that no reader of the
    message ever does.
    """
    for start in _ACTIVE:
        text = text.replace(start, f"<\u2060{start[1]}")
    return text


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words where that is near, ending in an ellipsis."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    if not text[limit - 1].isspace() and " " in kept[limit // 2 :]:
        kept = kept[: kept.rindex(" ")]
    return kept.rstrip(" ,;:–-") + "…"


def _readable(mark: re.Match[str]) -> str:
    """`<https://x|label>` is the label, `<#C1|general>` is #general, `<!here>` and mentions are
    what people see.
    """
    target, label = mark.group(1), mark.group(2)
    if target.startswith("!"):
        return label or ""
    if target[:1] in ("@", "#"):
        return target[:1] + (label or "").lstrip("@#") if label else ""
    return label or target.removeprefix("mailto:")


def _block_text(block: Mapping[str, Any], bot: str) -> str:
    return "\n".join("".join(_inline(part, bot)) for part in _elements(block))


def _elements(block: Mapping[str, Any]) -> list[Any]:
    found = block.get("elements")
    return found if isinstance(found, list) else []


def _inline(element: Any, bot: str) -> Iterator[str]:
    """The words of an element of Slack's editor; formatting, pings and the mention of the advisor
    carry none.
    """
    if not isinstance(element, Mapping):
        return
    kind = element.get("type")
    if kind in _STRUCTURES:
        for number, inner in enumerate(_elements(element)):
            if number and kind == "rich_text_list":
                yield "\n"
            yield from _inline(inner, bot)
    else:
        yield _words(kind, element, bot)


def _words(kind: Any, element: Mapping[str, Any], bot: str) -> str:
    """The words of an element that holds no others; empty for what has none."""

    def field(name: str) -> str:
        return str(element.get(name) or "")

    if kind == "text":
        return field("text")
    if kind == "link":
        return (field("text") or field("url")).removeprefix("mailto:")
    if kind == "emoji":
        return from_code_points(field("unicode")) or character(field("name"))
    return " " if kind == "user" and element.get("user_id") == bot else ""
