"""What one sentence or list item claims about certifications and who issues them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.domain.facts import FactKind
from bot.ingest.claims import Claim
from bot.ingest.phrases import abbreviations, enumeration, without_article

_CERTIFICATION_WORD = re.compile(
    r"\bcertif|\bcredential|\bqualification|\blicen[cs]e", re.IGNORECASE
)
_CERTIFICATION_LIST = re.compile(
    r"\b(?:choices|options|certifications?|certificates?|credentials?|qualifications?|ones|them|names|these"
    r"|those|licen[cs]es?)"
    r"(?:\s+\w+){0,4}?\s+(?:include|including|are|is|such as|like)\s+(?P<list>.+)$|\b(?:such"
    r" as|include"
    r"|including)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"(?:both\s+|all\s+|each\s+|which\s+(?:is|are)\s+|are\s+|is\s+)*(?:of (?:these|them|which)"
    r" (?:are |is )?)?"
    r"\b(?:offered|issued|awarded|administered|provided|granted|run|maintained|sponsored|managed|given|held"
    r"|conferred|overseen|delivered|regulated|hosted|operated|accredited|conducted|set"
    r"|backed)\s+by\s+(?P<org>[^.;,]+)",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?<!choose )(?<!select )(?<!pick )(?<!range )\b(?:both "
    r"|all )?from\s+(?:the\s+)?(?P<org>[A-Z(][\w&()-]*(?:\s+(?:of|for|and|&)?\s*[A-Z(][\w&()-]*)*)"
)
_OWNED = re.compile(
    r"\b(?P<org>[A-Z][\w-]*(?:\s[A-Z][\w-]*)?)[’']s\s+"
    r"(?P<name>[A-Z][\w+/-]*[A-Z+][\w+]*|Certified(?:\s(?:of|in|for|and)?\s?[A-Z][\w-]*){1,6}(?:\s\([\w+/-]+\))?)"
)
_NOT_A_CERTIFICATION = re.compile(
    r"\b(?:Association|Institute|Council|Organi[sz]ation|Board|Cent(?:er|re)"
    r"|Consortium|Society|Academy|Foundation)\b"
)
_NAMED = re.compile(
    r"\b(?:[A-Z][\w-]*\s(?:(?:of|in|for|and)\s)?){0,5}(?:Certificate|Certification|Licen[cs]e|Award)(?:\s(?:in"
    r"|of|for)(?:\s(?:(?:and|of|the)\s)?[A-Z][\w-]*)+)?"
)
_FELLOW = re.compile(r"^(?:Fellow|Associate|Member|Chartered|Registered|Accredited|Diplomate)\b")
_WITH_PLUS = re.compile(r"\b[A-Z][A-Za-z]+\+(?!\w)")
_CLAUSES = re.compile(r";\s|,\s(?:and|while|but|whereas)\s")
_OFFERS = re.compile(
    r"(?P<org>(?:[A-Z(][\w&()-]*\s+){1,7}?)(?:also\s+)?(?:offers|issues|awards|runs"
    r"|administers|grants|provides)\s+the\s+(?P<list>[A-Z].*)$"
)
_NAME_WITH_COMMAS = re.compile(
    r"\b(?P<long>(?:GIAC|CompTIA|ISACA|AWS|Microsoft|Google|Cisco)\s[A-Z][\w-]*(?:\s[A-Z][\w-]*){0,3}"
    r"(?:,\s(?:and\s)?[A-Z][\w-]*(?:\s[A-Z][\w-]*){0,3})+)\s\((?P<short>[A-Z][A-Z+-]{1,7})\)"
)
_ACRONYM = re.compile(r"^[A-Z][A-Za-z+/-]{0,6}[A-Z+]$")
_DASHED = re.compile(r"\((?P<short>[A-Z][\w+/-]*)\)\s[–—-]\s(?P<org>[A-Z][\w-]*[A-Z]\w*)\b")
_NAME = re.compile(
    r"^[A-Z][\w+/-]*(?:[ -](?:(?:of|in|for|and|the|on)\s)?[A-Z0-9][\w+/-]*){0,7}\+?$"
)
Match = re.Match[str]
_MAKERS = ("CompTIA", "EC-Council", "AWS", "Microsoft", "Google", "Cisco", "GIAC", "ISACA", "ISC2")


def certifications(sentence: str, before: tuple[str, ...], in_section: bool) -> Iterator[Claim]:
    """Certifications named and who offers them; `before` are those of the
    sentences before it, for "both of these".
    """
    if not (in_section or before or _CERTIFICATION_WORD.search(sentence)):
        return
    if _OFFERS.search(sentence) and _OFFERED.search(
        sentence
    ):  # "A offers the B, and the C is issued by D"
        for clause in _CLAUSES.split(sentence):
            yield from _certifications_of(clause, before)
    else:
        yield from _certifications_of(sentence, before)


def _certifications_of(clause: str, before: tuple[str, ...]) -> Iterator[Claim]:
    for whole in _NAME_WITH_COMMAS.finditer(clause):
        if claim := _certification(f"{whole['short']} ({whole['long']})"):
            yield claim
    clause = _NAME_WITH_COMMAS.sub("", clause)
    offered = _OFFERED.search(clause)
    source = offered or _FROM.search(clause)
    named = _named_before(clause, offered, source)
    yield from named
    yield from _dashed_issuers(clause, named)
    if match := _OFFERS.search(clause):
        for claim in named:
            yield _issuer(claim.label, clause, match["org"].strip())
        return
    owners = _owners(clause, named)
    for name, owner in owners.items():
        yield _issuer(name, clause, owner)
    if source:
        for name in _offered_by_source(clause, named, owners, before, offered, source):
            yield _issuer(name, clause, source["org"])


def _named_before(clause: str, offered: Match | None, source: Match | None) -> list[Claim]:
    """The certifications that a clause names before it says whose they are."""
    head = clause[: offered.start()] if offered else clause
    named = list(_named_certifications(head, source.start() if source else len(clause)))
    if named or source is None:
        return named
    written = _NAMED.findall(clause[: source.start()])
    named = _all_certifications(found for found in written if " " in found)
    if named or offered is None:
        return named
    # "the Practitioner Certificate in Data Protection" is issued by …
    alone = _certification(head)
    if alone and " " in alone.label and _CERTIFICATION_WORD.search(alone.label):
        return [alone]
    members = map(without_article, enumeration(head))
    return _all_certifications(member for member in members if _ACRONYM.match(member))


def _all_certifications(names: Iterable[str]) -> list[Claim]:
    return [claim for name in names if (claim := _certification(name))]


def _issuer(name: str, clause: str, organisation: str) -> Claim:
    return Claim(FactKind.ISSUER, name, clause, value=organisation)


def _dashed_issuers(clause: str, named: list[Claim]) -> Iterator[Claim]:
    """Who offers what, written as `CISM – ISACA`."""
    for dashed in _DASHED.finditer(clause):
        for claim in named:
            if dashed["short"] in (claim.label, claim.value):
                yield _issuer(claim.label, clause, dashed["org"])


def _owners(clause: str, named: list[Claim]) -> dict[str, str]:
    """Who offers what, written as `ISACA's CISM`."""
    return {
        claim.label: owned["org"]
        for owned in _OWNED.finditer(clause)
        for claim in named
        if owned["name"] == claim.label or (claim.value and owned["name"].startswith(claim.value))
    }


def _offered_by_source(
    clause: str,
    named: list[Claim],
    owners: Mapping[str, str],
    before: tuple[str, ...],
    offered: Match | None,
    source: Match,
) -> list[str]:
    """The names that `offered by Z` or `from Z` speaks of."""
    names = [claim.label for claim in named]
    left = [name for name in names if name not in owners] if names else list(before)
    if not offered and names:
        left = _nearest_before(clause, source, named, left)
    return left[-1:] if offered and offered[0].startswith("which is") else left


def _nearest_before(
    clause: str, source: re.Match[str], named: list[Claim], left: list[str]
) -> list[str]:
    """Of `A and B from Z` only B is from Z, unless both are said to be;
    `those from Z include A and B` says it of all.
    """
    if re.search(r"\b(?:both|all|each)\b", clause[: source.end()], re.IGNORECASE):
        return left
    places = {
        claim.label: max(
            clause.rfind(name, 0, source.start()) for name in (claim.label, claim.value) if name
        )
        for claim in named
    }
    earlier = [name for name in left if places.get(name, -1) >= 0]
    if not earlier:
        return left
    nearest = max(earlier, key=lambda name: places[name])
    return [name for name in left if name == nearest or name not in earlier]


def certification_item(text: str) -> Iterator[Claim]:
    """A list item that names one certification: `CEH (Certified
    Ethical Hacker), from EC-Council: …`.
    """
    head = re.split(r":\s|\s[–—-]\s|,\s|\s(?:from|offered|issued|by)\s|\.\s", text, maxsplit=1)[0]
    claim = _certification(head)
    if claim:
        yield claim
        source = _OFFERED.search(text) or _FROM.search(text)
        owned = _OWNED.search(text)
        if source or owned:
            yield Claim(
                FactKind.ISSUER,
                claim.label,
                text,
                value=source["org"] if source else owned["org"] if owned else "",
            )


def organisation(text: str) -> tuple[str, str]:
    """Short and long name of who offers something: `the … Consortium
    (ISC)2` -> (`ISC2`, `… Consortium`).
    """
    text = without_article(re.sub(r"\s+", " ", text).strip(" .,"))
    for found in abbreviations(text + " "):
        return found.short, found.long
    return re.sub(r"[()]", "", text), ""


def _named_certifications(sentence: str, source: int) -> Iterator[Claim]:
    """`source` is where the words on the issuer begin: an abbreviation after it is the issuer's."""
    seen: set[str] = set()
    listed = _CERTIFICATION_LIST.search(sentence)
    offers = _OFFERS.search(sentence)
    text = (listed["list"] or listed["rest"]) if listed else offers["list"] if offers else ""
    members = enumeration(re.split(r"\s[–—-]\s|\bto name\b|;|:", text)[0]) if text else []
    for owned in _OWNED.finditer(sentence):
        members.append(owned["name"])
    for found in abbreviations(sentence):
        place = sentence.find(found.short.rstrip("0123456789"))
        fellow = _FELLOW.search(found.long)
        known = (
            fellow
            or found.long.startswith(("Certified", *_MAKERS))
            or re.search(
                r"\b(?:[Cc]ertifi|Professional|Licen|Diploma\b|Practitioner\b)", found.long
            )
        )
        if known and place < source and (fellow or not _NOT_A_CERTIFICATION.search(found.long)):
            members.append(f"{found.short} ({found.long})")
    members.extend(_WITH_PLUS.findall(sentence))
    for member in members:
        claim = _certification(member)
        if claim and claim.label.lower() not in seen:
            seen.add(claim.label.lower())
            yield claim


def _certification(text: str) -> Claim | None:
    text = without_article(
        re.sub(r"^(?:and|or|both|as well as|[\w-]+[’']s)\s+", "", text.strip(" .,"))
    )
    text = re.sub(
        r"\s+(?:certification|certificate|credential|exam|licen[cs]e|designation)s?$", "", text
    )
    bracket = re.search(r"\s*\(([^)]*)\)", text)
    name = (text[: bracket.start()] + text[bracket.end() :]).strip() if bracket else text
    long = bracket[1].strip() if bracket else ""
    if bracket and len(long) < len(name) and re.search(r"[A-Z].*[A-Z+]", long):
        name, long = long, name
    aliases = []
    for maker in _MAKERS:
        if name.startswith(maker + " ") and len(name) > len(maker) + 1:
            aliases.append(name)
            name = name[len(maker) + 1 :]
    if not _NAME.match(name) or len(name) < 2:
        return None
    full = f"{name} ({long})" if long else name
    return Claim(
        FactKind.CERTIFICATION,
        name,
        f"{full} is one of the certifications named for the job.",
        value=long,
        aliases=tuple(aliases),
    )
