"""Signs of how far a reply speaks of what was said: which words it shares with the message, with
the one before and with the last reply, words that are rare in the sources counting most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import fsum

from bot.answers.turn import Turn
from bot.domain.plain_reply import plain
from bot.domain.reply import Reply
from bot.knowledge.words import words
from bot.parsing.turn_memory import once_a_turn

# How much of a reply says what it is about.
_LEAD = 250
_MONEY, _NUMBER = re.compile(r"[$€£₹]"), re.compile(r"\d")
# Signs of a reply that tell more beside those of the others.
COMPARED = (
    "shares", "shares_in_all", "shares_rarest", "shares_new", "shares_before", "as_last", "words",
)  # fmt: skip


def of_reply(reply: Reply, turn: Turn) -> dict[str, float]:
    """What a reply shares with the conversation, each from 0 to 1, and what its lead holds."""
    lead = reply.text[:_LEAD]
    in_lead, in_all = _words(lead), _words(_whole(reply))
    message, last = _words(turn.text), _words(turn.state.text)
    return {
        "shares": _share(message, in_lead, turn),
        "shares_in_all": _share(message, in_all, turn),
        "shares_rarest": max(_rarities(message & in_lead, turn), default=0.0),
        "shares_new": _share(message, in_lead - last, turn),
        "shares_before": _share(_words(turn.state.message), in_lead, turn),
        "as_last": len(in_lead & last) / max(len(in_lead), 1),
        "words": float(len(_whole(reply).split())),
        "tells_money": float(bool(_MONEY.search(lead))),
        "tells_share": float("%" in lead),
        "tells_years": float("year" in lead),
        "tells_number": float(bool(_NUMBER.search(lead))),
    }


def of_message(turn: Turn) -> dict[str, float]:
    """How long a message is, and whether it has a number or a question mark."""
    return {
        "message_words": float(len(turn.text.split())),
        "message_number": float(bool(_NUMBER.search(turn.text))),
        "message_asks": float("?" in turn.text),
    }


@once_a_turn
def _words(text: str) -> frozenset[str]:
    return frozenset(words(text))


def _whole(reply: Reply) -> str:
    """A reply as it is read, without its suggestions and sources."""
    return plain(Reply(reply.topic, reply.text, reply.items, reply.closing, table=reply.table))


def _share(said: frozenset[str], told: frozenset[str], turn: Turn) -> float:
    """How much of what was said stands in what is told."""
    return fsum(_rarities(said & told, turn)) / (fsum(_rarities(said, turn)) or 1.0)


def _rarities(found: Iterable[str], turn: Turn) -> list[float]:
    return [turn.kb.rarity(word) for word in found]
