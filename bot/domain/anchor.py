"""Anchors: questions, as people ask them, that a fact or passage answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

LEADS = (
    "Yes", "No", "Not necessarily", "Usually", "Not usually", "Often", "Sometimes", "Rarely",
    "Partly", "Not yet",
    "It depends", "Probably", "Probably not", "Not always", "Mostly",
)  # fmt: skip
_LED = re.compile(r"^(?P<question>.*?)\s*\[(?P<lead>[^\][]{1,60})\]$")
_COMMENT = re.compile(r"^\s*people asked:\s*(?P<questions>.*)$", re.IGNORECASE | re.DOTALL)


class AnchorError(ValueError):
    """An anchor can't be understood; the message says why."""


@dataclass(frozen=True)
class Anchor:
    """A question that the unit it stands at answers.

    `lead` is the first word of the answer where the question wants a yes or no (`LEADS`), else
    empty.
    """

    question: str
    lead: str = ""

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """Read `do i need an mba [Not necessarily]`; raises AnchorError
        for an empty question or unknown lead.
        """
        text = " ".join(text.split())
        match = _LED.match(text)
        question = match["question"] if match else text
        if not any(character.isalnum() for character in question):
            raise AnchorError(f"'{text}' is no question")
        if match is None:
            return cls(question)
        lead = match["lead"].strip().rstrip(".,:")
        lead = lead[:1].upper() + lead[1:].lower()
        if lead not in LEADS:
            raise AnchorError(f"'{match['lead']}' is no lead word: use one of {', '.join(LEADS)}")
        return cls(question, lead)


def people_asked(comment: str) -> tuple[Anchor, ...] | None:
    """The anchors of a comment `People asked: a question | another
    [Yes]`, None for any other comment.
    """
    match = _COMMENT.match(comment)
    if match is None:
        return None
    return tuple(Anchor.parse(part) for part in match["questions"].split("|") if part.strip())
