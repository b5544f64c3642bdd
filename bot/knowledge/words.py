"""Words of a text as a search compares them: lower case, without
endings, without words that every question has.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+(?:[&+][a-z0-9]*)?")
_COMMON = """
a an the of for to in on at by with from as is are was were be been being am do does did done
have has had i me my you your he she it its they them their we our us this that these those
there here and or but if so than then what which who whom whose when where why how much many
can could should would will shall may might must about into out up over under any some all no
not only just also very too more most get gets got one ones like s t re ve ll d m don doesn
isn aren wasn hi hello hey please tell know want need say says said give gimme ok okay whats
really actually someone somebody person people thing things
"""
_STOP = frozenset(_COMMON.split())
_ENDINGS = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ies",
    "ied",
    "ers",
    "er",
    "ed",
    "es",
    "s",
    "ly",
    "e",
    "y",
)


@lru_cache(maxsize=64)  # a search asks for those of its question again and again
def words(text: str) -> tuple[str, ...]:
    """The words that carry meaning, each once, in order."""
    found = (
        stem(word)
        for word in _WORD.findall(text.lower().replace("'", " ").replace("’", " "))
        if word not in _STOP
    )
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=16_384)  # an index is made of some thousand words, again and again
def stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
