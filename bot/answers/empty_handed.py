"""Acts for which the last answer has nothing to give: "why do they leave so soon?" after a figure
without a reason. What evidence tells of it is the answer then, where it is likely enough.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers import follow_ups, last_figure, listing, thread, trend, what_if
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
        what_if.ASK_WHAT,
    )
)  # fmt: skip
# How likely a unit answers the message behind the last question, to be told instead; one that names
# nothing ("why?"); and what is supposed of something else than the plan ("what if I get fired").
_LIKELY, _LIKELY_OF_BARE, _LIKELY_OF_SUPPOSED = 0.3, 0.4, 0.1


def says_nothing(reply: Reply) -> bool:
    """Whether a reply only says that the last answer doesn't hold what was asked of it."""
    return reply.text.startswith(_NOTHING)


def put_to_evidence(question: Question, turn: Turn) -> Question | None:
    """The question with what likely answers it behind the last one, if there was one; None where
    nothing does.
    """
    likely = turn.reader.likely(asked_before(turn), question.text)
    held = {name: share for name, share in likely.items() if name}
    name = max(held, key=lambda one: held[one], default="")
    bare = all(map(is_function_word, words_of(question.text)))
    least = _LIKELY_OF_BARE if bare else _LIKELY
    if question.intent == "ask_what_if":
        least = _LIKELY_OF_SUPPOSED
    if not name or name in turn.state.facts or held[name] < least:
        return None
    found = replace(
        question.retrieval, candidates=(Candidate(name, held[name]),), answerable=held[name],
        answered=True, partly=False, missing=(),
    )  # fmt: skip
    return replace(question, intent="ask_ellipsis", retrieval=found)
