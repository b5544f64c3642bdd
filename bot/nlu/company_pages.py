"""The companies whose own pages the sources hold, and what these tell a question that names one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.evidence import Candidate, Retrieval, source_of
from bot.knowledge.store import KnowledgeBase
from bot.parsing.asking import asks_or_wishes, speaks_of_self

# Score from which a company's page answers a question only with the company's name in it, which all
# of its pages have in common; chosen on questions to four invented companies.
_CLEARLY = 0.8


@dataclass(frozen=True)
class NamedCompany:
    """A company as a question names it, from `start` to `end`, and the ids of its sources."""

    name: str
    start: int
    end: int
    sources: frozenset[str]

    def tells(self, candidate: Candidate) -> bool:
        """Whether evidence stands on one of the company's own pages."""
        return source_of(candidate.evidence) in self.sources


class CompanyPages:
    """Finds company names in any case; holds the pages of one knowledge base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._sources: dict[str, set[str]] = {}
        for source in kb.sources:
            if source.company:
                self._sources.setdefault(source.company, set()).add(source.id)
        names = sorted(self._sources, key=lambda name: (-len(name), name))
        self._patterns = {
            name: re.compile(rf"(?<!\w){re.escape(name)}(?:['’]s)?(?!\w)", re.IGNORECASE)
            for name in names
        }

    def named_in(self, text: str) -> NamedCompany | None:
        """The company with pages of its own that a text names, the longest name first."""
        for name, pattern in self._patterns.items():
            if match := pattern.search(text):
                sources = frozenset(self._sources[name])
                return NamedCompany(name, match.start(), match.end(), sources)
        return None


def led_by(company: NamedCompany, found: Retrieval) -> Retrieval:
    """What was found, unanswered where no page of the company comes first."""
    leads = found.best is not None and company.tells(found.best)
    return found if leads else replace(found, answered=False)


def of_company(company: NamedCompany, named: Retrieval, bare: Retrieval) -> Retrieval | None:
    """What a company's pages tell to a question that names it; None where they tell nothing.

    `named` is what was found for the question, `bare` for the question without the name: the pages
    seldom repeat whose they are.
    """
    for found in (led_by(company, bare), _clearly_of(company, named, bare)):
        own = [one for one in found.candidates if company.tells(one)]
        if not own or not found.answered:
            continue
        missing = tuple(name for name in own[0].missing if name not in company.name.lower())
        if missing:
            continue
        others = [one for one in found.candidates if one not in own]
        candidates = (replace(own[0], missing=()), *own[1:], *others)
        return replace(found, candidates=candidates, missing=(), partly=False, form=named.form)
    return None


def closest_to(company: NamedCompany, text: str, named: Retrieval, wider: Retrieval) -> Retrieval:
    """What is told where the company's pages tell nothing: `wider`, which was found without its
    name, as the closest thing.
    """
    if speaks_of_self(text) and not asks_or_wishes(text):
        return replace(wider, answered=False, partly=False)  # "I work at Northwind."
    own = wider.best is not None and company.tells(wider.best)
    missing = (*(() if own else (company.name,)), *wider.missing)
    holds = wider.answered or wider.partly
    return replace(wider, partly=holds, missing=missing, form=named.form)


def _clearly_of(company: NamedCompany, named: Retrieval, bare: Retrieval) -> Retrieval:
    """What was found with the company's name, unanswered where the name alone may have led to a
    page of it: that must be clearly first, and be on a certification that is asked about or among
    what was found without the name. Nor is it the answer where the rest of the question stands
    beside other evidence: "how do I keep the CISSP at Northwind".
    """
    best = named.best
    if best is None or not company.tells(best) or best.score < _CLEARLY:
        return replace(named, answered=False)
    if bare.best is not None and bare.best.is_asked_for:
        return replace(named, answered=False)
    known = {candidate.evidence for candidate in bare.candidates}
    is_meant = best.evidence in known or best.reasons.get("certification_match")
    return named if is_meant else replace(named, answered=False)
