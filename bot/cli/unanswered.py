"""The questions that were recorded as not answered, asked again of a knowledge base."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from bot.cli.knowledge_trial import ask_of
from bot.domain.errors import AdvisorError
from bot.store.database import Database
from bot.store.schema import unanswered
from bot.store.upgrade import upgrade

_MOST = 200


def recorded_questions(most: int = _MOST) -> list[str]:
    """What people asked and didn't get, each wording once, the most frequent first."""
    database = Database()
    upgrade(database)
    rows = database.read_now(
        lambda connection: connection.execute(select(unanswered.c.question)).scalars().all()
    )
    database.close()
    counted = Counter(question.strip() for question in rows if question.strip())
    ordered = sorted(counted, key=lambda question: (-counted[question], question))
    return ordered[:most]


def answered_now(questions: list[str]) -> dict[str, str]:
    """Recorded questions that the current knowledge base wholly answers by now, with the answer."""
    try:
        return {
            question: answer.text
            for question, answer in zip(questions, ask_of(questions), strict=True)
            if answer.is_whole
        }
    except AdvisorError:
        return {}
