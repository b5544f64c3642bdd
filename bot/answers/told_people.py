"""What is asked for somebody who was told of, and what only tells of people."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.intent_topics import KNOWLEDGE, TOPIC_OF
from bot.answers.own_question import tells_in_doubt
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.parsing.asking import asks_anything, speaks_of_self

# Forms of questions that a message may have without a question mark: "MBA or CISSP first".
_CHOOSING = ("which_first", "compare", "worth", "why")
# What may only be named, and what of a certification is news.
_NAMED, _NEWS = ("job", "certifications"), ("failed", "lapsed")
# How likely a message that is about somebody else wishes for advice.
_WISHES = 0.4
# Score of evidence that is told of somebody else rather than advice.
_HELD = 0.5


def of_people(question: Question, turn: Turn) -> Question | None:
    """What asks for somebody who was told of, or only tells of somebody."""
    if _asks_of_others(question, turn):
        return replace(question, intent="ask_advice")
    if question.intent in (*KNOWLEDGE, "ask_progress") and _only_tells(question, turn):
        return replace(question, intent="inform")  # told, however near some evidence is
    return None


def _only_tells(question: Question, turn: Turn) -> bool:
    """Whether a message tells of somebody and asks nothing.

    A job or a certification alone is no telling, unless in the first person: "analyst salary". One
    that was failed or has lapsed is: "failed the cissp yesterday".
    """
    update = turn.update
    asked = question.retrieval.answered and question.retrieval.form in _CHOOSING
    if asks_anything(question.text) or (asked and not speaks_of_self(question.text)):
        return False
    told = {one.group for one in update.operations if one.group not in _NAMED or one.value in _NEWS}
    changed = turn.profile != turn.before and (told or speaks_of_self(question.text))
    if tells_in_doubt(question, turn):
        return True
    return bool(changed or update.others or update.impossible)


def _asks_of_others(question: Question, turn: Turn) -> bool:
    """Whether advice is asked for somebody who was told of before: "what should she do next"."""
    if not turn.speaks_of_others or turn.update.others:
        return False
    declined = question.intent in ("ask_not_covered", "out_of_scope")
    exam = question.about("certification") and question.retrieval.form in ("yes_no", "when")
    topic = TOPIC_OF.get(question.intent)
    of_years = topic == "experience" and question.retrieval.form == "yes_no"
    return bool(declined or exam or of_years or topic == "career_path" or _wishes(question))


def _wishes(question: Question) -> bool:
    """Whether the words of a message rather wish for advice than ask for what evidence holds:
    "what's she missing".
    """
    shares = dict(question.intents)
    own = shares.get("ask_advice", 0.0) + shares.get("ask_about_me", 0.0)
    best = question.retrieval.best
    held = best is not None and (best.is_asked_for or best.score >= _HELD)
    return own >= _WISHES and own >= 2 * shares.get(question.intent, 0.0) and not held
