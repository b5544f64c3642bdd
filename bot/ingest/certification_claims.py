"""What one sentence or list item claims about certifications and who issues them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.domain.facts import FactKind
from bot.ingest.abbreviations import abbreviations
from bot.ingest.claims import Claim
from bot.ingest.lexicon import Lexicon
from bot.ingest.phrases import enumeration, with_bracket, without_article

_CERTIFICATIONS = Lexicon("certifications")
Match = re.Match[str]
_MAKERS = ("CompTIA", "EC-Council", "AWS", "Microsoft", "Google", "Cisco", "GIAC", "ISACA", "ISC2")


def certifications(sentence: str, before: tuple[str, ...], in_section: bool) -> Iterator[Claim]:
    """Certifications named and who offers them; `before` are those of the
    sentences before it, for "both of these".
    """
    if not (in_section or before or _CERTIFICATIONS["certification_word"].search(sentence)):
        return
    sentence = sentence.replace("®", "").replace("™", "")
    offers = _CERTIFICATIONS["offers"].search(sentence)
    if in_section and len(parts := _with_own_issuers(sentence)) > 1:
        for part in parts:
            yield from certification_item(part)
    elif offers and _CERTIFICATIONS["offered"].search(sentence):
        # "A offers the B, and the C is issued by D"
        for clause in _CERTIFICATIONS["clauses"].split(sentence):
            yield from _certifications_of(clause, before, in_section)
    else:
        yield from _certifications_of(sentence, before, in_section)


def _with_own_issuers(sentence: str) -> list[str]:
    """The parts of `A by X, B from Y and C` where several say who offers them, else the whole."""
    if len(_CERTIFICATIONS["from"].findall(sentence)) < 2:
        return [sentence]
    return _CERTIFICATIONS["next_name"].split(sentence)


def _certifications_of(clause: str, before: tuple[str, ...], in_section: bool) -> Iterator[Claim]:
    for whole in _CERTIFICATIONS["name_with_commas"].finditer(clause):
        if claim := _certification(f"{whole['short']} ({whole['long']})"):
            yield claim
    clause = _CERTIFICATIONS["name_with_commas"].sub("", clause)
    offered = _CERTIFICATIONS["offered"].search(clause)
    source = offered or _CERTIFICATIONS["from"].search(clause)
    named = _named_before(clause, offered, source)
    if in_section and not named:
        in_front = _CERTIFICATIONS["in_front"].finditer(clause)
        named = _all_certifications(match["name"] for match in in_front if _is_name(match["name"]))
    yield from named
    yield from _dashed_issuers(clause, named)
    if match := _CERTIFICATIONS["offers"].search(clause):
        for claim in named:
            yield _issuer(claim.label, clause, match["org"].strip())
        return
    owners = _owners(clause, named)
    for name, owner in owners.items():
        yield _issuer(name, clause, owner)
    if source:
        for name in _offered_by_source(clause, named, owners, before, offered, source):
            yield _issuer(name, clause, _issuer_in(source))


def _named_before(clause: str, offered: Match | None, source: Match | None) -> list[Claim]:
    """The certifications that a clause names before it says whose they are."""
    head = clause[: offered.start()] if offered else clause
    named = list(_named_certifications(head, source.start() if source else len(clause)))
    if named or source is None:
        return named
    written = _CERTIFICATIONS["named"].findall(clause[: source.start()])
    named = _all_certifications(found for found in written if " " in found)
    if named or offered is None:
        return named
    if single := _single(head):
        return [single]
    members = map(without_article, enumeration(head))
    return _all_certifications(filter(_CERTIFICATIONS["acronym"].match, members))


def _all_certifications(names: Iterable[str]) -> list[Claim]:
    return [claim for name in names if (claim := _certification(name))]


def _is_name(text: str) -> bool:
    """Whether a text is more than the first word of a sentence."""
    return " " in text or _CERTIFICATIONS["two_capitals"].search(text) is not None


def _issuer_in(source: Match) -> str:
    """Who `offered by Z`, `from Z` or `which Z grants` names."""
    groups = source.groupdict()
    return str(groups["org"] or groups.get("granting", ""))


def _issuer(name: str, clause: str, organisation: str) -> Claim:
    return Claim(FactKind.ISSUER, name, clause, value=organisation)


def _dashed_issuers(clause: str, named: list[Claim]) -> Iterator[Claim]:
    """Who offers what, written as `CISM – ISACA`."""
    for dashed in _CERTIFICATIONS["dashed"].finditer(clause):
        for claim in named:
            if dashed["short"] in (claim.label, claim.value):
                yield _issuer(claim.label, clause, dashed["org"])


def _owners(clause: str, named: list[Claim]) -> dict[str, str]:
    """Who offers what, written as `ISACA's CISM`."""
    return {
        claim.label: owned["org"]
        for owned in _CERTIFICATIONS["owned"].finditer(clause)
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
    is_of_last = offered and offered[0].lstrip(", ").startswith(("which is", "which the "))
    return left[-1:] if is_of_last else left


def _nearest_before(
    clause: str, source: re.Match[str], named: list[Claim], left: list[str]
) -> list[str]:
    """Of `A and B from Z` only B is from Z, unless both are said to be;
    `those from Z include A and B` says it of all.
    """
    if _CERTIFICATIONS["all_of_them"].search(clause[: source.end()]):
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
    head = _CERTIFICATIONS["item_end"].split(text, maxsplit=1)[0]
    claim = _certification(head)
    if claim:
        yield claim
        source = _CERTIFICATIONS["offered"].search(text) or _CERTIFICATIONS["from"].search(text)
        owned = _CERTIFICATIONS["owned"].search(text)
        if source or owned:
            yield Claim(
                FactKind.ISSUER,
                claim.label,
                text,
                value=_issuer_in(source) if source else owned["org"] if owned else "",
            )


def organisation(text: str) -> tuple[str, str]:
    """Short and long name of who offers something: `the … Consortium
    (ISC)2` -> (`ISC2`, `… Consortium`).
    """
    text = without_article(" ".join(text.split()).strip(" .,"))
    for found in abbreviations(text + " "):
        return found.short, found.long
    return text.replace("(", "").replace(")", ""), ""


def _single(head: str) -> Claim | None:
    """The one certification of some words, written out in several words."""
    # "the Practitioner Certificate in Data Protection" is issued by …
    alone = _certification(head)
    if alone and " " in alone.label and _CERTIFICATIONS["certification_word"].search(alone.label):
        return alone
    _, is_said, name = head.rpartition(" is ")  # "the usual one is Basic Safety Training"
    said = _certification(name) if is_said else None
    return said if said and " " in said.label else None


def _named_certifications(sentence: str, source: int) -> Iterator[Claim]:
    """`source` is where the words on the issuer begin: an abbreviation after it is the issuer's."""
    members = _enumerated(sentence)
    members += [owned["name"] for owned in _CERTIFICATIONS["owned"].finditer(sentence)]
    members += _abbreviated(sentence, source)
    members += _CERTIFICATIONS["with_plus"].findall(sentence)
    seen: set[str] = set()
    for member in members:
        claim = _certification(member)
        if claim and claim.label.lower() not in seen:
            seen.add(claim.label.lower())
            yield claim


