"""What to ask next: short questions that lead on from an answer, fit the person, and aren't offered
twice in a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from bot.answers.question_catalog import (
    ACTS_OFFERED,
    NEXT_BY_TOPIC,
    NEXT_OF_PERSON,
    QUESTIONS,
)
from bot.domain.dialogue import DialogueState
from bot.domain.role import Role

_SHOWN = 3
# Letters from which a word says what a question is about.
_TELLING = 6
# Characters that fit a button.
LONGEST = 30
_USUAL_CERTIFICATION = "CISSP"


@dataclass(frozen=True)
class Subject:
    """Whom suggestions are for: the certification that is talked about, whether the person has told
    of themselves, the role whose names stand in the questions, what was asked just now, and the
    words that the sources have: a question in other words has no answer.
    """

    certification: str = ""
    knows_person: bool = False
    role: Role | None = None
    asked: str = ""
    words: frozenset[str] | None = None


def next_questions(
    topic: str, thread: DialogueState, current: str = "", subject: Subject | None = None
) -> tuple[str, ...]:
    """Up to three questions that go with an answer on `topic` and haven't been asked in this
    conversation.
    """
    subject = subject or Subject()
    asked = {QUESTIONS[intent] for intent in _intents(thread, current) if intent in QUESTIONS}
    in_words = {plain(turn.text) for turn in thread.turns}
    said = _telling(f"{subject.asked} {' '.join(turn.text for turn in thread.turns)}")
    just_now = set(map(plain, thread.suggestions))
    pool = [
        *(NEXT_OF_PERSON.get(topic, ()) if subject.knows_person else ()),
        *NEXT_BY_TOPIC.get(topic, NEXT_BY_TOPIC["smalltalk"]),
        *NEXT_BY_TOPIC["smalltalk"],
    ]
    pool = [question for question in dict.fromkeys(pool) if is_held(question, subject)]
    told = [_filled(question, subject) for question in pool if question not in asked]
    offered = [
        question
        for question in told
        if plain(question) not in in_words and not _is_asked(question, said)
    ]
    # what was offered just now comes last, so that the same three never stand there twice
    offered.sort(key=lambda question: plain(question) in just_now)
    return tuple(offered[:_SHOWN])


def varied(
    suggestions: tuple[str, ...], topic: str, thread: DialogueState, subject: Subject | None = None
) -> tuple[str, ...]:
    """An answer's own suggestions; the last gives way to another where the same three stood there
    just now.
    """
    if len(suggestions) < _SHOWN or set(suggestions) != set(thread.suggestions):
        return suggestions
    others = [q for q in next_questions(topic, thread, "", subject) if q not in suggestions]
    return (*suggestions[: _SHOWN - 1], *others[:1])


def nearest_questions(intents: tuple[str, ...]) -> tuple[str, ...]:
    """Up to three questions for the likeliest intents of a question that has no answer."""
    known = [intent for intent in intents if intent in QUESTIONS]
    return tuple(
        _filled(QUESTIONS[i], Subject())
        for i in dict.fromkeys([*known, "ask_duties", "ask_salary", "ask_career_path"])
    )[:_SHOWN]


def all_questions() -> tuple[str, ...]:
    """Every question that may be suggested, about the usual certification."""
    told = (*QUESTIONS.values(), *chain(*NEXT_BY_TOPIC.values()), *chain(*NEXT_OF_PERSON.values()))
    return tuple(dict.fromkeys(_filled(question, Subject()) for question in told))


def plain(question: str) -> str:
    return question.lower().rstrip("?.! ").replace("’", "'")


def _telling(text: str) -> frozenset[str]:
    """The words of a text that are long enough to say what it is about."""
    return frozenset(word for word in plain(text).split() if len(word) >= _TELLING)


def is_held(question: str, subject: Subject) -> bool:
    """Whether the sources have the telling words of a question, and the names that it gives."""
    if subject.words is None or question in ACTS_OFFERED:
        return True
    told = question.replace("{certification}", subject.certification or _USUAL_CERTIFICATION)
    told = " ".join(word for word in told.split() if "{" not in word)
    names = {plain(word) for word in told.split() if sum(map(str.isupper, word)) > 1 or "+" in word}
    return names | _telling(told) <= subject.words


def _is_asked(question: str, said: frozenset[str]) -> bool:
    """Whether all that a question is about was asked about: "and for a deputy?"."""
    words = _telling(question)
    return bool(words) and words <= said


def _intents(thread: DialogueState, current: str) -> set[str]:
    return {turn.intent for turn in thread.turns} | {current}


def _filled(question: str, subject: Subject) -> str:
    """The question about the certification that is talked about, or the usual one where the name is
    too long.
    """
    told = question.replace("{certification}", subject.certification or _USUAL_CERTIFICATION)
    if len(told) > LONGEST:
        told = question.replace("{certification}", _USUAL_CERTIFICATION)
    return subject.role.fill(told) if subject.role else told
