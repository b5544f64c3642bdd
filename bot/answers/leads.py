"""The first words of an answer: to a yes/no question from the closest question asked before or the
fact's kind, to a why whether a reason is held.
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
    r"^(?:no (?:particular|single|fixed|law|degree|certification)\b|there is no\b"
    r"|(?:nobody|none)\b(?! (?:in|of) my sources))|"
    r"\b(?:is|are|does|do|did) not (?:required|necessary|needed|mandatory|one)\b"
    r"|\bnot (?:required|necessary)\b",
    re.IGNORECASE,
)


_REASON = re.compile(
    r"\b(?:because|why|reasons?|causes?|caused|blamed|due to|so that)\b", re.IGNORECASE
)
NO_REASON = "My sources give the figure, not the reason."


def reason(found: Found) -> str:
    """What to say before a figure that answers a why without telling the reason."""
    fact = found.fact
    if fact is None or fact.figure is None or _REASON.search(fact.statement):
        return ""
    return NO_REASON


def lead(found: Found, *, inverted: bool, majority: bool = False) -> str:
    """`Yes`, `No`, `Not necessarily` …, or nothing where it can't be derived from what is held.

    `inverted` says that the question asks for the opposite, or only under a condition, `majority`
    that it asks whether something holds for most: a share decides that.
    """
    if found.candidate.missing or found.candidate.lead:
        return "" if found.candidate.missing else found.candidate.lead
    if inverted:
        return ""
    return (_of_share(found) if majority else "") or _of_kind(found)


def _of_share(found: Found) -> str:
    """Whether a share, all that is told, is more than half."""
    figure = found.facts[0].figure if len(found.facts) == 1 else None
    if figure is None or (figure.unit, figure.measure) != ("percent", "share"):
        return ""
    if figure.low != figure.high:
        return ""
    return "Yes" if figure.low > _HALF else "No"


def _of_kind(found: Found) -> str:
    """What a statement, or that there is a fact of its kind at all, says of a yes/no question."""
    fact = found.fact
    if fact is None or found.list:
        return ""
    if _DENIES.search(fact.statement):
        return "No"
    if fact.kind in _HELD and not _NEGATIVE.search(fact.statement):
        return "Yes"
    if fact.kind in _REQUIRED and fact.figure is not None:
        return "No" if fact.figure.measure == "recommended" else "Yes"
    return ""
