"""Whose job a title is, as far as the clause shows that it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from bot.nlu.readings import MessageReading, Reading
from bot.parsing.function_words import members

# Verbs of several people: "those are civil servants" is nobody's own job.
_OF_SEVERAL = frozenset(["are", "were"])
_SENTENCE_ENDS, _CLAUSE_ENDS = frozenset(".!?"), frozenset(".!?,;:–—")
# Words that may stand between the verb and the title: "are all civil servants".
_NEAR = 3


def is_of_several(message: MessageReading, run: Sequence[Reading]) -> bool:
    """Whether a title is that of several others: "those folks are civil servants"."""
    clause = _before(message, run, _CLAUSE_ENDS)
    return bool(_OF_SEVERAL & set(clause[-_NEAR:])) and not _speaks_of_self(clause)


def may_be_of_others(message: MessageReading, run: Sequence[Reading]) -> bool:
    """Whether a title stands in a clause without the person, in a sentence on others: "they want me
    to be FG, so the data protection officer". Who was asked for a job answers with their own.
    """
    sentence = set(_before(message, run, _SENTENCE_ENDS))
    others = members("third_person") | {"they"}
    clause = _before(message, run, _CLAUSE_ENDS)
    return message.asked != "job" and bool(sentence & others) and not _speaks_of_self(clause)


def _before(message: MessageReading, run: Sequence[Reading], ends: frozenset[str]) -> list[str]:
    """The words before a title, back to where the sentence or clause begins."""
    before = message.spans.tokens[: run[0].candidate.first]
    words = list(takewhile(lambda word: word not in ends, (t.lower for t in reversed(before))))
    return words[::-1]


def _speaks_of_self(words: Sequence[str]) -> bool:
    return bool(set(words) & members("first_person"))
