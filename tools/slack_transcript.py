"""A message of Slack as a person reads it, as plain lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def read(message: dict[str, Any]) -> str:
    """The whole message; buttons stand in brackets."""
    blocks = message.get("blocks")
    return (
        "\n".join(line for block in blocks for line in _lines(block))
        if blocks
        else str(message.get("text", ""))
    )


def _lines(block: dict[str, Any]) -> list[str]:
    return _BY_KIND.get(block["type"], _buttons)(block)


def _header(block: dict[str, Any]) -> list[str]:
    return [f"# {block['text']['text']}"]


def _divider(_: dict[str, Any]) -> list[str]:
    return ["---"]


def _section(block: dict[str, Any]) -> list[str]:
    texts = [block["text"]] if "text" in block else block["fields"]
    return [" | ".join(text["text"].split("\n")) for text in texts]


def _table(block: dict[str, Any]) -> list[str]:
    return [" | ".join(cell["text"] for cell in row) for row in block["rows"]]


def _rich_text(block: dict[str, Any]) -> list[str]:
    return [line for element in block["elements"] for line in _rich(element)]


def _context(block: dict[str, Any]) -> list[str]:
    return [f"({element['text']})" for element in block["elements"]]


def _input(block: dict[str, Any]) -> list[str]:
    element = block["element"]
    chosen = [option["value"] for option in element.get("initial_options", ())]
    ticks = "".join(
        f"  [{'x' if option['value'] in chosen else ' '}] {option['text']['text']}"
        for option in element.get("options", ())
    )
    return [f"{block['label']['text']}: {element.get('initial_value', '')}{ticks}"]


def _buttons(block: dict[str, Any]) -> list[str]:
    labels = [
        part["text"]["text"]
        for element in block["elements"]
        for part in (element, element.get("positive_button"), element.get("negative_button"))
        if part and "text" in part
    ]
    return [" ".join(f"[{label}]" for label in labels)]


def _rich(element: dict[str, Any]) -> list[str]:
    if element["type"] == "rich_text_list":
        first = element.get("offset", 0) + 1
        ordered = element.get("style") == "ordered"
        return [
            f"  {f'{number}.' if ordered else '-'} {_said(item)}"
            for number, item in enumerate(element["elements"], first)
        ]
    return [line for line in _said(element).split("\n") if line]


def _said(section: dict[str, Any]) -> str:
    return "".join(part.get("text") or f"@{part.get('user_id')}" for part in section["elements"])


_BY_KIND: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "header": _header,
    "divider": _divider,
    "section": _section,
    "table": _table,
    "rich_text": _rich_text,
    "context": _context,
    "input": _input,
}
