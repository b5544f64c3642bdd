"""What one sentence of a career text claims: degrees, spans of years, certifications, pay, titles and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge.language import abbreviations, enumeration, money, spans_of_years, without_article
from bot.knowledge.records import FactKind, Figure


@dataclass(frozen=True)
class Claim:
    """A fact before it has a place: the fields mean what they mean in `bot.knowledge.records.Fact`."""

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
        "bachelor": r"\bbachelor(?:[’']?s)?\b|\bundergraduate degree\b|\bB\.?Sc\b|\b(?:four|three)-year degree\b",
        "master": r"\bmaster(?:[’']s| of (?:science|arts)|s (?:degree|in))|\bM\.?Sc\b|\b(?:post)?graduate degree\b",
        "mba": r"\bMBA\b|\bmaster of business administration\b",
        "doctorate": r"\bPh\.?D\b|\bdoctora(?:te|l)\b",
        "diploma": r"\bdiploma\b|\bassociate(?:[’']s)? degree\b",
    }.items()
}
_UNWANTED_AFTER = re.compile(r"[^.,;]{0,40}\b(?:rarely|seldom|hardly ever|(?:not|never|isn[’']t|aren[’']t)\s+(?:\w+\s+)?(?:required|needed|necessary|asked|expected))\b")  # fmt: skip
_HELD_BEFORE = re.compile(r"\b(?:who|if you)\s+already\s+(?:have|hold|has|holds)\s+(?:an?\s+)?$", re.IGNORECASE)
_ROLE = r"(?P<name>[A-Za-z][\w/&’' -]{1,60}?)"
_DEFINITION = re.compile(rf"^(?:An?|The)\s+{_ROLE}\s*(?:\((?P<bracket>[^)]+)\))?,?\s+is\s+(?:an?|the|one|who|in charge|respons)")
_TITLES = re.compile(
    r"(?:interchang\w+ with|also (?:be )?(?:called|known as|titled|referred to as|goes by|go by|advertised as)"
    r"|(?:sometimes|often|otherwise) (?:be )?(?:called|titled|known as|advertised as|referred to as)|synonym\w* (?:with|of|for)"
    r"|(?:other|similar|equivalent|alternative|common) (?:job )?(?:titles|names) (?:include|are|for (?:the|this|a|an) [\w -]{2,40}? (?:include|are))"
    r"|(?:closest|nearest) equivalent (?:title )?is|under (?:the )?(?:titles?|names?)(?: of)?)\s+(?:(?:the )?titles? (?:such as|like|of)\s+|such as\s+)?(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_OTHERS_SAY = re.compile(r",?\s(?:and|but|while)\s(?:some|many|most|other|others|in|elsewhere)\b.*$")
_TITLE_END = re.compile(r"\s(?:in|at|depending|where|which|by|though|although|when|but|on|with|while|who|if)\s.*$|,\s*(?:though|depending|which|but)\b.*$")
_STONES = re.compile(
    r"\b(?:roles?|jobs?|positions?|posts?|occupations?|careers?)\s+(?:such as|like|including|as)\s+(?P<roles>[^.;:]+)"
    r"|\b(?:start(?:ed|s)?(?: out)?|began|begin|beginning)\s+(?:(?:their|a|your) careers?\s+)?as\s+(?P<starts>[^.;:]+)"
    r"|\bentry-level (?:jobs|roles|positions|posts) (?:include|are)\s+(?P<entries>[^.;:]+)"
    r"|\b(?:jobs?|roles?|positions?|posts?|background|careers?|work)\s+in\s+(?P<fields>[^.;:]+)",
    re.IGNORECASE,
)
_STONE_CONTEXT = re.compile(
    r"building block|stepping[- ]stone|prepar|\bstart(?:ed|s)?\b|beg[ai]n|background|earlier|previous|prior|groundwork|come from"
    r"|lead (?:in)?to|good (?:base|basis|foundation|way in)|\bgive\b|entry-level|way up|first jobs?|came up|move(?:d)? up",
    re.IGNORECASE,
)
_STONE_END = re.compile(
    r",?\s(?:are|is|make|makes|made|can|could|will|would|prepare|prepares|give|gives|provide|provides|help|helps|lead|leads|lay|lays"
    r"|build|builds|teach|teaches|offer|offers|before|and then|and work|then|which|that|who|where|for (?:a|at|some|several)|as are|as is"
    r"|serve|serves|count|counts|also|all|first|tend|to)\b.*$",
)
_PAY_WORD = re.compile(
    r"\bsalar|\bpay(?:s|ing)?\b|\bpaid\b|\bearn|\bmakes?\b|\bmaking\b|\bwages?\b|\bcompensation\b|\bincome\b|\btake[s-]? home\b|\bpackages?\b"
    r"|\b(?:per|a) year\b|\bannually\b|\bper annum\b|\ban hour\b",
    re.IGNORECASE,
)
_NOT_PAY = re.compile(r"\bexam|\bfees?\b|\bcosts?\b|\btuition|\bbudgets?\b|\bfine[sd]?\b|\bprice|\bvoucher|\brevenue|\bturnover|\bdamage|\bloss(?:es)?\b", re.IGNORECASE)  # fmt: skip
_MEASURES = (
    ("maximum", r"\bas much as|\bup to|\bat most|\bmaximum|\bmore than|\bover\b|\babove\b|\bexceed|\btop\b|\breach|\bas high as|\bhighest"),
    ("minimum", r"\bstart(?:s|ing)?\b|\bat least|\bminimum|\bentry|\bfrom\b|\bbeginn|\blowest|\bbegins?\b|\bno less"),
    ("median", r"\bmedian|\bhalf of"),
    ("average", r"\baverage|\bmean\b|\btypical|\baround\b|\babout\b|\broughly|\bapprox"),
)
_NEXT_CLAUSE = re.compile(r";|,\s(?:while|whereas|but|although)\s", re.IGNORECASE)
_BASES = (
    ("base", re.compile(r"\bbase\b", re.IGNORECASE)),
    ("total", re.compile(
        r"\btotal\b|\bbonus(?:es)?\s+(?:(?:is|are)\s+)?(?:includ|count)|\b(?:including|with) (?:\w+ ){0,3}bonus|\bon-target earnings", re.IGNORECASE
    )),
)  # fmt: skip
_SCOPE_BEFORE = re.compile(r"\b(?P<scope>(?:some|many|most|certain|a few|the (?:largest|biggest|best)) [^,.;$£€]*?)\s+(?:paying|pays?|paid|offer(?:ing|s|ed)?)\b")
_SCOPE_AFTER = re.compile(r"^\s*(?:(?:/|per|an?|each)\s*(?:year|annum|month|hour|day)|annually|yearly|a year)?,?\s*(?P<scope>(?:in|at|for|with|among|across) [^,.;:$£€]+)")
_YEAR = re.compile(r"\b(?:in|as of|since|for|by|during|of|from)\s+(?:(?:early|mid|late|January|February|March|April|May|June|July|August|September|October|November|December)[- ])?((?:19|20)\d\d)\b", re.IGNORECASE)  # fmt: skip
_FACTORS = re.compile(
    r"(?:depend(?:s|ing)?(?:\s+\w+ly)?\s+(?:up)?on|var(?:y|ies)(?:\s+\w+)?\s+(?:with|by|based on|according to|depending on)"
    r"|(?:influenced|shaped|affected|determined|driven)\s+by|comes? down to|differs?\s+(?:with|by)|\ba matter of|\bfactors\b[^.;:]{0,60}?\binclude)\s+(?P<list>[^.;:]+)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(?:(?P<skills>skills|abilities|qualities|strengths|traits|competenc(?:i)?es)|duties|responsibilities|tasks)\s+"
    r"(?:(?:may|can|typically|usually|often|also|that (?:matter|help|count)(?: most)?)\s+){0,2}(?:include|including|such as)\s+(?P<list>[^.;:]+)",
    re.IGNORECASE,
)
_WORK = re.compile(r"experience|work|career|\bjob|practice|service|role|spent|spend|post")
_ASKED_BEFORE = re.compile(r"\b(?:at least|minimum(?: of)?|no less than|no fewer than|more than|over)\s*$", re.IGNORECASE)
_MANAGEMENT = re.compile(
    r"\b(?:managerial|management|supervisory|leadership)\s+(?:experience|abilit|skill)|\bmanagerial abilities|\bexperience\b.*\b(?:managing|leading|supervising)\b"
    r"|\bmanaging\s+(?:other|groups|teams|people|staff)|\b(?:leading|led|supervis\w+)\s+(?:a |other )?(?:teams?|people|staff)\b",
    re.IGNORECASE,
)
_CERTIFICATION_WORD = re.compile(r"\bcertif|\bcredential|\bqualification|\blicen[cs]e", re.IGNORECASE)
_CERTIFICATION_LIST = re.compile(
    r"\b(?:choices|options|certifications?|certificates?|credentials?|qualifications?|ones|them|names|these|those|licen[cs]es?)"
    r"(?:\s+\w+){0,4}?\s+(?:include|including|are|is|such as|like)\s+(?P<list>.+)$|\b(?:such as|include|including)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"(?:both\s+|all\s+|each\s+|which\s+(?:is|are)\s+|are\s+|is\s+)*(?:of (?:these|them|which) (?:are |is )?)?"
    r"\b(?:offered|issued|awarded|administered|provided|granted|run|maintained|sponsored|managed|given|held)\s+by\s+(?P<org>[^.;,]+)",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?<!choose )(?<!select )(?<!pick )(?<!range )\b(?:both |all )?from\s+(?:the\s+)?(?P<org>[A-Z(][\w&()-]*(?:\s+(?:of|for|and|&)?\s*[A-Z(][\w&()-]*)*)")
_OWNED = re.compile(
    r"\b(?P<org>[A-Z][\w-]*(?:\s[A-Z][\w-]*)?)[’']s\s+"
    r"(?P<name>[A-Z][\w+/-]*[A-Z+][\w+]*|Certified(?:\s(?:of|in|for|and)?\s?[A-Z][\w-]*){1,6}(?:\s\([\w+/-]+\))?)"
)
_NOT_A_CERTIFICATION = re.compile(r"\b(?:Association|Institute|Council|Organi[sz]ation|Board|Cent(?:er|re)|Consortium|Society|Academy|Foundation)\b")
_WITH_PLUS = re.compile(r"\b[A-Z][A-Za-z]+\+(?!\w)")
_CLAUSES = re.compile(r";\s|,\s(?:and|while|but|whereas)\s")
_OFFERS = re.compile(r"(?P<org>(?:[A-Z(][\w&()-]*\s+){1,7}?)(?:also\s+)?(?:offers|issues|awards|runs|administers|grants|provides)\s+the\s+(?P<list>[A-Z].*)$")
_NAME = re.compile(r"^[A-Z][\w+/-]*(?:[ -](?:(?:of|in|for|and|the|on)\s)?[A-Z0-9][\w+/-]*){0,7}\+?$")
_MAKERS = ("CompTIA", "EC-Council", "AWS", "Microsoft", "Google", "Cisco", "GIAC", "ISACA", "ISC2")


def definition(sentence: str) -> Claim | None:
    """`A CISO (Chief …) is …`: label the name, value the other name in brackets."""
    match = _DEFINITION.match(sentence)
    if not match or match["name"].split()[0].lower() in ("job", "title", "role", "salary", "average", "median", "first", "usual", "work"):
        return None
    name, bracket = match["name"].strip(), (match["bracket"] or "").strip()
    if bracket and len(bracket) < len(name):
        name, bracket = bracket, name
    return Claim(FactKind.DEFINITION, name, sentence, value=bracket)


def titles(sentence: str) -> Iterator[Claim]:
    lists = []
    start = 0
    while match := _TITLES.search(sentence, start):
        another = _TITLES.search(sentence, match.start("list"))
        start = another.start() if another else len(sentence)
        lists.append(_OTHERS_SAY.sub("", sentence[match.start("list") : min(match.end("list"), start)]))
    for member in (member for text in lists for member in enumeration(text)):
        member = _TITLE_END.sub("", without_article(member)).strip("\"'“”‘’")
        plain = re.sub(r"\s*\([^)]*\)", "", member).strip()
        short = ""
        for found in abbreviations(member):
            short = plain.replace(found.long, found.short) if found.long in plain else found.short
        if plain and len(plain.split()) <= 7:
            yield Claim(FactKind.TITLE, plain, f"The title {plain} is used for the same job.", value=short)


def education(sentence: str) -> Iterator[Claim]:
    """One claim per level of degree named; `value` is the level, `detail` the subjects as written."""
    for level, pattern in DEGREES.items():
        match = pattern.search(sentence)
        if not match or (level == "bachelor" and re.search(r"-year degree", match[0]) and DEGREES["bachelor"].search(sentence, match.end())):
            continue
        if _UNWANTED_AFTER.match(sentence, match.end()) or _HELD_BEFORE.search(sentence[: match.start()]):
            continue
        subjects = re.match(r"[’'s]*\s*(?:degree)?s?\s+in\s+(?P<subjects>[^.;]+)", sentence[match.end() :])
        yield Claim(FactKind.EDUCATION, level, sentence, value=level, detail=_subjects(subjects["subjects"]) if subjects else "")


def _subjects(text: str) -> str:
    return re.sub(r",? (?:which|that|and can|is|are|can|will|to|suits?)\b.*$", "", text).strip()


def listed(sentence: str) -> Iterator[Claim]:
    """Skills and duties that a sentence lists: `Key skills include a, b and c`."""
    match = _LISTED.search(sentence)
    members = [without_article(member) for member in enumeration(match["list"])] if match else []
    if match and len(members) > 1 and all(len(member.split()) <= 8 for member in members):
        kind, of = (FactKind.SKILL, "A skill the job calls for") if match["skills"] else (FactKind.DUTY, "A task the job may bring")
        yield from (Claim(kind, member, f"{of}: {member}.") for member in members)


def experience(sentence: str, scope: str = "") -> Iterator[Claim]:
    """Spans of years of work; a list item may say in its label that it is about experience."""
    for span in spans_of_years(sentence):
        around = f"{scope} {sentence[max(0, span.start - 60) : span.end + 60]}".lower()
        before, after = sentence[max(0, span.start - 30) : span.start], sentence[span.start : span.end + 12]
        asked = _ASKED_BEFORE.search(before) or re.search(r"\+|\bor more\b", after)
        if _WORK.search(around) or (asked and re.search(r"\s(?:in|of|as)\b", after)):
            figure = Figure("span", span.low, span.high, "years", scope=span.field)
            label = f"{span.low} to {span.high} years" if span.high > span.low else f"{span.low} years"
            yield Claim(FactKind.EXPERIENCE, label, sentence, figure=figure, detail=span.field)


def management(sentence: str) -> Iterator[Claim]:
    if _MANAGEMENT.search(sentence) and len(sentence.split()) > 6:
        yield Claim(FactKind.MANAGEMENT, sentence, sentence)


def stepping_stones(sentence: str) -> Iterator[Claim]:
    if not _STONE_CONTEXT.search(sentence):
        return
    start = 0
    while match := _STONES.search(sentence, start):
        members = _STONE_END.sub("", match["roles"] or match["starts"] or match["entries"] or match["fields"])
        start = match.start(match.lastgroup or 0) + len(members)
        for member in enumeration(members):
            label = without_article(re.sub(r"\s*\([^)]*\)", "", member)).strip(" ,")
            label = re.sub(r"^(?:jobs|roles|work|positions)\s+in\s+", "", label)
            if not match["fields"]:
                label = re.sub(r"\s(?:in|at|on|within|for|with)\s.*$", "", label)
            if label and len(label.split()) <= 5 and not re.search(r"\b(?:years?|it|this|field)\b", label):
                where = "Work in" if match["fields"] else "Work as"
                article = "" if match["fields"] else ("an " if label[0].lower() in "aeiou" else "a ")
                statement = f"{where} {article}{label} is a building block on the way to the job."
                yield Claim(FactKind.STEPPING_STONE, label, statement, value="field" if match["fields"] else "role")


def pay(sentence: str, scope: str = "", lead: str = "", *, in_pay_section: bool = False) -> Iterator[Claim]:
    """Pay figures; a list item's label is their scope, and what it leaves open stands in the sentence before the list.

    Fees, budgets and fines are not pay.
    """
    if _NOT_PAY.search(sentence) or not (_PAY_WORD.search(sentence) or in_pay_section):
        return
    year = _YEAR.search(sentence) or _YEAR.search(lead)
    start = 0
    for amount in money(sentence):
        before, after = sentence[start : amount.start], sentence[amount.end :]
        start = amount.end
        measure = _measure(before, after, amount.low < amount.high)
        if measure == "unspecified":
            measure = next((m for m in (_measure(text, "", False) for text in (scope, lead)) if m != measure), measure)
        around = _clause(sentence, amount.start, amount.end)
        basis = next((b for b, pattern in _BASES for text in (around, lead) if pattern.search(text)), "unspecified")
        where = _SCOPE_BEFORE.search(before) or _SCOPE_AFTER.match(after)
        figure = Figure(measure, amount.low, amount.high, amount.unit, basis, where["scope"].strip() if where else scope)
        noun = "base salary" if basis == "base" else "total compensation" if basis == "total" else "pay"
        statement = sentence if not scope else f"{scope}: {sentence}"
        yield Claim(FactKind.PAY, f"{measure} {noun}", statement, year=int(year[1]) if year else None, figure=figure)


def pay_factors(sentence: str, *, in_pay_section: bool) -> Iterator[Claim]:
    match = _FACTORS.search(sentence)
    about_pay = re.search(r"\bsalar|\bpay\b|\bpaid\b|\bearn|\bwage|\bcompensation|\bincome|\bfigure|\bmake", sentence, re.IGNORECASE)
    other = re.search(r"\bresponsibilit|\bduties|\btasks?\b|\bworkload", sentence, re.IGNORECASE)
    if match and (about_pay or in_pay_section) and not other:
        for member in enumeration(match["list"]):
            label = re.sub(r"\s+(?:itself|themselves)$", "", without_article(re.sub(r"^on\s+", "", member)))
            yield Claim(FactKind.PAY_FACTOR, label, sentence)


def certifications(sentence: str, before: tuple[str, ...], in_section: bool) -> Iterator[Claim]:
    """Certifications named and who offers them; `before` are those of the sentences before it, for "both of these"."""
    if not (in_section or before or _CERTIFICATION_WORD.search(sentence)):
        return
    if _OFFERS.search(sentence) and _OFFERED.search(sentence):  # "A offers the B, and the C is issued by D"
        for clause in _CLAUSES.split(sentence):
            yield from _certifications_of(clause, before)
    else:
        yield from _certifications_of(sentence, before)


def _certifications_of(clause: str, before: tuple[str, ...]) -> Iterator[Claim]:
    offered = _OFFERED.search(clause)
    source = offered or _FROM.search(clause)
    named = list(_named_certifications(clause[: offered.start()] if offered else clause, source.start() if source else len(clause)))
    if offered and not named:  # "the Practitioner Certificate in Data Protection" is issued by …
        alone = _certification(clause[: offered.start()])
        named = [alone] if alone and " " in alone.label and _CERTIFICATION_WORD.search(alone.label) else []
    yield from named
    names = [claim.label for claim in named]
    if match := _OFFERS.search(clause):
        yield from (Claim(FactKind.ISSUER, name, clause, value=match["org"].strip()) for name in names)
        return
    owners = {
        claim.label: owned["org"]
        for owned in _OWNED.finditer(clause)
        for claim in named
        if owned["name"] == claim.label or (claim.value and owned["name"].startswith(claim.value))
    }
    yield from (Claim(FactKind.ISSUER, name, clause, value=owner) for name, owner in owners.items())
    left = [name for name in names if name not in owners] if names else list(before)
    if offered and offered[0].startswith("which is"):
        left = left[-1:]
    if source:
        yield from (Claim(FactKind.ISSUER, name, clause, value=source["org"]) for name in left)


def certification_item(text: str) -> Iterator[Claim]:
    """A list item that names one certification: `CEH (Certified Ethical Hacker), from EC-Council: …`."""
    head = re.split(r":\s|\s[–—-]\s|,\s|\s(?:from|offered|issued|by)\s|\.\s", text, maxsplit=1)[0]
    claim = _certification(head)
    if claim:
        yield claim
        source = _OFFERED.search(text) or _FROM.search(text)
        owned = _OWNED.search(text)
        if source or owned:
            yield Claim(FactKind.ISSUER, claim.label, text, value=source["org"] if source else owned["org"] if owned else "")


def abbreviation_claims(sentence: str) -> Iterator[Claim]:
    for found in abbreviations(sentence):
        yield Claim(FactKind.ABBREVIATION, found.short, f"{found.short} stands for {found.long}.", value=found.long)


def organisation(text: str) -> tuple[str, str]:
    """Short and long name of who offers something: `the … Consortium (ISC)2` -> (`ISC2`, `… Consortium`)."""
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
        known = found.long.startswith(("Certified", *_MAKERS)) or re.search(r"\b(?:Certifi|Professional|Licen)", found.long)
        if known and place < source and not _NOT_A_CERTIFICATION.search(found.long):
            members.append(f"{found.short} ({found.long})")
    members.extend(_WITH_PLUS.findall(sentence))
    for member in members:
        claim = _certification(member)
        if claim and claim.label.lower() not in seen:
            seen.add(claim.label.lower())
            yield claim


def _certification(text: str) -> Claim | None:
    text = without_article(re.sub(r"^(?:and|or|both|as well as|[\w-]+[’']s)\s+", "", text.strip(" .,")))
    text = re.sub(r"\s+(?:certification|certificate|credential|exam|licen[cs]e|designation)s?$", "", text)
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
    return Claim(FactKind.CERTIFICATION, name, f"{full} is one of the certifications named for the job.",
                 value=long, aliases=tuple(aliases))  # fmt: skip


def _clause(sentence: str, start: int, end: int) -> str:
    """The part of the sentence around two offsets, up to the nearest `;` or `, while`."""
    ends = [match.start() for match in _NEXT_CLAUSE.finditer(sentence)]
    return sentence[max((e for e in ends if e < start), default=0) : min((e for e in ends if e >= end), default=None)]


def _measure(before: str, after: str, spans: bool) -> str:
    window = " ".join(before.split()[-8:]).lower()
    if spans:
        return next((name for name in ("median", "average") if name in window), "range")
    for name, pattern in _MEASURES:
        if re.search(pattern, window):
            return name
    for name, pattern in _MEASURES:
        if re.search(pattern, before.lower()):
            return name
    return "average" if re.search(r"\bon average\b", after) else "unspecified"
