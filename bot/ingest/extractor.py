"""From a source text to facts: what each list is about, and what each sentence claims.

A list gets its theme from the sentence that leads into it, else from its heading. Sentences are
read by the patterns in `claims`, `career_claims`, `certification_claims` and `pay_claims`. The same
text always gives the same facts, in the order of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from bot.domain.anchor import Anchor
from bot.domain.facts import (
    Entity,
    Extraction,
    Fact,
    FactKind,
    Passage,
    Scope,
    SourceError,
    SourceErrors,
)
from bot.domain.role import Role
from bot.ingest import career_claims, certification_claims, claims, pay_claims
from bot.ingest.annotations import Mark
from bot.ingest.claims import Claim
from bot.ingest.document import Block, Document, Section
from bot.ingest.names import slug
from bot.ingest.phrases import sentences, without_article
from bot.ingest.reader import read_document
from bot.ingest.themes import theme_of
from bot.parsing.scopes import ScopeReader

_ITEM_KINDS = {
    FactKind.SKILL,
    FactKind.DUTY,
    FactKind.REQUIREMENT,
    FactKind.STEP,
    FactKind.RESOURCE,
}
_UNSCOPED = {
    FactKind.RESOURCE,
    FactKind.CERTIFICATION,
    FactKind.ISSUER,
    FactKind.ABBREVIATION,
    FactKind.TITLE,
    FactKind.LEVEL,
    FactKind.STATUS,
    FactKind.OVERLAP,
    FactKind.FRAMEWORK,
}
"""Kinds that no place or rank in their sentence limits: an issuer in the UK issues everywhere."""
_ASPECTS = {
    "industry": "industry",
    "region": "place",
    "company size": "size",
    "company": "size",
    "place": "place",
    "rank": "rank",
}
_STEM = 6
_LONGEST_SENTENCE = 2_000
_LONGEST_PARAGRAPH = 20_000
"""A longer one is not prose: its passage is kept, but nothing is read out of it."""
_LONG_WORD = re.compile(r"\S{400}")
"""No word of a language: splitting it takes time that grows with its square."""
_GOES_ON = re.compile(r"^(?:That|This|It)(?:[’']s| is| comes| works| makes)\b")
"""Says the same again in another unit: its measure is that of the sentence before."""
_SMALL_WORDS = r"(?:of|for|and|the|in|on|to|&)"
_PROPER_NAME = re.compile(
    rf"(?:The\s+)?[A-Z0-9(][^\s,;:]*(?:(?:\s{_SMALL_WORDS}){{0,2}}\s[A-Z0-9(][^\s,;:]*){{0,12}}"
)
_LABELLED = re.compile(r"^(?P<label>[^:.;!?]{2,80}?)(?::|\s[–—-])\s+(?P<detail>\S.*)$")
_ROLE_IN_TITLE = re.compile(
    r"(?:what (?:does|is)|how to become|becoming|working as|career as) an? (?P<name>[^()?:]+?)"
    r"(?:\s*\((?P<bracket>[^)]+)\))?(?:\s+do(?:es)?\b.*)?[?:]?$",
    re.IGNORECASE,
)
_PUBLISHES = re.compile(
    r"\s(?:publish|provide|offer|list|rank|has\b|have\b|maintain|run|give|host|feature|cover|explain|keep|collect"
    r"|is\b|are\b|describe|show|teach|compare|organi[sz]e|release|issue)\w*\s",
)


def extract_file(
    path: Path, *, front_matter_required: bool = False, role: Role | None = None
) -> Extraction:
    """All facts of one source file; raises SourceError with file and line when the file can't be
    read.

    A file that isn't the main one of `role` tells of other subjects: its lists are the role's only
    where it says so.
    """
    document = read_document(path, front_matter_required=front_matter_required)
    if front_matter_required and (problems := list(_unreadable(document, str(path)))):
        raise SourceErrors.of(problems)
    return extract(document, role)


def _unreadable(document: Document, path: str) -> Iterator[SourceError]:
    """Amounts of pay that can't be read as they are written, outside of what is marked."""
    for section in document.sections:
        for block in section.blocks:
            if block.marks or block.verbatim or len(block.text) > _LONGEST_PARAGRAPH:
                continue
            for problem in pay_claims.unreadable(block.text):
                advice = "write it as 166,585 EUR or $1.2 million"
                yield SourceError(path, block.line, f"{problem}: {advice}")


