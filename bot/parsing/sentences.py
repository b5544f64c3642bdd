"""Split prose into words and sentences with spaCy's blank English pipeline, which has no model."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.parsing.turn_memory import once_a_turn

if TYPE_CHECKING:
    from spacy.language import Language

_LONGEST = 10_000_000
# What ends in a full stop and doesn't end a sentence.
_ABBREVIATIONS = frozenset(
    [
        *("Inc.", "Ltd.", "Corp.", "e.g.", "i.e.", "U.S.", "U.K.", "vs.", "approx.", "Dr.", "St."),
        *("Mio.", "Fr.", "SFr.", "sFr.", "Rs.", "Rp."),
    ]
)
# Units cut short, which end one only before a capital.
_UNITS = ("yr.", "yrs.", "mos.", "hrs.")


@lru_cache(maxsize=1)
def english() -> Language:
    """The tokenizer and the sentence splitter; `$100K–$150K.` is split at the dash and the stop."""
    import spacy  # not at the top: answers that split no prose start without it

    nlp = spacy.blank("en")
    nlp.max_length = _LONGEST
    nlp.add_pipe("sentencizer")
    infixes = (*(nlp.Defaults.infixes or ()), r"(?<=[0-9kKmM])[–—-](?=[£$€]?\d)")
    tokenizer: Any = nlp.tokenizer  # spaCy's types allow any function of a text
    tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
    suffixes = (*(nlp.Defaults.suffixes or ()), r"(?<=\d[kKmM])\.")
    tokenizer.suffix_search = spacy.util.compile_suffix_regex(suffixes).search
    return nlp


def sentences(text: str) -> list[str]:
    """The sentences of a text; a full stop inside `Inc.` or `e.g.` doesn't end one."""
    return list(_sentences(text))


@once_a_turn
def _sentences(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for span in english()(text).sents:
        part = span.text.strip()
        goes_on = found and found[-1].endswith(_UNITS) and part[:1].islower()
        if found and (goes_on or _ends_in_abbreviation(found[-1])):
            found[-1] += " " + part
        elif part:
            found.append(part)
    return tuple(found)


def _ends_in_abbreviation(sentence: str) -> bool:
    """Whether the last word, behind a bracket or a hyphen, is one of the abbreviations."""
    endings = (name for name in _ABBREVIATIONS if sentence.endswith(name))
    before = (sentence[: -len(name)][-1:] for name in endings)
    return any(not (character.isalnum() or character == "_") for character in before)