def _enumerated(sentence: str) -> list[str]:
    """The members of a list that is said to be one of certifications."""
    listed = _CERTIFICATIONS["list"].search(sentence)
    offers = _CERTIFICATIONS["offers"].search(sentence)
    text = (listed["list"] or listed["rest"]) if listed else offers["list"] if offers else ""
    return enumeration(_CERTIFICATIONS["list_end"].split(text)[0]) if text else []


def _abbreviated(sentence: str, source: int) -> Iterator[str]:
    """Names with an abbreviation that read as certifications, before the words on the issuer."""
    for found in abbreviations(sentence):
        place = sentence.find(found.short.rstrip("0123456789"))
        fellow = _CERTIFICATIONS["fellow"].search(found.long)
        known = (
            fellow
            or found.long.startswith(("Certified", *_MAKERS))
            or _CERTIFICATIONS["long_name"].search(found.long)
        )
        is_issuer = not fellow and _CERTIFICATIONS["organization"].search(found.long)
        if known and place < source and not is_issuer:
            yield f"{found.short} ({found.long})"


def _certification(text: str) -> Claim | None:
    text = without_article(_CERTIFICATIONS["joined"].sub("", text.strip(" .,")))
    text = _CERTIFICATIONS["noun"].sub("", text)
    name, long = with_bracket(text)
    if long and len(long) < len(name) and _CERTIFICATIONS["two_capitals"].search(long):
        name, long = long, name
    aliases = []
    for maker in _MAKERS:
        if name.startswith(maker + " ") and len(name) > len(maker) + 1:
            aliases.append(name)
            name = name[len(maker) + 1 :]
    if not _CERTIFICATIONS["name"].match(name) or len(name) < 2:
        return None
    full = f"{name} ({long})" if long else name
    return Claim(
        FactKind.CERTIFICATION,
        name,
        f"{full} is one of the certifications named for the job.",
        value=long,
        aliases=tuple(aliases),
    )
