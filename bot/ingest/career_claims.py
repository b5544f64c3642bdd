"""What one sentence claims about the way to the job: spans of
years, leading people, posts that prepare for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.facts import FactKind, Figure
from bot.ingest.claims import Claim
from bot.ingest.phrases import enumeration, spans_of_years, without_article

_STONES = re.compile(
    r"\b(?:roles?|jobs?|positions?|posts?|occupations?|careers?)\s+(?:such"
    r" as|like|including|as)\s+(?P<roles>[^.;:]+)"
    r"|\b(?:start(?:ed|s)?(?: out)?|began|begin|beginning)\s+(?:(?:their|a"
    r"|your) careers?\s+)?as\s+(?P<starts>[^.;:]+)"
    r"|\bentry-level (?:jobs|roles|positions|posts) (?:include|are)\s+(?P<entries>[^.;:]+)"
    r"|\b(?:used to be|once worked as|previously worked as|formerly worked as|came up as"
    r"|trained as)\s+(?P<used>[^.;:]+)"
    r"|\b(?:working|worked|work|(?:time|years?|months|stints?|spells?|period|experience"
    r"|employment)(?:\s+(?:spent|working))?)\s+as\s+(?P<times>[^.;:]+)"
    r"|\b(?:was|were)\s+(?P<firsts>(?:an?\s)?[^.;:,]{3,40}?)\s+(?=(?:first|beforehand|before"
    r" that)\b)"
    r"|\b(?:are|were|often|many|mostly)\s+former\s+(?P<formers>[^.;:]+)"
    r"|\b(?:came|come|comes|coming|moved|move|moving|crossed|switch(?:ed)?|transfer(?:red)?)\s+(?:(?:over"
    r"|across|here|in|up)\s+)?from\s+(?!all\b|the ranks\b|every\b|a\b)(?P<origins>[^.;:]+)"
    r"|\b(?:jobs?|roles?|positions?|posts?|background|careers?|work|(?:^|\bprevious |\bprior"
    r" |\bearlier "
    r"|\bsome |\bhands-on |\brelevant )experience)"
    r"\s+in\s+(?P<fields>[^.;:]+)",
    re.IGNORECASE,
)
_STONE_CONTEXT = re.compile(
    r"used to be|once worked|\w\s+first(?=\s*(?:$|[,;.]))|\bbeforehand\b|\bc[oa]me"
    r" from|\bmov(?:ed|e"
    r"|ing) (?:\w+"
    r" )?from|\btransfer|\bformer|\buseful|\bwasted\b|\bvalu(?:able|ed)\b|\bstint|\bspell\b"
    r"|help you (?:get|gain|build|prepare)|\bteaches\b|\bcounts?\b|\bwelcome|\bbefore"
    r" (?:becoming|moving"
    r"|applying|taking)|building block|stepping[-"
    r" ]stone|prepar|\bstart(?:ed|s)?\b|beg[ai]n|background|earlier"
    r"|previous|prior|groundwork|come from"
    r"|lead (?:in)?to|good (?:base|basis|foundation|way in)|\bgive\b|entry-level|way up|first"
    r" jobs?|came up"
    r"|move(?:d)? up",
    re.IGNORECASE,
)
_STONE_END = re.compile(
    r",?\s(?:are|is|make|makes|made|can|could|will|would|prepare|prepares|give|gives|provide|provides|help"
    r"|helps|lead|leads|lay|lays"
    r"|build|builds|teach|teaches|offer|offers|before|and then|and"
    r" work|then|which|that|who|where|for (?:a|at"
    r"|some|several)|as are|as is"
    r"|serve|serves|count|counts|also|all|first(?=\s*(?:$|[,;.]))|tend|to)\b.*$"
    r"|,?\s(?:and|but|while)\s(?:one|some|many|others?|several|a few|most|you|they|the)\b.*$",
)
_ONWARD = re.compile(
    r"\b(?:could|may|might|can) (?:then |later |also |even )?(?:become|move on|go on)"
    r"|\bgo on to\b|\bwith (?:more )?experience,|\bmove on to\b|\bpromot\w+ to\b|\bnext step\b"
    r"|\bretire"
)
"""Speaks of what comes after the job."""
_FIELD_GROUPS = ("fields", "origins")
_ASKS = re.compile(
    r"\b(?:needs?|requires?|required|asks?|expect\w*|wants?|demands?|insists?|prefers?|minimum|usually"
    r"|typically|normally|generally|look(?:s|ing)?|plan|allow|takes?|before|after|norm)\b"
)
_STUDY = re.compile(
    r"^(?:(?:full|part)-time\s+)?(?:stud|college|universit|school\b|tuition|coursework|classes"
    r"|lectures|age\b)"
)
_WORK = re.compile(r"experience|work|career|\bjob|practice|service|role|spent|spend|post")
_ASKED_BEFORE = re.compile(
    r"\b(?:at least|minimum(?: of)?|no less than|no fewer than|more than|over|less than"
    r"|fewer than|under|upwards of)\s*$",
    re.IGNORECASE,
)
_MANAGEMENT = re.compile(
    r"\b(?:managerial|management|supervisory|leadership)\s+(?:experience|abilit|skill)|\bmanagerial"
    r" abilities"
    r"|\bexperience\b.*\b(?:managing|leading|supervising)\b"
    r"|\bmanaging\s+(?:other|groups|teams|people|staff)|\b(?:leading|led|supervis\w+)\s+(?:a |other"
    r" )?(?:teams?"
    r"|people|staff)\b",
    re.IGNORECASE,
)


def experience(sentence: str, scope: str = "", *, required: bool = False) -> Iterator[Claim]:
    """Spans of years of work; a list item may say in its label that it is about experience.

    `required` tells that the sentence stands in a list of requirements.
    """
    for span in spans_of_years(sentence):
        around = f"{scope} {sentence[max(0, span.start - 60) : span.end + 60]}".lower()
        before, after = (
            sentence[max(0, span.start - 30) : span.start],
            sentence[span.start : span.end + 12],
        )
        asked = _ASKED_BEFORE.search(before) or re.search(r"\+|\bor more\b", after)
        if _STUDY.match(span.field):
            continue
        told = re.match(
            r"(?:[’'])?\s+(?:(?:in|of|as|at|with|on|within)\b|[a-z]+ing\b)", sentence[span.end :]
        )
        wanted = bool(asked or required or _ASKS.search(sentence.lower()))
        if (
            _WORK.search(around)
            or (told and wanted)
            or (asked and re.search(r"\s(?:in|of|as)\b", after))
        ):
            figure = Figure("span", span.low, span.high, "years", scope=span.field)
            label = (
                f"{span.low} to {span.high} years" if span.high > span.low else f"{span.low} years"
            )
            yield Claim(FactKind.EXPERIENCE, label, sentence, figure=figure, detail=span.field)


def management(sentence: str) -> Iterator[Claim]:
    if _MANAGEMENT.search(sentence) and len(sentence.split()) > 6:
        yield Claim(FactKind.MANAGEMENT, sentence, sentence)


def stepping_stones(sentence: str) -> Iterator[Claim]:
    if not _STONE_CONTEXT.search(sentence) or _ONWARD.search(sentence):
        return
    start = 0
    while match := _STONES.search(sentence, start):
        group = match.lastgroup or ""
        in_field = group in _FIELD_GROUPS
        members = _STONE_END.sub("", match[group])
        start = match.start(group) + max(1, len(members))
        for member in enumeration(members):
            label = without_article(re.sub(r"\s*\([^)]*\)", "", member)).strip(" ,")
            label = re.sub(r"^(?:(?:jobs|roles|work|positions)\s+in|former|ex-)\s*", "", label)
            if not in_field:
                label = re.sub(r"\s(?:in|at|on|within|for|with)\s.*$", "", label)
            if (
                label
                and len(label.split()) <= 5
                and not re.search(
                    r"\byears\b|\b(?:one|\d+)[- ]year\b|^(?:it"
                    r"|this|that|them|here|there|field|scratch|experience|usually|often|mostly|[a-z]+ally)$"
                    r"|\b(?:this|the) field\b",
                    label,
                )
            ):
                where = "Work in" if in_field else "Work as"
                article = "" if in_field else ("an " if label[0].lower() in "aeiou" else "a ")
                statement = f"{where} {article}{label} is a building block on the way to the job."
                yield Claim(
                    FactKind.STEPPING_STONE, label, statement, value="field" if in_field else "role"
                )
