"""Signs of how well a reading of a message goes on with the conversation, by the message, the
evidence and how likely it answers; `bot.answers.continuity` weighs them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from bot.answers.readings import WAYS, QuestionReading
from bot.answers.turn import Turn
from bot.domain.evidence import PASSAGE, Candidate
from bot.domain.facts import Fact
from bot.domain.question import Question
from bot.knowledge.units import TOPIC_OF_KIND
from bot.parsing.function_words import bare, has, members

# Words up to which a message is taken for a part of a question.
_FRAGMENT = 4
# Words up to which a message is taken to lean on the conversation.
LONG = 12
# The least likelihood that is told from none, and the powers of ten from there to certainty.
_LEAST_LIKELY, _DECADES = 1e-3, 3
_WITH_FIGURE = ("count", "amount", "duration")
# What a question may ask a figure for, as the ranker has it.
_MEASURES = ("amount", "time", "count")
_LEANS = ("ellipsis", "points", "fragment", "joins")
# The last question, and one that what was told last answers.
_THREADS = ("thread", "told_thread")
_OF_DECLINING = (
    "stands", "held", "matches", "missing", "echoes", "ellipsis", "outside", "uncovered",
    "unknown_names", "length",
)  # fmt: skip
SIGNS = (
    *(f"{way}_{lean}" for way in WAYS for lean in _LEANS),
    *(f"top_{way}" for way in WAYS),
    "holds", "told_now", "told_before", "same_kind", "same_topic", "same_about", "leaves_about",
    "same_section",
    "same_measure", "fits_form", "lacks_figure", "list", "list_asked", "missing", "subject_missing",
    "matches", "closest", "echoes", "told_silent", "list_told",
    "decline", "decline_unlikely",
    "asked_topic", "top_topic",
    *(f"answers_{way}" for way in WAYS), "readings", "same_source", "same_sort", "passage",
    "untold",
    *(f"decline_{sign}" for sign in _OF_DECLINING),
    *(f"{way}_leans" for way in WAYS), "stands", "top_stands", "told_leans", "decline_leans",
    *(f"{thread}{sign}" for thread in _THREADS for sign in ("", "_log", "_first")),
    *(f"decline_{thread}" for thread in _THREADS),
)  # fmt: skip


def leaning(question: Question) -> tuple[str, ...]:
    """What of a message says that it leans on the one before it; empty for one that doesn't."""
    words = question.text.split()
    if not words:
        return ()
    # "IT" is the field, "it" a pronoun
    points = has(" ".join(word for word in words if not word.strip("?.,!").isupper()), "pointing")
    signs = [
        "ellipsis" if question.intent == "ask_ellipsis" else "",
        "points" if points else "",
        "fragment" if len(words) <= _FRAGMENT else "",
        "joins" if bare(words[0]) in members("joining") else "",
    ]
    return tuple(filter(None, signs))


def of_leaning(name: str, having: Sequence[QuestionReading], leans: float) -> dict[str, float]:
    """Signs of the readings that support the evidence, by how likely the message leans."""
    bare = next((one for one in having if one.way == "bare"), None)
    signs = {f"{one.way}_leans": one.share(name) * leans for one in having}
    if bare is not None:
        signs["stands"] = bare.share(name) * (1 - leans)
        signs["top_stands"] = float(bare.best == name) * (1 - leans)
    return signs


def of_candidate(
    candidate: Candidate, likeliest: QuestionReading, read: Sequence[QuestionReading], turn: Turn
) -> dict[str, float]:
    """Signs of the evidence and the question, whatever was said before."""
    form = read[0].question.retrieval.form
    fact = turn.kb.fact(candidate.evidence)
    figure = fact is not None and fact.figure is not None
    wanted = form in _WITH_FIGURE
    is_list = candidate.evidence.startswith("list:")
    reasons = candidate.reasons
    return {
        "holds": float(likeliest.holds),
        "list": float(is_list),
        "untold": max(reasons.get(f"{measure}_untold", 0.0) for measure in _MEASURES),
        "passage": float(candidate.evidence.startswith(PASSAGE)),
        "list_asked": float(is_list and form == "list"),
        "fits_form": float(wanted and figure),
        "lacks_figure": float(wanted and fact is not None and not figure),
        "missing": float(len(candidate.missing)),
        "subject_missing": reasons.get("subject_missing", 0.0),
        "matches": sum(value for name, value in reasons.items() if name.endswith("_match")),
        "closest": reasons.get("anchor", 0.0),
        "asked_topic": float(_topic(fact) == read[0].question.topic),
        "top_topic": float(_topic(fact) == likeliest.question.topic),
    }


def in_thread(thread: str, name: str, likely: Mapping[str, float]) -> dict[str, float]:
    """Signs of how likely evidence of that name answers, or nothing under no name."""
    share = likely.get(name, 0.0)
    if not name:
        return {f"decline_{thread}": share}
    held = [share for other, share in likely.items() if other]
    return {
        thread: share,
        f"{thread}_log": 1 + math.log10(max(share, _LEAST_LIKELY)) / _DECADES,
        f"{thread}_first": float(bool(held) and share == max(held)),
    }


def of_declining(
    read: Sequence[QuestionReading], told: Sequence[Mapping[str, float]], turn: Turn
) -> dict[str, float]:
    """Signs of whether nothing answers: those of what would be `told` instead."""
    bare = read[0].question
    named = turn.reader.named(bare.text)
    return {
        "decline": 1.0,
        "decline_unlikely": 1 - max(one.question.retrieval.answerable for one in read),
        "decline_stands": bare.retrieval.answerable,
        "decline_held": sum(one.holds for one in read) / len(read),
        "decline_matches": max((one.get("matches", 0.0) for one in told), default=0.0),
        "decline_missing": min((one.get("missing", 0.0) for one in told), default=0.0),
        "decline_echoes": max((one.get("echoes", 0.0) for one in told), default=0.0),
        "decline_ellipsis": float(bare.intent == "ask_ellipsis"),
        "decline_outside": float(bare.intent == "out_of_scope"),
        "decline_uncovered": float(bare.intent == "ask_not_covered"),
        "decline_unknown_names": float(len(named.places) + len(named.jobs) + len(named.industries)),
        "decline_length": len(bare.text.split()) / LONG,
        "decline_leans": turn.reader.leans(bare.text),
    }


def _topic(fact: Fact | None) -> str:
    return TOPIC_OF_KIND.get(fact.kind, "role") if fact else ""
