"""Reads a folder of sources with the role that they are about, or says all that is wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import KnowledgeError, SourceError, SourceErrors
from bot.domain.facts import Extraction
from bot.domain.role import Role
from bot.ingest.configuration import FILE, read_role
from bot.ingest.extractor import extract_file

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
            _check_file(path)
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


def _check_file(path: Path) -> None:
    """Refuse a name that no log or database takes, and pipes and devices, which have no end."""
    if not path.name.isprintable():
        raise SourceError(ascii(str(path)), 1, "has a name with characters that can't be printed")
    if not path.is_file():
        raise SourceError(str(path), 1, "is no file")


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
    example = next((path.stem for path in paths if path.stem.isprintable()), "article")
    raise SourceError(
        str(folder / FILE),
        1,
        "is missing: it must say which source describes the role, such as "
        f'main = "{example}", and the role\'s name',
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
