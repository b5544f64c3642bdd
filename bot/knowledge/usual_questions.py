"""The questions that are usual for a certification, for facts beside which nobody wrote one.

The classifier knows the certifications of its training examples by name; with these a new one is
asked about in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.anchor import Anchor
from bot.domain.facts import Fact, FactKind

_USUAL: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.CERTIFICATION: ("what is the {}", "what does {} stand for", "what does {} mean"),
    FactKind.ISSUER: ("who issues the {}", "who offers the {}", "who is the {} from"),
    FactKind.LEVEL: ("how advanced is the {}", "is the {} for beginners"),
    FactKind.PREREQUISITE: (
        "what does the {} require", "what do i need for the {}", "what do i need to take the {}",
        "who can take the {}", "what are the requirements of the {}",
    ),
    FactKind.UPKEEP: (
        "how do i keep my {}", "how do i keep the {}", "how do i renew the {}",
        "what does it take to keep the {}", "does the {} expire",
    ),
    FactKind.EXAM: ("how much is the {} exam", "what does the {} cost", "price of the {}"),
}  # fmt: skip
_ABOUT = "certification/"
_PRICE = "fee"


def usual_questions(fact: Fact, name: str) -> tuple[Anchor, ...]:
    """What people ask to learn a fact about the certification `name`; nothing of other things."""
    if not fact.about.startswith(_ABOUT):
        return ()
    if fact.kind is FactKind.EXAM and (fact.figure is None or fact.figure.measure != _PRICE):
        return ()
    return tuple(Anchor(question.format(name)) for question in _USUAL.get(fact.kind, ()))
