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
    steps_of,
)
from bot.answers.intent_topics import TOPIC_OF
from bot.answers.suggestions import all_questions, plain
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from bot.parsing.asking import asking_part, speaks_of_self
from bot.parsing.function_words import members, words_of
from bot.parsing.quantities import find_quantities

# Kinds of evidence that tell for whom a certification is.
_OF_EXAM = (
    FactKind.CERTIFICATION, FactKind.LEVEL, FactKind.PREREQUISITE, FactKind.ROUTE, FactKind.WAIVER,
)  # fmt: skip
_DECIDING = ("yes_no", "worth")
# What is asked of the way to the role.
NEAR_ROLE = ("ask_experience", "ask_career_path", "ask_stepping_stones", "ask_step")
_OF_TIME = ("duration", "when", "count")
_CHOOSING = ("which", "which_first", "worth", "yes_no")
_SHORT = 6
_FRAGMENT, _A_WORD = 4, 1
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
        return _advice(replace(question, retrieval=retrieval), ())  # "5 in security. Eligible?"
    if turn.person.is_empty:
        return question
    if plain(turn.text) in _offered(turn):
        return question  # a question that the advisor offers is put to everybody
    found = (read(question, turn) for read in _READINGS)
    return next((own for own in found if own is not None), question)


def next_certification(question: Question, turn: Turn) -> Question | None:
    """Which certification comes first for the person, asked of all of them: it needs nothing that
    was said before.
    """
    best = question.retrieval.best
    of_all = best is not None and best.evidence in ("list:certifications", "list:levels")
    if not of_all or question.retrieval.form not in ("which", "which_first"):
        return None
    if turn.person.is_empty or plain(turn.text) in _offered(turn):
        return None
    return _which_exam(question, turn)


def _offered(turn: Turn) -> frozenset[str]:
    return frozenset(plain(turn.kb.job.fill(question)) for question in all_questions())


def _exam(question: Question, turn: Turn) -> Question | None:
    """Whether one certification is open: "CISM doable?", "enough for the CRISC?"."""
    named = question.about("certification")
    fact = _best(question, turn.kb)
    if len(named) != 1 or turn.person.experience.total is None or asks_for_fact(question, turn):
        return None
    of_exam = fact is not None and fact.kind in _OF_EXAM
    asked = question.retrieval.form in (*_DECIDING, *_OF_TIME, "definition")
    return _advice(question, named) if of_exam and asked else None


def _which_exam(question: Question, turn: Turn) -> Question | None:
    """Which certification is the one for the person: "and which cert meanwhile?"."""
    asked = question.intent == "ask_certifications" and question.retrieval.form in _CHOOSING
    known = turn.person.job or turn.person.experience.total is not None
    if not asked or not known or not _is_own(question, turn):
        return None
    return _advice(question, steps_of(turn.kb, FactKind.CERTIFICATION))


def _degree(question: Question, turn: Turn) -> Question | None:
    """Whether the person needs another degree: "is it the degree?"."""
    fact = _best(question, turn.kb)
    if fact is None or fact.kind is not FactKind.EDUCATION or asks_for_fact(question, turn):
        return None
    told = turn.person.degree is not None or turn.speaks_of_others
    if not told or question.retrieval.form not in _DECIDING or not _is_own(question, turn):
        return None
    return _advice(question, question.about("degree") or steps_of(turn.kb, FactKind.EDUCATION))


def _distance(question: Question, turn: Turn) -> Question | None:
    """How many years are left: "how long till I qualify?"."""
    fact = _best(question, turn.kb)
    of_years = fact is not None and fact.kind is FactKind.EXPERIENCE
    of_years = of_years or question.intent == "ask_experience"
    if not of_years or question.retrieval.form not in _OF_TIME or question.entities:
        return None
    if find_quantities(_said(question, turn), turn.today) or not _is_own(question, turn, _FAR):
        return None
    return _advice(question, ())


def _next_step(question: Question, turn: Turn) -> Question | None:
    """What to do next, in a word or two: "next step?"."""
    words = words_of(_said(question, turn))
    steps = question.intent in ("ask_step", "ask_career_path")
    picks = turn.state.topic == "career_path" and bool(turn.state.listed)
    if not steps or picks or len(words) > _FRAGMENT or turn.reader.named(turn.text).role:
        return None
    retrieval = replace(question.retrieval, form="which_first")
    return _advice(replace(question, retrieval=retrieval), ())


