"""Facts as sentences of an answer: whole, in the voice of the advisor, with their year where it
matters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.domain.facts import Fact, FactKind
from bot.domain.freshness import ages, is_old
from bot.knowledge.proper_names import ProperNames
from bot.knowledge.store import KnowledgeBase

_GERUND = re.compile(r"(?!bring\b|sing\b|ring\b)[a-z]+ing\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])")
_FIGURES_OF_PAY = (FactKind.PAY, FactKind.PAY_CHANGE)
_HIGHER, _CHANGED = "Expect it to be higher today.", "It may have changed since."
_ENDED, _CHECK = "That no longer holds.", "Check the current rules with the issuer."
# What warns of a fact, and tells nothing by itself.
CAUTIONS = (_HIGHER, _CHANGED, _ENDED, _CHECK)


def sentence(fact: Fact, kb: KnowledgeBase) -> str:
    """One or two sentences that tell a fact."""
    role, one, label = kb.job.name, kb.job.with_article, lowered(fact.label)
    if fact.kind is FactKind.DUTY:
        doing = bool(_GERUND.match(label))
        return f"{capital(one)} may be {'in charge of' if doing else 'asked to'} {label}."
    if fact.kind is FactKind.SKILL:
        return f"{capital(label)} is one of the skills {one} needs."
    if fact.kind is FactKind.REQUIREMENT:
        if not fact.detail:
            return f"{capital(label)} is an area that job postings for {one} name."
        return f"{capital(label)} is part of the job: {lowered(fact.detail).rstrip('.')}."
    if fact.kind is FactKind.STEP:
        return fact.detail or f"{capital(label)} is a step on the way to {role}."
    if fact.kind is FactKind.RESOURCE:
        return (
            f"{fact.label} {lowered(fact.detail).rstrip('.')}." if fact.detail else f"{fact.label}."
        )
    if fact.kind is FactKind.STEPPING_STONE:
        work = f"{a(label)} role" if fact.value == "role" else f"Work in {label}"
        return f"{work} is one of the usual stepping stones to {role}."
    if fact.kind is FactKind.TITLE:
        return f"{capital(fact.label)} is another title for the same job."
    return dated(fact)


def dated(fact: Fact) -> str:
    """The statement of a fact, with its year where that matters and the sentence doesn't say it."""
    statement = fact.statement.rstrip()
    if (
        fact.year is None
        or not ages(fact)
        or str(fact.year) in statement
        or not any(character.isdigit() for character in statement)
    ):
        return statement
    return f"{statement.rstrip('.')} (as of {fact.year})."


def caution(facts: Sequence[Fact], today: date) -> str:
    """What warns of the first fact, once for a whole answer: its age, or rules told by others.

    The year itself stands in the sentence, which `dated` sees to.
    """
    if not facts:
        return ""
    first = facts[0]
    if is_old(first, today) and first.year and today.year - first.year > 1 and first.figure:
        if first.kind in _FIGURES_OF_PAY and first.figure.unit != "percent":
            return _HIGHER
        return _CHANGED
    if first.until is not None and is_old(first, today):
        return _ENDED
    if first.passage.source.to_be_checked and first.about.startswith("certification/"):
        return _CHECK
    return ""


def sentences(text: str) -> list[str]:
    """The sentences of a passage."""
    return [part for part in _SENTENCE.split(text.strip()) if part]


def first_sentences(text: str, words: int) -> str:
    """As many whole sentences as fit into a number of words, at least one."""
    taken: list[str] = []
    for part in sentences(text):
        if taken and sum(len(one.split()) for one in [*taken, part]) > words:
            break
        taken.append(part)
    return " ".join(taken)


def a(noun: str, *, low: bool = False) -> str:
    """`A CISO`, `an analyst`."""
    vowel = noun[:1].lower() in "aeiou" or (noun[:2].isupper() and noun[0] in "FHLMNRSX")
    article = "an" if vowel else "a"
    return f"{article if low else article.capitalize()} {noun}"


def lowered(text: str, names: ProperNames | None = None) -> str:
    """Without a capital at the beginning, unless it is an abbreviation, or one of `names`."""
    if names is not None and names.begin(capital(text)):
        return capital(text)
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
