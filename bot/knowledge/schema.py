"""The tables of the knowledge base: every fact points to its passage, every passage to its source.

All names begin with `kb_`, since the database may be shared: nothing else in it is ever touched.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
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


def _scope_columns() -> list[Column[Any]]:
    names = ("place", "rank", "industry", "size", "company")
    return [
        *(Column(name, Text, nullable=False) for name in names),
        Column("home", Boolean, nullable=False),
    ]


sources = Table(
    "kb_source",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("title", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("year", Integer),
    Column("url", Text),
    Column("kind", String(40), nullable=False),
    Column("surveyor", Text, nullable=False),
    Column("tier", String(1), nullable=False),
    Column("company", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

passages = Table(
    "kb_passage",
    metadata,
    Column("id", String(160), primary_key=True),
    Column("source_id", ForeignKey("kb_source.id"), nullable=False),
    Column("section", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("lead", Text, nullable=False),
    Column("items", JSON, nullable=False),
    Column("links", JSON, nullable=False),
    *_scope_columns(),
)

# Questions that a passage answers, in the order of the source.
anchors = Table(
    "kb_anchor",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("passage_id", ForeignKey("kb_passage.id"), nullable=False),
    Column("question", Text, nullable=False),
    Column("lead", String(60), nullable=False),
)

entities = Table(
    "kb_entity",
    metadata,
    Column("id", String(160), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

aliases = Table(
    "kb_alias",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("entity_id", ForeignKey("kb_entity.id"), nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("entity_id", "name"),
)

facts = Table(
    "kb_fact",
    metadata,
    Column("id", String(240), primary_key=True),
    Column("kind", String(40), nullable=False, index=True),
    Column("entity_id", ForeignKey("kb_entity.id"), nullable=False, index=True),
    Column("passage_id", ForeignKey("kb_passage.id"), nullable=False),
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
    Column("scope_words", Text),
    Column("aspect", String(40), nullable=False),
    Column("measured", Text, nullable=False),
    Column("asked", Integer),
    Column("since", Date),
    Column("until", Date),
    *_scope_columns(),
)

# One row: what `role.toml` says.
roles = Table(
    "kb_role",
    metadata,
    Column("entity_id", ForeignKey("kb_entity.id"), primary_key=True),
    *(
        Column(name, Text, nullable=False)
        for name in ("name", "long", "plural", "field", "home", "main")
    ),
)

# One row: the digest of what was built, by which a reader notices a new knowledge base.
builds = Table(
    "kb_build",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
)

IN_ORDER_OF_DEPENDENCE = (sources, passages, anchors, entities, aliases, facts, roles, builds)
