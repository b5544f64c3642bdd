"""Builds the knowledge base from the source texts: all of them or none, in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, inspect
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.facts import Entity, Extraction, KnowledgeError, SourceError
from bot.ingest.extractor import extract_file
from bot.knowledge import schema

SOURCES = Path("data/sources")


def read_sources(folder: Path) -> tuple[Extraction, ...]:
    """Extracts every source of a folder in order; raises SourceError for the first bad one."""
    extractions: dict[str, Extraction] = {}
    for path in source_paths(folder):
        extraction = extract_file(path, front_matter_required=True)
        if not extraction.facts:
            raise SourceError(str(path), 1, "says nothing that the extractor can find")
        if extraction.source.id in extractions:
            raise SourceError(
                str(path), 1, f"another source is called '{path.name}', too; give it another name"
            )
        extractions[extraction.source.id] = extraction
    return tuple(extractions.values())


def source_paths(folder: Path) -> list[Path]:
    """Every `*.md` of a folder, those of its subfolders last: what stands on top is told first."""
    paths = [*sorted(folder.glob("*.md")), *sorted(folder.glob("*/*.md"))]
    if not paths:
        raise KnowledgeError(f"no source texts: {folder} holds no .md file")
    return paths


def build(engine: Engine, folder: Path = SOURCES) -> tuple[Extraction, ...]:
    """Replaces the knowledge base by what the sources say; on any error the old one stays."""
    extractions = read_sources(folder)
    rows = _rows(extractions)
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
    return extractions


def _make_tables(engine: Engine) -> None:
    """Makes the tables; those of an older version hold nothing that a build doesn't make again."""
    held = inspect(engine)
    names = set(held.get_table_names())
    if any(
        table.name in names
        and {column["name"] for column in held.get_columns(table.name)} != set(table.columns.keys())
        for table in schema.IN_ORDER_OF_DEPENDENCE
    ):
        schema.metadata.drop_all(engine)
    schema.metadata.create_all(engine)


def _rows(extractions: Sequence[Extraction]) -> dict[str, list[dict[str, Any]]]:
    entities = _merged(entity for extraction in extractions for entity in extraction.entities)
    rows: dict[str, list[dict[str, Any]]] = {
        table.name: [] for table in schema.IN_ORDER_OF_DEPENDENCE
    }
    for position, extraction in enumerate(extractions):
        rows["source"].append({**asdict(extraction.source), "position": position})
        for passage in extraction.passages:
            rows["passage"].append({
                "id": passage.id, "source_id": passage.source.id, "section": passage.section,
                "text": passage.text, "line": passage.line, "position": passage.position,
            })  # fmt: skip
        for fact in extraction.facts:
            figure = (
                asdict(fact.figure)
                if fact.figure
                else dict.fromkeys(("measure", "low", "high", "unit", "basis", "scope"))
            )
            rows["fact"].append({
                "id": fact.id, "kind": fact.kind.value, "entity_id": fact.about, "passage_id": fact.passage.id,
                "position": fact.position, "label": fact.label, "statement": fact.statement,
                "detail": fact.detail, "value": fact.value, "year": fact.year, **figure,
                "aspect": fact.aspect, "measured": fact.measured, "asked": fact.asked,
                "since": fact.since, "until": fact.until,
            })  # fmt: skip
    for position, entity in enumerate(entities):
        rows["entity"].append(
            {"id": entity.id, "kind": entity.kind, "name": entity.name, "position": position}
        )
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
