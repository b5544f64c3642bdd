"""The annotated messages that the profile extractor learns from, in Rasa's own format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

NOTHING = "nothing"
"""Label of a span that is nobody's fact."""
_ANNOTATION = re.compile(r"\[(?P<text>[^\]]+)\](?P<attributes>\{[^}]*\})")


class ExampleError(ValueError):
    """An annotated message can't be read; the message names the file and the line."""


@dataclass(frozen=True)
class AnnotatedSpan:
    """`label` is `entity.role`, with `:offer` behind it for pay that is offered.

    `owner` is empty for the person, `other` for somebody else, `supposed` for a what-if.
    """

    start: int
    end: int
    label: str
    owner: str = ""


@dataclass(frozen=True)
class AnnotatedMessage:
    """`asked` is the field that the advisor's last question was about, `last_named` the field that
    the message before named last; both empty when there is none."""

    text: str
    spans: tuple[AnnotatedSpan, ...]
    asked: str = ""
    last_named: str = ""


def parse_annotated(marked: str, asked: str = "", last_named: str = "") -> AnnotatedMessage:
    """Read `I have [8 years]{"entity": "duration", "role": "security"} in security`."""
    spans: list[AnnotatedSpan] = []
    text, at = "", 0
    for match in _ANNOTATION.finditer(marked):
        text += marked[at : match.start()]
        attributes = json.loads(match["attributes"])
        start, text = len(text), text + match["text"]
        spans.append(_span(start, len(text), attributes))
        at = match.end()
    return AnnotatedMessage(text + marked[at:], tuple(spans), asked, last_named)


def _span(start: int, end: int, attributes: dict[str, str]) -> AnnotatedSpan:
    group = attributes.get("group", "")
    label = f"{attributes['entity']}.{attributes.get('role', '')}"
    if group == "offer":
        return AnnotatedSpan(start, end, f"{label}:offer")
    return AnnotatedSpan(start, end, label, group)


def read_examples(directory: Path) -> list[AnnotatedMessage]:
    """Read every annotated message of a directory of Rasa NLU files, in the files' order."""
    return [example for path in sorted(directory.glob("*.yml")) for example in _read_file(path)]


def _read_file(path: Path) -> Iterator[AnnotatedMessage]:
    data: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for block in data.get("nlu", []):
        for item in _items(block.get("examples", [])):
            metadata = item.get("metadata") or {}
            try:
                yield parse_annotated(
                    str(item["text"]).strip(),
                    metadata.get("asked", ""),
                    metadata.get("last_named", ""),
                )
            except (KeyError, ValueError) as error:
                raise ExampleError(f"{path}: {item.get('text')!r}: {error}") from error


def _items(examples: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(examples, str):
        yield from examples
        return
    for line in examples.splitlines():
        if line.startswith("- "):
            yield {"text": line[2:]}