def extract(document: Document, role: Role | None = None) -> Extraction:
    return _Extractor(document, role).run()


class _Extractor:
    def __init__(self, document: Document, role: Role | None = None) -> None:
        self._document = document
        self._configured = role
        self._is_main = role is None or role.main == document.source.id
        self._scopes = ScopeReader.load(role.home if role else "")
        self._given = self._scopes.scope(**document.scope)
        self._source = document.source
        self._passages: list[Passage] = []
        self._facts: list[Fact] = []
        self._entities: dict[str, Entity] = {}
        self._positions: dict[FactKind, int] = {}
        self._fact_ids: set[str] = set()
        self._claimed: set[tuple[FactKind, str]] = set()
        self._named: dict[str, str] = {}  # names in lower case -> the first entity of that name
        self._certifications: list[str] = []
        self._definition: Claim | None = None
        self._role = self._find_role()

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
            elif (
                section.level == 0
            ):  # plain text: a heading passes its theme on when nothing stands below it
                above = [(0, theme)] if not section.blocks else []
        self._place_questions()
        return Extraction(
            self._source, tuple(self._passages), tuple(self._entities.values()), tuple(self._facts)
        )

    def _place_questions(self) -> None:
        """Each question that the front matter names goes to the passage
        that shares most words with it.
        """
        for anchor in self._document.questions:
            asked = _content_words(anchor.question)
            shared = [
                len(asked & _content_words(f"{passage.section} {passage.text}"))
                for passage in self._passages
            ]
            if shared:
                self._add_anchors(shared.index(max(shared)), (anchor,))

    def _add_anchors(self, index: int, anchors: tuple[Anchor, ...]) -> None:
        old = self._passages[index]
        new = replace(old, anchors=tuple(dict.fromkeys((*old.anchors, *anchors))))
        self._passages[index] = new
        self._facts = [
            replace(fact, passage=new) if fact.passage is old else fact for fact in self._facts
        ]

    def _find_role(self) -> str:
        """The id of the occupation that the text is about, or of what
        its front matter says instead.
        """
        if self._document.about:
            return self._entity(*self._document.about.split("/", 1))
        if self._configured and not self._is_main:
            return self._entity("role", self._configured.name)
        opening = [
            sentence
            for section in self._document.sections[:3]
            for block in section.blocks
            for sentence in _prose(block.text)
        ]
        title = f"{self._source.title} {self._document.sections[0].heading}"
        one = (claims.definition(sentence) for sentence in opening)
        many = (claims.plural_definition(sentence, title) for sentence in opening)
        self._definition = next((found for found in (*one, *many) if found), None)
        if self._definition:
            return self._entity("role", self._definition.label, self._definition.value)
        headings = [self._source.title, *(section.heading for section in self._document.sections)]
        for heading in headings:
            if match := _ROLE_IN_TITLE.search(heading):
                return self._entity("role", match["name"].strip(), match["bracket"] or "")
        return self._entity("role", self._source.title)

    def _read_section(self, section: Section, own: FactKind | None, theme: FactKind | None) -> None:
        """`own` is the theme of its heading, `theme` may come from the heading above that."""
        lead = ""
        blocks = list(section.blocks)
        while blocks:
            block = blocks.pop(0)
            items = self._list_of_prose(block, blocks, theme, section, lead)
            if items:
                self._passage(section, block, items, lead)
                del blocks[: len(items) - 1]
                continue
            passage = self._passage(section, block)
            if block.marks:
                self._read_marks(block, passage)
                continue
            if block.verbatim or _LONG_WORD.search(block.text):
                continue
            if block.row:
                self._read_row(block, passage, theme, lead)
                continue
            if block.is_item:
                if len(block.text) <= _LONGEST_SENTENCE:
                    kind = self._list_theme(block, lead, theme)
                    if not self._is_of_role(kind, f"{section.heading} {lead}"):
                        kind = None
                    self._read_item(block, passage, kind, lead)
                continue
            parts = _prose(block.text)
            if not parts:
                continue
            if (
                own is FactKind.DUTY
                and self._is_main
                and not lead
                and not parts[0].endswith(":")
                and not claims.definition(parts[0])
            ):
                self._add(Claim(FactKind.PURPOSE, parts[0], parts[0]), passage)
            self._read_sentences(parts, passage, theme)
            self._attach_aliases(block, None)
            lead = parts[-1]

    def _read_row(self, block: Block, passage: Passage, theme: FactKind | None, lead: str) -> None:
        """A row of a table: each cell is said of the first one, under the name of its column."""
        label = block.row[0].text
        for cell in block.row[1:]:
            if cell.text:
                sentence = f"{cell.column} {cell.text}".strip()
                self._read_sentences([sentence], passage, theme, label, f"{lead} {cell.column}")

    def _list_of_prose(
        self, block: Block, rest: list[Block], theme: FactKind | None, section: Section, lead: str
    ) -> tuple[Block, ...]:
        """The items of a list that says nothing of the role and holds no
        marks: they are quoted together.
        """
        if self._is_main or not block.is_item:
            return ()
        items = [block, *takewhile(lambda other: other.is_item, rest)]
        if len(items) == 1 or any(item.marks for item in items):
            return ()
        kind = self._list_theme(block, lead, theme)
        return () if self._is_of_role(kind, f"{section.heading} {lead}") else tuple(items)

    def _is_of_role(self, kind: FactKind | None, words: str) -> bool:
        """Whether a list may be one of the role's: its steps are
        those of the main article alone.
        """
        if self._is_main or kind is FactKind.CERTIFICATION:
            return True
        return kind in _ITEM_KINDS - {FactKind.STEP} and self._names_role(words)

    def _names_role(self, words: str) -> bool:
        if self._configured is None or self._document.about.startswith("role/"):
            return True
        role = self._configured
        names = "|".join(re.escape(name) for name in (role.many, role.name, role.long) if name)
        return bool(re.search(rf"\b(?:{names})\b", f"{self._source.title} {words}", re.IGNORECASE))

    def _read_marks(self, block: Block, passage: Passage) -> None:
        """What the editor spelled out; without a word on what it is
        about, what the source is about.
        """
        role = self._entities[self._role]
        for mark in block.marks:
            kind, name = (mark.about or f"{role.kind}/{role.name}").split("/", 1)
            long = (
                [mark.value] if mark.kind in (FactKind.CERTIFICATION, FactKind.ABBREVIATION) else []
            )
            entity = self._entity(kind, name, *long)
            value = mark.value
            if mark.kind is FactKind.ISSUER:
                self._entity("organisation", value)
            elif re.match(r"[a-z_]+/\S", value):
                value = self._entity(*value.split("/", 1))
            self._attach_aliases(block, None)
            figure = mark.figure
            if figure and not figure.basis:
                figure = replace(figure, basis=self._document.basis)
            claim = Claim(mark.kind, mark.label, block.text, mark.detail, value, mark.year, figure)
            self._add(claim, passage, entity, mark)

    def _list_theme(self, block: Block, lead: str, section: FactKind | None) -> FactKind | None:
        theme = (theme_of(lead) if lead.endswith(":") else None) or section or theme_of(lead)
        if block.number is not None:
            return theme if theme in _ITEM_KINDS - {FactKind.REQUIREMENT} else FactKind.STEP
        if theme is FactKind.STEP:  # bullets below "How to become …" with no word on what they list
            return None
        return theme

    def _read_item(self, block: Block, passage: Passage, theme: FactKind | None, lead: str) -> None:
        text = block.text
        labelled = _LABELLED.match(text)
        label, detail = (
            (labelled["label"], labelled["detail"]) if labelled else (text.rstrip("."), "")
        )
        entity: str | None = None
        titled = theme is FactKind.STEP or (
            theme in _ITEM_KINDS and theme is not FactKind.RESOURCE and block.titled
        )
        if titled and not labelled:
            first, *rest = sentences(text)
            label, detail = first.rstrip("."), " ".join(rest)
        if theme is FactKind.RESOURCE:
            entity = self._read_resource(label if labelled else text, detail, passage)
        elif theme in _ITEM_KINDS:
            assert theme is not None
            entity = self._entity(theme.value, label)
            self._add(
                Claim(theme, label, _item_statement(theme, label, detail), detail=detail),
                passage,
                entity,
            )
        elif theme is FactKind.CERTIFICATION:
            self._certifications = []
            for claim in certification_claims.certification_item(text):
                entity = self._add_certification(claim, passage) or entity
        if theme in (FactKind.SKILL, FactKind.DUTY, FactKind.RESOURCE, FactKind.CERTIFICATION):
            self._read_abbreviations(sentences(text), passage)
        else:
            parts = sentences(detail if labelled and theme is not None else text)
            scope = label if labelled and theme is not FactKind.STEP else ""
            self._read_sentences(parts, passage, theme, scope, lead if lead.endswith(":") else "")
        self._attach_aliases(block, entity)

    def _read_resource(self, text: str, detail: str, passage: Passage) -> str:
        name = text
        if not detail:
            name = _name_in_front(text)
            detail = text[len(name) :].strip(" ,")
        organisation, long = certification_claims.organisation(name)
        entity = self._entity("organisation", organisation, long)
        self._add(
            Claim(FactKind.RESOURCE, organisation, passage.text, detail=detail), passage, entity
        )
        return entity

    def _read_sentences(
        self,
        parts: list[str],
        passage: Passage,
        theme: FactKind | None,
        scope: str = "",
        lead: str = "",
    ) -> None:
        """`scope` is the label of a list item, `lead` the sentence that leads into the list."""
        self._certifications = []
        previous = ""
        for sentence in parts:
            context = f"{lead} {previous}" if _GOES_ON.match(sentence) else lead
            previous = sentence
            known = (
                self._definition
                if self._definition and self._definition.statement == sentence
                else None
            )
            if (found := known or claims.definition(sentence)) and not self._has(
                FactKind.DEFINITION
            ):
                self._add(found, passage, self._defined(found))
            if self._names_role(f"{passage.section} {sentence}"):
                self._read_career(sentence, passage, theme, scope, context)
            for claim in certification_claims.certifications(
                sentence, tuple(self._certifications), theme is FactKind.CERTIFICATION
            ):
                self._add_certification(claim, passage)
        self._read_abbreviations(parts, passage)

    def _defined(self, found: Claim) -> str:
        """What a definition is of: the role, or in another source what it says."""
        if self._is_main or self._is_role(found.label):
            return self._role
        return self._entity("term", found.label, found.value)

    def _read_career(
        self, sentence: str, passage: Passage, theme: FactKind | None, scope: str, lead: str
    ) -> None:
        """What a sentence says of the role: titles, degrees, experience, pay."""
        for claim in claims.titles(sentence):
            self._add(claim, passage, self._entity("title", claim.label, claim.value))
        for claim in claims.education(sentence):
            self._add(claim, passage, self._entity("degree", claim.value))
        for claim in claims.listed(sentence, theme):
            self._add(claim, passage, self._entity(claim.kind.value, claim.label))
        for claim in career_claims.experience(
            sentence, scope, required=theme is FactKind.REQUIREMENT
        ):
            self._add(claim, passage)
        for claim in career_claims.management(sentence):
            self._add(claim, passage)
        for claim in career_claims.stepping_stones(sentence):
            if self._is_role(claim.label):
                continue
            self._add(claim, passage, self._entity("stepping_stone", claim.label))
        for claim in pay_claims.figures(
            sentence, scope, lead, in_pay_section=theme is FactKind.PAY
        ):
            self._add(claim, passage)
        for claim in pay_claims.factors(sentence, in_pay_section=theme is FactKind.PAY):
            self._add(claim, passage, self._entity("pay_factor", claim.label))

    def _read_abbreviations(self, parts: list[str], passage: Passage) -> None:
        for sentence in parts:
            for claim in claims.abbreviation_claims(sentence):
                self._add(
                    claim,
                    passage,
                    self._named.get(claim.label.lower()) or self._entity("term", claim.label),
                )

    def _add_certification(self, claim: Claim, passage: Passage) -> str | None:
        if claim.kind is FactKind.ISSUER:
            name, long = certification_claims.organisation(claim.value)
            self._entity("organisation", name, long)
            entity = self._entity("certification", claim.label)
            statement = f"{claim.label} is offered by {name}."
            self._add(replace(claim, value=name, statement=statement), passage, entity)
            return entity
        self._certifications.append(claim.label)
        entity = self._entity("certification", claim.label, claim.value, *claim.aliases)
        self._add(claim, passage, entity)
        return entity

    def _passage(
        self, section: Section, block: Block, items: tuple[Block, ...] = (), lead: str = ""
    ) -> Passage:
        """The passage of a block, or of a whole list whose first item the block is."""
        position = len(self._passages) + 1
        heading = section.heading or self._source.title
        text, lead = block.text, lead if lead.endswith(":") and items else ""
        if items:
            members = "; ".join(item.text.rstrip(" .;,") for item in items)
            text = f"{lead} {members}.".strip()
        anchors = (anchor for item in items or (block,) for anchor in item.anchors)
        passage = Passage(
            f"{self._source.id}#{position}", self._source, heading, text, block.line, position,
            tuple(anchors), self._scope(f"{heading} {text}"), lead,
            tuple(item.text for item in items),
            tuple(link for item in items or (block,) for link in item.links),
        )  # fmt: skip
        self._passages.append(passage)
        return passage

    def _scope(self, sentence: str, named: Mapping[str, str] | None = None) -> Scope:
        """The scope of a statement: as marked, else as its sentence
        names it, else that of its source.
        """
        marked = self._scopes.scope(**(named or {}))
        scope = marked.within(self._scopes.read(sentence)).within(self._given)
        return replace(scope, company=self._source.company) if self._source.company else scope

    def _entity(self, kind: str, name: str, *aliases: str) -> str:
        entity_id = f"{kind}/{slug(name)}"
        known = self._entities.get(entity_id, Entity(entity_id, kind, name))
        extra = [alias for alias in aliases if alias and alias not in (known.name, *known.aliases)]
        self._entities[entity_id] = replace(known, aliases=(*known.aliases, *dict.fromkeys(extra)))
        for named in (known.name, *extra):
            self._named.setdefault(named.lower(), entity_id)
        return entity_id

    def _attach_aliases(self, block: Block, item: str | None) -> None:
        for before, names in block.aliases:
            target = item if item and len(before) <= len(self._entities[item].name) + 2 else None
            tail = re.sub(
                r"\s*\([^()]*\)$", "", before.lower().rstrip(" .,")
            )  # "CISO (Chief …) (also: …)"
            ending = (self._named.get(tail[start:]) for start in range(len(tail)))
            target = target or next((entity_id for entity_id in ending if entity_id), None)
            if target or item:
                found = self._entities[target or item or ""]
                self._entity(found.kind, found.name, *names)

    def _is_role(self, name: str) -> bool:
        role = self._entities[self._role]
        return name.lower().removesuffix("s") in {
            known.lower().removesuffix("s") for known in (role.name, *role.aliases)
        }

    def _has(self, kind: FactKind) -> bool:
        return kind in self._positions

    def _add(
        self, claim: Claim, passage: Passage, about: str = "", mark: Mark | None = None
    ) -> None:
        """Appends a fact unless the text has made the same claim before."""
        same = (claim.kind, without_article(claim.label).lower())
        if (
            not mark
            and same in self._claimed
            and claim.kind not in (FactKind.PAY, FactKind.EDUCATION, FactKind.EXPERIENCE)
        ):
            return
        self._claimed.add(same)
        position = self._positions[claim.kind] = self._positions.get(claim.kind, 0) + 1
        fact_id = f"{self._source.id}/{claim.kind.value}/{slug(claim.label)[:60].strip('-')}"
        if fact_id in self._fact_ids:
            fact_id = f"{fact_id}-{position}"
        while (
            fact_id in self._fact_ids
        ):  # a label that ends in the number that was to make it different
            fact_id += "-again"
        self._fact_ids.add(fact_id)
        year = claim.year or self._source.year
        scope = Scope()
        if claim.kind not in _UNSCOPED or self._source.company:
            scope = self._scope(claim.statement, _scope_of(mark) if mark else None)
        fact = Fact(
            fact_id,
            claim.kind,
            about or self._role,
            claim.statement,
            without_article(claim.label),
            passage,
            position,
            claim.detail,
            claim.value,
            year,
            claim.figure,
            scope=scope,
        )
        if mark:
            fact = replace(
                fact, aspect=mark.aspect, measured=mark.measured or self._document.measured,
                asked=mark.asked or self._document.asked, since=mark.since, until=mark.until,
            )  # fmt: skip
        self._facts.append(fact)


