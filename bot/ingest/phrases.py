"""Lists, articles and brackets in a sentence of a source."""

from __future__ import annotations

import re

_SEPARATOR = re.compile(r"(\(|\)|,|;|\s(?:and|or|as well as|&)\s)")
_CONJUNCTIONS = ("and", "or", "as well as", "both", "either")
_ARTICLES = frozenset(["the", "an", "a", "your", "their", "its"])
# Letters of a word that tell it from others: "decide" and "decision" are one.
_STEM = 6
_WORDS = re.compile(r"[a-z]{4,}|\d+")
_BRACKETS = re.compile(r"\s*\([^)]*\)")


def enumeration(text: str) -> list[str]:
    """The members of `a, b (x, y), or c`: split at commas and
    the last and/or outside of brackets.
    """
    parts: list[str] = []
    depth, current = 0, ""
    for place, token in enumerate(_SEPARATOR.split(text)):
        is_bracket = token in ("(", ")")
        depth += (token == "(") - (token == ")")
        if depth == 0 and place % 2 and not is_bracket:  # every other part is a separator
            parts.append(current)
            current = ""
        else:
            current += token
    parts.append(current)
    cleaned = (_without_conjunction(part.strip()).strip(" .") for part in parts)
    return [part for part in cleaned if part]


def without_article(text: str) -> str:
    """The text without an article or a possessive in front, in any case."""
    text = text.strip()
    first, _, rest = text.partition(" ")
    return rest.lstrip() if first.lower() in _ARTICLES and rest else text


def without_brackets(text: str) -> str:
    """The text without what stands in brackets."""
    return _BRACKETS.sub("", text).strip()


def with_bracket(text: str) -> tuple[str, str]:
    """A name, and what stands in its first brackets, "" without any."""
    before, _, rest = text.partition("(")
    inside, closed, after = rest.partition(")")
    return ((before.rstrip() + after).strip(), inside.strip()) if closed else (text, "")


def content_words(text: str) -> set[str]:
    """The beginnings of the longer words of a text, and its numbers."""
    return {word[:_STEM] for word in _WORDS.findall(text.lower())}


def _without_conjunction(text: str) -> str:
    for words in _CONJUNCTIONS:
        if text.startswith(f"{words} "):
            return text.removeprefix(words).lstrip()
    return text
