"""Reads the items of lists: what a list is about, and what each item of it says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from bot.domain.facts import FactKind, Passage
from bot.ingest import certification_claims
from bot.ingest.claims import Claim
from bot.ingest.document import Block, Section
from bot.ingest.findings import Findings
from bot.ingest.lexicon import Lexicon
from bot.ingest.sentence_reader import SentenceReader
from bot.ingest.subject import ITEM_KINDS, Subject
from bot.ingest.themes import theme_of
from bot.parsing.sentences import sentences

_PAGES = Lexicon("pages")
_LEADS = {
    FactKind.SKILL: "A skill the job calls for",
    FactKind.DUTY: "A task the job may bring",
    FactKind.REQUIREMENT: "An area of the job",
    FactKind.STEP: "A step towards the job",
}
# Kinds whose items are read whole: their sentences claim nothing more of the role.
_LONGEST_LABEL = 5
_WITHOUT_CLAIMS = (FactKind.SKILL, FactKind.DUTY, FactKind.RESOURCE, FactKind.CERTIFICATION)


class ItemReader:
    """Adds what lists say to the findings."""

    def __init__(self, findings: Findings, subject: Subject, reader: SentenceReader) -> None:
        self._findings, self._subject, self._sentences = findings, subject, reader
        self._is_of_skills = False

    def begin_list(self, items: Sequence[Block]) -> None:
        """Note what the items of a list look like, before the first of them is read.

        Short phrases without a label, none of them a formality, are skills, also where the words
        above them only say that they are asked for.
        """
        self._is_of_skills = not any(
            _PAGES["label"].match(item.text)
            or _PAGES["noted"].match(item.text)
            or len(sentences(item.text)) > 1
            or _PAGES["formality"].search(item.text)
            for item in items
        )

    def quoted_list(
        self, block: Block, rest: list[Block], theme: FactKind | None, section: Section, lead: str
    ) -> tuple[Block, ...]:
        """The items of a list without marks that isn't the role's: they are quoted together."""
        if self._subject.is_main or not block.is_item:
            return ()
        items = [block, *takewhile(lambda other: other.is_item, rest)]
        if len(items) == 1 or any(item.marks for item in items):
            return ()
        kind = _list_theme(block, lead, theme)
        is_of_role = self._subject.has_list(kind, f"{section.heading} {lead}")
        return () if is_of_role else tuple(items)

    def read(self, block: Block, passage: Passage, theme: FactKind | None, lead: str) -> None:
        """`theme` is that of the section, `lead` the sentence that leads into the list."""
        kind = _list_theme(block, lead, theme)
        if kind is FactKind.REQUIREMENT and self._is_of_skills:
            named = f"{passage.section} {lead}"
            kind = kind if _PAGES["requirements"].search(named) else FactKind.SKILL
        if not self._subject.has_list(kind, f"{passage.section} {lead}"):
            kind = None
        text = block.text
        entity: str | None = None
        if kind is FactKind.RESOURCE:
            entity = self._read_resource(*_named_resource(block, passage), passage)
        elif kind in ITEM_KINDS:
            assert kind is not None
            label, detail = _label(block, kind)
            entity = self._findings.entity(kind.value, label)
            statement = _statement(kind, label, detail)
            self._findings.add(Claim(kind, label, statement, detail=detail), passage, entity)
        elif kind is FactKind.CERTIFICATION:
            entity = self._sentences.read_certification_item(text, passage)
        if kind in _WITHOUT_CLAIMS:
            self._sentences.read_abbreviations(sentences(text), passage)
        else:
            self._read_claims(block, passage, kind, lead)
        self._findings.attach_aliases(block, entity)

    def _read_claims(
        self, block: Block, passage: Passage, kind: FactKind | None, lead: str
    ) -> None:
        """Read the sentences of an item, said of its label where it has one."""
        labeled = _PAGES["label"].match(block.text)
        scope = labeled["label"] if labeled and kind is not FactKind.STEP else ""
        parts = sentences(labeled["detail"] if labeled and kind is not None else block.text)
        lead = lead if lead.endswith(":") else ""
        self._sentences.read(parts, passage, kind, scope, lead)

    def read_resources(self, parts: Sequence[str], passage: Passage) -> None:
        """Read prose on where to read on: who or what a sentence begins with."""
        for sentence in parts:
            verb = _PAGES["publishes"].search(sentence)
            name = _PAGES["proper_name"].match(sentence)
            if verb and name and name.end() == verb.start() and " " in name[0]:
                self._read_resource(sentence, "", passage)

    def _read_resource(self, text: str, detail: str, passage: Passage) -> str:
        name = text
        if not detail:
            name = _name_in_front(text)
            detail = text[len(name) :].strip(" ,")
        organisation, long = certification_claims.organisation(name)
        entity = self._findings.entity("organisation", organisation, long)
        claim = Claim(FactKind.RESOURCE, organisation, passage.text, detail=detail)
        self._findings.add(claim, passage, entity)
        return entity


def _list_theme(block: Block, lead: str, section: FactKind | None) -> FactKind | None:
    """What the list of an item is about: its lead says it, else its section."""
    theme = (theme_of(lead) if lead.endswith(":") else None) or section or theme_of(lead)
    if block.number is not None:
        return theme if theme in ITEM_KINDS - {FactKind.REQUIREMENT} else FactKind.STEP
    if theme is FactKind.STEP:  # bullets below "How to become …" with no word on what they list
        return None
    return theme


def _named_resource(block: Block, passage: Passage) -> tuple[str, str]:
    """The name of a resource and what is said of it; the words of a leading link are its name."""
    text = block.text
    labeled = _PAGES["label"].match(text)
    name, detail = (labeled["label"], labeled["detail"]) if labeled else (text, "")
    if block.links and name.startswith(block.links[0].words):
        name = block.links[0].words
        detail = detail or text[len(name) :].strip(" ,")
        detail = detail or passage.text
    return name, detail


def _label(block: Block, kind: FactKind | None) -> tuple[str, str]:
    """The short form of an item, and what it adds to it."""
    if labeled := _PAGES["label"].match(block.text):
        return labeled["label"], _without_stop(labeled["detail"])
    text = _PAGES["item_end"].sub("", block.text)
    if kind is FactKind.REQUIREMENT and (noted := _PAGES["noted"].match(text)):
        return noted["label"], noted["detail"] or noted["bracket"]
    first, *rest = sentences(text) or [text]
    titled = block.titled and kind in ITEM_KINDS and kind is not FactKind.RESOURCE
    is_label = rest and len(first.split()) <= _LONGEST_LABEL and first.endswith(".")
    if kind is FactKind.STEP or titled or is_label:
        return first.rstrip("."), " ".join(rest)
    return text.rstrip("."), ""


def _without_stop(detail: str) -> str:
    """The detail, without a full stop where it is no sentence: `Visa: needed for the US.`"""
    is_fragment = detail[:1].islower() and len(sentences(detail)) == 1
    return detail.rstrip(".") if is_fragment else detail


def _name_in_front(text: str) -> str:
    """What an item of resources begins with: a name in capitals, else the words before a verb."""
    verb = _PAGES["publishes"].search(text)
    before_verb = text[: verb.start()] if verb else text.rstrip(".")
    name = _PAGES["proper_name"].match(text)
    if not name or len(name[0]) >= len(before_verb):
        return before_verb
    between = text[name.end() : len(before_verb)]
    words = between.split()
    if verb and len(words) <= 2 and "by" not in words and "," not in between:
        return before_verb  # "Journal of nursing offers …"
    is_name = " " in name[0] or any(c.isdigit() or c.isupper() for c in name[0][1:])
    return name[0] if is_name else before_verb


def _statement(kind: FactKind, label: str, detail: str) -> str:
    """A list item as a sentence that stands alone."""
    stop = "" if detail.endswith((".", "!", "?")) else "."
    tail = f". {detail}{stop}" if detail else "."
    small = label[:1].lower() + label[1:] if label[1:2].islower() else label
    return f"{_LEADS[kind]}: {small}{tail}"
