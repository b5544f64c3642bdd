"""The certifications that a sentence names, by the forms of their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.domain.facts import FactKind
from bot.ingest.abbreviations import abbreviations
from bot.ingest.claims import Claim
from bot.ingest.lexicon import Lexicon
from bot.ingest.phrases import enumeration, with_bracket, without_article

_CERTIFICATIONS = Lexicon("certifications")
_MAKERS = ("CompTIA", "EC-Council", "AWS", "Microsoft", "Google", "Cisco", "GIAC", "ISACA", "ISC2")


def certifications_of(names: Iterable[str]) -> list[Claim]:
    """A claim for each of some names that is a certification's."""
    return [claim for name in names if (claim := certification_in(name))]


def is_name(text: str) -> bool:
    """Whether a text is more than the first word of a sentence."""
    return " " in text or _CERTIFICATIONS["two_capitals"].search(text) is not None


def single_certification(head: str) -> Claim | None:
    """The one certification of some words, written out in several words."""
    # "the Practitioner Certificate in Data Protection" is issued by …
    alone = certification_in(head)
    if alone and " " in alone.label and _CERTIFICATIONS["certification_word"].search(alone.label):
        return alone
    _, is_said, name = head.rpartition(" is ")  # "the usual one is Basic Safety Training"
    said = certification_in(name) if is_said else None
    return said if said and " " in said.label else None


def certifications_in(sentence: str, source: int) -> Iterator[Claim]:
    """`source` is where the words on the issuer begin: an abbreviation after it is the issuer's."""
    members = _enumerated(sentence)
    members += [owned["name"] for owned in _CERTIFICATIONS["owned"].finditer(sentence)]
    members += _abbreviated(sentence, source)
    members += _CERTIFICATIONS["with_plus"].findall(sentence)
    seen: set[str] = set()
    for member in members:
        claim = certification_in(member)
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


def certification_in(text: str) -> Claim | None:
    """The claim that a name, with its long form in brackets, is a certification's."""
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
