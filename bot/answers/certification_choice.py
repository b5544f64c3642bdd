"""Which of two certifications comes first for who asks, and both side by side for anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.listing import compare_listed, pair
from bot.answers.personal import advise
from bot.answers.sentences import first_sentences, sentences
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.plan.requirements import statuses

_CHOOSING = ("which", "which_first")
_FOR_YOU = "For you:"


def compared(question: Question, turn: Turn) -> Reply:
    """Two things side by side, or for somebody who has told of themselves, which of them comes
    first.
    """
    things = pair(question, turn)
    certifications = [thing for thing in things if thing.startswith("certification/")]
    known = turn.person.experience.total is not None
    if (one := _left_of(certifications, question, turn)) is not None:
        return one
    if question.retrieval.form not in _CHOOSING or len(certifications) < 2 or not known:
        return compare_listed(question, turn)
    replies = [_judged(one, question, turn) for one in certifications[:2]]
    ranked = next((s for r in replies for s in sentences(r.text) if s.startswith(_FOR_YOU)), "")
    text = " ".join([ranked, first_sentences(replies[0].text, 1)]).strip()
    facts = tuple(dict.fromkeys(fact for reply in replies for fact in reply.facts))
    return replace(replies[0], text=text, facts=facts)


def _judged(certification: str, question: Question, turn: Turn) -> Reply:
    """Whether a certification is open to the person and the next one, whatever was told before."""
    anew = replace(turn, state=replace(turn.state, said=()))
    return advise(replace(question, entities=(certification,)), anew)


def _left_of(certifications: Sequence[str], question: Question, turn: Turn) -> Reply | None:
    """Advice on the one of two certifications that the person doesn't hold, where they ask which;
    None otherwise.
    """
    if question.retrieval.form not in _CHOOSING or turn.person.is_empty:
        return None
    known = statuses(turn.person, turn.kb)
    left = [one for one in certifications if known.get(one) != "held"]
    if len(certifications) < 2 or len(left) != 1:
        return None
    return advise(replace(question, intent="ask_advice", entities=(left[0],)), turn)
