"""Reads a source text, Markdown with front matter or plain text, into sections of blocks with line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from bot.domain.anchor import Anchor, AnchorError
from bot.domain.facts import SCOPE_NAMES, TIERS, FactKind, Source, SourceError, SourceErrors
from bot.ingest.annotations import ABOUT, Mark, marks
from bot.ingest.comments import AskedAt, without_comments
from bot.ingest.themes import theme_of

MAX_BYTES = 2_000_000
COMPANY = "company"
"""The kind of a source that is its company's own word."""

_BULLET = re.compile(r"^\s*(?:[•◦▪·‣*+–-]|\u2022)\s+(?P<text>\S.*)$")
_ORDINALS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_NUMBER = re.compile(
    rf"^\s*(?:(?P<number>\d{{1,2}})[.):]|(?:step|stage|phase)\s+(?P<step>\d{{1,2}}|{'|'.join(_ORDINALS)})(?:[.):]|\s+[–—-]))"
    r"\s+(?P<text>\S.*)$",
    re.IGNORECASE,
)
_LIST_IN_LINE = re.compile(
    r"^(?:\w+\s)?(?:skills|duties|responsibilities|tasks|titles|names): ", re.IGNORECASE
)
_LISTED_BY_HEADINGS = {FactKind.SKILL, FactKind.DUTY, FactKind.REQUIREMENT, FactKind.STEP}
_STEPS_CONCERN = {FactKind.EDUCATION, FactKind.CERTIFICATION, FactKind.REQUIREMENT, FactKind.SKILL}
_BOLD_LINE = re.compile(r"^\s*(?P<mark>\*\*|__)(?P<text>[^*_]+)(?P=mark):?\s*$")
_LABELLED_LINE = re.compile(r"^\s*[A-Z][^:.!?]{1,60}(?::| [–—-]) \S")
_LONGEST_LINE_OF_LIST = 100
_HEADING = re.compile(r"^(?P<level>#{1,6})\s+(?P<text>\S.*)$")
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
_CITATION = re.compile(
    r"\((?:[A-Z][a-z]+ )?(?:19|20)\d\d\)\.|[,.] (?:Inc|Ltd|LLC|Corp)\.$|https?://"
)
_CITED_YEAR = re.compile(r"\((?:[A-Z][a-z]+ )?((?:19|20)\d\d)\)")
_REFERENCE_HEADING = re.compile(
    r"^(?:references|sources|bibliography|works cited|citations)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Block:
    """A paragraph, or one item of a list; `number` is set for numbered items."""

    text: str
    line: int
    is_item: bool = False
    number: int | None = None
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Other names given as `name (also: a, b)`: the text before the brackets, and the names."""
    titled: bool = False
    """Whether the first sentence was a heading of its own."""
    marks: tuple[Mark, ...] = ()
    """What the block says, spelled out by an editor; prose without marks is read by patterns."""
    anchors: tuple[Anchor, ...] = ()
    """Questions that the block answers, from a comment behind it."""


@dataclass(frozen=True)
class Section:
    heading: str
    line: int
    blocks: tuple[Block, ...]
    level: int = 0
    """How deep a Markdown heading is, 0 for any other."""


@dataclass(frozen=True)
class Document:
    source: Source
    sections: tuple[Section, ...]
    about: str = ""
    """What marks are about that don't say it: `role/CISO`, `certification/CISM`."""
    measured: str = ""
    asked: int | None = None
    scope: Mapping[str, str] = field(default_factory=dict)
    """The scope of every statement that names none itself, as it is written."""
    basis: str = ""
    questions: tuple[Anchor, ...] = ()
    """What people asked of the source as a whole."""


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
        raise SourceError(
            name, text[: text.index("\0")].count("\n") + 1, "contains a NUL character"
        )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    problems: list[SourceError] = []
    matter, start = _front_matter(name, lines)
    if matter is None and front_matter_required:
        raise SourceError(
            name, 1, "has no front matter: it must begin with '---', title, publisher and year"
        )
    source = _source(name, path.stem, matter) if matter is not None else None
    lines, comments = without_comments(
        lines, start, lambda line, words: problems.append(SourceError(name, line, words))
    )
    blocks = _with_titled_items(
        _without_references(_without_marketing(list(_blocks(lines, start, name, problems))))
    )
    sections = _with_anchors(_sections(blocks), comments)
    if not problems and not any(section.blocks for section in sections):
        raise SourceError(name, start + 1, "has no text below its front matter")
    if source is None:
        years = [int(year) for year in _CITED_YEAR.findall(text)]
        source = Source(
            path.stem, sections[0].heading or path.stem, "", max(years, default=None), None
        )
    about, measured, asked = _survey(name, matter or {})
    scope, basis = _scope(name, matter or {})
    questions = _questions(name, matter or {})
    if problems:
        raise problems[0] if len(problems) == 1 else SourceErrors(problems)
    return Document(source, sections, about, measured, asked, scope, basis, questions)


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
        raise SourceError(
            name, line, f"front matter is not YAML: {getattr(error, 'problem', 'odd characters')}"
        ) from error
    except (
        ValueError,
        RecursionError,
    ) as error:  # a date such as 2021-02-30; brackets in brackets in brackets
        raise SourceError(name, 2, f"front matter can't be understood: {error}") from error
    if not isinstance(value, dict) or not isinstance(node, yaml.MappingNode):
        raise SourceError(name, 2, "front matter must be a list of 'name: value' lines")
    placed = {key.value: key.start_mark.line + 2 for key, _ in node.value}
    return {str(key): (item, placed.get(str(key), 2)) for key, item in value.items()}, end + 1


def _source(name: str, stem: str, matter: dict[str, tuple[Any, int]]) -> Source:
    known = {
        "title",
        "publisher",
        "year",
        "url",
        "kind",
        "about",
        "by",
        "tier",
        "measured",
        "asked",
        "basis",
        "questions",
        *SCOPE_NAMES,
    }
    for key, (_, line) in matter.items():
        if key not in known:
            raise SourceError(
                name, line, f"unknown front matter '{key}'; known are {', '.join(sorted(known))}"
            )
    for key in ("title", "publisher"):
        value, line = matter.get(key, (None, 2))
        if not isinstance(value, str) or not value.strip():
            raise SourceError(name, line, f"front matter needs '{key}'")
    year, line = matter.get("year", (None, 2))
    if year == "unknown":
        year = None
    elif not isinstance(year, int) or isinstance(year, bool) or not 1950 <= year <= 2100:
        raise SourceError(
            name,
            line,
            "front matter needs 'year', the year of the facts, as four digits or 'unknown'",
        )
    url, line = matter.get("url", (None, 2))
    if url is not None and not (
        isinstance(url, str) and re.fullmatch(r"https?://[^\s<>\"']+", url)
    ):
        raise SourceError(name, line, "'url' must be an http or https address")
    kind, line = matter.get("kind", ("article", 2))
    if not isinstance(kind, str) or not kind.strip():
        raise SourceError(name, line, "'kind' must be a word, such as article or survey")
    tier, line = matter.get("tier", ("B", 2))
    if tier not in TIERS:
        raise SourceError(name, line, f"'tier' must be one of {', '.join(TIERS)}")
    by, line = matter.get("by", ("", 2))
    if not isinstance(by, str):
        raise SourceError(name, line, "'by' must be the name of who asked or counted")
    return Source(
        stem,
        matter["title"][0].strip(),
        matter["publisher"][0].strip(),
        year,
        url,
        kind.strip(),
        by.strip(),
        tier,
        _words(name, matter, "company") if kind.strip() == COMPANY else "",
    )


def _survey(name: str, matter: dict[str, tuple[Any, int]]) -> tuple[str, str, int | None]:
    """What a source is about unless it says otherwise, what was measured, and how many were asked."""
    about, line = matter.get("about", ("", 2))
    if not isinstance(about, str) or (about and not re.fullmatch(ABOUT, about)):
        raise SourceError(
            name, line, "'about' must be a kind and a name, such as role/CISO or certification/CISM"
        )
    measured, line = matter.get("measured", ("", 2))
    if not isinstance(measured, str):
        raise SourceError(name, line, "'measured' must say what was measured, in words")
    asked, line = matter.get("asked", (None, 2))
    if asked is not None and not (
        isinstance(asked, int) and not isinstance(asked, bool) and 0 < asked < 10_000_000
    ):
        raise SourceError(name, line, "'asked' must be how many answered, as a number")
    return about, measured.strip(), asked


def _words(name: str, matter: dict[str, tuple[Any, int]], key: str) -> str:
    value, line = matter.get(key, ("", 2))
    if not isinstance(value, str):
        raise SourceError(name, line, f"'{key}' must be words")
    return value.strip()


def _scope(name: str, matter: dict[str, tuple[Any, int]]) -> tuple[dict[str, str], str]:
    scope = {key: _words(name, matter, key) for key in SCOPE_NAMES}
    return {key: words for key, words in scope.items() if words}, _words(name, matter, "basis")


def _questions(name: str, matter: dict[str, tuple[Any, int]]) -> tuple[Anchor, ...]:
    given, line = matter.get("questions", ([], 2))
    if not isinstance(given, list) or not all(isinstance(question, str) for question in given):
        raise SourceError(name, line, "'questions' must be a list of questions, one a line")
    try:
        return tuple(Anchor.parse(question) for question in given)
    except AnchorError as error:
        raise SourceError(name, line, str(error)) from error


def _with_anchors(sections: tuple[Section, ...], comments: list[AskedAt]) -> tuple[Section, ...]:
    """Questions stand at the block before their comment, or at the next one when a heading is nearer."""
    held = list(sections)
    for asked in comments:
        before = [i for i, section in enumerate(held) if section.line <= asked.line]
        if not any(section.blocks for section in held):
            break
        index = before[-1] if before else 0
        while not held[index].blocks:
            index = index + 1 if any(s.blocks for s in held[index:]) else index - 1
        blocks = list(held[index].blocks)
        earlier = [i for i, block in enumerate(blocks) if block.line <= asked.line]
        place = earlier[-1] if earlier else 0
        both = (*blocks[place].anchors, *asked.anchors)
        blocks[place] = replace(blocks[place], anchors=both)
        held[index] = replace(held[index], blocks=tuple(blocks))
    return tuple(held)


def _blocks(
    lines: list[str], start: int, name: str = "", problems: list[SourceError] | None = None
) -> Iterator[tuple[str, Block]]:
    """Yields ('heading' | 'block', block); plain text has headings only where it has no Markdown ones."""
    markdown = any(_HEADING.match(line) for line in lines[start:])
    open_lines: list[str] = []
    opened = start
    number: int | None = None
    is_item = False

    def close() -> Iterator[tuple[str, Block]]:
        if open_lines and not is_item and _is_list_without_bullets(open_lines):
            for place, line in enumerate(open_lines, opened + 1):
                text, aliases = _clean(line)
                yield "block", Block(text, place, True, None, aliases)
        elif open_lines:
            alone = len(open_lines) == 1 and not is_item
            bold = _BOLD_LINE.match(open_lines[0]) if alone else None
            text = " ".join(part.strip() for part in _with_stop_after_title(open_lines, number))
            found: tuple[Mark, ...] = ()
            try:
                text, found = marks(text, name, opened + 1)
            except SourceError as error:
                if problems is None:
                    raise
                problems.append(error)
            text, aliases = _clean(text)
            if text and found:
                yield "block", Block(text, opened + 1, is_item, number, aliases, marks=found)
            elif text:
                heading = (
                    alone
                    and (not markdown or bold)
                    and _reads_as_heading(text.rstrip(":") if bold else text)
                )
                yield ("heading", Block(text.rstrip(":"), opened + 1)) if heading else (
                    "block", Block(text, opened + 1, is_item, number, aliases))  # fmt: skip
        open_lines.clear()

    for index, line in enumerate(lines[start:], start):
        heading = _HEADING.match(line)
        item = _BULLET.match(line)
        numbered = _NUMBER.match(line.replace("**", "").replace("__", ""))
        if not line.strip():
            yield from close()
        elif heading:
            yield from close()
            text, _ = _clean(heading["text"].rstrip("# ")[:_LONGEST_HEADING])
            if text:
                yield f"heading{len(heading['level'])}", Block(text, index + 1)
        elif item or numbered:
            yield from close()
            found = item or numbered
            assert found is not None
            open_lines.append(found["text"])
            opened, is_item = index, True
            number = _number(numbered) if numbered and not item else None
        else:
            if not open_lines:
                opened, is_item, number = index, False, None
            open_lines.append(line)
    yield from close()


def _number(match: re.Match[str]) -> int:
    word = (match["number"] or match["step"]).lower()
    return _ORDINALS.index(word) + 1 if word in _ORDINALS else int(word)


def _is_list_without_bullets(lines: list[str]) -> bool:
    """Lines that each begin with a label and a colon, or at least three of which none ends like a sentence."""
    if len(lines) < 2 or any(len(line) > _LONGEST_LINE_OF_LIST for line in lines):
        return False
    if all(_LABELLED_LINE.match(line) for line in lines):
        return True
    return len(lines) > 2 and all(
        line.strip()[0].isupper()
        and line.rstrip()[-1] not in ".!?,;:–—-"
        and len(line.split()) <= 10
        for line in lines
    )


def _with_stop_after_title(lines: list[str], number: int | None) -> list[str]:
    """A numbered item whose first line is a title of its own gets a full stop there, so that the title stays apart."""
    if number is None or len(lines) < 2 or not lines[1].lstrip()[0].isupper():
        return lines
    first = lines[0].rstrip()
    wrapped = len(first.split()) > 10 or not (
        first[-1].isalnum() or first.endswith(("*", "_", ")"))
    )
    return lines if wrapped else [first + ".", *lines[1:]]


def _with_titled_items(blocks: list[tuple[str, Block]]) -> list[tuple[str, Block]]:
    """Headings such as `Step 1: Get a degree` become numbered items, together with the paragraph below them.

    So do `1. Get a degree` and the like below a heading about steps, and headings that together make a list.
    """
    kept: list[tuple[str, Block]] = []
    steps, title = False, False
    titles = _headings_in_lists(blocks)
    for index, (kind, block) in enumerate(blocks):
        if kind.startswith("heading"):
            match = _NUMBER.match(block.text)
            title = index in titles or bool(match and (match["step"] or steps))
            if title:
                text, number = (
                    (match["text"], _number(match)) if match else (block.text, titles[index])
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


def _headings_in_lists(blocks: list[tuple[str, Block]]) -> dict[int, int | None]:
    """Markdown headings one level below `Skills`, `Steps to …` and the like, each with nothing but prose below it.

    The value is the number of a step, None for anything that isn't one.
    """
    found: dict[int, int | None] = {}
    places = [index for index, (kind, _) in enumerate(blocks) if kind.startswith("heading")]
    for order, place in enumerate(places):
        kind, parent = blocks[place]
        theme = theme_of(parent.text)
        if theme not in _LISTED_BY_HEADINGS or kind in ("heading", "heading1"):
            continue
        after = order + 1
        while after < len(places) and blocks[places[after]][0] > kind:
            after += 1
        below = places[order + 1 : after]
        end = places[after] if after < len(places) else len(blocks)
        alike = len(below) > 1 and len({blocks[index][0] for index in below}) == 1
        prose = all(index + 1 < end and blocks[index + 1][0] == "block" for index in below)
        items = any(block.is_item for _, block in blocks[place:end])
        allowed = {None, theme} | (_STEPS_CONCERN if theme is FactKind.STEP else set())
        if (
            alike
            and prose
            and not items
            and all(_is_title_of_item(blocks[index][1].text, allowed) for index in below)
        ):
            found.update(
                (index, n if theme is FactKind.STEP else None) for n, index in enumerate(below, 1)
            )
    return found


def _is_title_of_item(text: str, themes: set[FactKind | None]) -> bool:
    return len(text.split()) <= 10 and not text.endswith("?") and theme_of(text) in themes


def _clean(text: str) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """The text without Markdown marks and `(also: …)` brackets, and the names that those hold."""
    text = _LINK.sub(lambda match: match["text"], text)
    text = re.sub(r"\s+", " ", _INLINE.sub("", text)).strip()
    aliases, kept = [], []
    before, end = "", 0
    for match in _ALSO.finditer(text):
        kept.append(text[end : match.start()])
        before, end = (before + kept[-1])[-_LONGEST_HEADING:], match.end()
        aliases.append(
            (before, tuple(name.strip() for name in match["names"].split(",") if name.strip()))
        )
    return "".join((*kept, text[end:])).strip(), tuple(aliases)


def _reads_as_heading(text: str) -> bool:
    if _LIST_IN_LINE.match(text):
        return False
    return len(text.split()) <= 14 and text[-1] not in ".!:;," and text[0].isalnum()


def _without_marketing(blocks: list[tuple[str, Block]]) -> Iterator[tuple[str, Block]]:
    for kind, block in blocks:
        if not (
            _MARKETING.match(block.text) and not block.is_item and len(block.text.split()) <= 30
        ):
            yield kind, block


def _without_references(blocks: Iterator[tuple[str, Block]]) -> list[tuple[str, Block]]:
    """Cuts the list of references at the end: a run of short lines of which at least a third are citations."""
    kept = list(blocks)
    for index, (kind, block) in enumerate(kept):
        if kind.startswith("heading") and _REFERENCE_HEADING.match(block.text):
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
