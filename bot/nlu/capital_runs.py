"""Runs of words that may be one name: words with capitals, or of a script without any, side by side
in a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CHUNK = re.compile(r"[^\s/]+")
_OWN = re.compile(r"['’][sS]?$")
# Small words within a name: Ludwig van Beethoven, Maria de la Cruz.
PARTICLES = frozenset(
    ["al", "ap", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el",
     "ibn", "la", "le", "ten", "ter", "van", "von", "zu"]
)  # fmt: skip
# In front of a name, with a full stop that ends no sentence.
_TITLES = frozenset(["mr", "mrs", "ms", "mx", "dr", "prof", "sir", "st", "sr", "jr"])
_ENDS_SENTENCE = re.compile(r"[.?!:;…।。？！]['\")\]”’»]*$")


@dataclass(frozen=True)
class Word:
    """A word of a text, `core` without marks around it; `opens` says that it begins a sentence."""

    core: str
    start: int
    end: int
    opens: bool
    stops: bool

    @property
    def is_capital(self) -> bool:
        """Written as a name: an abbreviation in capitals isn't."""
        letters = [character for character in self.core if character.isalpha()]
        shouted = len(letters) > 1 and self.core.isupper()
        if self.core.replace("’", "'").partition("'")[0] == "I":
            return False
        return bool(letters) and self.core[0].isupper() and not shouted and _is_word(self.core)

    @property
    def opens_with_capital(self) -> bool:
        """Whether it has its capital from the sentence that it begins, maybe."""
        return self.opens and self.is_capital

    @property
    def is_caseless(self) -> bool:
        """Whether it is of a script without capitals."""
        letters = [character for character in self.core if character.isalpha()]
        return bool(letters) and all(c.upper() == c.lower() for c in letters)


def words_in(text: str) -> Iterator[Word]:
    opens, line = True, 0
    for match in _CHUNK.finditer(text):
        opens = opens or "\n" in text[line : match.start()]
        line = match.end()
        start, end = _trimmed(text, *match.span())
        ends = bool(_ENDS_SENTENCE.search(match[0]))
        if core := _OWN.sub("", text[start:end]):
            behind = text[start + len(core) : match.end()]
            ends = ends and not _is_title(core)
            yield Word(core, start, start + len(core), opens, ends or _stops(core, behind))
            opens = ends
        else:
            # a number, a bullet or a dash: a sentence goes on, or begins, as before
            opens = opens or ends


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a word stands without the marks around it."""
    while start < end and not _is_part(text[start]):
        start += 1
    while end > start and not _is_part(text[end - 1]):
        end -= 1
    return start, end


def _is_title(core: str) -> bool:
    """Whether a full stop behind it ends no sentence: a title, or an initial."""
    return core.lower() in _TITLES or (len(core) == 1 and core.isupper() and core != "I")


def _stops(core: str, behind: str) -> bool:
    """Whether the marks behind a word part it from the next: all but the stop of a title."""
    return bool(behind) and not (_is_title(core) and behind == ".")


def runs_of(words: Sequence[Word], loose: Sequence[Word], cased: bool) -> Iterator[list[Word]]:
    """Words side by side that may be one name."""
    free = {id(word) for word in loose}
    run: list[Word] = []
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else None
        is_part = id(word) in free and (word.is_capital or (word.is_caseless and cased))
        joins = bool(run) and word.core.lower() in PARTICLES and following is not None and (
            following.is_capital or following.core.lower() in PARTICLES
        )  # fmt: skip
        if not is_part and not joins:
            yield from _whole(run)
            run = []
            continue
        run.append(word)
        if word.stops:
            yield from _whole(run)
            run = []
    yield from _whole(run)


def _whole(run: list[Word]) -> Iterator[list[Word]]:
    """A run without particles at its end, nothing for an empty one."""
    while run and not run[-1].is_capital and not run[-1].is_caseless:
        run.pop()
    if run:
        yield run


def is_cased(text: str) -> bool:
    """Whether most letters are of scripts with capitals."""
    letters = [character for character in text if character.isalpha()]
    return sum(c.upper() != c.lower() for c in letters) * 2 > len(letters)


def _is_word(core: str) -> bool:
    return all(_is_letter(c) or c in "'’-." for c in core)


def _is_part(character: str) -> bool:
    """Whether a word may begin or end with it: Q3 ends with a number."""
    return character.isdigit() or _is_letter(character)


def _is_letter(character: str) -> bool:
    """A letter or a mark that belongs to one, in any script."""
    return character.isalpha() or unicodedata.category(character).startswith("M")
