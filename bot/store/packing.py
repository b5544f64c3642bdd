"""A turn's events as they are kept: without what no later turn reads, and compressed.

The state of the dialogue, which is most of a turn, stands apart behind the rest, so that it can be
dropped without reading the rest again.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

# What packed events begin with, and what their state is behind.
_PACKED, _STATE_BEHIND = "x", "."
# How older versions packed all events together; older still are plain JSON lists. Base 85 was a
# twentieth smaller, and its coding, in Python, took a sixth of a turn.
_DECODE: dict[str, Callable[[str], bytes]] = {"y": base64.b64decode, "z": base64.b85decode}
_STATE = "dialogue"
# What the pipeline found in a message: the actions of its own turn read it, and nobody else.
_READ_ONCE = ("questions", "heard", "intent_ranking")
_FOR_DEVELOPERS = ("model_id", "assistant_id")


def packed(events: Sequence[dict[str, Any]]) -> str:
    """Events in a few kilobytes, as ASCII."""
    rest = _written(_kept(event) for event in events if not _is_state(event))
    state = [_kept(event) for event in events if _is_state(event)]
    return f"{_PACKED}{rest}{_STATE_BEHIND}{_written(state[-1:])}" if state else _PACKED + rest


def unpacked(text: str) -> list[dict[str, Any]]:
    """What `packed` was given, without what isn't kept; the state comes last."""
    if text[:1] == _PACKED:
        rest, _, state = text[1:].partition(_STATE_BEHIND)
        return _read(rest) + (_read(state) if state else [])
    if decode := _DECODE.get(text[:1]):
        text = zlib.decompress(decode(text[1:])).decode()
    return list(json.loads(text))


def without_state(text: str) -> str:
    """Packed events without the state of the dialogue."""
    if text[:1] == _PACKED:
        return text.partition(_STATE_BEHIND)[0]
    return packed([event for event in unpacked(text) if not _is_state(event)])


def _written(events: Iterable[dict[str, Any]]) -> str:
    text = json.dumps(list(events), separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode())).decode()


def _read(text: str) -> list[dict[str, Any]]:
    return list(json.loads(zlib.decompress(base64.b64decode(text))))


def _is_state(event: dict[str, Any]) -> bool:
    return event.get("event") == "slot" and event.get("name") == _STATE


def _kept(event: dict[str, Any]) -> dict[str, Any]:
    kept = dict(event)
    metadata = event.get("metadata") or {}
    kept["metadata"] = {key: metadata[key] for key in metadata if key not in _FOR_DEVELOPERS}
    if event.get("event") == "user":
        parsed = event.get("parse_data") or {}
        kept["parse_data"] = {key: parsed[key] for key in parsed if key not in _READ_ONCE}
    return kept
