"""Reads a source text, Markdown with front matter or plain text,
into sections of blocks with line numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.domain.anchor import Anchor
from bot.domain.facts import FactKind, Source, SourceError, SourceErrors
from bot.ingest.annotations import Mark, claim_of
from bot.ingest.comments import AskedAt, without_comments
from bot.ingest.document import Block, Document, Section, Stream
from bot.ingest.front_matter import read_front_matter
from bot.ingest.lexicon import Lexicon
from bot.ingest.markdown import MarkdownReader
from bot.ingest.phrases import content_words
from bot.ingest.plain_text import MARKUP, LineReader, number_of, plain
from bot.ingest.themes import theme_of
from bot.ingest.unreadable_amounts import unreadable_amounts

MAX_BYTES = 2_000_000
_PLAIN = (".txt",)
_LISTED_BY_HEADINGS = {FactKind.SKILL, FactKind.DUTY, FactKind.REQUIREMENT, FactKind.STEP}
_STEPS_CONCERN = {FactKind.EDUCATION, FactKind.CERTIFICATION, FactKind.REQUIREMENT, FactKind.SKILL}
_PAGES = Lexicon("pages")
_LONGEST_MARKETING = 30
# What a terminal obeys and no editor types: controls but tabs and ends of lines and pages.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# What makes a text read otherwise than it is stored.
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")


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
        stream = _without_references(_without_marketing(stream))
    sections = _sections(_with_titled_items(stream))
    if not problems and not any(section.blocks for section in sections):
        problem(start + 1, "has no text below its front matter")
    for line, words in _wrong_figures(sections, amounts=front_matter_required):
        problem(line, words)
    if problems:
        raise SourceErrors.of(problems)
    sections = _with_anchors(sections, comments)
    if matter is None:
        return Document(_source_of_page(path, text, sections), sections)
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


def _source_of_page(path: Path, text: str, sections: tuple[Section, ...]) -> Source:
    """What is known of a page without front matter: its title, and the latest year it cites."""
    years = [int(year) for year in _PAGES["cited_year"].findall(text)]
    title = sections[0].heading or path.stem
    return Source(path.stem, title, "", max(years, default=None))


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
    return _TURNED.sub("", text)


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


def _with_titled_items(blocks: Stream) -> Stream:
    """Headings such as `Step 1: Get a degree` become numbered items, together with the paragraph
    below them.

    So do `1. Get a degree` and the like below a heading about steps, and headings that together
    make a list.
    """
    kept: Stream = []
    steps, title = False, False
    titles = _headings_in_lists(blocks)
    for index, (kind, block) in enumerate(blocks):
        if kind.startswith("heading"):
            match = MARKUP["number"].match(block.text)
            title = index in titles or bool(match and (match["step"] or steps))
            if title:
                text, number = (
                    (match["text"], number_of(match)) if match else (block.text, titles[index])
                )
                kept.append(("block", Block(text, block.line, True, number, titled=True)))
                continue
            steps = steps if match else theme_of(block.text) is FactKind.STEP
        elif title and not block.is_item:
            head = kept.pop()[1]
            stop = "" if head.text[-1] in ".!?" else "."
            aliases = tuple(
                (f"{head.text}{stop} {before}", names) for before, names in block.aliases
            )
            block = replace(head, text=f"{head.text}{stop} {block.text}", aliases=aliases)
        title = False
        kept.append((kind, block))
    return kept


def _headings_in_lists(blocks: Stream) -> dict[int, int | None]:
    """Markdown headings one level below `Skills`, `Steps to …` and the like, each with nothing but
    prose below it.

    The value is the number of a step, None for anything that isn't one.
    """
    found: dict[int, int | None] = {}
    places = [index for index, (kind, _) in enumerate(blocks) if kind.startswith("heading")]
    for order, place in enumerate(places):
        kind, parent = blocks[place]
        theme = theme_of(parent.text)
        if theme not in _LISTED_BY_HEADINGS or kind in ("heading", "heading1"):
            continue
        below, end = _headings_below(blocks, places, order)
        allowed = {None, theme} | (_STEPS_CONCERN if theme is FactKind.STEP else set())
        if _is_list(blocks, below, place, end) and all(
            _is_title_of_item(blocks[index][1].text, allowed) for index in below
        ):
            for number, index in enumerate(below, 1):
                found[index] = number if theme is FactKind.STEP else None
    return found


def _headings_below(blocks: Stream, places: list[int], order: int) -> tuple[list[int], int]:
    """The headings deeper than one of them, up to its next equal, and where that begins."""
    kind = blocks[places[order]][0]
    after = order + 1
    while after < len(places) and blocks[places[after]][0] > kind:
        after += 1
    return places[order + 1 : after], places[after] if after < len(places) else len(blocks)


def _is_list(blocks: Stream, below: list[int], start: int, end: int) -> bool:
    """Whether several headings of one level have nothing but prose below them."""
    alike = len(below) > 1 and len({blocks[index][0] for index in below}) == 1
    prose = all(index + 1 < end and blocks[index + 1][0] == "block" for index in below)
    return alike and prose and not any(block.is_item for _, block in blocks[start:end])


def _is_title_of_item(text: str, themes: set[FactKind | None]) -> bool:
    return len(text.split()) <= 10 and not text.endswith("?") and theme_of(text) in themes


def _without_marketing(blocks: Stream) -> Iterator[tuple[str, Block]]:
    for kind, block in blocks:
        is_line = not block.is_item and len(block.text.split()) <= _LONGEST_MARKETING
        if not (is_line and _PAGES["marketing"].match(block.text)):
            yield kind, block


def _without_references(blocks: Iterator[tuple[str, Block]]) -> Stream:
    """Cuts the list of references at the end: a run of short lines of
    which at least a third are citations.
    """
    kept = list(blocks)
    for index, (kind, block) in enumerate(kept):
        if kind.startswith("heading") and _PAGES["references"].match(block.text):
            return kept[:index]
    tail = len(kept)
    while tail > 0 and not kept[tail - 1][1].is_item and len(kept[tail - 1][1].text.split()) <= 20:
        tail -= 1
    while tail < len(kept) and not _PAGES["citation"].search(kept[tail][1].text):
        tail += 1
    run = kept[tail:]
    cited = sum(bool(_PAGES["citation"].search(block.text)) for _, block in run)
    return kept[:tail] if len(run) >= 3 and cited * 3 >= len(run) else kept


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
