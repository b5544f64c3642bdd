"""From a source text to facts: what each list is about, and what each sentence claims.

A list gets its theme from the sentence that leads into it, else from its heading. Sentences are
read by the patterns in `claims`, `career_claims`, `certification_claims` and `pay_claims`. The same
text always gives the same facts, in the order of the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from bot.domain.facts import Extraction, FactKind, Passage
from bot.domain.role import Role
from bot.ingest import claims
from bot.ingest.annotations import Mark
from bot.ingest.claims import Claim
from bot.ingest.document import Block, Document, Section
from bot.ingest.findings import Findings
from bot.ingest.item_reader import ItemReader
from bot.ingest.prose import LONGEST_SENTENCE, has_endless_word, prose
from bot.ingest.reader import read_document
from bot.ingest.sentence_reader import SentenceReader
from bot.ingest.subject import Subject
from bot.ingest.themes import theme_of

# Kinds whose marked value is a long name of what they are about.
_NAMED_IN_FULL = (FactKind.CERTIFICATION, FactKind.ABBREVIATION)


def extract_file(
    path: Path, *, front_matter_required: bool = False, role: Role | None = None
) -> Extraction:
    """All facts of one source file.

    A file that isn't the main one of `role` tells of other subjects: its lists are the role's only
    where it says so. Raises SourceError with file and line when the file can't be read.
    """
    document = read_document(path, front_matter_required=front_matter_required)
    return extract(document, role)


def extract(document: Document, role: Role | None = None) -> Extraction:
    return _Extractor(document, role).run()


class _Extractor:
    def __init__(self, document: Document, role: Role | None = None) -> None:
        self._document = document
        self._findings = Findings(document, role)
        self._subject = Subject(document, self._findings, role)
        self._sentences = SentenceReader(self._findings, self._subject)
        self._items = ItemReader(self._findings, self._subject, self._sentences)

    def run(self) -> Extraction:
        above: list[tuple[int, FactKind | None]] = []
        for section in self._document.sections:
            theme = theme_of(section.heading)
            while above and above[-1][0] >= section.level > 0:
                above.pop()
            inherited = theme or (above[-1][1] if above else None)
            self._read_section(section, theme, inherited)
            if section.level > 1:
                above.append((section.level, inherited))
            elif section.level == 0:
                # plain text: a heading passes its theme on when nothing stands below it
                above = [(0, theme)] if not section.blocks else []
        self._findings.place_questions(self._document.questions)
        return self._findings.extraction()

    def _read_section(self, section: Section, own: FactKind | None, theme: FactKind | None) -> None:
        """`own` is the theme of its heading, `theme` may come from the heading above that."""
        lead, in_list = "", False
        blocks = list(section.blocks)
        while blocks:
            block = blocks.pop(0)
            has_list = not block.is_item and any(other.is_item for other in blocks)
            if block.is_item and not in_list:
                run = takewhile(lambda other: other.is_item, blocks)
                self._items.begin_list([block, *run])
            in_list = block.is_item
            items = self._items.quoted_list(block, blocks, theme, section, lead)
            if items:
                self._findings.passage(section, block, items, lead)
                del blocks[: len(items) - 1]
                continue
            passage = self._findings.passage(section, block)
            is_opening = own is FactKind.DUTY and not lead
            # prose that leads into a list of duties tells none itself
            told = None if theme is FactKind.DUTY and has_list else theme
            lead = self._read_block(block, passage, told, lead, is_opening) or lead

    def _read_block(
        self, block: Block, passage: Passage, theme: FactKind | None, lead: str, is_opening: bool
    ) -> str:
        """Read what a block says; returns the sentence that leads into what follows."""
        if block.marks:
            self._read_marks(block, passage)
        elif block.verbatim or has_endless_word(block.text):
            pass
        elif block.row:
            self._read_row(block, passage, theme, lead)
        elif block.is_item:
            if len(block.text) <= LONGEST_SENTENCE:
                self._items.read(block, passage, theme, lead)
        elif parts := prose(block.text):
            if is_opening and self._is_purpose(parts[0]):
                self._findings.add(Claim(FactKind.PURPOSE, parts[0], parts[0]), passage)
            self._sentences.read(parts, passage, theme)
            if theme is FactKind.RESOURCE and self._subject.is_main:
                self._items.read_resources(parts, passage)
            self._findings.attach_aliases(block)
            return parts[-1]
        return ""

    def _is_purpose(self, sentence: str) -> bool:
        """Whether the first sentence under a heading on duties says what the role is there for."""
        leads_in = sentence.endswith(":") or claims.definition(sentence) is not None
        return self._subject.is_main and not leads_in

    def _read_row(self, block: Block, passage: Passage, theme: FactKind | None, lead: str) -> None:
        """Read a row of a table: each cell is said of the first, under its column's name."""
        label = block.row[0].text
        for cell in block.row[1:]:
            if cell.text:
                sentence = f"{cell.column} {cell.text}".strip()
                self._sentences.read([sentence], passage, theme, label, f"{lead} {cell.column}")

    def _read_marks(self, block: Block, passage: Passage) -> None:
        """Read what the editor spelled out, about the source's subject where it names no other."""
        role = self._findings.entity_of(self._subject.id)
        for mark in block.marks:
            kind, name = (mark.about or f"{role.kind}/{role.name}").split("/", 1)
            long = [mark.value] if mark.kind in _NAMED_IN_FULL else []
            entity = self._findings.entity(kind, name, *long)
            value = self._value(mark)
            self._findings.attach_aliases(block)
            figure = mark.figure
            if figure and not figure.basis:
                figure = replace(figure, basis=self._document.basis)
            claim = Claim(mark.kind, mark.label, block.text, mark.detail, value, mark.year, figure)
            self._findings.add(claim, passage, entity, mark)

    def _value(self, mark: Mark) -> str:
        """The value of a mark: the id of the thing where it names one."""
        if mark.kind is FactKind.ISSUER:
            self._findings.entity("organisation", mark.value)
        elif re.match(r"[a-z_]+/\S", mark.value):
            return self._findings.entity(*mark.value.split("/", 1))
        return mark.value
