"""The feeling that a message tells beside what it asks, and the sentence that meets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.parsing.asking import told_parts

NONE, BAD_NEWS, WORRY, GOOD_NEWS = "none", "bad", "worry", "good"
TROUBLE = (BAD_NEWS, WORRY)
# What objects to the last answer: no feeling of the person's own, and decided elsewhere.
COMPLAINT = "complain"
# How likely news must be good, and how likely trouble of either kind, to be met; how likely good
# news may be beside trouble.
_GOOD, _TROUBLED, _NOT_GOOD = 0.6, 0.45, 0.25
# What the intents of feelings tell, and how unlikely no feeling must be for one to count.
_OF_INTENT = {"express_worry": WORRY, "express_frustration": BAD_NEWS}
_AGREED = 0.7
_MET = {
    WORRY: "That's an understandable worry.",
    BAD_NEWS: "I'm sorry to hear that.",
    GOOD_NEWS: "Congratulations!",
    COMPLAINT: "Sorry about that.",
}
# How a reply begins that meets the feeling itself.
_MEETS = {
    WORRY: ("That's a", "I get that", "I understand"),
    BAD_NEWS: ("Sorry", "I'm sorry"),
    GOOD_NEWS: ("Congratulations", "Well done"),
    COMPLAINT: ("Sorry",),
}


def likeliest(shares: Mapping[str, float]) -> str:
    """The feeling that is likely enough to be met, `none` for none."""
    troubled = sum(shares[name] for name in TROUBLE)
    if shares[GOOD_NEWS] >= _GOOD:
        return GOOD_NEWS
    if troubled < _TROUBLED or shares[GOOD_NEWS] > _NOT_GOOD:
        return NONE
    return WORRY if shares[WORRY] > shares[BAD_NEWS] else BAD_NEWS


def with_feeling(question: Question, turn: Turn) -> Question:
    """The question with the feeling that the message tells; what the intents take it for counts
    where that isn't unlikely.
    """
    if question.feeling == COMPLAINT or not turn.text:
        return question
    shares = turn.reader.feelings(turn.text)
    felt = likeliest(shares)
    if felt == NONE:
        felt = _trouble_beside(turn)
    if felt == NONE and shares[NONE] < _AGREED:
        felt = _OF_INTENT.get(question.feeling, NONE)
    return replace(question, feeling="" if felt == NONE else felt)


def _trouble_beside(turn: Turn) -> str:
    """The trouble that a sentence tells beside one that asks: "they blame me. am I liable?"."""
    found = (likeliest(turn.reader.feelings(part)) for part in told_parts(turn.text))
    return next((one for one in found if one in TROUBLE), NONE)


def met(feeling: str, text: str) -> str:
    """The text after a sentence for the feeling; as it is without one, or where it meets the
    feeling itself.
    """
    if not text or text.startswith(_MEETS.get(feeling, ())):
        return text
    return f"{word_for(feeling)} {text}".strip()


def word_for(feeling: str) -> str:
    """The sentence that meets a feeling; empty for none."""
    return _MET.get(feeling, "")
