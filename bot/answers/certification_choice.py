"""Which of two certifications comes first for who asks, and both side by side for anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answers.eligibility import eligibility
from bot.answers.listing import compare_listed, pair
from bot.answers.personal import advise
from bot.answers.sentences import first_sentences
from bot.answers.turn import Turn
from bot.domain.facts import LEVELS
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.plan.certification_path import choose
from bot.plan.gap_analysis import Analysis, analyze
from bot.plan.requirements import statuses

_CHOOSING = ("which", "which_first")
_FOR_YOU = "For you: {first} first, {second} later."


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
    judged = all(choose(one, turn.person, turn.kb, turn.today) for one in certifications[:2])
    return _picked(certifications[:2], turn) if judged else compare_listed(question, turn)


def _picked(certifications: Sequence[str], turn: Turn) -> Reply:
    """Which of two certifications comes first for the person, and where each of them stands."""
    analysis = analyze(turn.person, turn.kb, turn.today)
    first, second = sorted(certifications, key=lambda one: _order(one, analysis, turn))
    verdicts = [eligibility(analysis, one, turn.kb) for one in (first, second)]
    names = [known.name if (known := turn.kb.entity(one)) else one for one in (first, second)]
    told = [_FOR_YOU.format(first=names[0], second=names[1])]
    told += [first_sentences(verdict.text, 1) for verdict in verdicts]
    facts = tuple(dict.fromkeys(fact for verdict in verdicts for fact in verdict.facts))
    return replace(verdicts[0], text=" ".join(told), facts=facts)


def _order(certification: str, analysis: Analysis, turn: Turn) -> tuple[int, date, int]:
    """The one that the plan puts next, then what suits the person, opens first, is of the lower
    level.
    """
    path = [choice.id for choice in analysis.certifications]
    place = path.index(certification) if certification in path else len(path)
    choice = choose(certification, turn.person, turn.kb, turn.today)
    level = LEVELS.index(choice.level.value) if choice else len(LEVELS)
    return place, (choice and choice.opens) or date.max, level


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
