"""Reads a source text, Markdown with front matter or plain text, into sections of blocks with line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.records import Source, SourceError

MAX_BYTES = 2_000_000

_BULLET = re.compile(r"^\s*(?:[•◦▪·‣*+–-]|\u2022)\s+(?P<text>\S.*)$")
_NUMBER = re.compile(r"^\s*(?:step\s+)?(?P<number>\d{1,2})[.):]\s+(?P<text>\S.*)$", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}\s+(?P<text>\S.*)$")
_LONGEST_HEADING = 300
_INLINE = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))")
_LINK = re.compile(r"!?\[(?P<text>[^\]]{0,300})\]\([^)]{0,1000}\)")
_ALSO = re.compile(r" ?\(also: (?P<names>[^()]*)\)")
_MARKETING = re.compile(
    r"^(?:(?:learn|discover|see|find out|read)\s+(?:why|more|how(?!\s+to\b))\b"
    r"|(?:sign up|subscribe|contact (?:us|sales)|request (?:a|your)|download (?:the|our|your)|book a"
    r"|get (?:a|your) (?:free )?(?:demo|trial|quote)|start your|join (?:us|our)|share this|click here"
    r"|follow us|related (?:articles|posts|reading)|advertisement|sponsored)\b)",
    re.IGNORECASE,
)
_CITATION = re.compile(r"\((?:[A-Z][a-z]+ )?(?:19|20)\d\d\)\.|[,.] (?:Inc|Ltd|LLC|Corp)\.$|https?://")
_CITED_YEAR = re.compile(r"\((?:[A-Z][a-z]+ )?((?:19|20)\d\d)\)")
_REFERENCE_HEADING = re.compile(r"^(?:references|sources|bibliography|works cited|citations)$", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """A paragraph, or one item of a list; `number` is set for numbered items."""

    text: str
    line: int
    is_item: bool = False
    number: int | None = None
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Other names given as `name (also: a, b)`: the text before the brackets, and the names."""


@dataclass(frozen=True)
class Section:
    heading: str
    line: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    source: Source
    sections: tuple[Section, ...]


