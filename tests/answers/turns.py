"""Turns for tests that need no model: nothing is read a second time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.answers.turn import Named, Turn
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.profile import Profile
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase

TODAY = date(2026, 11, 25)
ANALYST = Profile.from_dict(
    {
        "job": "SOC analyst",
        "experience": {"security": 3},
        "degree": {"level": "bachelor", "status": "held"},
        "certifications": {"Security+": "held"},
        "management": {"none": True},
    }
)


class NoReader:
    """Fails a test that reads a question again although it stands alone."""

    def named(self, text: str) -> Named:
        return Named()

    def leans(self, text: str) -> float:
        return 0.0

    def alike(self, text: str, others: Sequence[str]) -> tuple[float, ...]:
        raise AssertionError(f"compared: {text}")

    def knows(self, evidence: str) -> bool:
        return True

    def feelings(self, text: str) -> Mapping[str, float]:
        return {"none": 1.0, "bad": 0.0, "worry": 0.0, "good": 0.0}

    def likely(self, before: str, text: str) -> Mapping[str, float]:
        raise AssertionError(f"read again: {before} {text}")

    def asked_of(self, evidence: str) -> str:
        return ""

    def read(self, text: str) -> Question:
        raise AssertionError(f"read again: {text}")

    def about(self, name: str, question: Question) -> Question:
        raise AssertionError(f"read again: {question.text} {name}")

    def after(self, before: str, question: Question) -> Question:
        raise AssertionError(f"read again: {before} {question.text}")


class NothingLikely(NoReader):
    """Finds no evidence likely, whatever is said."""

    def knows(self, evidence: str) -> bool:
        return True

    def likely(self, before: str, text: str) -> Mapping[str, float]:
        return {"": 1.0}


@dataclass
class Alike(NoReader):
    """Holds texts for as near to any other as told, in the order of a call."""

    cosines: tuple[float, ...]

    def alike(self, text: str, others: Sequence[str]) -> tuple[float, ...]:
        return self.cosines[: len(others)]


@dataclass
class Likely(NoReader):
    """Holds one unit for as likely behind a question, whatever is said."""

    unit: str
    share: float

    def leans(self, text: str) -> float:
        return 0.9

    def knows(self, evidence: str) -> bool:
        return True

    def likely(self, before: str, text: str) -> Mapping[str, float]:
        return {self.unit: self.share, "": 1 - self.share} if before else {"": 0.9}


def turn(kb: KnowledgeBase, state: DialogueState | None = None, **rest: Any) -> Turn:
    return Turn(state or DialogueState(), kb, TODAY, NoReader(), **rest)


@dataclass(frozen=True)
class Asked:
    """What advice looks at in a question."""

    entities: tuple[str, ...] = ()
    form: str = ""


@dataclass(frozen=True)
class Talk:
    """What advice looks at in a conversation."""

    skipped: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


def after(told: str, kb: KnowledgeBase, reader: NoReader) -> Turn:
    """A turn after a question that one unit of evidence answered."""
    found = Retrieval((Candidate(told, 0.9),), 0.9, answered=True)
    before = Question("ask_survey", 0.9, text="Do CISOs change jobs often?", retrieval=found)
    state = DialogueState(turns=(before,), topic="role", facts=(told,))
    return replace(turn(kb, state, text="how come"), reader=reader)


def asked_of(evidence: str, form: str = "list", **rest: Any) -> Question:
    """A question for which one unit of evidence was found."""
    return Question("ask_role", text="?", retrieval=found(evidence, form), **rest)


def found(evidence: str, form: str = "list", **rest: Any) -> Retrieval:
    return Retrieval((Candidate(evidence, 1.0),), 1.0, answered=True, form=form, **rest)


def asked_what_if(text: str, *entities: str, inverted: bool = False) -> Question:
    """A what-if in a person's words."""
    return Question("ask_what_if", 0.95, text, entities=entities, inverted=inverted)
