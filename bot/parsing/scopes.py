"""Scopes: the place, rank, company or industry that a sentence names, and one spelling for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from bot.domain.facts import Scope
from bot.parsing.whole_words import alternatives

LEXICONS = Path("data/lexicons")
_NAME = r"[A-Z][\w&-]+(?:\s(?:(?:of|and|&)\s)?[A-Z][\w&-]+){0,3}"
_COMPANY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b[Aa]t (?P<name>{_NAME})(?=[\s,?!]|$)",
        rf"\b(?:employed by|works? for|working for) (?P<name>{_NAME})",
        rf"\b(?P<name>{_NAME})[’']s? (?:own )?(?:security chief|CISOs?)\b",
        rf"\b(?:CISOs?|security chiefs?) (?:of|at) (?P<name>{_NAME})",
    )
)
# What follows `at` with a capital and isn't an employer: a list of companies, a day, a school, a
# conference.
_NOT_A_COMPANY = re.compile(
    r"^(?:The|A|An|Most|Many|Some|All|Fortune|Global|FTSE|DAX|CISOs?"
    r"|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Harvard|Black|RSA)\b"
)


class ScopeReader:
    """Reads scopes by name; `home` is the place that figures are from when they name none."""

    def __init__(self, forms: Mapping[str, Mapping[str, str]], home: str = "") -> None:
        """`forms` maps a category to what it is called and the one name of that."""
        self._names = {
            category: {form.lower(): name for form, name in known.items()}
            for category, known in forms.items()
        }
        self._patterns = {category: _alternatives(known) for category, known in forms.items()}
        self._home = self.name("place", home) if home else ""

    @classmethod
    def load(cls, home: str = "", folder: Path = LEXICONS) -> ScopeReader:
        """Read the lexicons of scopes, places and industries."""
        return cls(_forms(folder), home)

    def name(self, category: str, text: str) -> str:
        """The one spelling of a place, rank or industry; an unknown one stays as it is written."""
        return self._names.get(category, {}).get(text.strip().lower(), text.strip())

    def scope(self, **names: str) -> Scope:
        """A scope of names as an editor wrote them."""
        known = {category: self.name(category, text) for category, text in names.items() if text}
        return Scope(**known, home=bool(known.get("place")) and known["place"] == self._home)

    def read(self, text: str) -> Scope:
        """What a sentence names; of several places or ranks the first,
        and none when home is among them.
        """
        places = self._found("place", text)
        place = next(iter(places), "")
        if self._home in places:
            place = self._home
        rank = next(iter(self._found("rank", text)), "")
        industry = next(iter(self._found("industry", text)), "")
        found = self.scope(place=place, rank=rank, industry=industry)
        return Scope(found.place, found.rank, found.industry, "", self._company(text), found.home)

    def _found(self, category: str, text: str) -> list[str]:
        pattern = self._patterns.get(category)
        if pattern is None:
            return []
        names = []
        for match in pattern.finditer(text):
            word = next(group for group in match.groups() if group)
            names.append(self._names[category][word.lower()])
        return names

    def _company(self, text: str) -> str:
        for pattern in _COMPANY:
            for match in pattern.finditer(text):
                name = match["name"]
                known = self._names.get("place", {})
                if not _NOT_A_COMPANY.match(name) and name.lower() not in known:
                    return name
        return ""


def unknown_place(text: str, folder: Path = LEXICONS) -> str | None:
    """What to write instead of a place that no lexicon has, None
    for a known one; "outside Germany" is as known as Germany.
    """
    known = _forms(folder)["place"]
    written = text.strip().lower().removeprefix("outside ")
    if written.removeprefix("the ") in {form.lower() for form in known}:
        return None
    names = {name.lower(): name for name in (*known.values(), *known)}
    if close := get_close_matches(written, names, 1):
        return f"did you mean {names[close[0]]}?"
    return f"write a known one or add a line to {folder / 'scopes.txt'}"


def _alternatives(forms: Collection[str]) -> re.Pattern[str] | None:
    """Forms in capitals as written, the others in any case; the longest first."""
    as_written = alternatives(form for form in forms if form.upper() == form)
    any_case = alternatives(form for form in forms if form.upper() != form)
    parts = [f"({as_written})" if as_written else "", f"((?i:{any_case}))" if any_case else ""]
    pattern = "|".join(part for part in parts if part)
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])") if pattern else None


@lru_cache(maxsize=4)
def _forms(folder: Path) -> dict[str, dict[str, str]]:
    forms: dict[str, dict[str, str]] = {"place": {}, "rank": {}, "industry": {}}
    for line in _lines(folder / "scopes.txt"):
        category, colon, rest = line.partition(": ")
        name, equals, written = map(str.strip, rest.partition("="))
        if not (category in forms and colon and name and equals):
            raise ValueError(f"{folder / 'scopes.txt'}: '{line}' is no 'category: name = forms'")
        own = [name] if category == "place" else []
        for form in filter(None, (*own, *map(str.strip, written.split(",")))):
            forms[category][form] = name
    known = {form.lower() for form in forms["place"]}
    for name in _lines(folder / "places.txt"):
        if name.lower() not in known:
            forms["place"][name if name.upper() == name else name.title()] = name.title()
    return forms


def _lines(path: Path) -> list[str]:
    try:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    except FileNotFoundError:
        return []
    return [line for line in lines if line and not line.startswith("#")]
