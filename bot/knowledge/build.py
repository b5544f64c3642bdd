"""Builds the knowledge base from the source texts: all of them or none, in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.knowledge import schema
from bot.knowledge.extract import extract_file
from bot.knowledge.records import Entity, Extraction, KnowledgeError, SourceError

SOURCES = Path("data/sources")


def read_sources(folder: Path) -> tuple[Extraction, ...]:
    """Extracts every `*.md` of a folder in the order of their names; raises SourceError for the first bad one."""
    paths = sorted(folder.glob("*.md"))
    if not paths:
        raise KnowledgeError(f"no source texts: {folder} holds no .md file")
    return tuple(extract_file(path, front_matter_required=True) for path in paths)


def build(engine: Engine, folder: Path = SOURCES) -> tuple[Extraction, ...]:
    """Replaces the knowledge base by what the sources say; on any error the old one stays."""
    extractions = read_sources(folder)
    rows = _rows(extractions)
    for extraction, path in zip(extractions, sorted(folder.glob("*.md")), strict=True):
        if not extraction.facts:
            raise SourceError(str(path), 1, "says nothing that the extractor can find")
    digest = hashlib.sha256(json.dumps(list(rows.values()), sort_keys=True).encode()).hexdigest()
    try:
        schema.metadata.create_all(engine)
        with engine.begin() as connection:
            for table in reversed(schema.IN_ORDER_OF_DEPENDENCE):
                connection.execute(delete(table))
            for table in schema.IN_ORDER_OF_DEPENDENCE[:-1]:
                if rows[table.name]:
                    connection.execute(insert(table), rows[table.name])
            connection.execute(insert(schema.builds), [{"id": 1, "digest": digest}])
    except SQLAlchemyError as error:
        raise KnowledgeError(f"the knowledge base can't be written: {error}") from error
    return extractions


def _rows(extractions: Sequence[Extraction]) -> dict[str, list[dict[str, Any]]]:
    entities = _merged(entity for extraction in extractions for entity in extraction.entities)
    rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in schema.IN_ORDER_OF_DEPENDENCE}
    for position, extraction in enumerate(extractions):
        rows["source"].append({**asdict(extraction.source), "position": position})
        for passage in extraction.passages:
            rows["passage"].append({
                "id": passage.id, "source_id": passage.source.id, "section": passage.section,
                "text": passage.text, "line": passage.line, "position": passage.position,
            })  # fmt: skip
        for fact in extraction.facts:
            figure = asdict(fact.figure) if fact.figure else dict.fromkeys(
                ("measure", "low", "high", "unit", "basis", "scope")
            )
            rows["fact"].append({
                "id": fact.id, "kind": fact.kind.value, "entity_id": fact.about, "passage_id": fact.passage.id,
                "position": fact.position, "label": fact.label, "statement": fact.statement,
                "detail": fact.detail, "value": fact.value, "year": fact.year, **figure,
            })  # fmt: skip
    for position, entity in enumerate(entities):
        rows["entity"].append({"id": entity.id, "kind": entity.kind, "name": entity.name, "position": position})
        rows["alias"].extend({"entity_id": entity.id, "name": name} for name in entity.aliases)
    return rows


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
