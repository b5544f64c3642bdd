"""Acts for which the last answer has nothing to give: "why do they leave so soon?" after a figure
without a reason. What evidence tells of it is the answer then, where it is likely enough.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers import follow_ups, last_figure, listing, thread, trend
from bot.answers.readings import asked_before
from bot.answers.turn import Turn
from bot.domain.evidence import Candidate
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.parsing.function_words import is_function_word, words_of

_NOTHING = tuple(
    text.partition("{")[0]
    for text in (
        follow_ups.NO_REASON, follow_ups.NO_MORE, last_figure.NO_COMPARISON, listing.WHICH_TWO,
        thread.OF_YEAR, thread.NO_YEAR, trend.ONLY_YEAR,
    )
)  # fmt: skip
# How likely a unit answers the message behind the last question, to be told instead; and one that
# names nothing: "why?".
_LIKELY, _LIKELY_OF_BARE = 0.3, 0.4


def says_nothing(reply: Reply) -> bool:
    """Whether a reply only says that the last answer doesn't hold what was asked of it."""
    return reply.text.startswith(_NOTHING)


def put_to_evidence(question: Question, turn: Turn) -> Question | None:
    """The question with what likely answers it behind the last one; None where nothing does."""
    before = asked_before(turn)
    if not before:
        return None
    likely = turn.reader.likely(before, question.text)
    held = {name: share for name, share in likely.items() if name}
    name = max(held, key=lambda one: held[one], default="")
    bare = all(map(is_function_word, words_of(question.text)))
    least = _LIKELY_OF_BARE if bare else _LIKELY
    if not name or name in turn.state.facts or held[name] < least:
        return None
    found = replace(
        question.retrieval, candidates=(Candidate(name, held[name]),), answerable=held[name],
        answered=True, partly=False, missing=(),
    )  # fmt: skip
    return replace(question, intent="ask_ellipsis", retrieval=found)
