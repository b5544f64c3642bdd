"""All sources with what they hold and until when it is fresh: the
page docs/sources.md, and what is stale on a day.
"""

from __future__ import annotations

import calendar
from collections import Counter
from datetime import date

from bot.domain.facts import Fact, Source
from bot.domain.freshness import fresh_until, is_old
from bot.knowledge.store import KnowledgeBase

_HEAD = """# Sources

Every source of the knowledge base: who published it, the year of its facts, what it holds, and
after when the first of these facts is told with a word on its age (`bot/domain/freshness.py`).
`ciso-advisor knowledge sources` writes this page, `ciso-advisor knowledge stale --day 2027-03-01`
prints what is old on a day.
"""
_COLUMNS = "| Source | Publisher | Year | Holds | First grows old after |\n|---|---|---|---|---|\n"
_NEVER = "doesn't age"


def source_page(kb: KnowledgeBase) -> str:
    """The page, a section a kind of source, in the order of the sources."""
    kinds = dict.fromkeys(source.kind for source in kb.sources)
    parts = [_HEAD]
    for kind in kinds:
        rows = [_row(source, kb) for source in kb.sources if source.kind == kind]
        parts.append(
            f"\n## {kind[:1].upper() + kind[1:]} ({len(rows)})\n\n{_COLUMNS}" + "".join(rows)
        )
    return "".join(parts)


def stale_lines(kb: KnowledgeBase, day: date) -> list[str]:
    """What is past its shelf life on a day, under its source, the oldest source first."""
    lines: list[str] = []
    for source in sorted(kb.sources, key=lambda source: (source.year or 0, source.id)):
        # a sentence with several figures grows old once
        old = dict.fromkeys(
            f"  {fresh_until(fact) or ''}  {fact.kind.value}: {fact.statement}"
            for fact in _facts(source, kb)
            if is_old(fact, day)
        )
        if old:
            by = f"{source.author}, {source.year or 'no year'}"
            lines += [f"{source.title} ({by}): {len(old)} old", *old]
    return lines


def _row(source: Source, kb: KnowledgeBase) -> str:
    title = source.title.replace("|", "\\|")
    named = f"[{title}]({source.url})" if source.url else title
    author = (
        source.publisher
        if source.author == source.publisher
        else f"{source.publisher}, by {source.author}"
    )
    facts = _facts(source, kb)
    days = [day for day in map(fresh_until, facts) if day is not None]
    fresh = f"{calendar.month_name[min(days).month]} {min(days).year}" if days else _NEVER
    return (
        f"| {named} | {author} | {source.year or 'unknown'} | {_holds(facts, source, kb)} |"
        f" {fresh} |\n"
    )


def _holds(facts: list[Fact], source: Source, kb: KnowledgeBase) -> str:
    counted = Counter(fact.kind.value.replace("_", " ") for fact in facts)
    passages = sum(p.source.id == source.id for p in kb.passages)
    if not counted:
        return f"{passages} passages of prose"
    return ", ".join(f"{count} {kind}" for kind, count in counted.most_common())


def _facts(source: Source, kb: KnowledgeBase) -> list[Fact]:
    return [fact for fact in kb.all_facts if fact.passage.source.id == source.id]
