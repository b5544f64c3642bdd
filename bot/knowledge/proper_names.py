"""The names that a sentence may begin with, and that keep their capital within another sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# A word with what is joined to it: `Bouygues-Telecom`, `O'Reilly`, without an `'s`.
_WORD = re.compile(r"\w+(?:[-'’](?!s\b)\w+)*")
_ENDS = tuple('.!?:|"“”(')
# Words of the longest beginning that is looked up: `New York`, `Price Waterhouse`.
_LONGEST = 2


class ProperNames:
    """Knows a name by how texts write it: with a capital within sentences, and never without."""

    def __init__(self, texts: Iterable[str], names: Iterable[str] = ()) -> None:
        """`names` are known to be some, such as those of companies."""
        self._known = frozenset(" ".join(_WORD.findall(name)) for name in names)
        within: set[str] = set()
        small: set[str] = set()
        for text in texts:
            for run, inside in _runs(text):
                if run[0].islower():
                    small.add(run)
                elif inside:
                    within.add(run)
        self._written = frozenset(run for run in within if _lowered(run) not in small)

    def begin(self, text: str) -> bool:
        """Whether a text begins with a name."""
        words = [match[0] for match in _WORD.finditer(text[:200])]
        if any(words[: len(name.split())] == name.split() for name in self._known if name):
            return True
        return any(" ".join(words[:count]) in self._written for count in range(1, _LONGEST + 1))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Every word of a text, alone and with the next, and whether it stands within a sentence."""
    found = list(_WORD.finditer(text))
    for place, match in enumerate(found):
        inside = bool(place) and not text[: match.start()][-4:].rstrip().endswith(_ENDS)
        yield match[0], inside
        following = found[place + 1] if place + 1 < len(found) else None
        if following and following[0][0].isupper() and following.start() == match.end() + 1:
            yield f"{match[0]} {following[0]}", inside


def _lowered(run: str) -> str:
    return run[:1].lower() + run[1:]
