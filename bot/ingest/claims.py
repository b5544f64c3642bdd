"""What one sentence claims about the occupation: what it is,
its titles, degrees, duties and skills.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.facts import FactKind, Figure
from bot.ingest.abbreviations import abbreviations
from bot.ingest.lexicon import Lexicon
from bot.ingest.phrases import (
    enumeration,
    without_article,
    without_brackets,
)
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
_WHAT_PEOPLE_DO = (
    "are", "lead", "run", "manage", "oversee", "direct", "head", "help", "plan", "design",
    "develop", "build", "provide", "protect", "keep", "make",
    "ensure", "work", "advise", "teach", "treat", "diagnose", "care", "analyse", "analyze",
    "assess", "investigate", "study", "create", "prepare",
    "maintain", "organise", "organize", "coordinate", "supervise", "fly", "drive", "use", "apply",
    "test", "examine", "represent", "support",
)  # fmt: skip


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
    if not (contains_phrase(title, name, f"{name}s") and match["verb"] in _WHAT_PEOPLE_DO) and not (
        match["verb"] == "are" and _OCCUPATION["people"].match(match["rest"])
    ):
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


def titles(sentence: str) -> Iterator[Claim]:
    lists = []
    start = 0
    while match := _OCCUPATION["titles"].search(sentence, start):
        another = _OCCUPATION["titles"].search(sentence, match.start("list"))
        start = another.start() if another else len(sentence)
        listed_titles = sentence[match.start("list") : min(match.end("list"), start)]
        lists.append(_OCCUPATION["others_say"].sub("", listed_titles))
    if not lists and (match := _OCCUPATION["titles_before"].match(sentence)):
        lists.append(match["list"])
    for member in (member for text in lists for member in enumeration(text)):
        member = _OCCUPATION["title_end"].sub("", without_article(member)).strip("\"'“”‘’")
        plain = without_brackets(member)
        short = ""
        for found in abbreviations(member):
            short = plain.replace(found.long, found.short) if found.long in plain else found.short
        if plain and len(plain.split()) <= 7:
            yield Claim(
                FactKind.TITLE, plain, f"The title {plain} is used for the same job.", value=short
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
    text = _OCCUPATION["subjects_end"].sub("", text)
    return _OCCUPATION["subjects_verb"].sub("", text).strip()


def listed(sentence: str, theme: FactKind | None = None) -> Iterator[Claim]:
    """Skills and duties that a sentence lists: `Key skills include a, b and c`.

    `The work involves pricing, reserving and reporting` lists duties, and in a section on skills so
    does `You need patience` a skill.
    """
    if tasks := _tasks(sentence):
        yield from (_item(FactKind.DUTY, task) for task in tasks)
    elif theme is FactKind.SKILL and _needs_something(sentence):
        yield from (_item(FactKind.SKILL, skill) for skill in _needed_skills(sentence))
    elif match := _OCCUPATION["listed"].search(sentence):
        kind = FactKind.SKILL if match["skills"] else FactKind.DUTY
        members = [without_article(member) for member in enumeration(match["list"])]
        if len(members) > 1 and all(len(member.split()) <= 8 for member in members):
            yield from (_item(kind, member) for member in members)


def _item(kind: FactKind, label: str) -> Claim:
    lead = "A skill the job calls for" if kind is FactKind.SKILL else "A task the job may bring"
    return Claim(kind, label, f"{lead}: {label}.")


def _tasks(sentence: str) -> list[str]:
    """`pricing`, `reserving`: what a sentence says that the work consists of."""
    doing = _OCCUPATION["doing"].search(sentence)
    tasks = enumeration(doing["list"]) if doing else []
    are_tasks = (_OCCUPATION["task"].match(task) and len(task.split()) <= 12 for task in tasks)
    return tasks if len(tasks) > 1 and all(are_tasks) else []


def _needs_something(sentence: str) -> bool:
    """Whether a sentence says what is needed, without leading into a list or calling it skills."""
    leads_in = sentence.endswith(":") or _OCCUPATION["listed"].search(sentence)
    return not leads_in and _OCCUPATION["needed"].search(sentence) is not None


def _needed_skills(sentence: str) -> list[str]:
    needed = _OCCUPATION["needed"].search(sentence)
    wanted = [member.strip(' ,"”’') for member in enumeration(needed["list"])] if needed else []
    if any(len(member.split()) > 9 or _OCCUPATION["no_skill"].search(member) for member in wanted):
        return []
    return [without_article(member) for member in wanted]


def abbreviation_claims(sentence: str) -> Iterator[Claim]:
    for found in abbreviations(sentence):
        yield Claim(
            FactKind.ABBREVIATION,
            found.short,
            f"{found.short} stands for {found.long}.",
            value=found.long,
        )
