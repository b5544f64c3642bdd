"""The intent that a question has in its conversation; the classifier saw the message alone."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import offer_pair, offers, pay_intents, raises, sources
from bot.answers.beside_told import asks_beside
from bot.answers.evidence import has_own_subject
from bot.answers.intent_topics import KNOWLEDGE
from bot.answers.own_case import own_case
from bot.answers.own_question import tells_in_doubt
from bot.answers.practice import PRACTICES
from bot.answers.turn import Turn
from bot.domain.evidence import LIST
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.parsing.asking import asking_part, asks_or_wishes, speaks_of_self

# How likely evidence answers what sounds like an offer without an amount, to be told instead.
_SURE = 0.8
# How likely evidence answers what may be a wish for advice, to be told instead.
_CLEARLY = 0.9
# Score of what comes first, below which all that was found is as unlikely to be asked for.
_FIRST = 0.2
# Words up to which a question may go without saying what it is about.
_SHORT = 4
# Forms of questions that ask for something about the job rather than for advice.
_OF_THE_JOB = ("list", "which", "who", "definition")
_NAMED = "ask_about_certification"
# What has changed since the article, all of it.
_CHANGES = f"{LIST}:outdated"
_ELIGIBILITY = (FactKind.PREREQUISITE, FactKind.ROUTE, FactKind.WAIVER)


def as_meant(question: Question, turn: Turn) -> Question:
    """The question under the intent that it has in this conversation."""
    by_intent = {
        "ask_offer": pay_intents.of_offer,
        "ask_advice": _advice,
        "ask_practice": _practice,
        "inform": _told,
        "acknowledge": _acknowledged,
        "ask_certainty": pay_intents.of_doubt,
        "ask_is_it_a_lot": pay_intents.of_amount,
        "ask_about_me": _about_me,
        offer_pair.COMPARING: pay_intents.of_pair,
        raises.TOLD: pay_intents.of_raise,
        "ask_outdated": _changed,
        "ask_figure_age": _age,
        "out_of_scope": pay_intents.of_other_job,
        "ask_progress": _progress,
    }
    if meant := by_intent.get(question.intent):
        return meant(question, turn)
    if question.intent in KNOWLEDGE and _asks_for_eligibility(question, turn):
        return replace(question, intent="ask_advice")
    if question.intent == "ask_step" and _is_own_way(question, turn):
        return replace(question, intent="ask_advice")
    return own_case(question, turn)


def is_short(question: Question) -> bool:
    """Whether a question is short enough to leave out what it is about."""
    return len(question.text.split()) <= _SHORT


def _is_own_way(question: Question, turn: Turn) -> bool:
    """Whether somebody who has told of themselves asks for their own next step, naming none."""
    # "first" in "what should I do first" counts no step
    counts = question.ordinal is not None and question.retrieval.form != "which_first"
    names = bool(question.entities) or counts
    return not turn.profile.is_empty and speaks_of_self(question.text) and not names


def _age(question: Question, turn: Turn) -> Question:
    """How old figures are; what evidence surely answers is the age of people."""
    retrieval = question.retrieval
    answers = retrieval.answered and retrieval.answerable >= _SURE
    alone = question.confidence < _SURE and not sources.names_figure(question, turn.kb)
    return replace(question, intent=f"ask_{question.topic}") if answers and alone else question


def _changed(question: Question, turn: Turn) -> Question:
    """What has changed, asked without naming anything by who talks of the plan or comes
    back to it.
    """
    shown = turn.state.shown
    asked = asking_part(question.text) or question.text  # "I'm back. Did anything change?"
    if shown is None or not is_short(replace(question, text=asked)) or question.entities:
        return question
    of_plan = turn.state.topic == "advice" or shown.on != turn.today
    return replace(question, intent="ask_progress") if of_plan else question


def _progress(question: Question, turn: Turn) -> Question:
    """What has changed for the person; with neither a plan nor a person known, what has changed
    since the article, where evidence answers that.
    """
    nothing = turn.state.shown is None and turn.profile.is_empty
    best = question.retrieval.best
    changed = nothing and question.retrieval.answered and best and best.evidence == _CHANGES
    return replace(question, intent="ask_outdated") if changed else question


def _advice(question: Question, turn: Turn) -> Question:
    """A wish for advice; only told, or put to the job rather than the person, it is none.

    Advice that waited for an answer to the advisor's question comes without a text of its own.
    """
    if question.text and turn.only_tells(question.text):
        return replace(question, intent="inform")
    retrieval = question.retrieval
    of_the_job = retrieval.form in _OF_THE_JOB and retrieval.answerable >= _CLEARLY
    of_the_job &= retrieval.best is not None and retrieval.best.score >= _FIRST
    of_the_job |= retrieval.best is not None and retrieval.best.is_asked_for
    if of_the_job and question.confidence < _SURE and not turn.update.operations:
        return replace(question, intent=f"ask_{question.topic}")
    if not question.entities and turn.reader.named(question.text).role:
        return replace(question, entities=(turn.kb.role.id,))  # "how far am I from CISO?"
    return question


def _acknowledged(question: Question, turn: Turn) -> Question:
    """A remark on the last answer; what tells of the person is none: "teacher here"."""
    told = turn.only_tells(question.text)
    return replace(question, intent="inform") if told else question


def _practice(question: Question, turn: Turn) -> Question:
    shares = dict(question.intents)
    likely = shares.get("ask_practice", question.confidence) >= PRACTICES
    unsure = not likely and question.confidence < _SURE <= question.retrieval.answerable
    if unsure and not question.about("certification"):
        return replace(question, intent="ask_skills")
    return question


def _told(question: Question, turn: Turn) -> Question:
    """What is told of the person; of pay it is an offer, and where nothing was heard it may be
    asked.
    """
    if _tells(turn):
        if offers.told_of_pay(turn):
            return replace(question, intent="ask_offer")
        return replace(question, intent="ask_advice") if asks_beside(question, turn) else question
    sure = question.retrieval.answered and question.retrieval.answerable >= _CLEARLY
    if not sure and speaks_of_self(question.text) and not asks_or_wishes(question.text):
        return question
    if question.retrieval.answered:
        return replace(question, intent="ask_ellipsis")
    if asks_or_wishes(question.text):
        return replace(question, intent="ask_not_covered")
    return question


def _tells(turn: Turn) -> bool:
    """Whether anything was heard of a person in the message."""
    update = turn.update
    heard = (update.operations, update.others, update.supposed, update.doubts, update.impossible)
    return any(heard) or bool(update.answer)


def _about_me(question: Question, turn: Turn) -> Question:
    """What the last answer means for the person, how much of the role their job covers, or news of
    theirs.
    """
    news = turn.update.operations or tells_in_doubt(question, turn)
    if news and speaks_of_self(question.text) and not asks_or_wishes(question.text):
        return replace(question, intent="inform")
    best = question.retrieval.best
    covers = best is not None and question.retrieval.answered and "overlap" in best.evidence
    return replace(question, intent="ask_overlap") if covers else question


def _asks_for_eligibility(question: Question, turn: Turn) -> bool:
    """Whether a certification's rules are asked for by somebody whose years are known."""
    best = question.retrieval.best
    if _is_next_certification(question, turn):
        return True
    fact = turn.kb.fact(best.evidence) if best and question.retrieval.answered else None
    return (
        fact is not None
        and fact.kind in _ELIGIBILITY
        and question.retrieval.form in ("yes_no", "when")
        and bool(question.about("certification"))
        and turn.profile.experience.total is not None
    )


def _is_next_certification(question: Question, turn: Turn) -> bool:
    """Whether somebody who asked for one certification only names another: "how about
    the CISM?".
    """
    last = turn.state.last
    if last is None or last.intent != "ask_advice" or not last.about("certification"):
        return False
    of_job = has_own_subject(question) or question.retrieval.form in _OF_THE_JOB
    return question.intent == _NAMED and not of_job
