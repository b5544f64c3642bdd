"""The tables of the knowledge base: every fact points to its passage, every passage to its source."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

sources = Table(
    "source",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("title", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("year", Integer),
    Column("url", Text),
    Column("kind", String(40), nullable=False),
    Column("surveyor", Text, nullable=False),
    Column("tier", String(1), nullable=False),
    Column("position", Integer, nullable=False),
)

passages = Table(
    "passage",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("section", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("position", Integer, nullable=False),
)

entities = Table(
    "entity",
    metadata,
    Column("id", String(160), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

aliases = Table(
    "alias",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("entity_id", ForeignKey("entity.id"), nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("entity_id", "name"),
)

facts = Table(
    "fact",
    metadata,
    Column("id", String(240), primary_key=True),
    Column("kind", String(40), nullable=False, index=True),
    Column("entity_id", ForeignKey("entity.id"), nullable=False, index=True),
    Column("passage_id", ForeignKey("passage.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("year", Integer),
    Column("measure", String(40)),
    Column("low", Float),
    Column("high", Float),
    Column("unit", String(40)),
    Column("basis", String(20)),
    Column("scope", Text),
    Column("aspect", String(40), nullable=False),
    Column("measured", Text, nullable=False),
    Column("asked", Integer),
    Column("since", Date),
    Column("until", Date),
)

builds = Table(
    "build",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
)
"""One row: the digest of what was built, by which a reader notices a new knowledge base."""

IN_ORDER_OF_DEPENDENCE = (sources, passages, entities, aliases, facts, builds)
