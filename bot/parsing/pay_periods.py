"""What period an amount in prose is paid for: `a year`, `per calendar month`, `every two weeks`."""

from __future__ import annotations

import re

from bot.parsing.whole_words import alternatives

# A period that can't be read, and none at all: what an amount is spread over or divided by.
UNKNOWN, NONE = "?", "-"
PERIODS = {
    **dict.fromkeys(("year", "yr", "y", "annum", "annual", "annually", "yearly"), "year"),
    **dict.fromkeys(("p.a", "pa"), "year"),
    **dict.fromkeys(("month", "monthly", "mo", "mth", "pcm", "calendar month"), "month"),
    **dict.fromkeys(("week", "weekly", "wk"), "week"),
    **dict.fromkeys(("day", "daily", "diem", "working day", "business day"), "day"),
    **dict.fromkeys(("hour", "hourly", "hr", "h"), "hour"),
    **dict.fromkeys(("quarter", "quarterly"), "quarter"),
    **dict.fromkeys(
        ("fortnight", "fortnightly", "biweekly", "bi-weekly", "two weeks", "2 weeks", "other week"),
        "fortnight",
    ),
    # as they are said beside English: "por mês", "pro Monat", "par an", "/mois"
    **dict.fromkeys(("jahr", "an", "année", "año", "ano", "anno", "jaar", "år"), "year"),
    **dict.fromkeys(("monat", "mois", "mes", "mês", "mese", "maand", "måned", "månad"), "month"),
    **dict.fromkeys(("woche", "semaine", "semana", "settimana"), "week"),
    **dict.fromkeys(("tag", "jour", "día", "dia", "giorno", "dag"), "day"),
    **dict.fromkeys(("stunde", "heure", "hora", "ora", "uur"), "hour"),
    "jährlich": "year", "monatlich": "month",
    # short forms behind an amount: "£900 pd", "$28k p/m"
    **dict.fromkeys(("pw", "p/w"), "week"), **dict.fromkeys(("pd", "p/d"), "day"),
    **dict.fromkeys(("ph", "p/h"), "hour"), **dict.fromkeys(("pm", "p/m", "p.m"), "month"),
    "p/a": "year",
}  # fmt: skip
_NAMED = alternatives(PERIODS)
# "gross", "in base pay", "before tax", between the amount and its period
_BETWEEN = (
    r"(?:\s+(?:gross|net|before|after|tax(?:es)?|in|of|cash|base|basic|total|pay|salary|wages|fees"
    r"|on|average|all-in|plus|bonus(?:es)?)\b){1,4}"
)
_EACH = (
    r"(?:/|\bper\b|\ban?\b|\beach\b|\bevery\b|\bin\s+a\b|\bfor\s+(?:a|each|every)\b"
    r"|\b(?:por|pro|par|im|je|al)\b(?=\s))"
)
_SHORT = r"p/[amwdh]|p[mwdh]|p\.\s?m\."
_AFTER = re.compile(
    rf"\s*\(?{_EACH}\s*(?:(?P<word>{_NAMED})(?![\w-])|(?P<other>\w+))"
    rf"|{_BETWEEN}\s*{_EACH}\s*(?P<far>{_NAMED})(?![\w-])"
    rf"|,?\s*\(?(?P<adverb>{_SHORT}|jährlich|monatlich|annually|yearly|monthly|weekly|daily|hourly"
    r"|quarterly|fortnightly|bi-?weekly|pcm|p\.\s?a\.?|pa)(?!\w)"
    r"|,?\s*\(?(?:paid\s+)?(?P<times>(?:once|twice|semi-?|bi-?|half[- ])"
    r"(?:\s?(?:an?|per|every|each)\b)?\s?(?:month|year|annual|week)\w*"
    r"|(?:bi|tri|quadr?i|dec)enni\w+"
    # "$300,000, paid monthly" is a year's pay to one reader and a month's to the next
    r"|(?<=paid\s)(?:daily|weekly|bi-?weekly|fortnightly|monthly|quarterly))"
    r"|\s*(?P<spread>(?:spread\s+)?(?:over|across)\s+(?:the\s+(?:next|first|last)\s+)?"
    r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|several|a few)\s+"
    r"(?:year|month|week|day|hour)s?\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:(?P<word>hourly|daily|weekly|bi-?weekly|monthly|quarterly|fortnightly|annual|yearly)"
    r"\b[^.;,]{0,40}"
    r"|(?:per|each|every)\s+(?P<each>year|month|week|day|hour|quarter|fortnight)\b[^.;]{0,40})$",
    re.IGNORECASE,
)
_LONGEST_BEFORE = 60
# "$90,000 per employee" and "$300,000 a CISO can ask for" name no period.
_DIVIDED = re.compile(
    r"heads?|capita|persons?|people|employees?|hires?|users?|seats?|shares?|companies|company",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\s*\(?(?:an?|each|for\s+(?:a|each|every))\b", re.IGNORECASE)
_ENDS = tuple(".,;:)!?")


def period_of(sentence: str, start: int, end: int) -> str:
    """The period of the amount between two offsets: empty when none is named, UNKNOWN for one
    that isn't in PERIODS, NONE where it is spread over years or divided by heads.
    """
    if after := _AFTER.match(sentence, end):
        if after["times"]:
            return UNKNOWN
        if after["spread"] or after["other"]:
            return UNKNOWN if after["other"] and _is_period(sentence, after) else NONE
        word = (after["word"] or after["far"] or after["adverb"]).lower().rstrip(".")
        return PERIODS.get(word.replace(". ", "."), UNKNOWN)
    before = _BEFORE.search(sentence[max(0, start - _LONGEST_BEFORE) : start])
    if before is None:
        return ""
    return PERIODS.get((before["word"] or before["each"]).lower(), UNKNOWN)


def _is_period(sentence: str, after: re.Match[str]) -> bool:
    """Whether an unknown word behind an amount is meant as a period: `per sprint`, `a sol.`."""
    if _DIVIDED.fullmatch(after["other"]):
        return False
    rest = sentence[after.end() :].lstrip()
    return not _ARTICLE.match(after[0]) or not rest or rest.startswith(_ENDS)
