"""A turn's events as they are kept: without what no later turn reads, and compressed."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Sequence
from typing import Any

# What packed events begin with, and how they are read. Base 85 was a twentieth smaller, and its
# coding, in Python, took a sixth of a turn; older still are plain JSON lists.
_PACKED = "y"
_DECODE: dict[str, Callable[[str], bytes]] = {_PACKED: base64.b64decode, "z": base64.b85decode}
# What the pipeline found in a message: the actions of its own turn read it, and nobody else.
_READ_ONCE = ("questions", "heard", "intent_ranking")
_FOR_DEVELOPERS = ("model_id", "assistant_id")


def packed(events: Sequence[dict[str, Any]]) -> str:
    """Events in a few kilobytes, as ASCII."""
    text = json.dumps([_kept(event) for event in events], separators=(",", ":"))
    return _PACKED + base64.b64encode(zlib.compress(text.encode(), 6)).decode()


def unpacked(text: str) -> list[dict[str, Any]]:
    """What `packed` was given, without what isn't kept."""
    if decode := _DECODE.get(text[:1]):
        text = zlib.decompress(decode(text[1:])).decode()
    return list(json.loads(text))


def without_slot(text: str, name: str) -> str:
    """Packed events without what they set a slot to."""
    events = unpacked(text)
    kept = [e for e in events if not (e.get("event") == "slot" and e.get("name") == name)]
    return packed(kept) if len(kept) < len(events) else text


def _kept(event: dict[str, Any]) -> dict[str, Any]:
    kept = dict(event)
    metadata = event.get("metadata") or {}
    kept["metadata"] = {key: metadata[key] for key in metadata if key not in _FOR_DEVELOPERS}
    if event.get("event") == "user":
        parsed = event.get("parse_data") or {}
        kept["parse_data"] = {key: parsed[key] for key in parsed if key not in _READ_ONCE}
    return kept
