"""Builds the knowledge base from the source texts: all of them or none, in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, inspect
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.facts import (
    Entity,
    Extraction,
    Fact,
    KnowledgeError,
    SourceError,
    SourceErrors,
)
from bot.domain.role import Role
from bot.ingest.configuration import FILE, read_role
from bot.ingest.extractor import extract_file
from bot.ingest.names import slug
from bot.knowledge import schema

SOURCES = Path("data/sources")
_COMPANY_FOLDER = "company"
_READ_SUFFIXES = {".md", ".markdown", ".txt"}
_LONGEST_ID = 90


@dataclass(frozen=True)
class SourceFiles:
    """The files that are read, the main article first, and those
    that were left out, each with the reason.
    """

    read: tuple[Path, ...]
    skipped: tuple[tuple[Path, str], ...] = ()


@dataclass(frozen=True)
class Sources:
    """What all sources say, and the role that they are about."""

    role: Role
    extractions: tuple[Extraction, ...]
    skipped: tuple[tuple[Path, str], ...] = ()


def read_sources(folder: Path) -> tuple[Extraction, ...]:
    """Extract every source of a folder, the main article first;
    raises SourceErrors with all that is wrong.
    """
    return read_folder(folder).extractions


def read_folder(folder: Path) -> Sources:
    """Read a folder of sources with its role; raises SourceErrors
    with every problem of every file.
    """
    files = source_files(folder)
    role, problems = None, list[SourceError]()
    try:
        role = _role(folder, files.read)
    except SourceError as error:
        problems.append(error)
    extractions: dict[str, Extraction] = {}
    for path in _main_first(files.read, role):
        try:
            extraction = extract_file(path, front_matter_required=True, role=role)
            _check(path, path.relative_to(folder), extraction, extractions)
        except SourceErrors as errors:
            problems += errors.problems
        except SourceError as error:
            problems.append(error)
        else:
            extractions[extraction.source.id] = extraction
    if problems:
        raise SourceErrors.of(problems)
    found = tuple(extractions.values())
    assert role is not None
    return Sources(_named(role, found), found, files.skipped)


def source_files(folder: Path) -> SourceFiles:
    """Every text of a folder and the folders in it, those on top
    first; hidden and lock files are no sources.
    """
    read, skipped = list[Path](), list[tuple[Path, str]]()
    for path in sorted(folder.rglob("*"), key=lambda p: (len(p.relative_to(folder).parts) > 1, p)):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "~")) or part.endswith("~") for part in parts)
        if path.is_dir() or hidden or path.name == FILE:
            continue
        if path.stem.upper() == "README":
            skipped.append((path, "tells about the folder"))
        elif path.suffix.lower() in _READ_SUFFIXES:
            read.append(path)
        else:
            skipped.append((path, "is no Markdown or plain text"))
    if not read:
        raise KnowledgeError(f"no source texts: {folder} holds no .md file")
    return SourceFiles(tuple(read), tuple(skipped))


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


def _check(
    path: Path, relative: Path, extraction: Extraction, earlier: dict[str, Extraction]
) -> None:
    source = extraction.source
    if source.id in earlier:
        raise SourceError(
            str(path), 1, f"another source is called '{path.name}', too; give it another name"
        )
    if len(source.id) > _LONGEST_ID:
        raise SourceError(str(path), 1, f"has a name longer than {_LONGEST_ID} characters")
    in_folder = relative.parts[0] == _COMPANY_FOLDER and len(relative.parts) > 1
    if in_folder and not source.company:
        raise SourceError(
            str(path), 2, "a page of the company needs 'kind: company' and 'company: its name'"
        )


def _role(folder: Path, paths: Sequence[Path]) -> Role:
    """The configured role; a single source needs no word on which is the main one."""
    role = read_role(folder)
    if role is not None:
        if role.main not in {path.stem for path in paths}:
            raise SourceError(
                str(folder / FILE), 1, f"'main' names '{role.main}', but no source is called that"
            )
        return role
    if len(paths) == 1:
        return Role("", main=paths[0].stem)
    raise SourceError(
        str(folder / FILE),
        1,
        "is missing: it must say which source describes the role, such as "
        f'main = "{paths[0].stem}", and the role\'s name',
    )


def _main_first(paths: Sequence[Path], role: Role | None) -> list[Path]:
    main = role.main if role else ""
    return sorted(paths, key=lambda path: path.stem != main)


def _named(role: Role, extractions: Sequence[Extraction]) -> Role:
    """A role that nobody named is the one that the main article finds itself."""
    if role.name:
        return role
    found = next((entity for entity in extractions[0].entities if entity.kind == "role"), None)
    name = found.name if found else extractions[0].source.title
    long = found.aliases[0] if found and found.aliases else ""
    return Role(name, long, main=role.main)


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
