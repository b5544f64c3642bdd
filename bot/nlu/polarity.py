"""The direction in which a question is put: a yes to one is no yes to its opposite.

Sentence vectors hardly tell `with` from `without`, so what turns a question round is compared
word by word.
"""

from __future__ import annotations

import re

_NEGATIONS = """
without not no never avoid skip rare rarely few hardly isnt arent dont doesnt cant wont
"""
_CONDITIONS = "instead only if unless or enough than both same still already just"
_SIDES = """
over under above below more less fewer old older young younger rise fall grow shrink shrinking
inside outside before after high low better worse easier harder higher lower early late
"""
_NEGATIVE, _DIRECTIONS = frozenset(_NEGATIONS.split()), frozenset(_SIDES.split())
# Words under which the polarity of a claim is not that of the answer to a question on it.
OPPOSITES = _NEGATIVE | frozenset(_CONDITIONS.split())


def words_of(text: str) -> frozenset[str]:
    """The words of a text without capitals and apostrophes."""
    return frozenset(re.findall(r"[a-z]+", text.lower().replace("'", "").replace("’", "")))


def direction(text: str) -> frozenset[str]:
    """What turns a question round: negation, whichever it is, and each word that names a side."""
    said = words_of(text)
    sides = said & _DIRECTIONS
    return sides | {"not"} if said & _NEGATIVE else sides
