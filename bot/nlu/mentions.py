"""Finds the things that a message names: those of the knowledge base by their names, and those it
doesn't hold.

Names are matched word by word with spaCy's PhraseMatcher, blind to case, plural and `+`/`plus`. A
word that nobody knows is read as the one known word that is a single slip away, never when two are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import spacy
from rapidfuzz.distance import DamerauLevenshtein
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.domain.facts import Entity
from bot.ingest.claims import DEGREES
from bot.knowledge.store import KnowledgeBase
from bot.nlu.name_spelling import normalized, spellings
from bot.nlu.numbers_in_questions import ordinal_in, years_in
from bot.parsing.language import is_foreign

LEXICONS = Path("data/lexicons")
_LEXICONS = ("occupations", "certifications", "places", "industries", "companies")
_LEAST_TO_CORRECT = 5
# Kinds of the knowledge base that are jobs of others, too.
_POSTS = ("stepping_stone", "work_role")
_IDENTITY = re.compile(
    r"(?:\b(?:i['’]?m|i am|im|we are|as|was|been|being|i work(?:ed)? as|work(?:ing)?"
    r" as|my|currently|former|ex|me,)"
    r"(?:\s+(?:an?|the|just|currently|now|only|still|already))*(?:\s+[\w-]+){0,2}\s*)$",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:becom(?:e|ing)|to be|career as|turn into|retrain as|train as)\s+(?:an?\s+|the\s+)?$",
    re.IGNORECASE,
)
_SPECIFIC_FIRST = (
    "certification",
    "organisation",
    "role",
    "title",
    "requirement",
    "duty",
    "skill",
    "step",
    "degree",
)


@dataclass(frozen=True)
class Mention:
    """A name in a message: `value` is an id of the knowledge base, or
    the name itself for what that doesn't hold.
    """

    kind: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Mentions:
    known: tuple[Mention, ...]
    other_jobs: tuple[Mention, ...]
    """Jobs other than the advisor's own that the question may be about."""
    own_jobs: tuple[Mention, ...]
    """Jobs that the asker says they have: "I'm a nurse"."""
    wanted_jobs: tuple[Mention, ...]
    """Jobs that somebody is to become: "how do I become a vet"."""
    other_certifications: tuple[Mention, ...]
    places: tuple[Mention, ...]
    industries: tuple[Mention, ...]
    companies: tuple[Mention, ...]
    ordinal: int | None
    years: int | None
    foreign: bool
    """Whether the text is in another language."""

    @property
    def names_role(self) -> bool:
        return any(mention.kind in ("role", "title") for mention in self.known)


@lru_cache(maxsize=1)
def _english() -> Language:
    """The tokenizer of all finders: a process has two, and to make one takes a quarter second."""
    return spacy.blank("en")


class MentionFinder:
    """Built from one knowledge base and the lexicons; holds no reference to the database."""

    def __init__(
        self, kb: KnowledgeBase, lexicons: Path = LEXICONS, known_words: Iterable[str] = ()
    ) -> None:
        self._nlp = _english()
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="NORM")
        self._ids: dict[str, list[Entity]] = {}
        for entity in kb.entities:
            for name in (entity.name, *entity.aliases):
                self._add(name, entity)
        names = {norm for pattern in self._ids for norm in pattern.split()}
        for kind in _LEXICONS:
            for name in _lines(lexicons / f"{kind}.txt"):
                self._add(name, Entity(f"other/{kind}", kind, name))
        self._correctable = sorted(
            word for word in names if len(word) >= _LEAST_TO_CORRECT - 1 and word.isalpha()
        )
        self._known_words = {normalized(word) for word in known_words} | {
            w for pattern in self._ids for w in pattern.split()
        }

    def find(self, text: str) -> Mentions:
        """Find what a message names."""
        known, others = self._known_and_others(text)
        known += _degrees(text)
        known.sort(key=lambda mention: (mention.start, _rank(mention.kind)))
        jobs = others["occupations"]
        mine = [job for job in jobs if _IDENTITY.search(text[: job.start])]
        return Mentions(
            known=tuple(dict.fromkeys(known)),
            other_jobs=tuple(job for job in jobs if job not in mine),
            own_jobs=tuple(mine),
            wanted_jobs=tuple(job for job in jobs if _WANTED.search(text[: job.start])),
            other_certifications=tuple(others["certifications"]),
            places=tuple(others["places"]),
            industries=tuple(others["industries"]),
            companies=tuple(others["companies"]),
            ordinal=ordinal_in(text),
            years=years_in(text),
            foreign=is_foreign(text),
        )

    def _known_and_others(self, text: str) -> tuple[list[Mention], dict[str, list[Mention]]]:
        """What the knowledge base knows of the names in a text, and by kind what the lexicons do;
        of a name in both only a post is read both ways.
        """
        known: list[Mention] = []
        others: dict[str, list[Mention]] = {kind: [] for kind in _LEXICONS}
        for span, entities in self._named_spans(text):
            held = [entity for entity in entities if not _is_other(entity)]
            known += (
                Mention(entity.kind, entity.id, span.start_char, span.end_char) for entity in held
            )
            if not held or any(entity.kind in _POSTS for entity in held):
                for entity in filter(_is_other, entities):
                    mention = Mention(entity.kind, span.text, span.start_char, span.end_char)
                    others[entity.kind].append(mention)
        return known, others

    def _named_spans(self, text: str) -> Iterable[tuple[Span, list[Entity]]]:
        """The names in a text, none overlapping another, with what each may mean."""
        doc = self._doc(text)
        for span in filter_spans([doc[start:end] for _, start, end in self._matcher(doc)]):
            key = " ".join(token.norm_ for token in span)
            if key in self._nlp.Defaults.stop_words and not span.text.isupper():
                continue  # "it" is no IT
            yield span, self._ids.get(key, [])

    def _add(self, name: str, entity: Entity) -> None:
        for variant in spellings(name):
            doc = self._doc(variant, correct=False)
            key = " ".join(token.norm_ for token in doc)
            if not key:
                continue
            if key not in self._ids:
                self._matcher.add(key, [doc])
            held = self._ids.setdefault(key, [])
            if all(entity.id != other.id for other in held):
                held.append(entity)

    def _doc(self, text: str, *, correct: bool = True) -> Doc:
        doc = self._nlp.make_doc(text)
        for token in doc:
            norm = normalized(token.text)
            token.norm_ = self._corrected(norm) if correct else norm
        return doc

    def _corrected(self, word: str) -> str:
        """The only known name-word within one slip of an unknown word, else the word itself."""
        if len(word) < _LEAST_TO_CORRECT or word in self._known_words or not word.isalpha():
            return word
        near = [
            name for name in self._correctable
            if name[0] == word[0] and DamerauLevenshtein.distance(name, word, score_cutoff=1) <= 1
        ]  # fmt: skip
        return near[0] if len(near) == 1 else word


def _is_other(entity: Entity) -> bool:
    """Whether a name is of a lexicon, not of the knowledge base."""
    return entity.id.startswith("other/")


def _degrees(text: str) -> Iterable[Mention]:
    for level, pattern in DEGREES.items():
        if match := pattern.search(text):
            yield Mention("degree", f"degree/{level}", match.start(), match.end())


def _rank(kind: str) -> int:
    return _SPECIFIC_FIRST.index(kind) if kind in _SPECIFIC_FIRST else len(_SPECIFIC_FIRST)


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
