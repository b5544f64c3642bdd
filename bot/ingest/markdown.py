"""Markdown into blocks, by markdown-it: no link, footnote,
box, tag or escape of it is left in a text.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain.facts import Link
from bot.ingest.annotations import read_marks
from bot.ingest.document import Block
from bot.ingest.plain_text import LONGEST_HEADING, MARKUP, LineReader, Rendered, without_aliases
from bot.ingest.table_row import cells_of, marks_of, sentence_of

# A paragraph with more of them has no links that anybody meant; matching them takes time that
# grows with the square.
_MOST_BRACKETS = 1_000
_TASK_BOXES = ("[ ] ", "[x] ")
_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]*|![^<>]*|\?[^<>]*)>")
_SILENT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)


class MarkdownReader:
    """Yields `heading…` and `block` entries of a Markdown text in its order."""

    def __init__(self, problem: Callable[[int, str], None]) -> None:
        self._problem = problem
        self._parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        self._references: dict[str, Any] = {}

    def read(self, lines: Sequence[str], first: int) -> Iterator[tuple[str, Block]]:
        """Read lines of which the first stands on line `first` of its file, from 1."""
        tokens = self._parser.parse(_tamed("\n".join(lines)), self._references)
        headings = not any(token.type == "heading_open" for token in tokens)
        reader = LineReader(self.render, self._problem, headings=headings)
        yield from _Walk(tokens, first, self, reader).run()

    def render(self, text: str) -> Rendered:
        """Text of one block as a reader would see it."""
        text = MARKUP["footnote"].sub("", MARKUP["admonition"].sub("", text))
        without_notes = MARKUP["footnote_reference"].sub("", text)
        (inline,) = self._parser.parseInline(without_notes, self._references)
        words, links, opened = list[str](), list[Link](), list[tuple[str, int]]()
        for token in inline.children or ():
            if token.type in ("text", "code_inline", "text_special"):
                words.append(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                words.append("\n" if token.type == "softbreak" else " ")
            elif token.type == "html_inline" and token.content.lower().startswith("<br"):
                words.append(" ")
            elif token.type == "link_open":
                opened.append((str(token.attrs.get("href", "")), len(words)))
            elif token.type == "link_close" and opened:
                address, start = opened.pop()
                links.append(Link("".join(words[start:]).strip(), address))
        return Rendered(MARKUP["footnote_reference"].sub("", "".join(words)), tuple(links))

    def row(
        self, header: list[str], cells: list[str], line: int, reader: LineReader
    ) -> Block | None:
        """A row of a table as one sentence: its first cell, then every column with its cell."""
        columns = [self.render(name).text.strip() for name in header]
        rendered = [self.render(read_marks(cell).text) for cell in cells]
        row = cells_of(columns, [cell.text for cell in rendered])
        marked = read_marks(f"{sentence_of(row)} {marks_of(cells)}".strip())
        reader.report(marked.problems, line)
        if not marked.text:
            return None
        links = tuple(link for cell in rendered for link in cell.links)
        text, aliases = without_aliases(marked.text)
        return Block(f"{text}.", line, aliases=aliases, marks=marked.marks, links=links, row=row)


class _Walk:
    """One pass over the tokens of a text."""

    def __init__(
        self, tokens: list[Token], first: int, markdown: MarkdownReader, reader: LineReader
    ) -> None:
        self._tokens = tokens
        self._first = first
        self._markdown = markdown
        self._reader = reader
        self._numbers: list[int | None] = []
        self._fresh = False
        """Whether the next paragraph is the first of its list item."""
        self._header: list[str] = []
        self._in_header = False

    def run(self) -> Iterator[tuple[str, Block]]:
        index = 0
        while index < len(self._tokens):
            token = self._tokens[index]
            if token.type == "inline":
                yield from self._inline(token, self._tokens[index - 1])
            elif token.type in ("fence", "code_block", "html_block"):
                yield from self._verbatim(token)
            elif token.type == "tr_open":
                index, cells = self._cells(index)
                yield from self._row(token, cells)
            else:
                self._list(token)
            index += 1

    def _list(self, token: Token) -> None:
        if token.type == "ordered_list_open":
            self._numbers.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            self._numbers.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            self._numbers.pop()
        elif token.type in ("list_item_open", "list_item_close"):
            self._fresh = token.type == "list_item_open"
        elif token.type in ("thead_open", "thead_close"):
            self._in_header = token.type == "thead_open"

    def _inline(self, token: Token, parent: Token) -> Iterator[tuple[str, Block]]:
        line = self._line(token)
        if parent.type == "heading_open":
            text = self._markdown.render(token.content).text
            text = " ".join(text.split())[:LONGEST_HEADING]
            if text:
                yield f"heading{parent.tag[1]}", Block(text, line)
            return
        lines = token.content.split("\n")
        if self._fresh:
            self._fresh = False
            if lines[0][:4].lower() in _TASK_BOXES:
                lines[0] = lines[0][4:].lstrip()
            bold = MARKUP["bold_label"].match(lines[0])
            if bold and (len(lines) > 1 or bold.end() < len(lines[0])):  # "**Age** You have …"
                lines[0] = f"{bold['label']}:{lines[0][bold.end() :]}"
            number = self._numbers[-1]
            if number is not None:
                self._numbers[-1] = number + 1
            yield from self._reader.close(lines, line, number, True)
            return
        kept = ["" if _is_fence(text) else text for text in lines]
        yield from self._reader.read(kept, line)

    def _verbatim(self, token: Token) -> Iterator[tuple[str, Block]]:
        """HTML keeps its text, an indented part its paragraphs (the inside of
        a note), and code is quoted as it is.
        """
        line = self._line(token)
        if token.type == "code_block":
            inside = textwrap.dedent(token.content).split("\n")
            yield from MarkdownReader(self._markdown._problem).read(inside, line)
            return
        content = token.content
        if token.type == "html_block":
            content = html.unescape(_TAG.sub(" ", _SILENT.sub(" ", content)))
        text = " ".join(content.split())
        if text:
            code = token.type == "fence"
            yield "block", Block(text, line + code, verbatim=code)

    def _cells(self, index: int) -> tuple[int, list[str]]:
        cells = []
        while self._tokens[index].type != "tr_close":
            if self._tokens[index].type == "inline":
                cells.append(self._tokens[index].content)
            index += 1
        return index, cells

    def _row(self, token: Token, cells: list[str]) -> Iterator[tuple[str, Block]]:
        if self._in_header:
            self._header = cells
            return
        block = self._markdown.row(self._header, cells, self._line(token), self._reader)
        if block:
            yield "block", block

    def _line(self, token: Token) -> int:
        return self._first + (token.map[0] if token.map else 0)


def _tamed(text: str) -> str:
    """A text whose paragraphs with thousands of brackets have them escaped."""
    if text.count("[") <= _MOST_BRACKETS:
        return text
    return "\n\n".join(
        part.replace("[", "\\[") if part.count("[") > _MOST_BRACKETS else part
        for part in text.split("\n\n")
    )


def _is_fence(line: str) -> bool:
    """Whether a line begins or ends a box: `:::` and at most a word."""
    word = line.lstrip(":").strip()
    return line.startswith(":::") and (not word or word.isidentifier())
