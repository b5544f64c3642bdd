"""Names of certifications as people write them: `sec+`, `Security plus`, `AZ-500`, `OSCP`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.parsing.tokens import Token, tokenize

_MOST_TOKENS = 8
_PLURALS = ("'s", "s")
# Name of what stands for certifications in general: `certs`, `no certificate`.
ANY = ""
_GENERAL = frozenset(
    [
        "cert",
        "certs",
        "certification",
        "certifications",
        "certificate",
        "certificates",
        "certifcation",
    ]
)


@dataclass(frozen=True)
class CertificationName:
    """A name found in a text. `first` and `last` are its tokens; `known` is False for a guess."""

    name: str
    first: int
    last: int
    known: bool = True


class CertificationNames:
    """Finds names of certifications: those of the list, and acronyms and exam numbers beside it."""

    def __init__(self, names: Mapping[str, Sequence[str]], not_names: frozenset[str]) -> None:
        """`names` maps the name that is shown to its other spellings; `not_names` are acronyms of
        other things (`SOC`, `CISO`) and words that are written in capitals for emphasis (`i HAVE
        it`), in lower case."""
        self._names: dict[tuple[str, ...], str] = {}
        for name, spellings in names.items():
            for spelling in (name, *spellings):
                self._names.setdefault(_key(spelling), name)
        self._firsts = {key[0] for key in self._names}
        self._not_names = not_names

    @classmethod
    def read(cls, path: Path, acronyms: Path, words: Iterable[str] = ()) -> CertificationNames:
        """Read a file of lines `Name: spelling, spelling`, and one of acronyms of other things;
        `words` are common English ones."""
        names: dict[str, list[str]] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                name, _, spellings = line.partition(":")
                names[name.strip()] = [
                    part.strip() for part in spellings.split(",") if part.strip()
                ]
        lines = acronyms.read_text(encoding="utf-8").splitlines()
        others = " ".join(line for line in lines if not line.startswith("#")).lower().split()
        return cls(names, frozenset(others) | frozenset(words))

    def find(self, tokens: Sequence[Token]) -> list[CertificationName]:
        """The names in the tokens of a text, longest first at each place, none overlapping."""
        lower = [_plain(token.lower) for token in tokens]
        found: list[CertificationName] = []
        at = 0
        while at < len(tokens):
            name = self._known(lower, at) or self._guess(tokens, at)
            if name is None and lower[at] in _GENERAL:
                name = CertificationName(ANY, at, at)
            if name is None:
                at += 1
                continue
            found.append(name)
            at = name.last + 1
        return found

    def _known(self, lower: Sequence[str], at: int) -> CertificationName | None:
        for form in _forms(lower[at]):
            if form not in self._firsts:
                continue
            for count in range(min(_MOST_TOKENS, len(lower) - at), 0, -1):
                for last in _forms(lower[at + count - 1]) if count > 1 else ("",):
                    key = (form, *lower[at + 1 : at + count - 1], *([last] if count > 1 else []))
                    if key in self._names:
                        return CertificationName(self._names[key], at, at + count - 1)
        return None

    def _guess(self, tokens: Sequence[Token], at: int) -> CertificationName | None:
        """An acronym in capitals among words that aren't, an exam number such as `AZ-104`."""
        token = tokens[at]
        if exam := _exam_number(tokens[at : at + 3]):
            return CertificationName(exam, at, at + 2)
        bare = token.text[:-1] if token.text.endswith("s") else token.text
        capitals = bare.isalpha() and bare.isupper() and 3 <= len(bare) <= 6
        shouted = all(other.text.isupper() for other in tokens if other.is_word)
        if capitals and bare.lower() not in self._not_names and not (shouted and len(tokens) > 3):
            return CertificationName(bare, at, at, known=False)
        return None


def _key(spelling: str) -> tuple[str, ...]:
    return tuple(_plain(token.lower) for token in tokenize(spelling))


def _plain(word: str) -> str:
    return "+" if word == "plus" else word


def _forms(word: str) -> tuple[str, ...]:
    for ending in _PLURALS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return (word, word[: -len(ending)])
    return (word,)


def _exam_number(tokens: Sequence[Token]) -> str:
    """Two letters, a dash and three digits that are written without a space, as one; or nothing."""
    if len(tokens) < 3:
        return ""
    letters, dash, digits = tokens
    if not (letters.is_word and dash.is_dash and digits.text.isdigit()):
        return ""
    glued = letters.end == dash.start and dash.end == digits.start
    is_exam = glued and len(letters.text) == 2 and len(digits.text) == 3
    return f"{letters.text.upper()}-{digits.text}" if is_exam else ""
