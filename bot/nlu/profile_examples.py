"""The annotated messages that the profile extractor learns from, in Rasa's own format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# Label of a span that is nobody's fact.
NOTHING = "nothing"
# Behind the label of pay that is offered, not earned.
OFFER = ":offer"


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


def from_entities(
    text: str, entities: Iterable[Mapping[str, Any]], metadata: Mapping[str, Any]
) -> AnnotatedMessage:
    """Make a message of what Rasa reads from `[8 years]{"entity": "duration", "role": "it"}`."""
    spans = tuple(_span(entity) for entity in entities)
    asked, last_named = metadata.get("asked", ""), metadata.get("last_named", "")
    return AnnotatedMessage(text, spans, str(asked), str(last_named))


def _span(entity: Mapping[str, Any]) -> AnnotatedSpan:
    group = entity.get("group") or ""
    start, end = int(entity["start"]), int(entity["end"])
    label = f"{entity['entity']}.{entity.get('role') or ''}"
    if group == "offer":
        return AnnotatedSpan(start, end, f"{label}{OFFER}")
    return AnnotatedSpan(start, end, label, group)
