"""A second reading of a message that was hardly understood: what it asks by the next likeliest
reply, in a sentence below the first.

Of two replies that are both likely, one alone is a guess. People see at once which one they were
after, and a turn of asking back is saved.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers import told_again
from bot.answers.empty_handed import says_nothing
from bot.answers.feelings import word_for
from bot.answers.sentences import first_sentences
from bot.domain.reply import DECLINED, Reply

_OR = "Or is this what you’re after? {told}"
# Words of the second reply that are told, and words up to which both are one answer.
_TOLD, _MOST = 30, 80
# Topics of replies that answer no question about the job.
_OF_NO_EVIDENCE = (*DECLINED, "smalltalk", "advice")


def with_second(first: Reply, second: Reply, feeling: str = "") -> Reply:
    """The first reply with what the second one tells of the job below it; as it is where that tells
    nothing else, is no answer to a question, or both would be too long.
    """
    if first.closing or first.topic == "smalltalk" or told_again.is_restated(first):
        return first
    if not _tells_else(second, first):
        return first
    text = second.text.removeprefix(word_for(feeling)).strip()
    closing = _OR.format(told=first_sentences(text, _TOLD))
    if len(_words(first)) + len(closing.split()) > _MOST:
        return first
    return replace(first, closing=closing, facts=(*first.facts, *second.facts))


def _tells_else(reply: Reply, first: Reply) -> bool:
    """Whether a reply tells other evidence than the first, in sentences and for the first time."""
    if reply.items or reply.table or reply.response or reply.files or reply.lacking:
        return False
    if told_again.is_restated(reply) or says_nothing(reply) or reply.topic in _OF_NO_EVIDENCE:
        return False
    told = {fact.id for fact in reply.facts}
    return bool(told) and told.isdisjoint(fact.id for fact in first.facts)


def _words(reply: Reply) -> list[str]:
    """The words of a reply, those of its list among them."""
    parts = [reply.text, *(f"{item.text} {item.detail}" for item in reply.items)]
    return " ".join(parts).split()
