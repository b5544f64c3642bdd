"""The knowledge base as its readers see it: one read, then typed answers from memory; no spaCy, no
Rasa.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from bot.domain.errors import KnowledgeError
from bot.domain.facts import Entity, Fact, FactKind, Passage, Source
from bot.domain.role import Role
from bot.knowledge import schema
from bot.knowledge.proper_names import ProperNames
from bot.knowledge.rows import Rows, fact_of, passages_of
from bot.knowledge.words import words
from bot.settings import SettingsError, data_folder, folder_made
from bot.store.database import POSTGRES_LIMITS, spoken_url


def knowledge_url() -> str:
    """DATABASE_URL, else SQLite in the data folder."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{data_folder() / 'knowledge.db'}"
    return spoken_url(url)


def knowledge_engine(url: str | None = None, *, limited: bool = False) -> Engine:
    """An engine for `url`, else for the environment's; `limited` where somebody waits for an
    answer.
    """
    url = spoken_url(url) if url else knowledge_url()
    limits = POSTGRES_LIMITS if limited and url.startswith("postgresql") else {}
    try:
        engine: Engine = create_engine(url, future=True, **limits)
    except (SQLAlchemyError, ImportError, ValueError) as error:
        raise KnowledgeError(f"DATABASE_URL can't be used: {error}") from error
    if engine.dialect.name == "sqlite" and engine.url.database not in (None, "", ":memory:"):
        try:
            folder_made(Path(str(engine.url.database)).parent)
        except SettingsError as error:
            raise KnowledgeError(str(error)) from error
    return engine


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything one build holds; immutable, so that an answer is never made from two builds."""

    digest: str
    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]
    entities: tuple[Entity, ...]
    all_facts: tuple[Fact, ...]
    job: Role
    """How the role is called: answers use these names and no others."""
    role_id: str = ""

    @classmethod
    def load(cls, engine: Engine | None = None) -> KnowledgeBase:
        """Reads the current build in one transaction; raises KnowledgeError when there is none."""
        engine = engine or knowledge_engine()
        try:
            with engine.connect() as connection, connection.begin():
                rows = {
                    table.name: connection.execute(select(table)).mappings().all()
                    for table in schema.IN_ORDER_OF_DEPENDENCE
                }
        except SQLAlchemyError as error:
            raise KnowledgeError(_why_unread(error)) from error
        if not rows[schema.builds.name] or not rows[schema.roles.name]:
            raise KnowledgeError("the knowledge base is empty: run 'ciso-advisor knowledge build'")
        try:
            return _from_rows(rows)
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise KnowledgeError(
                "the knowledge base was built by another version:"
                " run 'ciso-advisor knowledge build'"
            ) from error

    def facts(self, kind: FactKind, about: str | None = None) -> tuple[Fact, ...]:
        """Facts of a kind in the order of their sources and texts, of one entity when `about` is
        its id.

        What a company says of itself is left out: it is never part of a general answer.
        """
        found = self._by_kind.get(kind, ())
        return tuple(fact for fact in found if about in (None, fact.about))

    def facts_about(self, entity_id: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.all_facts if fact.about == entity_id)

    def facts_of(self, passage: Passage) -> tuple[Fact, ...]:
        return self._by_passage.get(passage.id, ())

    def fact(self, fact_id: str) -> Fact | None:
        return self._facts_by_id.get(fact_id)

    def passage(self, passage_id: str) -> Passage | None:
        return self._passages_by_id.get(passage_id)

    def entity(self, entity_id: str) -> Entity | None:
        return self._by_id.get(entity_id)

    @property
    def role(self) -> Entity:
        """The occupation that the sources are about, as `role.toml` names it."""
        return self._by_id[self.role_id]

    @property
    def main_source(self) -> Source:
        """The article that describes the role; it stands first."""
        return self.sources[0]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the passages and of the questions that they answer, in small letters."""
        texts = [p.text for p in self.passages] + [p.section for p in self.passages]
        texts += [anchor.question for p in self.passages for anchor in p.anchors]
        return frozenset(
            word.strip(".,;:!?()\"'“”’") for text in texts for word in text.lower().split()
        )

    def rarity(self, word: str) -> float:
        """How rare a word without its ending is among the facts: 0 where each of them has it."""
        return math.log((1 + len(self.all_facts)) / (1 + self._facts_with[word]))

    @cached_property
    def _facts_with(self) -> Counter[str]:
        """How many facts have a word, without its ending."""
        return Counter(word for fact in self.all_facts for word in words(fact.statement))

    @cached_property
    def proper_names(self) -> ProperNames:
        """The names among the words that the sources begin sentences with."""
        names = {name for source in self.sources for name in (source.company, source.publisher)}
        return ProperNames((passage.text for passage in self.passages), filter(None, names))

    @cached_property
    def _by_id(self) -> dict[str, Entity]:
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def _facts_by_id(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self.all_facts}

    @cached_property
    def _passages_by_id(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def _by_passage(self) -> dict[str, tuple[Fact, ...]]:
        found: dict[str, list[Fact]] = {}
        for fact in self.all_facts:
            found.setdefault(fact.passage.id, []).append(fact)
        return {name: tuple(facts) for name, facts in found.items()}

    @cached_property
    def _by_kind(self) -> dict[FactKind, tuple[Fact, ...]]:
        found: dict[FactKind, list[Fact]] = {}
        for fact in self.all_facts:
            if fact.passage.source.company:
                continue
            found.setdefault(fact.kind, []).append(fact)
        return {kind: tuple(facts) for kind, facts in found.items()}


def _why_unread(error: SQLAlchemyError) -> str:
    """Whether there is nothing yet, or a database that doesn't let itself be read."""
    said = str(getattr(error, "orig", error)).strip().partition("\n")[0]
    if isinstance(error, ProgrammingError) or "no such" in said:
        return "there is no knowledge base yet: run 'ciso-advisor knowledge build'"
    return f"the knowledge base can't be read: {said}"


def _from_rows(rows: Rows) -> KnowledgeBase:
    by_position = lambda row: (row["position"], row["id"])
    sources = {
        row["id"]: Source(**{key: value for key, value in row.items() if key != "position"})
        for row in sorted(rows[schema.sources.name], key=by_position)
    }
    order = {source_id: index for index, source_id in enumerate(sources)}
    passages = passages_of(rows, sources, order)
    names: dict[str, list[str]] = {}
    for row in sorted(rows[schema.aliases.name], key=lambda row: int(row["id"])):
        names.setdefault(row["entity_id"], []).append(row["name"])
    entities = tuple(
        Entity(row["id"], row["kind"], row["name"], tuple(names.get(row["id"], ())))
        for row in sorted(rows[schema.entities.name], key=by_position)
    )
    facts = [fact_of(row, passages[row["passage_id"]]) for row in rows[schema.facts.name]]
    facts.sort(key=lambda fact: (order[fact.passage.source.id], fact.position, fact.id))
    role = dict(rows[schema.roles.name][0])
    role_id = role.pop("entity_id")
    return KnowledgeBase(
        rows[schema.builds.name][0]["digest"],
        tuple(sources.values()),
        tuple(passages.values()),
        entities,
        tuple(facts),
        Role(**role),
        role_id,
    )


def cited_sources(facts: Iterable[Fact]) -> tuple[Source, ...]:
    """The sources of facts, each once, in the order of their first fact."""
    return tuple({fact.passage.source.id: fact.passage.source for fact in facts}.values())
