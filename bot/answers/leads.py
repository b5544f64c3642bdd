"""The first word of an answer to a yes/no question, from the closest question asked before or the
fact's kind.
"""

from __future__ import annotations

import re

from bot.answers.evidence import Found
from bot.domain.facts import FactKind

# Kinds of facts whose being there is a yes.
_HELD = (
    FactKind.DUTY,
    FactKind.SKILL,
    FactKind.REQUIREMENT,
    FactKind.STEPPING_STONE,
    FactKind.TITLE,
    FactKind.ROUTE,
)
_REQUIRED = (FactKind.PREREQUISITE,)
_HALF = 50
_NEGATIVE = re.compile(
    r"\b(?:not?|never|none|nobody|no one|nor|without|cannot"
    r"|can't|isn't|aren't|doesn't|don't|needn't)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"^(?:no (?:particular|single|fixed|law|degree|certification)\b|there is no\b|nobody\b|none\b)|"
    r"\b(?:is|are|does|do|did) not (?:required|necessary|needed|mandatory|one)\b"
    r"|\bnot (?:required|necessary)\b",
    re.IGNORECASE,
)


def lead(found: Found, *, inverted: bool, majority: bool = False) -> str:
    """`Yes`, `No`, `Not necessarily` …, or nothing where it can't be derived from what is held.

    `inverted` says that the question asks for the opposite, or only under a condition, `majority`
    that it asks whether something holds for most: a share decides that.
    """
    if found.candidate.missing:
        return ""
    if found.candidate.lead:
        return found.candidate.lead
    single = len(found.facts) == 1 and found.facts[0].figure is not None
    if majority and not inverted and single and found.fact is not None and found.fact.figure:
        figure = found.fact.figure
        if figure.unit == "percent" and figure.measure == "share" and figure.low == figure.high:
            return "Yes" if figure.low > _HALF else "No"
    if inverted or found.fact is None or found.list:
        return ""
    if _DENIES.search(found.fact.statement):
        return "No"
    if found.kind in _HELD and not _NEGATIVE.search(found.fact.statement):
        return "Yes"
    if found.kind in _REQUIRED and found.fact.figure is not None:
        return "No" if found.fact.figure.measure == "recommended" else "Yes"
    return ""
