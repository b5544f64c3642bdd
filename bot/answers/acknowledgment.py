"""What is said after a message about oneself: what was heard, and what it changes, in a sentence
each.
"""

from __future__ import annotations

from datetime import date

from bot.answers.news_effect import Effect, effect_of
from bot.domain.profile import Profile
from bot.domain.profile_parts import Degree
from bot.domain.profile_update import Doubt, Impossible, ProfileUpdate, conflicts
from bot.domain.reply import Reply, cite
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from bot.plan.gap_analysis import analyze
from bot.plan.line import describe_degree, the
from bot.plan.progress import changed_fields, describe_changes
from bot.plan.requirements import statuses

TOPIC = "advice"
_IMPOSSIBLE = {
    "too_long": "That’s more years than a working life holds. How many did you mean?",
    "negative": "I can’t read that as a number of years. How many did you mean?",
    "unreadable": "I can’t make out that number. Could you write it another way?",
    "past": "That date has gone by. Which year did you have in mind?",
    "far": "That’s very far off. Which year did you have in mind?",
    "exceeds_work": "That’s longer leading than working in all. Which of the two should I change?",
    "too_many": "That sounds like a lot of people. How many report to you?",
}
_NOTHING_HEARD = "Thanks for telling me. I'm here for whatever you'd like to ask."
_OF_OTHERS = "Got it. Ask away, I'll answer with them in mind."
_ABOUT = {
    "experience.security": "in security",
    "experience.it": "in IT",
    "experience.other": "in other work",
    "experience.unknown": "of experience in all",
    "management.years": "of leading people",
}


def acknowledge(
    before: Profile,
    after: Profile,
    update: ProfileUpdate,
    kb: KnowledgeBase,
    today: date,
    *,
    is_good_news: bool = False,
    effect: Effect | None = None,
) -> Reply:
    """What was heard and what it changes, `effect` where that is known; a conflict or doubt is one
    short question instead.

    Good news is congratulated, and so is whatever meets a step on the way."""
    heard = _heard(before, after, update, kb, today, is_good_news)
    found = conflicts(before, update)
    if found:
        return Reply(TOPIC, _joined(heard, _IMPOSSIBLE.get(found[0].reason, _unsure(found[0]))))
    if update.doubts and not heard:
        return Reply(TOPIC, ask_back(update.doubts[0]), suggestions=("Yes", "No"))
    if not heard and not update.others:
        return Reply(TOPIC, _NOTHING_HEARD)
    if not heard:
        return Reply(TOPIC, _OF_OTHERS)
    if update.doubts:  # what it changes can wait; what isn't stored can't be missed
        question = _joined(heard, ask_back(update.doubts[0]))
        return Reply(TOPIC, question, suggestions=("Yes", "No"))
    if effect is None:
        effect = effect_of(analyze(before, kb, today), analyze(after, kb, today), kb)
    changes, facts = effect
    return Reply(
        TOPIC,
        _joined(heard, changes),
        facts=cite(facts),
        suggestions=("What’s my next step?", "Show my plan"),
    )


_ASKED: dict[tuple[str, object], str] = {
    ("management.now", True): "Do you lead people now?",
    ("management.now", False): "So you don’t lead anybody now?",
    ("management.none", True): "So you have never led people?",
    ("certifications", None): "So you don’t hold any certifications?",
}


def ask_back(doubt: Doubt) -> str:
    """One short question about a reading that isn't sure: `Did you mean 3 years in security?`"""
    value, about = doubt.value, _ABOUT.get(doubt.field, "")
    if isinstance(value, Span):
        return f"Did you mean {value} {about}?".replace(" ?", "?")
    if isinstance(value, Degree):
        return f"Did you mean that you have {describe_degree(value)}?"
    group, _, name = doubt.field.partition(".")
    if group == "certifications" and name:
        return (
            f"Do you hold {the(name)} yourself?"
            if value == "held"
            else f"Is {the(name)} {_status(value)} for you?"
        )
    if doubt.field == "management.people":
        return f"Do you lead {value} people?"
    if (doubt.field, value) in _ASKED:
        return _ASKED[doubt.field, value]
    if group == "job":
        return f"Is your job {value}?"
    if group == "target":
        return f"Would you like to get there by {value}?"
    return (
        f"Did you mean “{doubt.words}” about yourself?"
        if doubt.words
        else "Was that about yourself?"
    )


def _status(value: object) -> str:
    return {"in_progress": "in progress"}.get(str(value), str(value))


def _unsure(found: Impossible) -> str:
    return (
        f"I’m not sure about “{found.words}”. Could you say it another way?"
        if found.words
        else "Could you say that another way?"
    )


def _heard(
    before: Profile,
    after: Profile,
    update: ProfileUpdate,
    kb: KnowledgeBase,
    today: date,
    is_good_news: bool,
) -> str:
    """`Got it: 3 years in security and a team of 12.`; what was taken back is said as such."""
    told = describe_changes(before, after, kb)
    if not told:
        return _without_news(before, after, update)
    if {operation.kind for operation in update.operations} == {"replace"}:
        return f"Corrected: {told}."
    if is_good_news or _reached(before, after, kb, today):
        return f"Congratulations! Got it: {told}."
    if _failed(update):
        return f"Sorry to hear that, it happens to many. Got it: {told}."
    return f"Got it: {told}."


def _without_news(before: Profile, after: Profile, update: ProfileUpdate) -> str:
    """What is said where nothing was added: what was taken back, or was known before."""
    changed = changed_fields(before, after)
    if changed and any(operation.kind == "retract" for operation in update.operations):
        return "Done, I’ve dropped that."
    if update.operations and not changed and not conflicts(before, update):
        return "Got it, I have that already."
    return ""


def _reached(before: Profile, after: Profile, kb: KnowledgeBase, today: date) -> bool:
    """Whether a certification is held now that was begun before, or was the next one to go for."""
    old, new = statuses(before, kb), statuses(after, kb)
    won = [one for one, status in new.items() if status == "held" and old.get(one) != "held"]
    if len(won) != 1 or before.is_empty:
        return False
    following = analyze(before, kb, today).next_certification
    return won[0] in old or (following is not None and following.id == won[0])


def _failed(update: ProfileUpdate) -> bool:
    return any(operation.value == "failed" for operation in update.operations)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
