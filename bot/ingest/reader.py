"""Reads a source text, Markdown with front matter or plain text,
into sections of blocks with line numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.domain.anchor import Anchor
from bot.domain.errors import SourceError, SourceErrors
from bot.ingest.annotations import Mark, claim_of
from bot.ingest.comments import AskedAt, without_comments
from bot.ingest.document import Block, Document, Section, Stream
from bot.ingest.foreign_page import source_of_page, without_marketing, without_references
from bot.ingest.front_matter import read_front_matter
from bot.ingest.markdown import MarkdownReader
from bot.ingest.phrases import content_words
from bot.ingest.plain_text import LineReader, plain
from bot.ingest.titled_items import with_titled_items
from bot.ingest.unreadable_amounts import unreadable_amounts

MAX_BYTES = 2_000_000
_PLAIN = (".txt",)
# What a terminal obeys and no editor types: controls but tabs and ends of lines and pages.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# What makes a text read otherwise than it is stored.
_TURNED = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def read_document(path: Path, *, front_matter_required: bool) -> Document:
    """Read a source file; raises SourceErrors with file and line of
    everything that can't be understood.
    """
    name = str(path)
    text = _text(path)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    problems: list[SourceError] = []

    def problem(line: int, words: str) -> None:
        problems.append(SourceError(name, line, words))

    matter = read_front_matter(name, path.stem, lines, problems)
    if matter is None and front_matter_required:
        raise SourceError(
            name, 1, "has no front matter: it must begin with '---', title, publisher and year"
        )
    start = matter.end if matter else 0
    lines, comments = without_comments(lines, start, problem)
    body = lines[start:]
    stream = list(_reader_of(path, body, problem).read(body, start + 1))
    if matter is None:  # a page from elsewhere: what stands in a source of ours is meant
        stream = without_references(without_marketing(stream))
    sections = _sections(with_titled_items(stream))
    if not problems and not any(section.blocks for section in sections):
        problem(start + 1, "has no text below its front matter")
    for line, words in _wrong_figures(sections, amounts=front_matter_required):
        problem(line, words)
    if problems:
        raise SourceErrors.of(problems)
    sections = _with_anchors(sections, comments)
    if matter is None:
        return Document(source_of_page(path, text, sections), sections)
    return Document(
        matter.source, sections, matter.about, matter.measured, matter.asked, matter.scope,
        matter.basis,
        matter.questions,
    )  # fmt: skip


def _reader_of(
    path: Path, lines: Sequence[str], problem: Callable[[int, str], None]
) -> LineReader | MarkdownReader:
    """The reader of a file's blocks: plain text may have Markdown's headings."""
    if path.suffix.lower() not in _PLAIN:
        return MarkdownReader(problem)
    markdown = any(line.startswith("#") for line in lines)
    return LineReader(plain, problem, headings=not markdown)


def _wrong_figures(sections: tuple[Section, ...], *, amounts: bool) -> Iterator[tuple[int, str]]:
    """Figures that are given twice, and amounts of pay that can't be read."""
    yield from _repeated(sections)
    if amounts:
        yield from unreadable_amounts(sections)


def _repeated(sections: tuple[Section, ...]) -> Iterator[tuple[int, str]]:
    """Figures that a source gives twice for the same claim, in two sentences."""
    seen: dict[object, tuple[int, Mark]] = {}
    for block in (block for section in sections for block in section.blocks):
        for mark in block.marks:
            if mark.figure is None:
                continue
            line, earlier = seen.setdefault(claim_of(mark), (block.line, mark))
            if line != block.line:
                same = earlier.figure == mark.figure
                words = "repeats" if same else "contradicts"
                yield block.line + mark.line, f"the {mark.kind.value} {words} that of line {line}"


def _text(path: Path) -> str:
    name = str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(name, 1, f"can't be read: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        raise SourceError(name, 1, f"is larger than {MAX_BYTES:,} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SourceError(name, line, "is not UTF-8 text") from error
    if found := _CONTROL.search(text):
        line = text[: found.start()].count("\n") + 1
        kind = "NUL" if found[0] == "\0" else "control"
        raise SourceError(name, line, f"contains a {kind} character")
    return text.translate(_TURNED)


def _with_anchors(sections: tuple[Section, ...], comments: list[AskedAt]) -> tuple[Section, ...]:
    """Questions stand at the block before their comment, or at the
    next one when a heading is nearer.
    """
    held = list(sections)
    for asked in comments:
        before = [i for i, section in enumerate(held) if section.line <= asked.line]
        if not any(section.blocks for section in held):
            break
        index = before[-1] if before else 0
        while not held[index].blocks:
            index = index + 1 if any(s.blocks for s in held[index:]) else index - 1
        blocks = list(held[index].blocks)
        earlier = [i for i, block in enumerate(blocks) if block.line <= asked.line] or [0]
        for anchor in asked.anchors:
            place = _place_of(anchor, blocks, earlier)
            both = (*blocks[place].anchors, anchor)
            blocks[place] = replace(blocks[place], anchors=both)
        held[index] = replace(held[index], blocks=tuple(blocks))
    return tuple(held)


def _place_of(anchor: Anchor, blocks: Sequence[Block], earlier: Sequence[int]) -> int:
    """Which of the blocks before a comment a question is given to: the last, or behind a table
    the one with most of its words: people ask for the table and for what leads into it.
    """
    if not blocks[earlier[-1]].row:
        return earlier[-1]
    asked = content_words(anchor.question)

    def fits(place: int) -> tuple[int, bool, int]:
        shared = len(asked & content_words(blocks[place].text))
        return shared, not blocks[place].row, place  # prose, where words don't tell

    return max(earlier, key=fits)


def _sections(blocks: Stream) -> tuple[Section, ...]:
    sections: list[Section] = []
    heading, line, level, held = "", 1, 0, list[Block]()
    for kind, block in blocks:
        if kind.startswith("heading"):
            if held or heading:
                sections.append(Section(heading, line, tuple(held), level))
            heading, line, held = block.text, block.line, []
            level = int(kind.removeprefix("heading") or 0)
        else:
            held.append(block)
    sections.append(Section(heading, line, tuple(held), level))
    return tuple(sections)