def read_document(path: Path, *, front_matter_required: bool) -> Document:
    """Read a source file; raises SourceError with file and line when it can't be understood."""
    name = str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(name, 1, f"can't be read: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        raise SourceError(name, 1, f"is larger than {MAX_BYTES:,} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SourceError(name, line, "is not UTF-8 text") from error
    if "\0" in text:
        raise SourceError(name, text[: text.index("\0")].count("\n") + 1, "contains a NUL character")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    matter, start = _front_matter(name, lines)
    if matter is None and front_matter_required:
        raise SourceError(name, 1, "has no front matter: it must begin with '---', title, publisher and year")
    source = _source(name, path.stem, matter) if matter is not None else None
    blocks = list(_without_references(_without_marketing(list(_blocks(lines, start)))))
    sections = _sections(blocks)
    if not any(section.blocks for section in sections):
        raise SourceError(name, start + 1, "has no text below its front matter")
    if source is None:
        years = [int(year) for year in _CITED_YEAR.findall(text)]
        source = Source(path.stem, sections[0].heading or path.stem, "", max(years, default=None), None)
    return Document(source, sections)


def _front_matter(name: str, lines: list[str]) -> tuple[dict[str, tuple[Any, int]] | None, int]:
    """The fields with their line numbers, and the index of the first line after them."""
    if lines[0].strip() != "---":
        return None, 0
    try:
        end = next(i for i in range(1, len(lines)) if lines[i].strip() == "---")
    except StopIteration:
        raise SourceError(name, 1, "front matter is never closed by a line '---'") from None
    try:
        node = yaml.compose("\n".join(lines[1:end]), Loader=yaml.SafeLoader)
        value = yaml.safe_load("\n".join(lines[1:end]))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + 2
        raise SourceError(name, line, f"front matter is not YAML: {getattr(error, 'problem', 'odd characters')}") from error
    except (ValueError, RecursionError) as error:  # a date such as 2021-02-30; brackets in brackets in brackets
        raise SourceError(name, 2, f"front matter can't be understood: {error}") from error
    if not isinstance(value, dict) or not isinstance(node, yaml.MappingNode):
        raise SourceError(name, 2, "front matter must be a list of 'name: value' lines")
    placed = {key.value: key.start_mark.line + 2 for key, _ in node.value}
    return {str(key): (item, placed.get(str(key), 2)) for key, item in value.items()}, end + 1


def _source(name: str, stem: str, matter: dict[str, tuple[Any, int]]) -> Source:
    known = {"title", "publisher", "year", "url", "kind"}
    for key, (_, line) in matter.items():
        if key not in known:
            raise SourceError(name, line, f"unknown front matter '{key}'; known are {', '.join(sorted(known))}")
    for key in ("title", "publisher"):
        value, line = matter.get(key, (None, 2))
        if not isinstance(value, str) or not value.strip():
            raise SourceError(name, line, f"front matter needs '{key}'")
    year, line = matter.get("year", (None, 2))
    if not isinstance(year, int) or isinstance(year, bool) or not 1950 <= year <= 2100:
        raise SourceError(name, line, "front matter needs 'year', the year of the facts, as four digits")
    url, line = matter.get("url", (None, 2))
    if url is not None and not (isinstance(url, str) and re.fullmatch(r"https?://[^\s<>\"']+", url)):
        raise SourceError(name, line, "'url' must be an http or https address")
    kind, line = matter.get("kind", ("article", 2))
    if not isinstance(kind, str) or not kind.strip():
        raise SourceError(name, line, "'kind' must be a word, such as article or survey")
    return Source(stem, matter["title"][0].strip(), matter["publisher"][0].strip(), year, url, kind.strip())


def _blocks(lines: list[str], start: int) -> Iterator[tuple[str, Block]]:
    """Yields ('heading' | 'block', block); plain text has headings only where it has no Markdown ones."""
    markdown = any(_HEADING.match(line) for line in lines[start:])
    open_lines: list[str] = []
    opened = start
    number: int | None = None
    is_item = False
    comment = False

    def close() -> Iterator[tuple[str, Block]]:
        if open_lines:
            alone = len(open_lines) == 1 and not is_item
            text, aliases = _clean(" ".join(part.strip() for part in open_lines))
            if text:
                kind = "heading" if alone and not markdown and _reads_as_heading(text) else "block"
                yield kind, Block(text, opened + 1, is_item, number, aliases)
            open_lines.clear()

    for index, line in enumerate(lines[start:], start):
        if comment or line.lstrip().startswith("<!--"):
            comment = "-->" not in line
            yield from close()
            continue
        heading = _HEADING.match(line)
        item = _BULLET.match(line)
        numbered = _NUMBER.match(line)
        if not line.strip():
            yield from close()
        elif heading:
            yield from close()
            text, _ = _clean(heading["text"].rstrip("# ")[:_LONGEST_HEADING])
            if text:
                yield "heading", Block(text, index + 1)
        elif item or numbered:
            yield from close()
            found = item or numbered
            assert found is not None
            open_lines.append(found["text"])
            opened, is_item = index, True
            number = int(numbered["number"]) if numbered and not item else None
        else:
            if not open_lines:
                opened, is_item, number = index, False, None
            open_lines.append(line)
    yield from close()


def _clean(text: str) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """The text without Markdown marks and `(also: …)` brackets, and the names that those hold."""
    text = _LINK.sub(lambda match: match["text"], text)
    text = re.sub(r"\s+", " ", _INLINE.sub("", text)).strip()
    aliases, kept = [], []
    before, end = "", 0
    for match in _ALSO.finditer(text):
        kept.append(text[end : match.start()])
        before, end = (before + kept[-1])[-_LONGEST_HEADING:], match.end()
        aliases.append((before, tuple(name.strip() for name in match["names"].split(",") if name.strip())))
    return "".join((*kept, text[end:])).strip(), tuple(aliases)


def _reads_as_heading(text: str) -> bool:
    return len(text.split()) <= 14 and text[-1] not in ".!:;," and text[0].isalnum()


def _without_marketing(blocks: list[tuple[str, Block]]) -> Iterator[tuple[str, Block]]:
    for kind, block in blocks:
        if not (_MARKETING.match(block.text) and not block.is_item and len(block.text.split()) <= 30):
            yield kind, block


def _without_references(blocks: Iterator[tuple[str, Block]]) -> list[tuple[str, Block]]:
    """Cuts the list of references at the end: a run of short lines of which at least a third are citations."""
    kept = list(blocks)
    for index, (kind, block) in enumerate(kept):
        if kind == "heading" and _REFERENCE_HEADING.match(block.text):
            return kept[:index]
    tail = len(kept)
    while tail > 0 and not kept[tail - 1][1].is_item and len(kept[tail - 1][1].text.split()) <= 20:
        tail -= 1
    while tail < len(kept) and not _CITATION.search(kept[tail][1].text):
        tail += 1
    run = kept[tail:]
    cited = sum(bool(_CITATION.search(block.text)) for _, block in run)
    return kept[:tail] if len(run) >= 3 and cited * 3 >= len(run) else kept


def _sections(blocks: list[tuple[str, Block]]) -> tuple[Section, ...]:
    sections: list[Section] = []
    heading, line, held = "", 1, list[Block]()
    for kind, block in blocks:
        if kind == "heading":
            if held or heading:
                sections.append(Section(heading, line, tuple(held)))
            heading, line, held = block.text, block.line, []
        else:
            held.append(block)
    sections.append(Section(heading, line, tuple(held)))
    return tuple(sections)
