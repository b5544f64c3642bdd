"""Builds the knowledge base from the source texts: all of them or none, in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, inspect
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.errors import KnowledgeError
from bot.domain.facts import Entity, Extraction, Fact
from bot.domain.role import Role
from bot.ingest.names import slug
from bot.ingest.source_folder import Sources, read_folder
from bot.knowledge import schema

SOURCES = Path("data/sources")


def build(engine: Engine, folder: Path = SOURCES) -> tuple[Extraction, ...]:
    """Replace the knowledge base by what the sources say; on any error the old one stays."""
    sources = read_folder(folder)
    write(engine, sources)
    return sources.extractions


def write(engine: Engine, sources: Sources) -> None:
    """Replace the tables' content in one transaction; raises KnowledgeError."""
    rows = _rows(sources)
    digest = hashlib.sha256(
        json.dumps(list(rows.values()), sort_keys=True, default=str).encode()
    ).hexdigest()
    try:
        _make_tables(engine)
        with engine.begin() as connection:
            for table in reversed(schema.IN_ORDER_OF_DEPENDENCE):
                connection.execute(delete(table))
            for table in schema.IN_ORDER_OF_DEPENDENCE[:-1]:
                if rows[table.name]:
                    connection.execute(insert(table), rows[table.name])
            connection.execute(insert(schema.builds), [{"id": 1, "digest": digest}])
    except SQLAlchemyError as error:
        raise KnowledgeError(f"the knowledge base can't be written: {error}") from error


def _make_tables(engine: Engine) -> None:
    """Make the tables; those of an older version hold nothing that a build doesn't make again."""
    held = inspect(engine)
    names = set(held.get_table_names())

    def fits(table: Any) -> bool:
        return {column["name"] for column in held.get_columns(table.name)} == set(
            table.columns.keys()
        )

    other = [t for t in schema.IN_ORDER_OF_DEPENDENCE if t.name in names and not fits(t)]
    if other and not (schema.builds.name in names and fits(schema.builds)):
        raise KnowledgeError(
            f"the database has a table '{other[0].name}' that isn't the knowledge base's"
        )
    if other:
        schema.metadata.drop_all(engine)
    schema.metadata.create_all(engine)


def _rows(sources: Sources) -> dict[str, list[dict[str, Any]]]:
    extractions = sources.extractions
    entities = _merged(entity for extraction in extractions for entity in extraction.entities)
    role_id = _role_entity(sources.role, entities)
    rows: dict[str, list[dict[str, Any]]] = {
        table.name: [] for table in schema.IN_ORDER_OF_DEPENDENCE
    }
    for position, extraction in enumerate(extractions):
        rows[schema.sources.name].append({**asdict(extraction.source), "position": position})
        for passage in extraction.passages:
            rows[schema.passages.name].append({
                "id": passage.id, "source_id": passage.source.id, "section": passage.section,
                "text": passage.text, "line": passage.line, "position": passage.position,
                "lead": passage.lead, "items": list(passage.items),
                "links": [[link.words, link.address] for link in passage.links],
                **asdict(passage.scope),
            })  # fmt: skip
            rows[schema.anchors.name].extend(
                {"passage_id": passage.id, "question": anchor.question, "lead": anchor.lead}
                for anchor in passage.anchors
            )
        rows[schema.facts.name].extend(_fact_row(fact) for fact in extraction.facts)
    for position, entity in enumerate(entities):
        rows[schema.entities.name].append(
            {"id": entity.id, "kind": entity.kind, "name": entity.name, "position": position}
        )
        rows[schema.aliases.name].extend(
            {"entity_id": entity.id, "name": name} for name in entity.aliases
        )
    rows[schema.roles.name].append({**asdict(sources.role), "entity_id": role_id})
    return rows


def _fact_row(fact: Fact) -> dict[str, Any]:
    figure = fact.figure
    measured: dict[str, Any] = {
        "measure": figure and figure.measure, "low": figure and figure.low,
        "high": figure and figure.high,
        "unit": figure and figure.unit, "basis": figure and figure.basis,
        "scope_words": figure and figure.scope,
    }  # fmt: skip
    return {
        "id": fact.id, "kind": fact.kind.value, "entity_id": fact.about,
        "passage_id": fact.passage.id,
        "position": fact.position, "label": fact.label, "statement": fact.statement,
        "detail": fact.detail, "value": fact.value, "year": fact.year, **measured,
        "aspect": fact.aspect, "measured": fact.measured, "asked": fact.asked,
        "since": fact.since, "until": fact.until, **asdict(fact.scope),
    }  # fmt: skip


def _role_entity(role: Role, entities: list[Entity]) -> str:
    """The id of the role, which is made when no source names it by its configured name."""
    names = {role.name.lower(), role.long.lower()} - {""}
    for entity in entities:
        if entity.kind == "role" and names & {entity.name.lower(), *map(str.lower, entity.aliases)}:
            return entity.id
    made = Entity(f"role/{slug(role.name)}", "role", role.name, tuple(filter(None, (role.long,))))
    entities.append(made)
    return made.id


def _merged(entities: Iterable[Entity]) -> list[Entity]:
    """Entities that several sources name, once, with the names of all."""
    merged: dict[str, Entity] = {}
    for entity in entities:
        held = merged.get(entity.id, entity)
        names = dict.fromkeys((*held.aliases, *entity.aliases))
        if entity.name != held.name:
            names.setdefault(entity.name)
        merged[entity.id] = Entity(held.id, held.kind, held.name, tuple(names))
    return list(merged.values())
