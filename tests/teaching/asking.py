"""Asking the advisor on a knowledge base of a test's own, and which answers lack what they should
tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.cli.knowledge_trial import TrialAnswer

Answers = dict[str, TrialAnswer]
Asking = Callable[[list[str]], Answers]
Taught = Callable[..., Asking]


def missed(answers: Answers, told: Mapping[str, str]) -> dict[str, str]:
    """The answers, by their questions, that don't tell what they should."""
    return {q: answers[q].text for q, words in told.items() if words not in answers[q].text}
