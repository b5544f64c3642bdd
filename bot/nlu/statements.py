"""A message taken apart into clauses: which state something of the person who writes, and which ask."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc

_BREAKS = {
    ",",
    ";",
    ".",
    "!",
    "?",
    ":",
    "(",
    ")",
    "and",
    "but",
    "plus",
    "with",
    "then",
    "&",
    "while",
    "yet",
    "so",
    "•",
    "|",
}
_ENDS_SENTENCE = {".", "!", "?"}
_ASKS = re.compile(
    r"^\W*(?:and |so |but |then |or |ok |well )*(?:what|which|how|when|where|who|whose|why|should|shall|would|could|can|do|does|did|is|are|was|am i"
    r"|will|must|may|any|whats|what's|wat|shud|tell me)\b",
    re.IGNORECASE,
)
_NOT_YET_HELD = re.compile(
    r"\b(?:want|wanna|plan(?:ning)?|prepar\w+|study(?:ing)? for|studying|working (?:on|towards?)|pursuing|consider\w*|aim\w*|going for|need|thinking|take"
    r"|taking|next|should|would|could|enrol\w*|signed up|booked|about to|failed|wants? me to|prefer|do the|get (?:a|the|my)|start(?:ing)? (?:a|the|my)"
    r"|if|instead|versus|vs|apply(?:ing)? (?:to|for)|application)\b",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:have|ive|i've|has|hold|holding|got|did|finished|completed|passed|earned|my|with|graduated|am|im|i'm|done|obtained|certified|own|possess"
    r"|since|already|been|worked|managed|led|spent|was|under my belt|here)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clause:
    """A stretch between two breaks: `holds` is whether it states something of the person, `asks` whether it asks."""

    text: str
    start: int
    end: int
    sentence: int
    asks: bool
    states: bool


def clauses(text: str, doc: Doc) -> list[Clause]:
    inside = {token.i for entity in doc.ents for token in entity}
    out: list[Clause] = []
    start, sentence, states, asks = 0, 0, False, False
    for token in [*doc, None]:
        breaks = token is None or (
            token.lower_ in _BREAKS and token.i not in inside and not _inside_name(text, token.idx)
        )
        if not breaks:
            continue
        end = len(text) if token is None else token.idx
        part = text[start:end]
        if part.strip():
            new_sentence = not out or out[-1].sentence != sentence
            asks_here = bool(_ASKS.match(part)) or (
                asks and not new_sentence and not _HAS.search(part)
            )
            # "I have 8 years, a CISSP and a BSc": what follows in a list holds as the first did
            states = not asks_here and (
                bool(_HAS.search(part))
                or not _NOT_YET_HELD.search(part)
                or (states and not new_sentence)
            )
            if _NOT_YET_HELD.search(part) and not re.search(
                r"\b(?:have|has|hold|got my|passed|finished|completed|earned)\b",
                part,
                re.IGNORECASE,
            ):
                states = False
            asks = asks_here
            out.append(Clause(part, start, end, sentence, asks_here, states))
        if token is not None:
            start = token.idx + len(token)
            if token.lower_ in _ENDS_SENTENCE:
                sentence += 1
    return out


def _inside_name(text: str, at: int) -> bool:
    """A full stop inside `B.Sc.` or `I.T.` ends nothing, and `/` of `w/o` neither."""
    return (
        text[at] == "."
        and bool(re.search(r"\b\w{1,2}$", text[:at]))
        and bool(re.match(r"\.\w", text[at:]))
    )


def clause_at(clauses: list[Clause], at: int) -> Clause | None:
    return next(
        (clause for clause in clauses if clause.start <= at < clause.end),
        clauses[-1] if clauses else None,
    )
