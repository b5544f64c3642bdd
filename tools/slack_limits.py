"""What Slack's documentation says it refuses, written down once more
and apart from the code that must keep to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_KNOWN = {
    "actions",
    "context",
    "context_actions",
    "divider",
    "header",
    "input",
    "rich_text",
    "section",
    "table",
}
_MOST_ELEMENTS = {"actions": 25, "context": 10, "context_actions": 5}


def refusal(blocks: Any, most: int = 50) -> str:
    """The error that Slack would answer to these blocks, empty when
    it takes them; a view has up to 100.
    """
    if not isinstance(blocks, list) or not 1 <= len(blocks) <= most:
        return "invalid_blocks"
    if sum(len(text) for text in shown(blocks)) > 13_000:
        return "msg_blocks_too_long"
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    tables = sum(block.get("type") == "table" for block in blocks)
    fine = len(set(ids)) == len(ids) and tables <= 1 and all(map(_is_fine, blocks))
    return "" if fine else "invalid_blocks"


def shown(value: Any) -> Iterator[str]:
    """Every text that a reader sees, in order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            elif key not in ("value", "private_metadata"):
                yield from shown(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from shown(inner)


def elements(blocks: Any) -> Iterator[dict[str, Any]]:
    """Everything that can be pressed, with the id of its block."""
    for block in blocks:
        for element in [*block.get("elements", ()), block.get("accessory")]:
            if isinstance(element, dict) and element.get("action_id"):
                yield {**element, "block_id": block.get("block_id", "")}


def _is_fine(block: dict[str, Any]) -> bool:
    kind = block.get("type")
    if kind not in _KNOWN or len(block.get("block_id", "")) > 255:
        return False
    inner = block.get("elements", [])
    if kind in _MOST_ELEMENTS and not 1 <= len(inner) <= _MOST_ELEMENTS[kind]:
        return False
    if kind == "header":
        return _is_text(block["text"], 150)
    if kind == "section":
        return _is_section(block)
    if kind == "context":
        return all(_is_text(element, 2000) for element in inner)
    if kind == "table":
        return _is_table(block)
    if kind == "rich_text":
        return bool(inner) and all(map(_is_rich, inner))
    ids = [element["action_id"] for element in inner if "action_id" in element]
    return len(ids) == len(set(ids)) and all(map(_is_pressable, inner))


def _is_section(block: dict[str, Any]) -> bool:
    return (
        ("text" in block or "fields" in block)
        and _is_text(block.get("text", {"text": "x"}), 3000)
        and len(block.get("fields", ())) <= 10
        and all(_is_text(field, 2000) for field in block.get("fields", ()))
    )


def _is_table(block: dict[str, Any]) -> bool:
    rows, settings = block["rows"], block.get("column_settings", [])
    if len(settings) > 20 or any(set(s) - {"align", "is_wrapped"} for s in settings):
        return False
    fine = all(1 <= len(row) <= 20 and all(cell["text"] for cell in row) for row in rows)
    return 1 <= len(rows) <= 100 and fine


def _is_rich(part: dict[str, Any]) -> bool:
    """A section or list of "Rich text block": each link leads to an
    address, lists are indented by 0 to 8.
    """
    if part["type"] == "rich_text_list":
        styled = part.get("style") in ("bullet", "ordered") and 0 <= part.get("indent", 0) <= 8
        return styled and bool(part.get("elements")) and all(map(_is_rich, part["elements"]))
    inner = part.get("elements") or ()
    return bool(inner) and all(
        bool(element.get("url", "").startswith(("https://", "http://")))
        if element["type"] == "link"
        else element["type"] in ("user", "emoji") or bool(element.get("text"))
        for element in inner
    )


def _is_pressable(element: dict[str, Any]) -> bool:
    parts = [
        element[name] for name in ("positive_button", "negative_button") if name in element
    ] or [element]
    if len(element.get("accessibility_label", "")) > 75:
        return False
    return len(element["action_id"]) <= 255 and all(
        _is_text(part["text"], 75) and len(part.get("value", "")) <= 2000 for part in parts
    )


def _is_text(text: dict[str, Any], longest: int) -> bool:
    return 1 <= len(text["text"]) <= longest
