"""One message with all that its answer may lean on: the conversation, the person, the knowledge
base, the day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.domain.dialogue import DialogueState
from bot.domain.profile import Profile
from bot.domain.profile_update import ProfileUpdate
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from bot.parsing.asking import asks_or_wishes, speaks_of_self
from bot.parsing.function_words import has


@dataclass(frozen=True)
class Named:
    """What a text names, in its own words: jobs, industries and places that the sources hold
    nothing on, whether it names the role itself, and whether it is one name and nothing else.
    """

    jobs: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    role: bool = False
    alone: bool = False


# Answered questions in which somebody who is pointed at stays the one who is spoken of.
_RECENT = 2


class Reader(Protocol):
    """Reads a question again, by itself or completed by the one before it. `leans` is how likely it
    leans on that, from 0 to 1; `alike` is how near other texts are to one in meaning; `likely` is
    how likely each unit of evidence answers it, and nothing, under no name, which only holds
    for a unit that it `knows`; `feelings` is how likely a text tells each feeling, and `none`;
    `asked_of` is a full question that a unit of evidence answers.
    """

    def named(self, text: str) -> Named: ...

    def leans(self, text: str) -> float: ...

    def alike(self, text: str, others: Sequence[str]) -> tuple[float, ...]: ...

    def likely(self, before: str, text: str) -> Mapping[str, float]: ...

    def feelings(self, text: str) -> Mapping[str, float]: ...

    def knows(self, evidence: str) -> bool: ...

    def asked_of(self, evidence: str) -> str: ...

    def read(self, text: str) -> Question: ...

    def about(self, name: str, question: Question) -> Question: ...

    def after(self, before: str, question: Question) -> Question: ...


@dataclass(frozen=True)
class Turn:
    """`profile` is the person as known with this message, `before` without it, `update` what the
    message told; `responded` names the response of the domain that was the advisor's last message.
    """

    state: DialogueState
    kb: KnowledgeBase
    today: date
    reader: Reader
    profile: Profile = field(default_factory=Profile)
    before: Profile = field(default_factory=Profile)
    update: ProfileUpdate = field(default_factory=ProfileUpdate)
    text: str = ""
    responded: str = ""

    @property
    def person(self) -> Profile:
        """Whom the message is about: somebody else, when it tells of them alone."""
        return self.state.others if self.speaks_of_others else self.profile

    def only_tells(self, text: str) -> bool:
        """Whether the message tells of the person, and a text of it asks and wishes for nothing."""
        return bool(self.update.operations) and not asks_or_wishes(text)

    @property
    def speaks_of_others(self) -> bool:
        """Whether the message is about somebody else and nobody besides: told of now, or pointed at
        after having been told of.
        """
        if self.update.operations:
            return False
        return bool(self.update.others) or (
            not self.state.others.is_empty and self._goes_on_of_them
        )

    @property
    def _goes_on_of_them(self) -> bool:
        """Whether the message, or one shortly before it that this goes on with, points
        at somebody.
        """
        if has(self.text, "third_person"):
            return True
        recent = self.state.turns[-_RECENT:]
        before = any(has(question.text, "third_person") for question in recent)
        return before and not speaks_of_self(self.text)
