"""What has been found in a source so far: its passages, the things named in it, and its facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.anchor import Anchor
from bot.domain.facts import Entity, Extraction, Fact, FactKind, Passage, Scope
from bot.domain.role import Role
from bot.ingest.annotations import Mark
from bot.ingest.claims import Claim
from bot.ingest.document import Block, Document, Section
from bot.ingest.names import slug
from bot.ingest.phrases import content_words, without_article
from bot.parsing.scopes import ScopeReader

# Kinds that no place or rank in their sentence limits: an issuer in the UK issues everywhere.
_UNSCOPED = {
    FactKind.RESOURCE,
    FactKind.CERTIFICATION,
    FactKind.ISSUER,
    FactKind.ABBREVIATION,
    FactKind.TITLE,
    FactKind.LEVEL,
    FactKind.STATUS,
    FactKind.OVERLAP,
    FactKind.FRAMEWORK,
}
# Kinds of which a text makes several claims under one label.
_REPEATABLE = (FactKind.PAY, FactKind.EDUCATION, FactKind.EXPERIENCE)
_ASPECTS = {
    "industry": "industry",
    "region": "place",
    "company size": "size",
    "company": "size",
    "place": "place",
    "rank": "rank",
}
_LONGEST_LABEL = 60


class Findings:
    """Collects passages, entities and facts in the order of the text and gives each its id."""

    def __init__(self, document: Document, role: Role | None = None) -> None:
        self.source = document.source
        self.about = ""
        """The id of the entity that claims are about unless they say otherwise."""
        self._document = document
        self._scopes = ScopeReader.load(role.home if role else "")
        self._given = self._scopes.scope(**document.scope)
        self._passages: list[Passage] = []
        self._facts: list[Fact] = []
        self._entities: dict[str, Entity] = {}
        self._positions: dict[FactKind, int] = {}
        self._fact_ids: set[str] = set()
        self._claimed: set[tuple[FactKind, str]] = set()
        self._named: dict[str, str] = {}  # names in lower case -> the first entity of that name

    def extraction(self) -> Extraction:
        return Extraction(
            self.source, tuple(self._passages), tuple(self._entities.values()), tuple(self._facts)
        )

    def passage(
        self, section: Section, block: Block, items: tuple[Block, ...] = (), lead: str = ""
    ) -> Passage:
        """Add the passage of a block, or of a whole list whose first item the block is."""
        position = len(self._passages) + 1
        heading = section.heading or self.source.title
        text, lead = block.text, lead if lead.endswith(":") and items else ""
        if items:
            members = "; ".join(item.text.rstrip(" .;,") for item in items)
            text = f"{lead} {members}.".strip()
        blocks = items or (block,)
        passage = Passage(
            id=f"{self.source.id}#{position}",
            source=self.source,
            section=heading,
            text=text,
            line=block.line,
            position=position,
            anchors=tuple(anchor for item in blocks for anchor in item.anchors),
            scope=self._scope(f"{heading} {text}"),
            lead=lead,
            items=tuple(item.text for item in items),
            links=tuple(link for item in blocks for link in item.links),
        )
        self._passages.append(passage)
        return passage

    def place_questions(self, questions: tuple[Anchor, ...]) -> None:
        """Give each question to the passage that shares most words with it."""
        for anchor in questions:
            asked = content_words(anchor.question)
            shared = [
                len(asked & content_words(f"{passage.section} {passage.text}"))
                for passage in self._passages
            ]
            if shared:
                self._add_anchor(shared.index(max(shared)), anchor)

    def _add_anchor(self, index: int, anchor: Anchor) -> None:
        old = self._passages[index]
        new = replace(old, anchors=tuple(dict.fromkeys((*old.anchors, anchor))))
        self._passages[index] = new
        self._facts = [
            replace(fact, passage=new) if fact.passage is old else fact for fact in self._facts
        ]

    def entity(self, kind: str, name: str, *aliases: str) -> str:
        """Add a thing, or names to one that is known; returns its id."""
        entity_id = f"{kind}/{slug(name)}"
        known = self._entities.get(entity_id, Entity(entity_id, kind, name))
        extra = [alias for alias in aliases if alias and alias not in (known.name, *known.aliases)]
        self._entities[entity_id] = replace(known, aliases=(*known.aliases, *dict.fromkeys(extra)))
        for named in (known.name, *extra):
            self._named.setdefault(named.lower(), entity_id)
        return entity_id

    def entity_of(self, entity_id: str) -> Entity:
        return self._entities[entity_id]

    def named(self, name: str) -> str | None:
        """The id of the first thing of a name."""
        return self._named.get(name.lower())

    def attach_aliases(self, block: Block, item: str | None = None) -> None:
        """Give the names in `name (also: a, b)` to what stands in front of the brackets."""
        for before, names in block.aliases:
            target = item if item and len(before) <= len(self._entities[item].name) + 2 else None
            # "CISO (Chief …) (also: …)"
            tail = re.sub(r"\s*\([^()]*\)$", "", before.lower().rstrip(" .,"))
            ending = (self._named.get(tail[start:]) for start in range(len(tail)))
            target = target or next((entity_id for entity_id in ending if entity_id), None)
            if target or item:
                found = self._entities[target or item or ""]
                self.entity(found.kind, found.name, *names)

    def has(self, kind: FactKind) -> bool:
        return kind in self._positions

    def add(
        self, claim: Claim, passage: Passage, about: str = "", mark: Mark | None = None
    ) -> None:
        """Add a fact unless the text has made the same claim before, or only expects the pay."""
        if not mark and claim.kind is FactKind.PAY and self._is_ahead(claim.year):
            return
        same = (claim.kind, without_article(claim.label).lower())
        if not mark and same in self._claimed and claim.kind not in _REPEATABLE:
            return
        self._claimed.add(same)
        position = self._positions[claim.kind] = self._positions.get(claim.kind, 0) + 1
        scope = Scope()
        if claim.kind not in _UNSCOPED or self.source.company:
            scope = self._scope(claim.statement, _scope_of(mark) if mark else None)
        fact = Fact(
            self._fact_id(claim, position),
            claim.kind,
            about or self.about,
            claim.statement,
            without_article(claim.label),
            passage,
            position,
            claim.detail,
            claim.value,
            claim.year or self.source.year,
            claim.figure,
            scope=scope,
        )
        self._facts.append(self._marked(fact, mark) if mark else fact)

    def _is_ahead(self, year: int | None) -> bool:
        """Whether a year lies behind that of the source: nobody had earned what is expected."""
        return bool(year and self.source.year and year > self.source.year)

    def _marked(self, fact: Fact, mark: Mark) -> Fact:
        return replace(
            fact,
            aspect=mark.aspect,
            measured=mark.measured or self._document.measured,
            asked=mark.asked or self._document.asked,
            since=mark.since,
            until=mark.until,
        )

    def _fact_id(self, claim: Claim, position: int) -> str:
        label = slug(claim.label)[:_LONGEST_LABEL].strip("-")
        fact_id = f"{self.source.id}/{claim.kind.value}/{label}"
        if fact_id in self._fact_ids:
            fact_id = f"{fact_id}-{position}"
        while fact_id in self._fact_ids:
            # a label that ends in the number that was to make it different
            fact_id += "-again"
        self._fact_ids.add(fact_id)
        return fact_id

    def _scope(self, sentence: str, named: Mapping[str, str] | None = None) -> Scope:
        """As marked, else as the sentence names it, else that of its source."""
        marked = self._scopes.scope(**(named or {}))
        scope = marked.within(self._scopes.read(sentence)).within(self._given)
        return replace(scope, company=self.source.company) if self.source.company else scope


def _scope_of(mark: Mark) -> dict[str, str]:
    """What limits a marked claim: its scope, the aspect it is broken down by, another job."""
    found = dict(mark.scope)
    name = _ASPECTS.get(mark.aspect)
    if name and "/" in mark.value:
        found.setdefault(name, mark.value.partition("/")[2])
    if mark.about.startswith("work_role/"):
        found.setdefault("rank", without_article(mark.about.partition("/")[2]))
    return found
