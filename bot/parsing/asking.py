"""Whether a message is put as a question or a wish, told by its first words and a few others."""

from __future__ import annotations

import re

# The first words of a question, as a pattern.
ASKING = (
    r"(?:what|which|how|who|whom|whose|where|when|why|do|does|did|is|are|can|could|should|would|will"
    r"|must|may|any|tell me|what's|whats|who's|whos|how's|am i|wat|wich|about)\b"
)
_ASKS_FIRST = re.compile(rf"^\W*(?:{ASKING})", re.IGNORECASE)
# A question after something else: "after failing, when can I try again".
_ASKS_LATER = re.compile(
    r"\b(?:what|which|how|who|where|when|why)\s+(?:do|does|did|is|are|can|could|should|would|will)\s+"
    r"(?:i|you|we|they|he|she|it)\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[.,;:!–—]+\s|\s+(?:and|but|so|then|now|also|ok|okay)\s+", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.,;:!?])\s+")
_FIRST_PERSON = re.compile(r"\b(?:i|i['’]?(?:m|ve|d|ll)|me|my|mine|myself|we|our)\b", re.IGNORECASE)
# Words of a message about oneself that asks for something without a question mark.
_WISHES = frozenset(
    {
        *("next", "advice", "help", "realistic", "possible", "ready", "enough", "chance"),
        *("chances", "want", "wanna", "become", "plan", "goal", "dream", "stuck", "like"),
        *("love", "hope", "hoping", "wish"),
    }
)


def asks(text: str) -> bool:
    """Whether a clause is put as a question."""
    return "?" in text or bool(_ASKS_FIRST.match(text))


def asking_part(text: str) -> str:
    """The last clause of a message that is put as a question; empty where none is."""
    clauses = [clause.strip() for clause in _SENTENCES.split(text)]
    return next((clause for clause in reversed(clauses) if asks(clause)), "")


def asks_or_wishes(text: str) -> bool:
    """Whether a message about oneself asks for anything, rather than only telling it."""
    words = {word.strip(".,!;:").lower() for word in text.split()}
    put = any(map(asks, _CLAUSES.split(text))) or bool(_ASKS_LATER.search(text))
    return put or bool(words & _WISHES)


def speaks_of_self(text: str) -> bool:
    """Whether a message has a word of the first person."""
    return bool(_FIRST_PERSON.search(text))