def _scope_of(mark: Mark) -> dict[str, str]:
    """What limits a marked claim: its scope, the aspect by which a
    figure is broken down, another job.
    """
    found = dict(mark.scope)
    name = _ASPECTS.get(mark.aspect)
    if name and "/" in mark.value:
        found.setdefault(name, mark.value.partition("/")[2])
    if mark.about.startswith("work_role/"):
        found.setdefault("rank", without_article(mark.about.partition("/")[2]))
    return found


def _content_words(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"[a-z]{4,}|\d+", text.lower())}


def _prose(text: str) -> list[str]:
    if len(text) > _LONGEST_PARAGRAPH or _LONG_WORD.search(text):
        return []
    return [sentence for sentence in sentences(text) if len(sentence) <= _LONGEST_SENTENCE]


def _name_in_front(text: str) -> str:
    """What a list item of resources begins with: a name in capitals,
    else the words before a verb, else all of it.
    """
    verb = _PUBLISHES.search(text)
    before_verb = text[: verb.start()] if verb else text.rstrip(".")
    name = _PROPER_NAME.match(text)
    if not name or len(name[0]) >= len(before_verb):
        return before_verb
    between = text[name.end() : len(before_verb)]
    if verb and len(between.split()) <= 2 and not re.search(r",|\bby\b", between):
        return before_verb  # "Journal of nursing offers …"
    sure = len(name[0].split()) > 1 or re.search(r"[A-Z0-9]", name[0][1:])
    return name[0] if sure else before_verb


def _item_statement(theme: FactKind, label: str, detail: str) -> str:
    """A list item as a sentence that stands alone."""
    lead = {
        FactKind.SKILL: "A skill the job calls for",
        FactKind.DUTY: "A task the job may bring",
        FactKind.REQUIREMENT: "An area of the job",
        FactKind.STEP: "A step towards the job",
    }[theme]
    tail = f". {detail}" if detail else "."
    return f"{lead}: {label[:1].lower() + label[1:] if label[1:2].islower() else label}{tail}"
