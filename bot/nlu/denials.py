"""Tells whether a message denies having any of a group, such as certifications."""

from __future__ import annotations

from bot.nlu.readings import MessageReading

DENIALS = {
    "management": "management.none",
    "degree": "degree.none",
    "certifications": "certification.never",
}
# Answers of so few words are about what was asked for, and nothing else.
BARE = 3


def denies(message: MessageReading, group: str, owner: str) -> bool:
    """Tell whether a word says none of a group; a bare `nah` denies what was asked for."""
    bare = len(message.spans.tokens) <= BARE and bool(message.asked) and not owner
    if bare and message.asked != group:
        return False
    labels = DENIALS.values() if bare else [DENIALS[group]]
    return any(message.words_of(label, owner) for label in labels)
