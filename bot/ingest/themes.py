"""What a heading, or a sentence that leads into a list, announces."""

from __future__ import annotations

import re

from bot.domain.facts import FactKind

_STEPS = re.compile(
    r"\bsteps?\b|\bhow to become\b|\bpath(?:way)?s?\b|\broad(?:map)?"
    r" (?:to|into)\b|\broutes?\b|\bbecoming\b"
    r"|\bway in(?:to)?\b"
    r"|\bhow to get (?:there|started|in(?:to)?)\b|\bgetting (?:there|started|in(?:to)?)\b|\bhow do"
    r" you become\b"
    r"|\bget started\b",
    re.IGNORECASE,
)
_THEMES: tuple[tuple[FactKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            FactKind.RESOURCE,
            r"\bresources?\b|further (?:reading|information)|\bwebsites\b|professional bodies"
            r"|(?:learn|read|find out) more|where to (?:learn|look|go|read)"
            r"|useful (?:links|contacts|addresses)|\breading list\b",
        ),
        (
            FactKind.SKILL,
            r"\bskills?\b|\babilit|\bcompetenc|\bqualities\b|\battributes\b|\baptitude|\btraits\b"
            r"|\bgood at\b|\bstrengths\b",
        ),
        (FactKind.STEP, _STEPS.pattern),
        (FactKind.REQUIREMENT, r"\brequirements?\b|\bthese areas\b|\bareas of\b"),
        (FactKind.CERTIFICATION, r"\bcertif|\bcredential|\bqualifications?\b|\blicen[cs]e"),
        (
            FactKind.PAY,
            r"\bsalar|\bpay\b|\bpaid\b|\bearn(?!\s(?:an?|your)\s(?!year|month|living))|\bwage"
            r"|\bcompensation\b|\bincome\b|\bmake\b",
        ),
        (
            FactKind.DUTY,
            r"\bresponsib|\bduties\b|\btasks?\b|\bdo all day\b|\bdo(?:es)? the following\b"
            r"|\bday[ -]to[ -]day\b"
            r"|\basked to\b|\brequired to\b|\bwhat (?:does|do)\b.*\bdo\b|\bwhat\b.*\bdoes\b"
            r"|\btypical (?:day|week)\b"
            r"|\bday in the life\b|\bin charge of\b|\bexpected to\b|\bthe work\b|\bon the job\b"
            r"|\bjob description\b",
        ),
        (FactKind.EDUCATION, r"\beducat|\bdegree|\bstud(?:y|ies)\b"),
    )
)
_VAGUER: tuple[tuple[FactKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            FactKind.RESOURCE,
            r"\bmore information\b|\bbookmarks?\b|\bread(?:ing)? on\b|\bkeep reading\b"
            r"|\blinks\b|\bbooks\b|\bworth reading\b"
            r"|\bwhere (?:next|to turn)\b|\bget in touch\b|\borgani[sz]ations\b",
        ),
        (
            FactKind.REQUIREMENT,
            r"\bmust[- ]haves?\b|\bprerequisites?\b|\beligib|\bnon-negotiable"
            r"|\bbefore you apply\b|\byou must\b|\brestrictions\b"
            r"|\bconditions\b|\bdemands\b|\b(?:insists?|asks?) (?:up)?on\b|\bminimum\b"
            r"|\brequires?\b",
        ),
        (
            FactKind.SKILL,
            r"\bwhat it takes\b|\blook(?:s|ing)? for\b|\bwho (?:thrives|suits|does well|you are)\b"
            r"|\b(?:right|ideal) (?:person|candidate)\b"
            r"|\bwhat you(?:[’']ll| will)? (?:need|bring)\b|\bwhat makes a (?:good|great)\b"
            r"|\bknow-how\b|\bpersonality\b|\bexpertise\b"
            r"|\byou(?:[’']ll| will)? (?:bring|need to (?:have|be|show))\b|\bcharacter\b"
            r"|\btalents?\b|\btoolkit\b",
        ),
        (
            FactKind.DUTY,
            r"\bwhat (?:you(?:[’']ll| will| would)?|they|he|she) do\b|\b(?:job|work|role|day|week"
            r"|shift|post) (?:\w+ )?(?:looks like|look like|involves?|entails?|includes?|is)\b"
            r"|\bin this (?:role|job|post)\b|\ba (?:day|week|shift)\b|\bdaily\b|\byou (?:could|will"
            r"|might|may|would)(?: be)?:$|\bcharged with\b"
            r"|\baccountab|\bwork(?:ing)? (?:day|week)\b|\bhow \w+ (?:\w+ )*spends?\b|\binvolves?\b"
            r"|\bactivities\b|\brole in (?:brief|detail)\b",
        ),
        (FactKind.PAY, r"\bmoney\b|\bremuneration\b|\breward|\bpackage\b|\bgoing rate\b"),
    )
)
"""Asked when none of the plainer words is there."""
_LONGEST_THEME = 300


def theme_of(text: str) -> FactKind | None:
    text = text[-_LONGEST_THEME:]
    return next((kind for kind, pattern in (*_THEMES, *_VAGUER) if pattern.search(text)), None)
