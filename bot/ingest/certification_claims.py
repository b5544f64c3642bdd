"""What one sentence or list item claims about certifications and who issues them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.domain.facts import FactKind
from bot.ingest.abbreviations import abbreviations
from bot.ingest.certification_names import (
    certification_in,
    certifications_in,
    certifications_of,
    is_name,
    single_certification,
)
from bot.ingest.claims import Claim
from bot.ingest.lexicon import Lexicon
from bot.ingest.phrases import enumeration, without_article

_CERTIFICATIONS = Lexicon("certifications")
Match = re.Match[str]


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
            yield from _claims_of(clause, before, in_section)
    else:
        yield from _claims_of(sentence, before, in_section)


def _with_own_issuers(sentence: str) -> list[str]:
    """The parts of `A by X, B from Y and C` where several say who offers them, else the whole."""
    if len(_CERTIFICATIONS["from"].findall(sentence)) < 2:
        return [sentence]
    return _CERTIFICATIONS["next_name"].split(sentence)


def _claims_of(clause: str, before: tuple[str, ...], in_section: bool) -> Iterator[Claim]:
    for whole in _CERTIFICATIONS["name_with_commas"].finditer(clause):
        if claim := certification_in(f"{whole['short']} ({whole['long']})"):
            yield claim
    clause = _CERTIFICATIONS["name_with_commas"].sub("", clause)
    offered = _CERTIFICATIONS["offered"].search(clause)
    source = offered or _CERTIFICATIONS["from"].search(clause)
    named = _named_before(clause, offered, source)
    if in_section and not named:
        in_front = _CERTIFICATIONS["in_front"].finditer(clause)
        named = certifications_of(match["name"] for match in in_front if is_name(match["name"]))
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
    named = list(certifications_in(head, source.start() if source else len(clause)))
    if named or source is None:
        return named
    written = _CERTIFICATIONS["named"].findall(clause[: source.start()])
    named = certifications_of(found for found in written if " " in found)
    if named or offered is None:
        return named
    if single := single_certification(head):
        return [single]
    members = map(without_article, enumeration(head))
    return certifications_of(filter(_CERTIFICATIONS["acronym"].match, members))


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
    claim = certification_in(head)
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
