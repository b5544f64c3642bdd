"""The direction in which a question is put: a yes to one is no yes to its opposite.

Sentence vectors hardly tell `with` from `without`, so what turns a question round is compared
word by word.
"""

from __future__ import annotations

from itertools import pairwise

from bot.parsing.tokens import latin_words

_NEGATIONS = """
without not no never avoid skip rare rarely few hardly isnt arent dont doesnt cant wont
"""
_CONDITIONS = "instead only if unless or enough than both same still already just"
_SIDES = """
over under above below more less fewer old older young younger rise fall grow shrink shrinking
inside outside before after high low better worse easier harder higher lower early late
easy hard beginner beginners newcomers entry junior senior advanced
"""
# Words that name a side by another one's name.
_SAME_SIDE = {"difficult": "hard", "tough": "hard", "simple": "easy"}
# What follows an `or` that opens no second possibility: "or not", "or more", "or so".
_NO_CHOICE = frozenset(
    [
        "not",
        "no",
        "so",
        "more",
        "less",
        "fewer",
        "older",
        "younger",
        "higher",
        "lower",
        "what",
        "else",
    ]
)
_CHOICE = "or"
_NEGATIVE, _DIRECTIONS = frozenset(_NEGATIONS.split()), frozenset(_SIDES.split())
_CONTRACTED = ("n't", "n’t")
# Words under which the polarity of a claim is not that of the answer to a question on it.
OPPOSITES = _NEGATIVE | frozenset(_CONDITIONS.split())


def words_of(text: str) -> frozenset[str]:
    """The words of a text without capitals and apostrophes."""
    return frozenset(latin_words(text.lower().replace("'", "").replace("’", "")))


def is_negated(text: str) -> bool:
    """Whether a text says that something is not so, rare or avoided."""
    return bool(words_of(text) & _NEGATIVE) or any(ending in text for ending in _CONTRACTED)


def direction(text: str) -> frozenset[str]:
    """What turns a question round: negation, whichever it is, a second possibility, and each word
    that names a side.
    """
    said = frozenset(_SAME_SIDE.get(word, word) for word in words_of(text))
    turned = {"not"} if said & _NEGATIVE else set()
    turned |= {_CHOICE} if offers_choice(text) else set()
    return (said & _DIRECTIONS) | turned


def offers_choice(text: str) -> bool:
    """Whether a question puts one thing or the other, which no yes and no no answers."""
    said = text.lower().replace("?", " ").replace(",", " ").split()
    return any(
        word == _CHOICE and place > 0 and following not in _NO_CHOICE
        for place, (word, following) in enumerate(pairwise(said))
    )
