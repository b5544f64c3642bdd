"""Understands what people tell of themselves: years, leading, degrees, certifications, jobs, dates, and how they say no.

spaCy's rules find the spans in a message; the words of the clause around a span decide what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.domain.person import MOST_YEARS, Profile, Supposition, Told, Years
from bot.ingest.claims import DEGREES as DEGREE_NAMES
from bot.nlu.degrees import degree, levels
from bot.nlu.jobs import job
from bot.nlu.mentions import Mentions
from bot.nlu.stances import signals
from bot.nlu.statements import Clause, clause_at
from bot.nlu.statements import clauses as clauses_of
from bot.nlu.timespans import Span, date_of, read, rules, years_of

_FARTHEST = 50

_NOT = re.compile(
    r"\b(?:no|not|none|never|without|lack(?:s|ing|ed)?|missing|zero|neither|nor|dont|don't|didn't|doesn't|haven't|havent|hasn't|isn't|w/o|skip(?:ped)?"
    r"|dropped out|only ever|expired|lapsed|lost)\b",
    re.IGNORECASE,
)
_MANAGES = (
    r"(?:lead|leads|leading|led|manag(?:e|es|ed|ing)|managers?|management|managerial|supervis\w+|supervisory|team[ -]?lead(?:er|s)?|leadership"
    r"|direct reports?|reports? to me|in charge of|head of|director|chief|boss|people|staff)"
)
_LEADING = re.compile(rf"\b{_MANAGES}\b", re.IGNORECASE)
_LEADS_NOW = re.compile(
    r"\b(?:i (?:lead|manage|supervise|run|head)\b|(?:am|i'm|im|been) (?:managing|leading|supervising|running|in charge of)\b|i(?:'ve| have)? (?:led|managed|supervised)\b"
    r"|(?:lead|manage|supervise|managing|leading|led|managed) (?:a|the|my|an|our|small|\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|people|others|engineers|analysts)"
    r"|team[ -]?lead(?:er)?\b|direct reports|(?:security|it|infosec|engineering|operations|soc) manager\b|head of|director of)",
    re.IGNORECASE,
)
_OTHER_MANAGEMENT = re.compile(
    r"\b(?:risk|project|program(?:me)?|product|patch|incident|vulnerability|identity|access|asset|change|service|database|account|office|data|configuration"
    r"|device|case|log|key|event)s?[ -]manag\w+|\bmanag\w+ (?:systems?|networks?|servers?|firewalls?|databases?|projects?|risks?|incidents?|tickets?|infrastructure|security (?:for|of|tools))",
    re.IGNORECASE,
)
_NEVER_LED = re.compile(
    rf"\b(?:no|never|not|without|zero|don't|dont|haven't|havent|didn't|lack\w*|nobody|no one|nor)\b[^,.;]{{0,30}}\b{_MANAGES}\b|\b(?:nobody|no one) (?:reports|to lead|under me)\b"
    r"|\bled (?:no|nobody|no one|anyone never)\b|\bindividual contributor\b",
    re.IGNORECASE,
)
_DISLIKES_LEADING = re.compile(
    r"\b(?:want|like|hate|prefer|enjoy|love|good at|interested|if|intend|plan)\b", re.IGNORECASE
)
_SECURITY = re.compile(
    r"\b(?:security|infosec|cyber\w*|soc|pen ?-?test\w*|hack\w*|grc|forensics?|ciso|appsec|siem|red team|blue team|threat\w*|incident\w*)\b",
    re.IGNORECASE,
)
_IT = re.compile(
    r"\b(?:IT|I\.T\.?|in it|sys ?-?admin\w*|admin|administrator|networks?|networking|dev|developer|development|programm\w+|software|engineer\w*|analyst|architect\w*"
    r"|help ?-?desk|support|cloud|dev ?ops|audits?|auditor|auditing|compliance|risk|tech|technology|technical|computers?|databases?|data|firewalls?|systems?|web|coding|java"
    r"|testing|tester|infrastructure|operations|ops|signals|privacy)\b"
)
_COUNTED = re.compile(
    r"\s+(?:\w+\s+)?(?:people|persons|staff|reports?|teams?|jobs?|companies|certs?|\w{3,}(?:ers|ists|ects|ors|ysts|ees|ificates|ifications))\b",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(?:no|don't|dont|not|without|haven't|never|expired|lapsed|lost)\b", re.IGNORECASE
)
_EXPERIENCE = re.compile(
    r"\b(?:exp|experience|yoe|work(?:ed|ing)?|under my belt|behind me|career|industry|field|business)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:in|as|at|of|for) (?!(?:it|them|these|those|my belt|this|now|over|about|almost|nearly|me)\b)[a-z]",
    re.IGNORECASE,
)
_NO_EXPERIENCE = re.compile(
    r"\b(?:no|zero|without(?: any)?|not any|lack(?:ing)?)\s+(?:\w+\s+){0,2}(?:experience|exp|years)\b|\b(?:complete|total|absolute) (?:beginner|newbie|novice)\b"
    r"|\bnever worked in (?:it|security|tech)\b",
    re.IGNORECASE,
)
_NOT_WORK = re.compile(
    r"\b(?:ago|old|off|degree|retired|stud(?:y|ied|ying)|university|uni|school|college|contract|jail|married|savings|leave|maternity|before|later|long)\b",
    re.IGNORECASE,
)
_PART_OF_IT = re.compile(
    r"\b(?:of (?:them|those|which|that|these)|includ\w+|the last|thereof|out of)\b", re.IGNORECASE
)
_GOAL = re.compile(
    r"\b(?:want|wanna|goal|aim\w*|target\w*|become|be (?:a |the )?(?:ciso|there|head|one|ready)|ciso|plan(?:ning)?|hope|hoping|ready|dream|there|by|make it|date|deadline)\b",
    re.IGNORECASE,
)

_IF = re.compile(
    r"^\W*(?:and|but|or) (?:if|with|without)\b|\b(?:what if|wat if|what happens if|what would happen if|what changes if|suppose|supposing|assuming|imagine|if i|say i|how about if|(?:recompute|calculate|try) (?:it|again|that)|would (?:it|anything) change)\b|\bwhat about (?:skipping|leaving out|without)\b",
    re.IGNORECASE,
)
_LEAVES_OUT = re.compile(
    r"\b(?:skip\w*|without|drop\w*|leav\w* out|don't|dont|do not|never|no|not|wouldn't|didn't|stay away from|forgo|lose|give up|avoid\w*|omit\w*)\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:more|another|extra|additional|further|longer)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?:(?<![\w.)])[-−]|\b(?:minus|negative)\s+)\s?\d", re.IGNORECASE)


class Listener:
    """Hears what a message tells; built once, without knowledge of any conversation."""

    def __init__(self) -> None:
        self._nlp = rules()

    def hear(self, text: str, mentions: Mentions, today: date) -> Told:
        """`mentions` are those of the same text; relative dates and "since 2015" count from `today`."""
        if not text.strip():
            return Told()
        text = text.replace("’", "'").replace("–", "-").replace("—", "-")
        doc = read(self._nlp, text)
        spans = [Span(e.label_, e.text, e.start_char, e.end_char) for e in doc.ents]
        spans = [span for span in spans if span.label != "AGE"]
        clauses = clauses_of(text, doc)
        supposes = bool(_IF.search(text))
        odd: list[str] = []
        named = _named(text, spans, clauses, mentions, today, odd)
        said = Profile() if supposes else _said(text, spans, clauses, mentions, today)
        lost = tuple(_certifications(mentions, clauses, held=False)) if not supposes else ()
        stances = signals(text)
        if "?" in text or any(clause.asks for clause in clauses):
            stances.append("asks")
        if _NEGATIVE.search(text):
            odd.append("negative")
            said, named = (
                replace(said, years=None, leading=None),
                replace(named, years=None, leading=None),
            )
        bare = (
            [
                s
                for s in spans
                if s.label in ("NUMBER", "SPAN")
                and not s.refers_to_dates
                and not _COUNTED.match(text[s.end :])
            ]
            if "negative" not in odd
            else []
        )
        number = years_of(bare[0].text, today) if len(bare) == 1 else None
        if number and number.high > MOST_YEARS and not _is_year(number):
            odd.append("many")
            number = None
        if any(e.label_ == "AGE" for e in doc.ents) or re.search(
            r"\bwhen i(?:'m| am| turn)\b|\bbefore (?:i'm|i am|i turn|my)\b", text, re.IGNORECASE
        ):
            odd.append("age")
        told = Told(said, named, number, lost, tuple(stances), tuple(dict.fromkeys(odd)))
        return replace(told, supposed=_supposed(text, named, mentions)) if supposes else told


def _said(
    text: str, spans: list[Span], clauses: list[Clause], mentions: Mentions, today: date
) -> Profile:
    """What the person states of themselves."""
    stating = [clause for clause in clauses if clause.states and not clause.asks]
    years: list[tuple[Years, Clause]] = []
    leading: list[tuple[Years, Clause]] = []
    fields: list[str] = []
    for span in spans:
        clause = (
            clause_at(stating, span.start)
            if any(c.start <= span.start < c.end for c in stating)
            else None
        )
        if clause is None or span.label == "DATE":
            continue
        led = _leads(clause.text)
        if span.label == "NUMBER":
            if led and _PART_OF_IT.search(clause.text) and (value := years_of(span.text, today)):
                leading.append((value, clause))
            elif (
                re.search(r"^\W*(?:in|as|of)\b", text[span.end :].strip()[:3])
                and (years or leading)
                and not led
                and (value := years_of(span.text, today))
            ):
                years.append((value, clause))  # "8 years in IT and 5 in security"
                fields.append(clause.text)
            continue
        value = years_of(span.text, today)
        if value is None or value.high > MOST_YEARS:
            continue
        rest = clause.text.replace(span.text, " ")
        if _NOT_WORK.search(rest) and not _EXPERIENCE.search(rest):
            continue
        if led:
            leading.append((value, clause))
        in_field = (
            _SECURITY.search(rest)
            or _IT.search(rest)
            or _EXPERIENCE.search(rest)
            or not _ELSEWHERE.search(rest)
        )
        if in_field and (not led or _SECURITY.search(rest) or re.search(r"\bIT\b", rest)):
            years.append((value, clause))
            fields.append(rest)
    if (
        len(years) > 1 and leading
    ):  # "10 years in IT, 4 of them as security manager": the led ones are counted already
        only_led = {id(clause) for _, clause in leading}
        kept = [(value, clause) for value, clause in years if id(clause) not in only_led]
        years = kept or years
    total = _total(
        [value for value, _ in years], any(_PART_OF_IT.search(clause.text) for _, clause in years)
    )
    if (
        total is None
        and any(_NO_EXPERIENCE.search(clause.text) for clause in stating)
        and not _LEADING.search(text)
    ):
        total = Years(0, 0)
    led_years = max((value for value, _ in leading), key=lambda value: value.high, default=None)
    leads: bool | None = None
    statement = " . ".join(clause.text for clause in stating)
    if led_years:
        leads = led_years.high > 0
    elif any(_NEVER_LED.search(c.text) and not _DISLIKES_LEADING.search(c.text) for c in stating):
        leads, led_years = False, Years(0, 0)
    elif any(
        _LEADS_NOW.search(c.text)
        and not _NOT.search(c.text)
        and not _OTHER_MANAGEMENT.search(c.text)
        for c in stating
    ):
        leads = True
    held = tuple(_certifications(mentions, clauses, held=True))
    no_certifications = re.search(
        r"\b(?:no|without(?: any)?|zero|not a single|don't have any|dont have any|haven't got any|not have any) (?:\w+ )?(?:certs?|certifications?|certificates?)\b",
        statement,
        re.IGNORECASE,
    )
    return Profile(
        role=job(text, mentions, stating, own=True),
        years=total,
        field="security"
        if total and _SECURITY.search(" ".join(fields))
        else "it"
        if total and _IT.search(" ".join(fields))
        else "",
        leading=led_years,
        leads=leads,
        degree=degree(stating),
        certifications=held or (() if no_certifications else None),
        target=_target(spans, text, today, only_with_goal=True),
    )


def _named(
    text: str,
    spans: list[Span],
    clauses: list[Clause],
    mentions: Mentions,
    today: date,
    odd: list[str],
) -> Profile:
    """All that a message names, for when it was asked for."""
    values = [
        value for span in spans if span.label == "SPAN" and (value := years_of(span.text, today))
    ]
    if any(value.high > MOST_YEARS for value in values):
        odd.append("many")
    values = [value for value in values if value.high <= MOST_YEARS]
    dated = [date_of(span.text, today) for span in spans if span.label == "DATE"]
    bare_year = re.search(r"\b(20\d\d)\b", text)
    target = next((value for value in dated if value), None)
    if target is None and bare_year and not any(span.refers_to_dates for span in spans):
        target = date(int(bare_year[1]), 12, 31)
    if target and target < today:
        odd.append("past")
        target = None
    if target and target.year - today.year > _FARTHEST:
        odd.append("far")
        target = None
    held = tuple(_certifications(mentions, clauses, held=None))
    leads = False if _NEVER_LED.search(text) else True if _LEADS_NOW.search(text) else None
    no_experience = Years(0, 0) if _NO_EXPERIENCE.search(text) else None
    return Profile(
        role=job(text, mentions, clauses, own=False),
        years=_total(values, bool(_PART_OF_IT.search(text))) or no_experience,
        field="security" if _SECURITY.search(text) else "it" if _IT.search(text) else "",
        leads=leads,
        degree=degree(clauses),
        certifications=held or None,
        target=target,
    )


def _total(values: list[Years], overlap: bool) -> Years | None:
    """Several spans may be one after the other or one inside the other: at least the longest, at most all together."""
    if not values:
        return None
    longest = max(values, key=lambda value: value.high)
    if len(values) == 1 or overlap:
        return longest
    return Years(
        max(value.low for value in values),
        min(float(MOST_YEARS), sum(value.high for value in values)),
    )


def _leads(clause: str) -> bool:
    return bool(_LEADING.search(_OTHER_MANAGEMENT.sub(" ", clause)))


def _certifications(mentions: Mentions, clauses: list[Clause], held: bool | None) -> Iterable[str]:
    """Certifications that are held (True), said not to be held (False), or named without a no (None)."""
    named = [m for m in mentions.known if m.kind == "certification"] + list(
        mentions.other_certifications
    )
    for mention in sorted(named, key=lambda m: m.start):
        clause = clause_at(clauses, mention.start)
        if clause is None:
            continue
        denied = bool(_NOT.search(clause.text)) and not re.search(
            r"\b(?:not only|no longer than)\b", clause.text
        )
        wanted = {
            None: not denied,
            True: clause.states and not clause.asks and not denied,
            False: denied and not clause.asks and bool(_LOST.search(clause.text)),
        }[held]
        if wanted:
            yield mention.value


def _target(spans: list[Span], text: str, today: date, *, only_with_goal: bool) -> date | None:
    for span in spans:
        around = text[: span.start] + text[span.end :]
        if span.label == "DATE" and (not only_with_goal or _GOAL.search(around)):
            value = date_of(span.text, today)
            if value and today <= value and value.year - today.year <= _FARTHEST:
                return value
    return None


def _supposed(text: str, named: Profile, mentions: Mentions) -> Supposition:
    """The change that a "what if" asks about."""
    leaves_out = bool(_LEAVES_OUT.search(text))
    certifications = named.certifications or tuple(
        m.value
        for m in (
            *(m for m in mentions.known if m.kind == "certification"),
            *mentions.other_certifications,
        )
    )
    degrees = levels(text)
    leading = bool(_LEADING.search(_OTHER_MANAGEMENT.sub(" ", text)))
    if leaves_out:
        drops = [name for name in certifications]
        if degrees:
            specific = bool(DEGREE_NAMES["master"].search(text)) or degrees[0] in (
                "master",
                "mba",
                "doctorate",
            )
            drops.append(f"degree/{degrees[0]}" if specific else "degree")
        if (
            re.search(r"\b(?:certs?|certifications?|certificates?)\b", text, re.IGNORECASE)
            and not certifications
        ):
            drops.append("certification")
        if leading and not drops:
            drops.append("management")
        if not drops and re.search(r"\bexperience\b", text, re.IGNORECASE):
            drops.append("experience")
        if not drops and re.search(r"\b(?:uni\w*|college|school|study\w*)\b", text, re.IGNORECASE):
            drops.append("degree")
        return Supposition(drops=tuple(drops))
    if named.years and _MORE.search(text):
        return Supposition(more=named.years)
    has = Profile(
        years=None if leading else named.years,
        leading=named.years if leading else None,
        leads=True if leading else None,
        degree=named.degree or (degrees[0] if degrees else ""),
        certifications=certifications or None,
    )
    return Supposition(has=has)


def _is_year(number: Years) -> bool:
    return 1950 <= number.low <= 2100
