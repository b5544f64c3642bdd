"""What a text names, by category, in one spelling: certifications,
jobs, places, industries, companies, years.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.domain.facts import FactKind
from bot.nlu.mentions import Mention, Mentions
from bot.parsing.scopes import ScopeReader

CATEGORIES = ("certification", "job", "rank", "place", "industry", "company", "year")
# Names of the country that figures are of when they don't say.
HOME = frozenset({"us", "usa", "u s", "united states", "america", "states", "american"})
_YEAR = re.compile(r"\b(?:19[89]\d|20[0-4]\d)\b")
_SUBJECTS = ("skill", "duty", "requirement", "degree", "step", "organisation")
# Words that name a kind of fact; one of them may name an industry as well.
_SUBJECT_WORDS = frozenset(kind.value for kind in FactKind)
_KINDS = {
    "certification": "certification",
    "work_role": "job",
    "stepping_stone": "job",
    "place": "place",
    "industry": "industry",
    "company": "company",
}


@dataclass(frozen=True)
class Names:
    """Each field holds lower-case names or the tails of ids;
    `subjects` are ids of duties, skills, degrees.
    """

    certification: frozenset[str] = frozenset()
    job: frozenset[str] = frozenset()
    rank: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()
    industry: frozenset[str] = frozenset()
    company: frozenset[str] = frozenset()
    year: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    role: bool = False

    @classmethod
    def of_sets(
        cls,
        found: Mapping[str, AbstractSet[str]],
        subjects: AbstractSet[str] = frozenset(),
        *,
        role: bool = False,
    ) -> Names:
        """`found` holds the names of every category."""
        held = {category: frozenset(found[category]) for category in CATEGORIES}
        return cls(
            held["certification"], held["job"], held["rank"], held["place"], held["industry"],
            held["company"], held["year"], frozenset(subjects), role,
        )  # fmt: skip

    def of(self, category: str) -> frozenset[str]:
        return getattr(self, category)  # type: ignore[no-any-return]


def names_in(text: str, mentions: Mentions, scopes: ScopeReader) -> Names:
    """The names of a text whose mentions have been found; jobs that the asker has are left out."""
    found: dict[str, set[str]] = {category: set() for category in CATEGORIES}
    subjects: set[str] = set()
    for mention in mentions.known:
        if mention.kind in _KINDS:
            found[_KINDS[mention.kind]].add(plain_name(mention.value.partition("/")[2]))
        elif mention.kind in _SUBJECTS:
            subjects.add(mention.value)
    for category, others in (
        ("certification", mentions.other_certifications),
        ("job", _unknown_jobs(mentions)),
        ("place", mentions.places),
        ("industry", mentions.industries),
        ("company", mentions.companies),
    ):
        found[category] |= {plain_name(mention.value) for mention in others}
    scope = scopes.read(text)
    for category in ("place", "rank", "industry", "company"):
        if name := getattr(scope, category):
            found[category].add(plain_name(name))
    if found["industry"]:
        found["industry"] -= _only_subjects(text)
    found["place"] = {"us" if place in HOME else place for place in found["place"]}
    found["year"] = set(_YEAR.findall(text))
    return Names.of_sets(found, subjects, role=mentions.names_role)


def _unknown_jobs(mentions: Mentions) -> tuple[Mention, ...]:
    """The posts that no source describes: one that a source does has its name, however it is
    written: `DPO` names no second post beside the data protection officer.
    """
    described = {(m.start, m.end) for m in mentions.known if _KINDS.get(m.kind) == "job"}
    return tuple(job for job in mentions.other_jobs if (job.start, job.end) not in described)


def _only_subjects(text: str) -> frozenset[str]:
    """Names of industries that a text uses as a subject of the job: "and education?", not "pay in
    education".
    """
    said = text.lower()
    return frozenset(
        word
        for word in _SUBJECT_WORDS
        if not re.search(rf"\b(?:in|for) (?:the )?{word}\b|\b{word} (?:sector|industry)\b", said)
    )


def spans_in(
    text: str, mentions: Mentions, scopes: ScopeReader | None = None
) -> list[tuple[int, int, str, str]]:
    """Start, end, category and plain name of every name of a text."""
    found = [
        (
            mention.start,
            mention.end,
            _KINDS[mention.kind],
            plain_name(mention.value.partition("/")[2]),
        )
        for mention in mentions.known
        if mention.kind in _KINDS
    ]
    for category, others in (
        ("certification", mentions.other_certifications),
        ("job", _unknown_jobs(mentions)),
        ("place", mentions.places),
        ("industry", mentions.industries),
        ("company", mentions.companies),
    ):
        found += [(other.start, other.end, category, plain_name(other.value)) for other in others]
    company = scopes.read(text).company if scopes else ""
    known = {name.value.lower() for name in mentions.companies}
    if company and company.lower() not in known and (start := text.find(company)) >= 0:
        found.append((start, start + len(company), "company", plain_name(company)))
    found += [(match.start(), match.end(), "year", match[0]) for match in _YEAR.finditer(text)]
    return found


def plain_name(name: str) -> str:
    """`Health-Care` and `health care` are one name."""
    name = re.sub(r"[\W_]+", " ", name.lower()).strip()
    return name[:-1] if len(name) > 3 and name.endswith("s") and not name.endswith("ss") else name
