"""Acts for which the last answer has nothing to give: "why do they leave so soon?" after a figure
without a reason. What evidence tells of it is the answer then, where it is likely enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers import follow_ups, last_figure, listing, thread, trend, what_if
from bot.answers.intent_topics import KNOWLEDGE, TOPIC_OF
from bot.answers.readings import asked_before
from bot.answers.turn import Turn
from bot.domain.evidence import Candidate
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.knowledge.units import TOPIC_OF_KIND
from bot.parsing.function_words import names_nothing

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
_LIKELY, _LIKELY_OF_BARE, _LIKELY_OF_SUPPOSED = 0.3, 0.4, 0.05
# How likely a unit must be, to be told as the closest thing.
_CLOSE = 0.1
# How likely a unit must be to be told although the words were declined, and how likely nothing may
# be beside it.
_SURELY, _LIKELY_NOTHING = 0.6, 0.1
# How likely the words must ask for a subject, for what is of it to be told.
_OF_SUBJECT = 0.5


def says_nothing(reply: Reply) -> bool:
    """Whether a reply only says that the last answer doesn't hold what was asked of it."""
    return reply.text.startswith(_NOTHING)


def put_to_evidence(question: Question, turn: Turn) -> Question | None:
    """The question with what likely answers it behind the last one, if there was one; None where
    nothing does.
    """
    bare = names_nothing(question.text)
    least = _LIKELY_OF_BARE if bare else _LIKELY
    if question.intent == "ask_what_if":
        least = _LIKELY_OF_SUPPOSED
    befores = [asked_before(turn)]
    if question.intent == "ask_what_if":
        befores.append("")  # what is supposed may have nothing to do with the last question
    name, share = likeliest_of(befores, question.text, turn)
    return told_of(question, name, share) if share >= least else None


def likeliest(before: str, text: str, turn: Turn) -> tuple[str, float]:
    """The unit of evidence that likeliest answers a text put to a question, and how likely; not
    likely at all where it was told last.
    """
    likely = turn.reader.likely(before, text)
    held = {name: share for name, share in likely.items() if name}
    name = max(held, key=lambda one: held[one], default="")
    return name, 0.0 if name in turn.state.facts else held.get(name, 0.0)


def likeliest_of(befores: Sequence[str], text: str, turn: Turn) -> tuple[str, float]:
    """The likeliest unit of a text put to each of some questions, empty for by itself."""
    return max((likeliest(before, text, turn) for before in befores), key=lambda found: found[1])


def surely_held(question: Question, turn: Turn) -> Question | None:
    """A question that was declined by its words, as one of the unit that surely answers it by its
    meaning, alone and behind the last question; None where there is none.
    """
    compares = question.retrieval.form == "compare" and len(question.entities) > 1
    if not question.text or question.others or question.places or compares:
        return None
    likely = turn.reader.likely("", question.text)
    name, share = likeliest("", question.text, turn)
    before = asked_before(turn)
    behind = turn.reader.likely(before, question.text).get(name, 0.0) if before else share
    if min(share, behind) >= _SURELY and likely.get("", 0.0) <= _LIKELY_NOTHING:
        fact = turn.kb.fact(name)
        topic = TOPIC_OF_KIND.get(fact.kind, "role") if fact else question.topic
        return replace(told_of(question, name, share), topic=topic)
    return _of_its_subject(question, turn)


def _of_its_subject(question: Question, turn: Turn) -> Question | None:
    """A question that was declined by itself, as one of the unit that likely goes on with the
    conversation where its words ask for just that subject: "who should I report to?".
    """
    subject, of_words = next(iter(question.intents), ("", 0.0))
    name, share = likeliest(asked_before(turn), question.text, turn)
    fact = turn.kb.fact(name)
    if not asked_before(turn) or of_words < _OF_SUBJECT or share < _LIKELY or fact is None:
        return None
    topic = TOPIC_OF_KIND.get(fact.kind, "role")
    is_of_it = subject in KNOWLEDGE and TOPIC_OF[subject] == topic
    return told_of(question, name, share) if is_of_it else None


def nearest(question: Question, turn: Turn) -> str:
    """The unit of evidence that comes closest to a question that nothing answers, by itself or
    behind the last question; empty where none comes close.
    """
    if not question.text:
        return ""
    name, share = likeliest_of(("", asked_before(turn)), question.text, turn)
    return name if share >= _CLOSE else ""


def told_of(question: Question, evidence: str, share: float) -> Question:
    """The question as one that a unit of evidence answers."""
    found = replace(
        question.retrieval, candidates=(Candidate(evidence, share),), answerable=share,
        answered=True, partly=False, missing=(),
    )  # fmt: skip
    return replace(question, intent="ask_ellipsis", retrieval=found)
