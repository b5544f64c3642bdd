"""Puts annotated messages together, so that a fact is learnt among other facts, too."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.profile_examples import AnnotatedMessage

# Messages put together of others for training, beside some 24,000 that were written.
COMPOSED = 1_500
_PARTS = (2, 3, 3, 4, 4, 5, 6)
# Characters of a part: longer messages are stories of their own.
_LONGEST = 90
_JOINTS = (". ", ". ", ", ", ", ", "; ", " and ", "\n", " - ")
_ENDS = ".!?"


def composed(examples: Sequence[AnnotatedMessage], count: int) -> list[AnnotatedMessage]:
    """Make `count` messages of short ones that speak of different things; always the same ones."""
    chance = random.Random(0)
    parts = [e for e in examples if not e.asked and not e.last_named and _is_part(e)]
    found: list[AnnotatedMessage] = []
    for _ in range(count if len(parts) > max(_PARTS) else 0):
        chosen: list[AnnotatedMessage] = []
        for part in chance.sample(parts, chance.choice(_PARTS)):
            if all(_entities(part).isdisjoint(_entities(other)) for other in chosen):
                chosen.append(part)
        if len(chosen) > 1:
            found.append(_joined(chosen, chance))
    return found


def _is_part(example: AnnotatedMessage) -> bool:
    return len(example.text) <= _LONGEST and not any(
        span.label.startswith("retraction") for span in example.spans
    )


def _entities(example: AnnotatedMessage) -> set[str]:
    """What a message speaks of; years of work and of leading don't stand beside each other."""
    return {span.label.partition(".")[0] for span in example.spans}


def _joined(parts: Sequence[AnnotatedMessage], chance: random.Random) -> AnnotatedMessage:
    text = ""
    spans = []
    for part in parts:
        if text:
            text += " " if text[-1] in _ENDS else chance.choice(_JOINTS)
        spans += [
            replace(span, start=span.start + len(text), end=span.end + len(text))
            for span in part.spans
        ]
        text += part.text
    return AnnotatedMessage(text, tuple(spans))
