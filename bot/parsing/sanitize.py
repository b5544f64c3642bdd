"""What people type, made harmless before anything else sees it."""

from __future__ import annotations

import re
import unicodedata

# Characters of a message that are read: of a longer one its beginning and its end, where questions
# stand.
LONGEST = 1_000
# Words and signs that are read, of more of them the first and the last: as many as the encoder
# takes. A thousand characters of prose have fewer; of digits or single letters they can have a
# thousand.
MOST_TOKENS = 192
_CUT = " … "
_TOKENS = re.compile(r"[^\W\d_]+|\d+|\S")
_SKIN_TONE = re.compile(r":skin-tone-[1-6]:|[\U0001F3FB-\U0001F3FF]")
_REPEATED_EMOJI = re.compile(
    r"([\u2600-\u27bf\U0001F300-\U0001FAFF]\ufe0f?|:[a-z0-9_+-]+:)(?:\s*\1)+"
)
_EMOJI = re.compile(r"[\u2600-\u27bf\U0001F000-\U0001FAFF\ufe0f\u200d]")
# What a terminal takes for a color or a move of its cursor.
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_COMBINING = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f"
_STACKED_MARKS = re.compile(rf"([{_COMBINING}]{{2}})[{_COMBINING}]+")
# An emoji as Slack and others write it, `:+1:`. A time has no letters.
_SHORTCODE = re.compile(r":(?:[+-]1|[a-z][a-z0-9_+-]+):", re.IGNORECASE)


def without_emoji(text: str) -> str:
    """The words of a text; a text of emoji alone stays as it is."""
    words = " ".join(_EMOJI.sub(" ", _SHORTCODE.sub(" ", text)).split())
    return words if any(character.isalnum() for character in words) else text


def cleaned(text: str) -> str:
    """One line without control, invisible or half characters, and without a leading slash; an emoji
    stands once, in no skin tone.

    Rasa takes text that begins with a slash for a command with intent and entities; a person's
    words never are.
    """
    if len(text) > 20 * LONGEST:  # don't normalise a megabyte to keep a page of it
        text = text[: 10 * LONGEST] + text[-10 * LONGEST :]
    text = unicodedata.normalize(
        "NFKC", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )
    text = _ESCAPES.sub(" ", text)
    kept = (" " if _is_space(c) else c for c in text if _is_space(c) or not _is_dropped(c))
    text = " ".join(_limit_marks("".join(kept)).split())
    text = _REPEATED_EMOJI.sub(r"\1", _SKIN_TONE.sub("", text)).strip()
    text = text.lstrip("/\\ ")
    if len(text) > LONGEST:
        half = (LONGEST - len(_CUT)) // 2
        text = text[:half] + _CUT + text[-half:]
    return _bounded(text)


def _bounded(text: str) -> str:
    """The text with at most MOST_TOKENS words and signs."""
    tokens = list(_TOKENS.finditer(text))
    if len(tokens) <= MOST_TOKENS:
        return text
    half = MOST_TOKENS // 2 - 1
    return text[: tokens[half - 1].end()] + _CUT + text[tokens[-half].start() :]


def without_shortcodes(text: str) -> str:
    """The text with spaces in place of `:wave:` and its like, so that everything keeps
    its place.
    """
    return _SHORTCODE.sub(lambda match: " " * len(match[0]), text)


def _is_dropped(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in (
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
    )


def _is_space(character: str) -> bool:
    return character.isspace() or unicodedata.category(character).startswith("Z")


def _limit_marks(text: str) -> str:
    """The text with at most two combining marks in a row, as many as any language needs."""
    return _STACKED_MARKS.sub(r"\1", text)
