"""Lines of text into blocks: bullets of any kind, numbered steps, headings that are only short
lines.

Plain text has nothing else; in Markdown the lines of one paragraph are read this way, since many a
list is typed without Markdown's marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.facts import Link
from bot.ingest.annotations import MarkProblem, read_marks
from bot.ingest.document import Aliases, Block
from bot.ingest.lexicon import Lexicon

MARKUP = Lexicon("markup")
LONGEST_HEADING = 300
_ORDINALS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_LISTED = ("skills", "duties", "responsibilities", "tasks", "titles", "names")
_LONGEST_LINE_OF_LIST = 100
# Words of the title of an item without a number.
_LONGEST_TITLE = 5


@dataclass(frozen=True)
class Rendered:
    """Text without marks of emphasis and the like, and the links that stood in it."""

    text: str
    links: tuple[Link, ...] = ()


Render = Callable[[str], Rendered]


def plain(text: str) -> Rendered:
    """The text without the marks of Markdown that plain text often has, too."""
    links = tuple(Link(m["text"], m["address"]) for m in MARKUP["link"].finditer(text))
    words = MARKUP["link"].sub(lambda match: match["text"], text)
    return Rendered(MARKUP["emphasis"].sub("", words), links)


class LineReader:
    """Yields `heading…` and `block` entries of lines; `headings` tells
    that a short line alone may be a heading.
    """

    def __init__(
        self, render: Render, problem: Callable[[int, str], None], *, headings: bool
    ) -> None:
        self._render = render
        self._problem = problem
        self._headings = headings

    def read(self, lines: Sequence[str], first: int) -> Iterator[tuple[str, Block]]:
        """Read lines of which the first stands on line `first` of its file, from 1."""
        held: list[str] = []
        opened, number, is_item = first, None, False
        for place, line in enumerate(lines, first):
            heading = MARKUP["heading"].match(line)
            item = MARKUP["bullet"].match(line)
            numbered = MARKUP["number"].match(line.replace("**", "").replace("__", ""))
            marked = item or numbered
            if not line.strip() or heading or marked:
                yield from self.close(held, opened, number, is_item)
                held = []
            if heading:
                yield from self._read_heading(heading, place)
            elif marked:
                held, opened, is_item = [marked["text"]], place, True
                number = number_of(numbered) if numbered and not item else None
            elif line.strip():
                if not held:
                    opened, is_item, number = place, False, None
                held.append(line)
        yield from self.close(held, opened, number, is_item)

    def _read_heading(self, heading: re.Match[str], place: int) -> Iterator[tuple[str, Block]]:
        text = self._render(heading["text"].rstrip("# ")[:LONGEST_HEADING]).text.strip()
        if text:
            yield f"heading{len(heading['level'])}", Block(text, place)

    def close(
        self, lines: list[str], opened: int, number: int | None, is_item: bool
    ) -> Iterator[tuple[str, Block]]:
        """The block of some lines, or several where the lines are a list without bullets."""
        if not lines:
            return
        if not is_item and _leads_into_list(lines):
            yield from self.close(lines[:1], opened, None, False)
            lines, opened = lines[1:], opened + 1
        if not is_item and _is_list_without_bullets(lines):
            for place, line in enumerate(lines, opened):
                rendered = self._render(line)
                text, aliases = without_aliases(rendered.text)
                yield "block", Block(text, place, True, None, aliases, links=rendered.links)
            return
        block = self.block(
            "\n".join(_with_stop_after_title(lines, number, is_item)), opened, number, is_item
        )
        if block is None:
            return
        if len(lines) == 1 and not is_item and self._is_heading(block, lines[0]):
            yield "heading", Block(block.text.rstrip(":"), opened)
        else:
            yield "block", block

    def _is_heading(self, block: Block, line: str) -> bool:
        """Whether a line that stands alone is a heading: a bold one may end in a colon."""
        bold = MARKUP["bold_line"].match(line)
        if block.marks or not (self._headings or bold):
            return False
        return _reads_as_heading(block.text.rstrip(":") if bold else block.text)

    def block(self, raw: str, opened: int, number: int | None, is_item: bool) -> Block | None:
        """One block of raw text: its marks read, the rest rendered; None when nothing is left."""
        marked = read_marks(raw)
        self.report(marked.problems, opened)
        rendered = self._render(marked.text)
        text, aliases = without_aliases(rendered.text)
        if not text:
            return None
        return Block(
            text, opened, is_item, number, aliases, marks=marked.marks, links=rendered.links
        )

    def report(self, problems: Sequence[MarkProblem], opened: int) -> None:
        for found in problems:
            self._problem(opened + found.line, found.problem)


def number_of(match: re.Match[str]) -> int:
    """The number of a step that is written in digits or as a word."""
    word = (match["number"] or match["step"]).lower()
    return _ORDINALS.index(word) + 1 if word in _ORDINALS else int(word)


def without_aliases(text: str) -> tuple[str, Aliases]:
    """The text in one line without `(also: …)` brackets, and the names that those hold."""
    text = " ".join(text.split())
    aliases, kept = [], []
    before, end = "", 0
    for match in MARKUP["also"].finditer(text):
        kept.append(text[end : match.start()])
        before, end = (before + kept[-1])[-LONGEST_HEADING:], match.end()
        names = tuple(name.strip() for name in match["names"].split(",") if name.strip())
        aliases.append((before, names))
    return "".join((*kept, text[end:])).strip(), tuple(aliases)


def _leads_into_list(lines: list[str]) -> bool:
    """Whether the first of some lines introduces the others, which are a list."""
    return lines[0].rstrip().endswith(":") and _is_list_without_bullets(lines[1:])


def _is_list_without_bullets(lines: list[str]) -> bool:
    """Lines that each begin with a label and a colon, or at least
    three of which none ends like a sentence.
    """
    if len(lines) < 2 or any(len(line) > _LONGEST_LINE_OF_LIST for line in lines):
        return False
    if any("{" in line for line in lines):
        return False
    labeled = [bool(MARKUP["labeled_line"].match(line)) for line in lines]
    if all(labeled):
        return True
    return (len(lines) > 2 or any(labeled)) and all(
        line.strip()[0].isupper()
        and line.rstrip()[-1] not in ".!?,;:–—-"
        and len(line.split()) <= 14
        for line in lines
    )


def _with_stop_after_title(lines: list[str], number: int | None, is_item: bool) -> list[str]:
    """An item whose first line is a title of its own gets a full stop there, so that the title
    stays apart. Without a number only a few words are a title: others are a line that was wrapped.
    """
    is_short = is_item and len(lines[0].split()) <= _LONGEST_TITLE
    if (number is None and not is_short) or len(lines) < 2 or not lines[1].lstrip()[:1].isupper():
        return lines
    first = lines[0].rstrip()
    wrapped = len(first.split()) > 10 or not (
        first[-1].isalnum() or first.endswith(("*", "_", ")"))
    )
    return lines if wrapped else [first + ".", *lines[1:]]


def _reads_as_heading(text: str) -> bool:
    label, colon, _ = text.partition(": ")
    words = label.lower().split()
    if colon and len(words) in (1, 2) and words[-1] in _LISTED:
        return False
    return len(text.split()) <= 14 and text[-1] not in ".!:;," and text[0].isalnum()
