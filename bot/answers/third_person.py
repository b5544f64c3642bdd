"""Advice for somebody else: the same sentences, said of them."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.distance import distance, is_general
from bot.answers.turn import Turn
from bot.domain.profile import Profile
from bot.domain.reply import Reply
from bot.plan.gap_analysis import analyze
from bot.plan.line import lowered
from bot.plan.progress import describe_changes

_HEARD = "Got it: {told}."
_SUBJECTS = {
    "you": "they", "you’re": "they’re", "you’ve": "they’ve", "you’d": "they’d", "you’ll": "they’ll",
    "your": "their",
    "yours": "theirs", "yourself": "themselves",
}  # fmt: skip
# After these "you" is an object, so it becomes "them".
_BEFORE_OBJECTS = frozenset(
    [
        "for",
        "to",
        "with",
        "of",
        "fits",
        "keeps",
        "about",
        "between",
        "tell",
        "give",
        "gives",
        "shows",
    ]
)
_MARKS = ".,;:!?"


def heard_of_others(turn: Turn) -> Reply | None:
    """What was heard of somebody else, and how far they are; None where nothing was, or of the
    person, too.
    """
    update, others = turn.update, turn.state.others
    if not update.others or update.operations or update.doubts:
        return None
    told = describe_changes(Profile(), others, turn.kb)
    if not told:
        return None
    heard = _HEARD.format(told=told)
    far = distance(analyze(others, turn.kb, turn.today), turn.kb)
    if is_general(far):
        return Reply("advice", heard)
    said = of_them(far)
    return replace(said, text=f"{heard} {said.text}")


def of_them(reply: Reply) -> Reply:
    """The reply about the person asked for; "you" and "they" take the same verbs, so only they are
    replaced.

    Their plan isn't kept, so nothing is asked back and no files are offered.
    """
    text = _said_of_them(reply.text)
    items = tuple(replace(item, detail=_said_of_them(item.detail)) for item in reply.items)
    return replace(
        reply, text=f"For them: {lowered(text)}", items=items, closing="", suggestions=(), files=()
    )


def _said_of_them(text: str) -> str:
    words = text.split(" ")
    for place, word in enumerate(words):
        bare = word.rstrip(_MARKS)
        before = words[place - 1].lower() if place else ""
        other = _SUBJECTS.get(bare.lower())
        if other is None:
            continue
        if bare.lower() == "you" and before in _BEFORE_OBJECTS:
            other = "them"
        if bare[0].isupper():
            other = other[0].upper() + other[1:]
        words[place] = other + word[len(bare) :]
    return " ".join(words)
