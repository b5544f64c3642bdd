"""Questions about the job that somebody asks for their own case, read as a wish for advice.

"Which certificate?" after telling of six years in security wants the one for these six years, and
"is the CISM doable?" wants yes or no; what holds for everybody is no answer to either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.answers.beside_told import (
    about_told,
    asks_beside,
    doubted_years,
    leans_on_told,
)
from bot.answers.intent_topics import TOPIC_OF
from bot.answers.own_certification import degree, exam, one_of_two, which_exam
from bot.answers.own_question import (
    DECIDING,
    OF_TIME,
    as_advice,
    best_fact,
    is_offered,
    is_own,
    said,
)
from bot.answers.told_figures import own_words
from bot.answers.turn import Turn
from bot.domain.evidence import LIST
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from bot.parsing.asking import asking_part, speaks_of_self
from bot.parsing.function_words import has, names_nothing, words_of
from bot.parsing.quantities import find_quantities

# What is asked of the way to the role.
NEAR_ROLE = ("ask_experience", "ask_career_path", "ask_stepping_stones", "ask_step")
_FRAGMENT, _A_WORD = 4, 1
# What holds for everybody of the way to the role.
_STEPS = f"{LIST}:steps"
# How much of the role each of the jobs compared covers.
OF_OVERLAP = f"{LIST}:overlap"
# From which a question surely goes on with what was told.
_LEANS_SURELY = 0.9
# How likely the words must ask for years.
_LEAST = 0.1
# How near the closest question must be that evidence is known to answer, beside what is told.
_NEAR = 0.35
# Words up to which a question about oneself may go without naming oneself.
_FAR = 10


def own_case(question: Question, turn: Turn) -> Question:
    """The question as one for advice, where whoever asks has told enough for an answer of their
    own.
    """
    if TOPIC_OF.get(question.intent) in (None, "smalltalk", "advice"):
        return question
    if doubted_years(turn.update, asking_part(question.text)) and leans_on_told(question, turn):
        retrieval = replace(question.retrieval, form="yes_no")
        return as_advice(replace(question, retrieval=retrieval), ())  # "5 in security. Eligible?"
    if turn.person.is_empty or is_offered(turn):
        return question
    found = (read(question, turn) for read in _READINGS)
    return next((own for own in found if own is not None), question)


def _distance(question: Question, turn: Turn) -> Question | None:
    """How many years are left: "how long till I qualify?"."""
    fact = best_fact(question, turn.kb)
    of_years = fact is not None and fact.kind is FactKind.EXPERIENCE
    of_years = of_years or _is_of_experience(question) or goes_on_with_advice(question, turn)
    if not of_years or question.retrieval.form not in OF_TIME or question.entities:
        return None
    if find_quantities(said(question, turn), turn.today) or not is_own(question, turn, _FAR):
        return None
    return as_advice(question, ())


def _is_of_experience(question: Question) -> bool:
    """Whether the words ask for years; "odds of failing?" only comes closest to them."""
    likely = dict(question.intents).get(question.intent, 1.0)
    return question.intent == "ask_experience" and likely >= _LEAST


def goes_on_with_advice(question: Question, turn: Turn) -> bool:
    """Whether a question for a date goes on with advice: "when could it happen"."""
    told = said(question, turn)
    advised = turn.state.topic == "advice" and question.retrieval.form == "when"
    bare = len(own_words(told)) <= _A_WORD
    return advised and bare and turn.reader.leans(told) >= _LEANS_SURELY


def _next_step(question: Question, turn: Turn) -> Question | None:
    """What to do next, in a word or two: "next step?"."""
    words = words_of(said(question, turn))
    steps = question.intent in ("ask_step", "ask_career_path")
    picks = turn.state.topic == "career_path" and bool(turn.state.listed)
    if not steps or picks or len(words) > _FRAGMENT or turn.reader.named(turn.text).role:
        return None
    retrieval = replace(question.retrieval, form="which_first")
    return as_advice(replace(question, retrieval=retrieval), ())


def _path(question: Question, turn: Turn) -> Question | None:
    """What to do on the way to the role, asked by who has told where they stand: "what can I do
    till spring to beat an outsider?".
    """
    best, asking = question.retrieval.best, asking_part(question.text)
    if best is None or best.evidence != _STEPS or question.entities:
        return None
    own = speaks_of_self(asking) and not turn.reader.named(asking).role
    return as_advice(question, ()) if own and question.ordinal is None else None


def _told_and_asked(question: Question, turn: Turn) -> Question | None:
    """What somebody asks who tells of themselves, where nothing else answers: "coder for ten
    years, two in appsec. enough?".
    """
    answered = question.retrieval.answered or question.retrieval.partly
    answered = answered and not _asks_in_a_word(question) and _is_near(question)
    if answered or not asks_beside(question, turn) or _only_asks_of_job(question, turn):
        return None
    return as_advice(question, ())


def _is_near(question: Question) -> bool:
    """Whether the evidence that comes first is known to answer something like the question."""
    best = question.retrieval.best
    return best is None or not best.reasons or best.reasons.get("anchor", 0.0) >= _NEAR


def _in_reach(question: Question, turn: Turn) -> Question | None:
    """Whether the role is in reach, where that is asked in a few words."""
    return as_advice(question, ()) if is_in_reach(question, turn) else None


def is_in_reach(question: Question, turn: Turn) -> bool:
    """Whether a question that names nothing asks whether the role is in reach: "so realistic or
    not?".
    """
    told = said(question, turn)
    bare = names_nothing(told) and has(told, "wishing")
    of_exam = turn.state.focus.startswith("certification/")
    asks_whether = bare and question.retrieval.form in DECIDING and not of_exam
    return asks_whether and is_own(question, turn)


def _becoming(question: Question, turn: Turn) -> Question | None:
    """Whether the role is open to who tells of themselves beside the question: "I have 11 years in
    IT. Can I become a CISO?".
    """
    asking = asking_part(question.text)
    of_role = question.intent in NEAR_ROLE and not question.about("certification")
    asks_whether = question.retrieval.form in DECIDING and speaks_of_self(asking)
    told = bool(turn.update.operations) and words_of(asking) != words_of(question.text)
    return as_advice(question, ()) if told and of_role and asks_whether else None


def _asks_in_a_word(question: Question) -> bool:
    """Whether the clause that asks is too short to name anything: "5 in security. Eligible?"."""
    return len(words_of(asking_part(question.text))) <= _A_WORD


def _only_asks_of_job(question: Question, turn: Turn) -> bool:
    """Whether all that a single clause tells is a job, which may be what it asks about: "how do I
    become a data protection officer".
    """
    told = {operation.group for operation in turn.update.operations}
    alone = words_of(asking_part(question.text)) == words_of(question.text)
    return alone and told <= {"job"}


def _of_them(question: Question, turn: Turn) -> Question | None:
    """What somebody else should do first: "what should she go for?"."""
    first = question.retrieval.form == "which_first" and not question.entities
    career = TOPIC_OF.get(question.intent) in ("experience", "career_path")
    return as_advice(question, ()) if turn.speaks_of_others and first and career else None


def _coverage(question: Question, turn: Turn) -> Question | None:
    """How much of the role the person's job covers."""
    if is_of_overlap(question, turn.kb) and speaks_of_self(turn.text) and turn.person.job:
        return replace(question, intent="ask_overlap")
    return None


_READINGS: tuple[Callable[[Question, Turn], Question | None], ...] = (
    about_told, _coverage, one_of_two, exam, which_exam, degree, _distance, _next_step, _path,
    _told_and_asked, _becoming, _in_reach, _of_them,
)  # fmt: skip


def is_of_overlap(question: Question, kb: KnowledgeBase) -> bool:
    """Whether evidence on how much jobs share with the role comes first."""
    best, fact = question.retrieval.best, best_fact(question, kb)
    listed = best is not None and best.evidence == OF_OVERLAP
    return listed or (fact is not None and fact.kind is FactKind.OVERLAP)
