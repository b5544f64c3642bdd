"""What a source is about: the role it describes, and which lists and sentences speak of it."""

from __future__ import annotations

from bot.domain.facts import Entity, FactKind
from bot.domain.role import Role
from bot.ingest import claims
from bot.ingest.claims import Claim
from bot.ingest.document import Document
from bot.ingest.findings import Findings
from bot.ingest.lexicon import Lexicon
from bot.ingest.prose import prose
from bot.parsing.whole_words import contains_phrase

# Kinds whose lists are lists of the role's.
ITEM_KINDS = {
    FactKind.SKILL,
    FactKind.DUTY,
    FactKind.REQUIREMENT,
    FactKind.STEP,
    FactKind.RESOURCE,
}
_OPENING = 3
_PAGES = Lexicon("pages")


class Subject:
    """The role of a document; a file that isn't the main one of `role` tells of other subjects."""

    def __init__(self, document: Document, findings: Findings, role: Role | None = None) -> None:
        self.is_main = role is None or role.main == document.source.id
        self.definition: Claim | None = None
        """The sentence in the opening that says what the role is."""
        self._document, self._findings, self._configured = document, findings, role
        self.id = findings.about = self._find()

    def _find(self) -> str:
        """The id of the occupation that the text is about, or of what its front matter says."""
        document, findings = self._document, self._findings
        if document.about:
            return findings.entity(*document.about.split("/", 1))
        if self._configured and not self.is_main:
            return findings.entity("role", self._configured.name)
        self.definition = self._definition_in_opening()
        if self.definition:
            return findings.entity("role", self.definition.label, self.definition.value)
        headings = [document.source.title, *(section.heading for section in document.sections)]
        for heading in headings:
            if match := _PAGES["role_in_title"].search(heading):
                return findings.entity("role", match["name"].strip(), match["bracket"] or "")
        return findings.entity("role", document.source.title)

    def _definition_in_opening(self) -> Claim | None:
        document = self._document
        opening = [
            sentence
            for section in document.sections[:_OPENING]
            for block in section.blocks
            for sentence in prose(block.text)
        ]
        title = f"{document.source.title} {document.sections[0].heading}"
        one = (claims.definition(sentence) for sentence in opening)
        many = (claims.plural_definition(sentence, title) for sentence in opening)
        acting = (claims.acting_definition(sentence, title) for sentence in opening)
        return next((found for found in (*one, *many, *acting) if found), None)

    def is_called(self, name: str) -> bool:
        """Whether a name is the role's, in one number or the other."""
        role = self._findings.entity_of(self.id)
        return name.lower().removesuffix("s") in {
            known.lower().removesuffix("s") for known in _names(role)
        }

    @property
    def nouns(self) -> tuple[str, ...]:
        """What people in the occupation are called in one word, in lower case: `driver`."""
        if not self.is_main:
            return ()
        role = self._findings.entity_of(self.id)
        return tuple({name.lower().split()[-1].removesuffix("s") for name in _names(role)})

    def names_role(self, words: str) -> bool:
        """Whether words, with the source's title, name the configured role."""
        if self._configured is None or self._document.about.startswith("role/"):
            return True
        role = self._configured
        return contains_phrase(f"{self._document.source.title} {words}", *_called(role))

    def is_subject_of(self, sentence: str) -> bool:
        """Whether a sentence itself speaks of the role: always in its
        own article, elsewhere where it names it.
        """
        if self.is_main or self._configured is None or self._document.about.startswith("role/"):
            return True
        return contains_phrase(sentence, *_called(self._configured))

    def has_list(self, kind: FactKind | None, words: str) -> bool:
        """Whether a list may be the role's: its steps are those of the main article alone."""
        if self.is_main or kind is FactKind.CERTIFICATION:
            return True
        return kind in ITEM_KINDS - {FactKind.STEP} and self.names_role(words)


def _names(role: Entity) -> tuple[str, ...]:
    return (role.name, *role.aliases)


def _called(role: Role) -> tuple[str, ...]:
    return tuple(filter(None, (role.many, role.name, role.long)))
