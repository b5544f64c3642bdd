"""The degree that somebody names: its level, that it is under way, or that there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.person import DEGREES
from bot.ingest.claims import DEGREES as DEGREE_NAMES
from bot.nlu.statements import Clause

_DEGREES = [(level, DEGREE_NAMES[level]) for level in ("doctorate", "mba", "master", "bachelor", "diploma")] + [
    ("master", re.compile(r"\bmasters?\b|\bm\.?eng\b|\bmaster's\b|\bM\.?A\b|\bpost ?-?grad\w*\b|\bM\.?S\b(?!\w)|\bLLM\b|\bM\.?Tech\b|\bMCA\b", re.IGNORECASE)),
    ("bachelor", re.compile(r"\bbach?el[eo]rs?'?s?\b|\bbachlor'?s?\b|\bb\.?eng\b|\bB\.?A\b(?!\w)|\bB\.?S\b(?!\w)|\bb\.?tech\b|\bbca\b|\bLLB\b|\bundergrad(?:uate)?\b|\bbs[c]?\b|\bfirst degree\b|\buniversity degree\b", re.IGNORECASE)),
    ("diploma", re.compile(r"\bassociate'?s?\b|\bapprentice\w*\b|\bfoundation degree\b|\bHN[CD]\b", re.IGNORECASE)),
]  # fmt: skip
_ANY_DEGREE = re.compile(
    r"\b(?:degree|graduated?|grad)\b|\b(?:finished|completed|done with) (?:uni|university|college)\b",
    re.IGNORECASE,
)
_NO_DEGREE = re.compile(
    r"\b(?:no|without(?: a| any)?|not have a|don't have a|dont have a|haven't got a|lack a|never (?:got|finished|did|had|took) (?:a|my)|missing|never had a)\s+(?:\w+\s+){0,2}(?:degree|bachelor\S*|uni\w*|college|diploma)"
    r"|\bnever (?:went to|been to|finished|attended|set foot in) (?:a )?(?:uni\w*|college|school)|\bdropped out\b|\bdrop ?-?out\b|\bself[ -]taught\b.*\bno (?:papers|degree)"
    r"|\bdidn't (?:go to|finish|attend) (?:uni\w*|college)|\b(?:only|just) (?:a |have a |finished )?(?:high[ -]?school|secondary school|ged|a[ -]levels|abitur)\b|\b(?:high[ -]?school|secondary school|ged|a[ -]levels)\b|\bno papers\b",
    re.IGNORECASE,
)
_STUDENT = re.compile(
    r"\b(?:student|studying (?:for|towards?)|in my (?:first|second|third|final|last|1st|2nd|3rd) (?:year|semester)|(?:1st|2nd|3rd|first|second|third|final)[ -]?(?:yr|year)s?\b(?= (?:of|student))"
    r"|halfway through|pursuing|enrolled|currently (?:doing|studying)|still (?:at|in) (?:uni\w*|college)|working on (?:a|my)|will graduate|undergrad student|doing (?:a|my) (?:bachelor\S*|bsc|degree))\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^\s*(?:degree\s*)?(?:in|of)\b", re.IGNORECASE)


def degree(clauses: Iterable[Clause]) -> str:
    """The highest degree that the clauses state, `none` or `student` when they say so."""
    found: list[str] = []
    for clause in clauses:
        if _NO_DEGREE.search(clause.text):
            found.append("none")
            continue
        named = levels(clause.text)
        if (
            clause.states
            and _STUDENT.search(clause.text)
            and (not named or named[0] == "bachelor" or "student" in clause.text.lower())
        ):
            found.append("student")
        elif named and not re.search(
            r"\b(?:no|not|without|never|degrees (?:of|that))\b", clause.text, re.IGNORECASE
        ):
            found.append(named[0])
    return max(found, key=DEGREES.index, default="")


def levels(text: str) -> list[str]:
    """The degrees named, highest first; a bare "degree" counts as a first one when no other is named."""
    named = {level for level, pattern in _DEGREES if pattern.search(text)}
    return sorted(named, key=DEGREES.index, reverse=True) or (
        ["bachelor"] if _ANY_DEGREE.search(text) else []
    )
