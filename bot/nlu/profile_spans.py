"""Where in a message a fact about somebody can stand: numbers, names of certifications, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.parsing.certifications import CertificationName, CertificationNames
from bot.parsing.degrees import DegreeName, find_degrees
from bot.parsing.quantities import Quantity, find_quantities
from bot.parsing.tokens import Token, tokenize

SpanKind = Literal["quantity", "certification", "degree", "word"]
_CLAUSE_ENDS = frozenset(",;:()[]|/.!?…&+-–—")
_SENTENCE_ENDS = frozenset(".!?…")


@dataclass(frozen=True)
class Candidate:
    """A span that may tell a fact; `first` and `last` are its tokens."""

    kind: SpanKind
    first: int
    last: int
    start: int
    end: int
    quantity: Quantity | None = None
    certification: CertificationName | None = None
    degree: DegreeName | None = None


@dataclass(frozen=True)
class MessageSpans:
    """A message with everything that its notation tells. `words` are candidates of their own."""

    text: str
    tokens: tuple[Token, ...]
    candidates: tuple[Candidate, ...]
    words: tuple[Candidate, ...]

    def at(self, index: int) -> str:
        """The word at a token in lower case, empty outside the message."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def clause(self, candidate: Candidate) -> tuple[int, int]:
        """The tokens between the marks around a candidate, from first to behind the last."""
        return self._between(candidate, _CLAUSE_ENDS)

    def sentence(self, candidate: Candidate) -> tuple[int, int]:
        return self._between(candidate, _SENTENCE_ENDS)

    def _between(self, candidate: Candidate, ends: frozenset[str]) -> tuple[int, int]:
        first, last = candidate.first, candidate.last
        while first > 0 and self.tokens[first - 1].text not in ends:
            first -= 1
        while last + 1 < len(self.tokens) and self.tokens[last + 1].text not in ends:
            last += 1
        return first, last + 1


def find_spans(text: str, names: CertificationNames, today: date) -> MessageSpans:
    """Find the candidates of a message; where notations overlap, the longer reading wins."""
    tokens = tokenize(text)
    taken: set[int] = set()
    found: list[Candidate] = []
    for candidate in _by_length(_named(tokens, names) + _quantities(text, tokens, today)):
        covered = set(range(candidate.first, candidate.last + 1))
        if covered & taken:
            continue
        taken |= covered
        found.append(candidate)
    found.sort(key=lambda candidate: candidate.first)
    words = tuple(
        Candidate("word", index, index, token.start, token.end)
        for index, token in enumerate(tokens)
        if token.is_word or token.is_number
    )
    return MessageSpans(text, tuple(tokens), tuple(found), words)


def _by_length(candidates: list[Candidate]) -> list[Candidate]:
    def rank(found: Candidate) -> tuple[int, int, int]:
        guessed = found.certification is not None and not found.certification.known
        order = {"certification": 4 if guessed else 0, "degree": 1, "quantity": 2}
        return found.first - found.last, order.get(found.kind, 3), found.first

    return sorted(candidates, key=rank)


def _named(tokens: Sequence[Token], names: CertificationNames) -> list[Candidate]:
    found = []
    for name in names.find(tokens):
        start, end = tokens[name.first].start, tokens[name.last].end
        found.append(
            Candidate("certification", name.first, name.last, start, end, certification=name)
        )
    for degree in find_degrees(tokens):
        start, end = tokens[degree.first].start, tokens[degree.last].end
        found.append(Candidate("degree", degree.first, degree.last, start, end, degree=degree))
    return found


def _quantities(text: str, tokens: Sequence[Token], today: date) -> list[Candidate]:
    return [
        Candidate("quantity", found.first, found.last, found.start, found.end, quantity=found)
        for found in find_quantities(text, today)
    ]


def notations(spans: MessageSpans, today: date) -> set[str]:
    """How the numbers of a message are written that may be the value of a field: "no" is none, and
    a date that has gone by is no target. None where a certification or degree stands among them,
    which are told by their names."""
    if any(candidate.kind != "quantity" for candidate in spans.candidates):
        return set()
    numbers = [one.quantity for one in spans.candidates if one.quantity and one.quantity.high]
    return {
        number.kind
        for number in numbers
        if number.kind != "moment" or (number.moment and number.moment.year >= today.year)
    }
