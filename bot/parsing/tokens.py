"""Split text into words, numbers and signs, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.parsing.turn_memory import once_a_turn

# Longer messages are read up to here; a person's message has a tenth of it.
MAX_TOKENS = 400

_SPACE = "\u00a0\u202f\u2009 "
_TOKEN = re.compile(
    rf"\d{{1,3}}(?:[,'’]\d{{3}})+(?:\.\d+)?(?!\d)"  # 172,500
    rf"|\d{{1,2}}(?:,\d{{2}})+,\d{{3}}(?!\d)"  # 70,00,000
    rf"|\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?![\d.,]?\d|[{_SPACE}]?%)"  # 166 585
    r"|\d+(?:[.,]\d+)?"
    r"|[½¼¾⅓⅔]"
    r"|[^\W\d_]+(?:['’`´][^\W\d_]+)*"
    r"|[^\w\s]|_",
)
_LATIN = re.compile("[a-z]+")
DASHES = frozenset("-‐‑‒–—−~")


@dataclass(frozen=True)
class Token:
    """`lower` is the word as it is compared: lower case, plain apostrophe."""

    text: str
    start: int
    end: int
    lower: str

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal() or self.text in "½¼¾⅓⅔"

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_dash(self) -> bool:
        return self.text in DASHES


def latin_words(text: str) -> list[str]:
    """The runs of small Latin letters of a text."""
    return _LATIN.findall(text)


@once_a_turn
def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a text in order; nothing but white space is left out."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        lower = match[0].lower().replace("’", "'").replace("`", "'").replace("´", "'")
        found.append(Token(match[0], match.start(), match.end(), lower))
        if len(found) == MAX_TOKENS:
            break
    return tuple(found)
