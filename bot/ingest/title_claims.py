"""What one sentence claims about the other titles of the occupation."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.facts import FactKind
from bot.ingest.abbreviations import abbreviations
from bot.ingest.claims import Claim
from bot.ingest.lexicon import Lexicon
from bot.ingest.phrases import enumeration, without_article, without_brackets

_OCCUPATION = Lexicon("occupation")
_LONGEST_TITLE = 7


def titles(sentence: str) -> Iterator[Claim]:
    """One claim for each other title of the job that a sentence gives."""
    for member in (
        member for text in _lists_of_titles(sentence) for member in _listed_titles(text)
    ):
        member = _OCCUPATION["title_lead"].sub("", without_article(member))
        member = _OCCUPATION["title_end"].sub("", member).strip("\"'“”‘’")
        plain = without_brackets(member).removesuffix(" or").strip()
        if not plain or len(plain.split()) > _LONGEST_TITLE or _OCCUPATION["aside"].match(plain):
            continue
        statement = f"The title {plain} is used for the same job."
        yield Claim(FactKind.TITLE, plain, statement, value=_short_title(member, plain))


def _lists_of_titles(sentence: str) -> list[str]:
    """The parts of a sentence that list titles, as they are written."""
    lists = []
    start = 0
    while match := _OCCUPATION["titles"].search(sentence, start):
        another = _OCCUPATION["titles"].search(sentence, match.start("list"))
        start = another.start() if another else len(sentence)
        listed_titles = sentence[match.start("list") : min(match.end("list"), start)]
        if another and start < match.end("list"):  # "…, libraries prefer the title of …"
            listed_titles = listed_titles.rpartition(",")[0] or listed_titles
        lists.append(_OCCUPATION["others_say"].sub("", listed_titles))
    if not lists and (match := _OCCUPATION["titles_before"].match(sentence)):
        lists.append(match["list"])
    if lists and (another := _OCCUPATION["titles_too"].search(sentence)):
        lists.append(another["list"])
    return lists


def _short_title(member: str, plain: str) -> str:
    """The title with its abbreviation in place of what that stands for, "" without any."""
    short = ""
    for found in abbreviations(member):
        short = plain.replace(found.long, found.short) if found.long in plain else found.short
    return short


def _listed_titles(text: str) -> list[str]:
    """The titles of a list: where `or` joins them, `and` stands within one of them, as in `chief
    research and development officer, head of research or lab lead`.
    """
    if not _OCCUPATION["or"].search(text):
        return enumeration(text)
    kept = (part for parts in _OCCUPATION["or"].split(text) for part in parts.split(","))
    return [part.strip(" .") for part in kept if part.strip(" .")]
