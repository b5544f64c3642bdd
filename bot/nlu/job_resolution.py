"""Puts the words of a title together into the job, or into a doubt where it may be another's."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.profile_update import Doubt, Operation
from bot.nlu.job_subject import is_of_several, may_be_of_others
from bot.nlu.readings import MessageReading, Reading
from bot.parsing.function_words import members

# What stands before the field of who works "in it", in small letters.
_IN = "in"


def resolve_job(message: MessageReading, owner: str) -> list[Operation]:
    """The job that is told; one that may be somebody else's is left to be asked about."""
    best = _title(message, owner)
    if not best or (not owner and may_be_of_others(message, best)):
        return []
    return [Operation("set", "job", _words(message, best))]


def doubtful_job(message: MessageReading) -> list[Doubt]:
    """A job that may be somebody else's."""
    best = _title(message, "")
    if not best or not may_be_of_others(message, best):
        return []
    return [Doubt("job", _words(message, best), _words(message, best))]


def _title(message: MessageReading, owner: str) -> tuple[Reading, ...]:
    """The title that is named last and surest; a short form of the same title doesn't count."""
    runs = [run for run in message.runs("job.current", owner) if _is_title(message, run)]
    if not owner:
        runs = [run for run in runs if not is_of_several(message, run)]
    return max(runs, key=lambda run: sum(word.probability for word in run) / len(run), default=())


def _words(message: MessageReading, run: Sequence[Reading]) -> str:
    text = message.spans.text
    return text[_word_start(text, run[0].candidate.start) : run[-1].candidate.end]


def _word_start(text: str, start: int) -> int:
    """Where the word begins in which a span does: a number splits "2nd" and "Big4"."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    return start


def _is_title(message: MessageReading, run: Sequence[Reading]) -> bool:
    """A title has a word in it; an age is none, nor is the "it" of "if I fail it"."""
    tokens, first = message.spans.tokens, run[0].candidate.first
    alone = len(run) == 1 and tokens[first].text in members("pointing")
    if alone and not (first and tokens[first - 1].lower == _IN):
        return False
    return any(tokens[word.candidate.first].is_word for word in run)
