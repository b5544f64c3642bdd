"""Whether a message is put as a question, told by its interrogatives and auxiliaries."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from bot.parsing.function_words import has, members, words_of
from bot.parsing.whole_words import alternatives

_CLAUSES = re.compile(r"[.,;:!–—]+\s|\s+(?:and|but|so|then|now|also|ok|okay)\s+", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.,;:!?])\s+")
_ASKING = ("interrogative", "auxiliary", "asking_other")
_WAY_ON = "from here"
_SUBJECTS = frozenset(["i", "you", "we", "they", "he", "she", "it"])


@lru_cache(maxsize=1)
def asking_pattern() -> str:
    """The first words of a question, as a pattern: the longest first."""
    return rf"(?:{alternatives(word for name in _ASKING for word in members(name))})\b"


def asks(text: str) -> bool:
    """Whether a clause is put as a question."""
    if "?" in text:
        return True
    words = words_of(text)
    return bool(words) and not {words[0], " ".join(words[:2])}.isdisjoint(_openings())


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    """The words, one or two, that open a question."""
    return frozenset().union(*map(members, _ASKING))


def asks_why(text: str) -> bool:
    """Whether a message asks for a reason in so many words."""
    words = words_of(text)
    return "why" in words or ("how", "come") in pairwise(words)


def asks_back(text: str) -> bool:
    """Whether a message opens as a question, and so is no answer to one."""
    return words_of(text)[:1] in [[word] for word in members("interrogative")]


def asking_part(text: str) -> str:
    """The last clause of a message that is put as a question; empty where none is."""
    clauses = [clause.strip() for clause in _SENTENCES.split(text)]
    return next((clause for clause in reversed(clauses) if asks(clause)), "")


def clauses_of(text: str) -> list[str]:
    """The clauses of a message, without the marks between them."""
    return [clause.strip(" .,;:!") for clause in _SENTENCES.split(text) if clause.strip()]


def told_parts(text: str) -> list[str]:
    """The clauses of a message that ask nothing, where it has another; none of one clause alone."""
    clauses = [clause.strip() for clause in _SENTENCES.split(text) if clause.strip()]
    return [clause for clause in clauses if len(clauses) > 1 and not asks(clause)]


def is_one_clause(text: str) -> bool:
    """Whether nothing within a message divides it: all of it is told, asked or supposed."""
    return len(_SENTENCES.split(text.strip())) == 1


def asks_anything(text: str) -> bool:
    """Whether any clause of a message is put as a question, wherever it stands."""
    return any(map(asks, _CLAUSES.split(text))) or _asks_later(words_of(text))


def asks_or_wishes(text: str) -> bool:
    """Whether a message about oneself asks or wishes for anything, rather than only telling it."""
    return asks_anything(text) or has(text, "wishing")


def speaks_of_self(text: str) -> bool:
    """Whether a message has a word of the first person."""
    return has(text, "first_person")


def speaks_of_own_place(text: str) -> bool:
    """Whether a text speaks of the place of who speaks; "from here" is a point of the way."""
    return has(text, "here") and _WAY_ON not in text.lower()


def _asks_later(words: list[str]) -> bool:
    """Whether a question stands after something else: "after failing, when can I try again"."""
    asking, auxiliaries = members("interrogative"), members("auxiliary")
    return any(
        first in asking and second in auxiliaries and third in _SUBJECTS
        for first, second, third in zip(words, words[1:], words[2:], strict=False)
    )
