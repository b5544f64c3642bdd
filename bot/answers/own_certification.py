"""Questions about certifications and degrees that somebody asks for their own case: "is the CISM
doable?".
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers.beside_told import steps_of
from bot.answers.exam_aspects import CHOICE, aspects
from bot.answers.own_question import (
    DECIDING,
    OF_TIME,
    as_advice,
    asks_for_fact,
    best_fact,
    is_offered,
    is_own,
)
from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.parsing.asking import asking_part, speaks_of_self
from bot.parsing.function_words import names_nothing

# Kinds of evidence that tell for whom a certification is.
_OF_EXAM = (
    FactKind.CERTIFICATION, FactKind.LEVEL, FactKind.PREREQUISITE, FactKind.ROUTE, FactKind.WAIVER,
    FactKind.STATUS,
)  # fmt: skip
# How likely a wish for what comes first is one for a certification.
_LEAST_OF_CHOICE = 0.15
# Words up to which a question about a degree may go without naming oneself.
_LONGER = 9
_CHOOSING = ("which", "which_first", "worth", "yes_no")


def next_certification(question: Question, turn: Turn) -> Question | None:
    """Which certification comes first for the person, asked of all of them: it needs nothing that
    was said before.
    """
    best, first = question.retrieval.best, question.retrieval.form == "which_first"
    of_all = best is not None and best.evidence in ("list:certifications", "list:levels")
    if not (of_all or first) or question.retrieval.form not in ("which", "which_first"):
        return None
    if turn.person.is_empty or is_offered(turn):
        return None
    if own := which_exam(question, turn):
        return own
    return _comes_first(question, turn) if first else None


def _comes_first(question: Question, turn: Turn) -> Question | None:
    """Which of all certifications the person should begin with, where that is likely asked: "which
    exam would you start with?".
    """
    wishes = question.intent in ("ask_certifications", "ask_advice", "ask_step", "ask_about_me")
    bare = names_nothing(question.text)  # "first?" names no exam
    named = question.about("certification") or turn.reader.named(question.text).role
    if not wishes or bare or named:
        return None
    shares = aspects(turn.reader.likely("", question.text), turn.kb)
    choice = shares.get(CHOICE, 0.0)
    if choice < _LEAST_OF_CHOICE or choice < max(shares.values()):
        return None
    return as_advice(question, steps_of(turn.kb, FactKind.CERTIFICATION))


def exam(question: Question, turn: Turn) -> Question | None:
    """Whether one certification is open: "CISM doable?", "enough for the CRISC?"."""
    named = question.about("certification")
    fact = best_fact(question, turn.kb)
    if len(named) != 1 or turn.person.experience.total is None or asks_for_fact(question, turn):
        return None
    of_exam = fact is not None and fact.kind in _OF_EXAM
    asked = question.retrieval.form in (*DECIDING, *OF_TIME, "definition")
    return as_advice(question, named) if of_exam and asked else None


def which_exam(question: Question, turn: Turn) -> Question | None:
    """Which certification is the one for the person: "and which cert meanwhile?"."""
    asked = question.intent == "ask_certifications" and question.retrieval.form in _CHOOSING
    known = turn.person.job or turn.person.experience.total is not None
    if not asked or not known or not is_own(question, turn):
        return None
    return as_advice(question, steps_of(turn.kb, FactKind.CERTIFICATION))


def one_of_two(question: Question, turn: Turn) -> Question | None:
    """Which of two certifications is the one for the person: "would CISM or CISSP suit me?"."""
    asking = asking_part(question.text) or question.text
    several = len(question.about("certification")) > 1
    asked = question.intent == "ask_comparison" and speaks_of_self(asking)
    if not (asked and several) or turn.person.experience.total is None:
        return None
    retrieval = replace(question.retrieval, form="which_first")
    return replace(question, intent="compare_listed", retrieval=retrieval)


def degree(question: Question, turn: Turn) -> Question | None:
    """Whether the person needs another degree: "is it the degree?"."""
    fact = best_fact(question, turn.kb)
    if fact is None or fact.kind is not FactKind.EDUCATION or asks_for_fact(question, turn):
        return None
    told = turn.person.degree is not None or turn.speaks_of_others
    own = is_own(question, turn, _LONGER)
    if not told or question.retrieval.form not in DECIDING or not own:
        return None
    return as_advice(question, question.about("degree") or steps_of(turn.kb, FactKind.EDUCATION))


def of_last_exam(question: Question, turn: Turn) -> Question:
    """A question that nothing answers, as whether the certification talked about is open: "so I can
    apply right after?".
    """
    focus = turn.state.focus
    declined = question.intent in ("ask_not_covered", "out_of_scope")
    about_exam = focus.startswith("certification/") and not question.entities
    asked = question.retrieval.form in DECIDING and speaks_of_self(turn.text)
    known = turn.person.experience.total is not None
    elsewhere = bool(question.retrieval.missing or question.others)  # "would CIPP help me?"
    if declined and about_exam and asked and known and not elsewhere:
        return as_advice(question, (focus,))
    return question
