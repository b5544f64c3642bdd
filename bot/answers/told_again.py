"""What was told before, where it is asked for again or nothing else is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.leads import NO_REASON
from bot.answers.sentences import CAUTIONS, sentences
from bot.answers.told_figures import own_words
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.parsing.function_words import names_nothing, words_of

_NOTHING_MORE = "I don't have more on that. {said}"
_LIST_ABOVE = "The list above is what my sources name."
_AS_SAID = "As I said: {told}"
_LEAD_WORDS = 3
# How near a later sentence of what was told must be to a question, and how much nearer than the
# first, to be told instead.
_NEAR, _NEARER = 0.3, 0.1


def nothing_more(reply: Reply, question: Question, turn: Turn) -> Reply:
    """What was told before, where something else is asked and nothing else is held on it: a later
    sentence of it may be what is asked for now.
    """
    if reply.items:
        return replace(reply, text=_NOTHING_MORE.format(said=_LIST_ABOVE), items=())
    first, *rest = _telling(reply)
    # a question completed from the one before it isn't all theirs
    said = question.text if question.text in turn.text else turn.text
    if part := _of_function_words(said, [first, *rest]) or naming(said, first, rest):
        return replace(reply, text=part)
    near = turn.reader.alike(said, [first, *rest]) if rest else (1.0,)
    best = max(range(len(near)), key=lambda place: near[place])
    if near[best] >= _NEAR and near[best] - near[0] >= _NEARER:
        return replace(reply, text=rest[best - 1])
    return replace(reply, text=_NOTHING_MORE.format(said=restated(reply).text))


def _of_function_words(said: str, told: Sequence[str]) -> str:
    """The one sentence that has a word of a message which names nothing: "with?" after what holds
    without the training and with it. Empty where there is none.
    """
    words = set(words_of(said))
    if not names_nothing(said):
        return ""
    found = [{word for word in words_of(sentence) if word in words} for sentence in told]
    shared = set.intersection(*found) if found else set()
    own = [sentence for sentence, has in zip(told, found, strict=True) if has - shared]
    return own[0] if len(own) == 1 and len(told) > 1 else ""


def naming(text: str, first: str, rest: list[str]) -> str:
    """The one later sentence with a word of a text that the first one lacks; empty for none."""
    said = own_words(text) - own_words(first)
    found = [one for one in rest if said & own_words(one) and one not in CAUTIONS]
    return found[0] if len(found) == 1 else ""


def restated(reply: Reply) -> Reply:
    """An answer that was given before in this conversation, in a line."""
    return replace(reply, text=_AS_SAID.format(told=_telling(reply)[0]))


def _telling(reply: Reply) -> list[str]:
    """The sentences of a reply; "Yes." or that no reason is held tells nothing again."""
    first, *rest = sentences(reply.text)
    if rest and first == NO_REASON:
        return rest
    return rest if rest and len(first.split()) <= _LEAD_WORDS else [first, *rest]


def is_restated(reply: Reply) -> bool:
    """Whether a reply only says in a line what was told before."""
    return _AS_SAID.format(told="") in reply.text


def has_nothing_more(reply: Reply) -> bool:
    """Whether a reply says that nothing else is held on what is asked."""
    return _NOTHING_MORE.partition("{")[0].strip() in reply.text


def without_lead(text: str) -> str:
    """A text without the words that say that nothing else is held."""
    return text.removeprefix(_NOTHING_MORE.format(said=""))
