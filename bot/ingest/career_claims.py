"""What one sentence claims about the way to the job: spans of
years, leading people, posts that prepare for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.facts import FactKind, Figure
from bot.ingest.claims import Claim
from bot.ingest.lexicon import Lexicon
from bot.ingest.phrases import enumeration, without_article, without_brackets
from bot.ingest.years import spans_of_years

_CAREER = Lexicon("career")
_FIELD_GROUPS = ("fields", "origins", "grounds")


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
        asked = _CAREER["asked_before"].search(before) or _CAREER["asked_after"].search(after)
        if _CAREER["study"].match(span.field):
            continue
        told = _CAREER["spent"].match(sentence, span.end)
        wanted = bool(asked or required or _CAREER["asks"].search(sentence.lower()))
        if (
            _CAREER["work"].search(around)
            or (told and wanted)
            or (asked and _CAREER["spent_on"].search(after))
        ):
            figure = Figure("span", span.low, span.high, "years", scope=span.field)
            label = (
                f"{span.low} to {span.high} years" if span.high > span.low else f"{span.low} years"
            )
            yield Claim(FactKind.EXPERIENCE, label, sentence, figure=figure, detail=span.field)


def management(sentence: str) -> Iterator[Claim]:
    if _CAREER["management"].search(sentence) and len(sentence.split()) > 6:
        yield Claim(FactKind.MANAGEMENT, sentence, sentence)


def stepping_stones(sentence: str) -> Iterator[Claim]:
    if not _CAREER["stone_context"].search(sentence) or _CAREER["onward"].search(sentence):
        return
    start = 0
    while match := _CAREER["stones"].search(sentence, start):
        group = match.lastgroup or ""
        in_field = group in _FIELD_GROUPS
        members = _CAREER["stone_end"].sub("", match[group])
        start = match.start(group) + max(1, len(members))
        for member in enumeration(members):
            label = without_article(without_brackets(member)).strip(" ,")
            label = _CAREER["post_lead"].sub("", label)
            if not in_field:
                label = _CAREER["post_end"].sub("", label)
            if label and len(label.split()) <= 5 and not _CAREER["no_post"].search(label):
                yield _field_of_work(label) if in_field else _earlier_role(label)


def _field_of_work(label: str) -> Claim:
    statement = f"Work in {label} is a building block on the way to the job."
    return Claim(FactKind.STEPPING_STONE, label, statement, value="field")


def _earlier_role(label: str) -> Claim:
    article = "an" if label[0].lower() in "aeiou" else "a"
    statement = f"Work as {article} {label} is a building block on the way to the job."
    return Claim(FactKind.STEPPING_STONE, label, statement, value="role")
