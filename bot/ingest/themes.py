"""What a heading, or a sentence that leads into a list, announces."""

from __future__ import annotations

from bot.domain.facts import FactKind
from bot.ingest.lexicon import Lexicon

_THEMES = Lexicon("themes")
_VAGUE = "vague_"
_LONGEST_THEME = 300


def theme_of(text: str) -> FactKind | None:
    """The first kind of fact, in the order of the lexicon, whose words stand in a text's end."""
    text = text[-_LONGEST_THEME:]
    found = (name for name, pattern in _THEMES.items() if pattern.search(text))
    theme = next(found, None)
    return FactKind(theme.removeprefix(_VAGUE)) if theme else None
