"""Turns as JSON objects, one a line: for scripts and evaluations."""

from __future__ import annotations

from typing import Any

from bot.domain.plain_reply import plain
from bot.domain.profile import Profile
from bot.domain.reply import Reply


def asked_turn(question: str, replies: tuple[Reply, ...], profile: Profile) -> dict[str, Any]:
    """What `ask --json` prints: a question by itself."""
    return {"question": _printable(question), **_answer(replies), "profile": profile.to_dict()}


def chat_turn(
    conversation: int, message: str, replies: tuple[Reply, ...], profile: Profile
) -> dict[str, Any]:
    """What `chat --json` prints: a message of a conversation;
    `profile` is what is known by then.
    """
    return {
        "conversation": conversation,
        "message": _printable(message),
        **_answer(replies),
        "profile": profile.to_dict(),
    }


def _answer(replies: tuple[Reply, ...]) -> dict[str, Any]:
    """Several replies are the answers to several questions in one
    message: the first gives the topic.
    """
    facts = {fact.id: fact for reply in replies for fact in reply.facts}
    return {
        "topic": replies[0].topic,
        "confidence": min(reply.confidence for reply in replies),
        "text": "\n\n".join(plain(reply, suggestions=False) for reply in replies),
        "facts": [
            {
                "id": fact.id,
                "statement": fact.statement,
                "source": {
                    key: getattr(fact.source, key)
                    for key in ("title", "publisher", "year", "section")
                },
            }
            for fact in facts.values()
        ],
        "suggestions": list(replies[-1].suggestions),
        "lacking": [name for reply in replies for name in reply.lacking],
    }


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
