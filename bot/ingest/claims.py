"""What one sentence claims about the occupation: what it is,
its titles, degrees, duties and skills.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.facts import FactKind, Figure
from bot.ingest.phrases import abbreviations, enumeration, without_article


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


DEGREES: dict[str, re.Pattern[str]] = {
    level: re.compile(pattern, re.IGNORECASE)
    for level, pattern in {
        "bachelor": (
            r"\bbachelor(?:[’']?s)?\b|\bundergraduate degree\b|\bB\.?Sc\b|\b(?:four|three)-year"
            r" degree\b"
        ),
        "master": (
            r"\bmaster(?:[’']s| of (?:science|arts)|s (?:degree|in))|\bM\.?Sc\b|\b(?:post)?graduate"
            r" degree\b"
        ),
        "mba": r"\bMBA\b|\bmaster of business administration\b",
        "doctorate": r"\bPh\.?D\b|\bdoctora(?:te|l)\b",
        "diploma": r"\bdiploma\b|\bassociate(?:[’']s)? degree\b",
    }.items()
}
_UNWANTED_AFTER = re.compile(
    r"[^.,;]{0,40}\b(?:rarely|seldom|hardly ever|(?:not|never|isn[’']t"
    r"|aren[’']t)\s+(?:\w+\s+)?(?:required|needed|necessary|asked|expected))\b"
)
_HELD_BEFORE = re.compile(
    r"\b(?:who|if you)\s+already\s+(?:have|hold|has|holds)\s+(?:an?\s+)?$", re.IGNORECASE
)
_ROLE = r"(?P<name>[A-Za-z][\w/&’' -]{1,60}?)"
_DEFINITION = re.compile(
    rf"^(?:An?|The)\s+{_ROLE}\s*(?:\((?P<bracket>[^)]+)\))?,?\s+is\s+(?:(?:an?|the|one|who)\b|in"
    r" charge|respons)"
)
_PLURAL_DEFINITION = re.compile(
    rf"^{_ROLE}(?<![’'])s\s*(?:\((?P<bracket>[^)]+)\))?,?\s+(?P<verb>[a-z]+)\s+(?P<rest>[^.;]*)"
)
_PEOPLE = re.compile(
    r"^(?:(?:the|all|mostly|often)\s+)?(?:\w+\s+){0,4}?(?:people|professionals|experts|specialists|executives"
    r"|managers|leaders|those|ones|\w+[eoi]rs|\w+ists|\w+ians)"
    r"\s+(?:who|that|with|in charge|trained|responsible)\b|^(?:responsible|in"
    r" charge|accountable)\b",
    re.IGNORECASE,
)
_WHAT_PEOPLE_DO = (
    "are", "lead", "run", "manage", "oversee", "direct", "head", "help", "plan", "design",
    "develop", "build", "provide", "protect", "keep", "make",
    "ensure", "work", "advise", "teach", "treat", "diagnose", "care", "analyse", "analyze",
    "assess", "investigate", "study", "create", "prepare",
    "maintain", "organise", "organize", "coordinate", "supervise", "fly", "drive", "use", "apply",
    "test", "examine", "represent", "support",
)  # fmt: skip
_NOT_AN_OCCUPATION = re.compile(
    r"\b(?:degree|diploma|certificate|certification|qualification|licen[cs]e|exam"
    r"|day|week|year|step|route|path|skill|course)s?$",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"(?:interchang\w+ with|also (?:be )?(?:goes by|go by)"
    r"|\b(?:also|sometimes|often|otherwise|usually|commonly|elsewhere|may|might|can|could)\b[^.,;:]{0,30}?"
    r"\b(?:called(?!\s(?:up)?on\b)|titled|known as|(?:advertised|listed|billed|described|referred"
    r" to|styled"
    r"|posted) as|(?:listed|advertised|posted|filed) under)|synonym\w* (?:with|of|for)"
    r"|\b(?:other|similar|alternative|common) (?:job )?(?:titles|names)(?: for [\w -]{2,40}?)?:"
    r"|\b(?:uses?|using|with|by|carry|carries) the titles?(?:\sof)?(?!\s(?:of|in|on|for)\b)"
    r"|\bgo(?:es)? by\s+(?:\w+\s+){0,3}?(?:names?|titles?)(?:\s+(?:of|like|such as|including))?"
    r"|\b(?:job\s)?titles\s(?:you (?:may|might|will|can) (?:see|meet|come across|find)\s)?(?:such"
    r" as|like"
    r"|including|include)"
    r"|\b(?:(?:some|many|most|other|smaller|larger|a few)\s[^.;:,]{1,40}?|employers|companies|firms"
    r"|others)\s(?:call|prefer|use|say)\s+(?:it|them|the\s(?:post|job|role|holder|title|name|term)s?)(?:\s(?:of"
    r"|such as|like))?"
    r"|(?:other|similar|equivalent|alternative|common) (?:job )?(?:titles|names) (?:include|are|for"
    r" (?:the|this"
    r"|a|an) [\w -]{2,40}? (?:include|are))"
    r"|(?:closest|nearest) equivalent (?:title )?is|under (?:the )?(?:titles?"
    r"|names?)(?: of)?)\s+(?:(?:the )?titles? (?:such as|like|of)\s+|such as\s+)?(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_TITLES_BEFORE = re.compile(
    r"^(?P<list>[^.;:]+?),?\s+(?:are|is)\s+(?:all\s+|both\s+|just\s+|simply\s+"
    r"|merely\s+)?(?:the\s+)?(?:(?:other|another|alternative|common|different|usual)\s+)?"
    r"(?:job\s+)?(?:titles?|names?|labels?|terms?)\s+(?:also\s+)?(?:for|used for|given"
    r" to)\s+(?:the|this|that|a"
    r"|an|it|one)\b",
    re.IGNORECASE,
)
_AFTER_SUBJECT = (
    r",?\s(?:shortens?|helps?|gives?|opens?|makes?|counts?|adds?|looks?|goes|puts?|takes?|gets?|saves?|cuts?"
    r"|brings?|lets?|remains?|serves?"
    r"|before|followed by|if|when|while|but|plus|from|at|with|as|[a-z]+s you)\b.*$"
)
_OTHERS_SAY = re.compile(
    r",\s(?:is|are|was|were|leads?|runs?|manages?)\s.*$|,?\s(?:and|but|while)\s(?:some"
    r"|many|most|other|others|in|elsewhere)\b.*$"
)
_TITLE_END = re.compile(
    r"\s(?:in|at|depending|where|which|by|though|although|when|but|on|with|while|who"
    r"|if)\s.*$|,\s*(?:though|depending|which|but|is|are|was)\b.*$"
)
_LISTED = re.compile(
    r"\b(?:(?P<skills>skills|abilities|qualities|strengths|traits|competenc(?:i)?es)|duties|responsibilities"
    r"|tasks)\s*"
    r"(?:(?:may|can|typically|usually|often|also|that (?:matter|help|count)(?:"
    r" most)?)\s+){0,2}(?:include"
    r"|including|such as|are|:)\s*:?\s+(?P<list>[^.;:]+)",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"\b(?:(?:job|role|work|day|week|month|shift|post|position|time|days|weeks)\b[^.;:]{0,30}?\b(?:involves?"
    r"|includes?|consists? of|means|covers?|comprises?|entails?|is spent)"
    r"|(?:responsible|accountable) for|in charge"
    r" of|spends?\s(?:\w+\s){0,5}?(?:time|days?|weeks?|hours"
    r"|mornings?)(?:\s(?:on|in))?|tasked with|charged with)"
    r":?\s+(?P<list>[a-z]+ing\b[^.;:]*)",
    re.IGNORECASE,
)
_NEEDED = re.compile(
    r"\b(?:(?:you|they|job|role|work|post|people|[a-z]{3,}s)(?:[’']ll)?(?: will| must| should|"
    r" also){0,2}\s"
    r"(?:needs?|requires?|takes|calls for|values?|prizes?|look"
    r" for|wants?|have|has|share|bring)(?:\salso)?|have"
    r"|takes|call for|calls for|requires|share)\s+"
    r"(?:(?:\w+\s){0,3}(?:things|qualities|gifts|talents|strengths)(?:\s[^.;:,]{1,30})?:\s*|(?!\w+\s(?:things"
    r"|qualities|gifts|strengths)))(?P<list>[^.;:\"”]+)",
    re.IGNORECASE,
)
_NOT_A_SKILL = re.compile(
    r"^(?:to|you|it|she|he|they|we|I|these|those|the"
    r" following|someone|somebody|people|who|that|what|more|all"
    r"|nothing|little|no|not|been|had|taken|done|[a-z]+ed)\b|\byears?\b|\bdegrees?\b|\bdecades?\b"
    r"|\b(?:is|are|was|were|who|which|will|can)\b|\d|\b(?:course|exam|licen[cs]e|certificate|diploma|training)s?\b",
    re.IGNORECASE,
)


_CLAUSE = re.compile(r"\b(?:must|may|can|could|should|will|when|that|who|which|if|where)\b")
"""In what would be the name: `An organization must name an officer when it is …` defines nothing.
"""


def definition(sentence: str) -> Claim | None:
    """`A CISO (Chief …) is …`: label the name, value the other name in brackets."""
    match = _DEFINITION.match(sentence)
    if (
        not match
        or _CLAUSE.search(match["name"])
        or _NOT_AN_OCCUPATION.search(match["name"])
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
    match = _PLURAL_DEFINITION.match(sentence)
    if not match or len(match["name"].split()) > 5:
        return None
    name = re.sub(r"ie$", "y", match["name"].strip())
    in_title = re.search(rf"\b{re.escape(name)}s?\b", title, re.IGNORECASE)
    if not (in_title and match["verb"] in _WHAT_PEOPLE_DO) and not (
        match["verb"] == "are" and _PEOPLE.match(match["rest"])
    ):
        return None
    bracket = re.sub(r"(?<=[A-Z])s$", "", (match["bracket"] or "").strip())
    return Claim(
        FactKind.DEFINITION,
        name[:1].lower() + name[1:] if name[1:2].islower() else name,
        sentence,
        value=bracket,
    )


def titles(sentence: str) -> Iterator[Claim]:
    lists = []
    start = 0
    while match := _TITLES.search(sentence, start):
        another = _TITLES.search(sentence, match.start("list"))
        start = another.start() if another else len(sentence)
        lists.append(
            _OTHERS_SAY.sub("", sentence[match.start("list") : min(match.end("list"), start)])
        )
    if not lists and (match := _TITLES_BEFORE.match(sentence)):
        lists.append(match["list"])
    for member in (member for text in lists for member in enumeration(text)):
        member = _TITLE_END.sub("", without_article(member)).strip("\"'“”‘’")
        plain = re.sub(r"\s*\([^)]*\)", "", member).strip()
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
        if not match or (
            level == "bachelor"
            and re.search(r"-year degree", match[0])
            and DEGREES["bachelor"].search(sentence, match.end())
        ):
            continue
        if _UNWANTED_AFTER.match(sentence, match.end()) or _HELD_BEFORE.search(
            sentence[: match.start()]
        ):
            continue
        subjects = re.match(
            r"[’'s]*\s*(?:degree)?s?\s+in\s+(?P<subjects>[^.;]+)", sentence[match.end() :]
        )
        yield Claim(
            FactKind.EDUCATION,
            level,
            sentence,
            value=level,
            detail=_subjects(subjects["subjects"]) if subjects else "",
        )


def _subjects(text: str) -> str:
    return re.sub(
        r",? (?:which|that|and can|is|are|can|will|to" r"|suits?)\b.*$",
        "",
        re.sub(_AFTER_SUBJECT, "", text),
    ).strip()


def listed(sentence: str, theme: FactKind | None = None) -> Iterator[Claim]:
    """Skills and duties that a sentence lists: `Key skills include a, b and c`.

    `The work involves pricing, reserving and reporting` lists duties, and in a section on skills so
    does `You need patience` a skill.
    """
    if tasks := _tasks(sentence):
        yield from (_item(FactKind.DUTY, task) for task in tasks)
    elif theme is FactKind.SKILL and _NEEDED.search(sentence) and not _announces(sentence):
        yield from (_item(FactKind.SKILL, skill) for skill in _needed_skills(sentence))
    elif match := _LISTED.search(sentence):
        kind = FactKind.SKILL if match["skills"] else FactKind.DUTY
        members = [without_article(member) for member in enumeration(match["list"])]
        if len(members) > 1 and all(len(member.split()) <= 8 for member in members):
            yield from (_item(kind, member) for member in members)


def _item(kind: FactKind, label: str) -> Claim:
    lead = "A skill the job calls for" if kind is FactKind.SKILL else "A task the job may bring"
    return Claim(kind, label, f"{lead}: {label}.")


def _tasks(sentence: str) -> list[str]:
    """`pricing`, `reserving`: what a sentence says that the work consists of."""
    doing = _DOING.search(sentence)
    tasks = enumeration(doing["list"]) if doing else []
    are_tasks = (re.match(r"[a-z]{2,}ing\b", task) and len(task.split()) <= 12 for task in tasks)
    return tasks if len(tasks) > 1 and all(are_tasks) else []


def _announces(sentence: str) -> bool:
    """Whether a sentence leads into a list, or names its skills as such."""
    return sentence.endswith(":") or _LISTED.search(sentence) is not None


def _needed_skills(sentence: str) -> list[str]:
    needed = _NEEDED.search(sentence)
    wanted = [member.strip(' ,"”’') for member in enumeration(needed["list"])] if needed else []
    if any(len(member.split()) > 9 or _NOT_A_SKILL.search(member) for member in wanted):
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
