"""Ratings as people write them: `3 and 4`, `2/5, 4/5`, `three, four`, `4 for both`."""

from __future__ import annotations

import re

from bot.parsing.whole_words import contains_phrase

_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_RATING = re.compile(
    r"(?<![\w.,])(?:([1-5])(?:\s*(?:/|of|out of)\s*5)?|(one|two|three|four|five))(?![\w%]|[.,]\d)"
)
_BOTH = ("both", "each", "all")
_LONGEST = 60


def ratings(text: str, count: int) -> tuple[int, ...]:
    """At most `count` ratings from 1 to 5 in the order of the text, none where it says more.

    One rating "for both" counts for each.
    """
    said = text.lower().strip()
    found = [int(m.group(1) or _WORDS[m.group(2)]) for m in _RATING.finditer(said)]
    if not found or len(found) > count or len(said) > _LONGEST or "?" in said:
        return ()
    if len(found) == 1 and contains_phrase(said, *_BOTH):
        return tuple(found * count)
    return tuple(found)
