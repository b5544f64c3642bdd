"""Reads sentences: what each claims of the role, of certifications, or of what its letters mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.facts import FactKind, Passage
from bot.ingest import career_claims, certification_claims, claims, pay_claims, title_claims
from bot.ingest.claims import Claim
from bot.ingest.findings import Findings
from bot.ingest.lexicon import Lexicon
from bot.ingest.subject import Subject

_PAGES = Lexicon("pages")


class SentenceReader:
    """Adds the claims of sentences to the findings."""

    def __init__(self, findings: Findings, subject: Subject) -> None:
        self._findings, self._subject = findings, subject
        self._certifications: list[str] = []

    def read(
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
            context = f"{lead} {previous}" if _PAGES["goes_on"].match(sentence) else lead
            previous = sentence
            self._read_definition(sentence, passage)
            if self._subject.names_role(f"{passage.section} {sentence}"):
                self._read_career(sentence, passage, theme, scope, context)
            for claim in certification_claims.certifications(
                sentence, tuple(self._certifications), theme is FactKind.CERTIFICATION
            ):
                self._add_certification(claim, passage)
        self.read_abbreviations(parts, passage)

    def _read_definition(self, sentence: str, passage: Passage) -> None:
        known = self._subject.definition
        found = known if known and known.statement == sentence else claims.definition(sentence)
        if found and not self._findings.has(FactKind.DEFINITION):
            self._findings.add(found, passage, self._defined(found))

    def _defined(self, found: Claim) -> str:
        """What a definition is of: the role, or in another source what it says."""
        if self._subject.is_main or self._subject.is_called(found.label):
            return self._subject.id
        return self._findings.entity("term", found.label, found.value)

    def _read_career(
        self, sentence: str, passage: Passage, theme: FactKind | None, scope: str, lead: str
    ) -> None:
        """What a sentence says of the role: titles, degrees, experience, pay."""
        for claim, about in self._career_claims(sentence, theme, scope, lead):
            self._findings.add(claim, passage, about)

    def _career_claims(
        self, sentence: str, theme: FactKind | None, scope: str, lead: str
    ) -> Iterator[tuple[Claim, str]]:
        """Each claim with the id of what it is about, "" for the role."""
        entity, in_pay = self._findings.entity, theme is FactKind.PAY
        for claim in title_claims.titles(sentence):
            yield claim, entity("title", claim.label, claim.value)
        for claim in claims.listed(sentence, theme, self._subject.nouns):
            yield claim, entity(claim.kind.value, claim.label)
        if self._subject.is_subject_of(sentence):
            yield from self._past_claims(sentence, scope, required=theme is FactKind.REQUIREMENT)
        of_other = not (self._subject.is_main or in_pay)
        for claim in pay_claims.figures(
            sentence, scope, lead, in_pay_section=in_pay, in_own_words=of_other
        ):
            yield claim, ""
        for claim in pay_claims.factors(sentence, in_pay_section=in_pay):
            yield claim, entity("pay_factor", claim.label)

    def _past_claims(
        self, sentence: str, scope: str, *, required: bool
    ) -> Iterator[tuple[Claim, str]]:
        """The degrees, years and posts that a sentence asks of the role; in another source a
        heading that names the role doesn't make them its own: `two former bosses`.
        """
        entity = self._findings.entity
        for claim in claims.education(sentence):
            yield claim, entity("degree", claim.value)
        for claim in career_claims.experience(sentence, scope, required=required):
            yield claim, ""
        for claim in career_claims.management(sentence):
            yield claim, ""
        for claim in career_claims.stepping_stones(sentence):
            if not self._subject.is_called(claim.label):
                yield claim, entity("stepping_stone", claim.label)

    def read_abbreviations(self, parts: list[str], passage: Passage) -> None:
        for sentence in parts:
            for claim in claims.abbreviation_claims(sentence):
                about = self._findings.named(claim.label)
                about = about or self._findings.entity("term", claim.label)
                self._findings.add(claim, passage, about)

    def read_certification_item(self, text: str, passage: Passage) -> str | None:
        """Read an item of a list of certifications; returns the id of the last one in it."""
        self._certifications = []
        entity: str | None = None
        for claim in certification_claims.certification_item(text):
            entity = self._add_certification(claim, passage) or entity
        return entity

    def _add_certification(self, claim: Claim, passage: Passage) -> str:
        if claim.kind is FactKind.ISSUER:
            name, long = certification_claims.organisation(claim.value)
            self._findings.entity("organisation", name, long)
            entity = self._findings.entity("certification", claim.label)
            statement = f"{claim.label} is offered by {name}."
            self._findings.add(replace(claim, value=name, statement=statement), passage, entity)
            return entity
        self._certifications.append(claim.label)
        entity = self._findings.entity("certification", claim.label, claim.value, *claim.aliases)
        self._findings.add(claim, passage, entity)
        return entity
