"""The companies whose own pages the sources hold, and where a question names one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.evidence import Candidate, Retrieval, source_of
from bot.knowledge.store import KnowledgeBase


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


def of_company(company: NamedCompany, named: Retrieval, bare: Retrieval) -> Retrieval | None:
    """What a company's pages tell to a question that names it; None where they tell nothing.

    `named` is what was found for the question, `bare` for the question without the name: the pages
    seldom repeat whose they are.
    """
    for found in (bare, named):
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