def of_last_exam(question: Question, turn: Turn) -> Question:
    """A question that nothing answers, as whether the certification talked about is open: "so I can
    apply right after?".
    """
    focus = turn.state.focus
    declined = question.intent in ("ask_not_covered", "out_of_scope")
    about_exam = focus.startswith("certification/") and not question.entities
    asked = question.retrieval.form in _DECIDING and speaks_of_self(turn.text)
    known = turn.person.experience.total is not None
    elsewhere = bool(question.retrieval.missing or question.others)  # "would CIPP help me?"
    if declined and about_exam and asked and known and not elsewhere:
        return _advice(question, (focus,))
    return question


def _told_and_asked(question: Question, turn: Turn) -> Question | None:
    """What somebody asks who tells of themselves, where nothing else answers: "coder for ten
    years, two in appsec. enough?".
    """
    answered = question.retrieval.answered or question.retrieval.partly
    answered = answered and not _asks_in_a_word(question)
    if answered or not asks_beside(question, turn) or _only_asks_of_job(question, turn):
        return None
    return _advice(question, ())


def _becoming(question: Question, turn: Turn) -> Question | None:
    """Whether the role is open to who tells of themselves beside the question: "I have 11 years in
    IT. Can I become a CISO?".
    """
    asking = asking_part(question.text)
    of_role = question.intent in NEAR_ROLE and not question.about("certification")
    asks_whether = question.retrieval.form in _DECIDING and speaks_of_self(asking)
    told = bool(turn.update.operations) and words_of(asking) != words_of(question.text)
    return _advice(question, ()) if told and of_role and asks_whether else None


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
    return _advice(question, ()) if turn.speaks_of_others and first and career else None


def _coverage(question: Question, turn: Turn) -> Question | None:
    """How much of the role the person's job covers."""
    if is_of_overlap(question, turn.kb) and speaks_of_self(turn.text) and turn.person.job:
        return replace(question, intent="ask_overlap")
    return None


_READINGS: tuple[Callable[[Question, Turn], Question | None], ...] = (
    about_told, _coverage, _exam, _which_exam, _degree, _distance, _next_step, _told_and_asked,
    _becoming, _of_them,
)  # fmt: skip


def is_of_overlap(question: Question, kb: KnowledgeBase) -> bool:
    """Whether evidence on how much jobs share with the role comes first."""
    best, fact = question.retrieval.best, _best(question, kb)
    listed = best is not None and best.evidence == "list:overlap"
    return listed or (fact is not None and fact.kind is FactKind.OVERLAP)


def _advice(question: Question, entities: tuple[str, ...]) -> Question:
    return replace(question, intent="ask_advice", entities=entities)


def _best(question: Question, kb: KnowledgeBase) -> Fact | None:
    best = question.retrieval.best
    return kb.fact(best.evidence) if best else None


def _said(question: Question, turn: Turn) -> str:
    """The words of the person alone: a question completed from the one before it isn't all
    theirs.
    """
    return question.text if question.text in turn.text else turn.text


def asks_for_fact(question: Question, turn: Turn) -> bool:
    """Whether the first word that doesn't only join asks for a fact: "what", "who", "how"."""
    joining = members("joining")
    words = (word for word in words_of(_said(question, turn)) if word not in joining)
    return next(words, "") in members("interrogative")


def _is_own(question: Question, turn: Turn, longest: int = _SHORT) -> bool:
    """Whether a question is the person's own: in the first person, or too short to be of others."""
    said = _said(question, turn)
    if speaks_of_self(said) or turn.speaks_of_others:
        return True
    words = words_of(said)
    others = members("people") & set(words)
    return len(words) <= longest and not others and not turn.reader.named(said).role


def tells_in_doubt(question: Question, turn: Turn) -> bool:
    """Whether a message that asks nothing tells something that can only be asked back."""
    doubted = turn.update.doubts and not turn.update.operations
    if not doubted or turn.reader.named(question.text).role:
        return False
    brief = len(words_of(question.text)) <= _SHORT and not question.entities
    return speaks_of_self(question.text) or brief
