"""What one sentence claims about the occupation: what it is,
its titles, degrees, duties and skills.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.facts import FactKind, Figure
from bot.ingest.abbreviations import abbreviations
from bot.ingest.lexicon import Lexicon
from bot.ingest.phrases import enumeration, without_article
from bot.ingest.tasks import tasks_of
from bot.parsing.whole_words import contains_phrase


@dataclass(frozen=True)
class Claim:
    """A fact before it has a place: the fields mean what they mean in `bot.domain.facts.Fact`."""

    kind: FactKind
    label: str
    statement: str
    detail: str = ""
    value: str = ""
    year: int | None = None
    figure: Figure | None = None
    aliases: tuple[str, ...] = ()


_OCCUPATION = Lexicon("occupation")
DEGREES = Lexicon("degrees")
_WORK = Lexicon("work")


def definition(sentence: str) -> Claim | None:
    """`A CISO (Chief …) is …`: label the name, value the other name in brackets."""
    match = _OCCUPATION["definition"].match(sentence)
    if (
        not match
        or _OCCUPATION["clause"].search(match["name"])
        or _OCCUPATION["other_noun"].search(match["name"])
        or match["name"].split()[0].lower()
        in ("job", "title", "role", "salary", "average", "median", "first", "usual", "work")
    ):
        return None
    name, bracket = match["name"].strip(), (match["bracket"] or "").strip()
    if bracket and len(bracket) < len(name):
        name, bracket = bracket, name
    return Claim(FactKind.DEFINITION, name, sentence, value=bracket)


def plural_definition(sentence: str, title: str) -> Claim | None:
    """`Divers are people who …`, or any sentence on the people that the
    text has in its title: `Divers work …`.
    """
    match = _OCCUPATION["plural_definition"].match(sentence)
    if not match or len(match["name"].split()) > 5:
        return None
    name = match["name"].strip()
    if name.endswith("ie"):
        name = name.removesuffix("ie") + "y"
    is_titled = contains_phrase(title, name, f"{name}s")
    are_people = match["verb"] == "are" and _OCCUPATION["people"].match(match["rest"])
    acts = match["verb"] == "are" or _WORK["work_verb"].match(match["verb"])
    if not are_people and not (is_titled and acts):
        return None
    bracket = (match["bracket"] or "").strip()
    if bracket[-2:-1].isupper():  # "FIAs"
        bracket = bracket.removesuffix("s")
    return Claim(
        FactKind.DEFINITION,
        name[:1].lower() + name[1:] if name[1:2].islower() else name,
        sentence,
        value=bracket,
    )


def acting_definition(sentence: str, title: str) -> Claim | None:
    """`The diver inspects …`, where the text has the diver in its title."""
    match = _OCCUPATION["acting_definition"].match(sentence)
    if not match or not contains_phrase(title, match["name"].strip()):
        return None
    if not _WORK["work_verb"].match(match["verb"]):
        return None
    return Claim(
        FactKind.DEFINITION, match["name"].strip(), sentence, value=(match["bracket"] or "").strip()
    )


def education(sentence: str) -> Iterator[Claim]:
    """One claim per level of degree named; `value` is the level,
    `detail` the subjects as written.
    """
    for level, pattern in DEGREES.items():
        match = pattern.search(sentence)
        if match and "-year degree" in match[0]:  # "a four-year degree, a bachelor's" is one
            match = None if pattern.search(sentence, match.end()) else match
        if match is None:
            continue
        is_unwanted = _OCCUPATION["unwanted_after"].match(sentence, match.end())
        if is_unwanted or _OCCUPATION["held_before"].search(sentence[: match.start()]):
            continue
        subjects = _OCCUPATION["degree_subjects"].match(sentence, match.end())
        yield Claim(
            FactKind.EDUCATION,
            level,
            sentence,
            value=level,
            detail=_subjects(subjects["subjects"]) if subjects else "",
        )


def _subjects(text: str) -> str:
    text = _OCCUPATION["another_degree"].sub("", _OCCUPATION["subjects_end"].sub("", text))
    return _OCCUPATION["subjects_verb"].sub("", text).strip()


def listed(
    sentence: str, theme: FactKind | None = None, nouns: Sequence[str] = ()
) -> Iterator[Claim]:
    """Skills and duties that a sentence lists: `Key skills include a, b and c`.

    `The work involves pricing, reserving and reporting` lists duties, and in a section on skills so
    does `You need patience` a skill. `nouns` are what people in the occupation are called.
    """
    if tasks := tasks_of(sentence, nouns, in_duties=theme is FactKind.DUTY):
        return _items(FactKind.DUTY, tasks)
    if theme is FactKind.REQUIREMENT and (demanded := _demanded(sentence)):
        return _items(FactKind.REQUIREMENT, demanded)
    if theme is FactKind.SKILL and _needs_something(sentence):
        return _items(FactKind.SKILL, _needed_skills(sentence))
    return _enumerated(sentence)


def _enumerated(sentence: str) -> Iterator[Claim]:
    """What a sentence lists after its own words for skills or duties."""
    match = _OCCUPATION["listed"].search(sentence)
    if match is None:
        return
    kind = FactKind.SKILL if match["skills"] else FactKind.DUTY
    members = [without_article(member) for member in enumeration(match["list"])]
    if len(members) > 1 and all(len(member.split()) <= 8 for member in members):
        yield from _items(kind, members)


_LEADS = {
    FactKind.SKILL: "A skill the job calls for",
    FactKind.DUTY: "A task the job may bring",
    FactKind.REQUIREMENT: "Something the job asks for",
}


def _items(kind: FactKind, labels: Iterable[str]) -> Iterator[Claim]:
    return (Claim(kind, label, f"{_LEADS[kind]}: {label}.") for label in labels)


def _demanded(sentence: str) -> list[str]:
    """What a sentence in a section on requirements asks for; years and degrees are facts of their
    own.
    """
    found = None if sentence.endswith(":") else _OCCUPATION["demanded"].search(sentence)
    members = enumeration(found["list"] or found["before"]) if found else []
    if any(
        len(member.split()) > 10 or _OCCUPATION["no_skill"].search(member) for member in members
    ):
        return []
    return [without_article(member) for member in members]


def _needs_something(sentence: str) -> bool:
    """Whether a sentence says what is needed, without leading into a list or calling it skills."""
    leads_in = sentence.endswith(":") or _OCCUPATION["listed"].search(sentence)
    return not leads_in and _OCCUPATION["needed"].search(sentence) is not None


def _needed_skills(sentence: str) -> list[str]:
    needed = _OCCUPATION["needed"].search(sentence)
    wanted = [member.strip(' ,"”’') for member in enumeration(needed["list"])] if needed else []
    if any(len(member.split()) > 9 or _OCCUPATION["no_skill"].search(member) for member in wanted):
        return []
    return [without_article(member.removeprefix("for ")) for member in wanted]


def abbreviation_claims(sentence: str) -> Iterator[Claim]:
    for found in abbreviations(sentence):
        yield Claim(
            FactKind.ABBREVIATION,
            found.short,
            f"{found.short} stands for {found.long}.",
            value=found.long,
        )
