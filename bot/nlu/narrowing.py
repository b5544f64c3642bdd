"""What is told of a question that is narrower than the evidence: of a place, a year, an exam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.evidence import Candidate, Retrieval
from bot.nlu.evidence_search import EvidenceSearch

_KINDS_THAT_NARROW = (
    "pay", "pay_change", "survey", "tenure", "turnover", "reporting_line", "list", "passage",
    "title", "framework",
)  # fmt: skip
# Share of the best score from which evidence on the named certification comes first.
_CLOSE = 0.5


def of_its_certification(
    retrieval: Retrieval,
    text: str,
    names: Sequence[tuple[int, int, str, str]],
    search: EvidenceSearch,
) -> Retrieval:
    """What was found, the best only as the closest thing where it has none of the certifications
    that the question names, at `names`: no exam's price is that of another.

    A close second that has them comes first instead, if it tells the same of them, or the best
    is about no certification at all.
    """
    best = retrieval.best
    if best is None or not retrieval.answered:
        return retrieval
    lacking = [name for name in names if name[3] in best.missing]
    if not lacking or len(lacking) < len(names):
        return retrieval
    if (having := _close_second(best, retrieval, search)) is not None:
        others = (other for other in retrieval.candidates if other != having)
        return replace(retrieval, candidates=(having, *others))
    missing = tuple(dict.fromkeys(text[start:end] for start, end, *_ in lacking))
    return replace(retrieval, partly=True, missing=missing)


def _close_second(
    best: Candidate, retrieval: Retrieval, search: EvidenceSearch
) -> Candidate | None:
    """The first evidence near the best one that lacks nothing, and tells the same where that is of
    another certification.
    """
    of_another = bool(best.reasons.get("certification_extra"))
    for one in retrieval.candidates:
        alike = search.kind(one.evidence) == search.kind(best.evidence)
        if not one.missing and one.score > best.score * _CLOSE and (alike or not of_another):
            return one
    return None


def telling_amount(retrieval: Retrieval, search: EvidenceSearch) -> Candidate | None:
    """The evidence to narrow: where an amount is asked for that the best doesn't tell, the first
    pay that lacks a name. A law of Texas is no answer to what a CISO earns there.
    """
    best = retrieval.best
    asked = retrieval.form == "amount" and not retrieval.answered
    if best is None or not asked or search.kind(best.evidence) != "statement":
        return best
    paid = (one for one in retrieval.candidates if search.kind(one.evidence) == "pay")
    return next((one for one in paid if one.missing), best)


def widened(
    retrieval: Retrieval,
    wider: Retrieval,
    names: tuple[str, ...],
    search: EvidenceSearch,
    *,
    companies: bool,
) -> Retrieval:
    """What is told of a question that names a place, year or company: what was found for it,
    or without the name, as the closest thing or as the answer.
    """
    if not wider.answered or wider.best is None:
        return replace(retrieval, answered=False)
    if search.kind(wider.best.evidence) not in _KINDS_THAT_NARROW:
        # what holds for a CISO holds in any place, but says nothing about one company's
        return retrieval if retrieval.answered or companies else wider
    if companies:
        # what holds for CISOs at large is the closest thing, and no answer
        return replace(wider, answered=False, missing=names, form=retrieval.form)
    return replace(wider, partly=True, missing=names, form=retrieval.form)
