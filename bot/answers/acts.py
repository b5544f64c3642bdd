"""What a message does in its conversation: asks, tells, picks, leans on the last answer, or asks
for advice.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers import (
    corrections,
    last_figure,
    listing,
    offer_pair,
    offered_package,
    offers,
    pay_thread,
    raises,
    sources,
)
from bot.answers.own_case import asks_beside, of_last_exam, own_case, tells_in_doubt
from bot.answers.suggestions import QUESTIONS, TOPIC_OF
from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.parsing.asking import asks, asks_anything, asks_or_wishes, speaks_of_self
from bot.parsing.function_words import has

_LEANS = ("ask_offer", "ask_source", "ask_figure_age", offer_pair.COMPARING, raises.TOLD)
# Questions about the job, answered from the evidence that was found for them.
KNOWLEDGE = frozenset(
    intent for intent, topic in TOPIC_OF.items()
    if topic not in ("smalltalk", "advice") and intent not in _LEANS
)  # fmt: skip
# How likely evidence answers what sounds like an offer without an amount, to be told instead.
_SURE = 0.8
# Words up to which a question may go without saying what it is about.
_SHORT = 4
# How likely evidence answers what may be a wish for advice, to be told instead.
_CLEARLY = 0.9
_PICKING = ("select_item", "ask_ellipsis", "correct_topic", "deny")
_REFUSING = ("deny", "skip_question")
# Forms of questions that ask for something about the job rather than for advice.
_OF_THE_JOB = ("list", "which", "who", "definition")
# Forms of questions that a message may have without a question mark: "MBA or CISSP first".
_CHOOSING = ("which_first", "compare", "worth", "why")
# The score from which evidence is of its own subject, rather than of what was talked about.
_AHEAD = 0.5
_COMPARING = ("yes_no", "compare")
_NAMED = "ask_about_certification"
_ELIGIBILITY = (FactKind.PREREQUISITE, FactKind.ROUTE, FactKind.WAIVER)


def as_act(question: Question, turn: Turn) -> Question:
    """The question under the act that it is here: told rather than asked, picked, or put to the
    last answer.
    """
    question = _picked(question, turn) or question
    return (
        _of_last_answer(question, turn)
        or _of_pay(question, turn)
        or _of_people(question, turn)
        or _of_listed(question, turn)
        or of_last_exam(question, turn)
    )


def _of_last_answer(question: Question, turn: Turn) -> Question | None:
    """What picks, corrects or refuses, as the question that it is of the last answer."""
    if question.intent == "select_item" and _asks_of_unlisted(question, turn):
        asked = "ask_source" if question.retrieval.form == "who" else "ask_ellipsis"
        return replace(question, intent=asked)  # "the second one, who says that"
    if corrections.is_frame(question.text) and turn.state.last is not None:
        return replace(question, intent="correct_topic")
    if question.intent in _REFUSING and asks(question.text):
        return replace(question, intent="ask_ellipsis")  # "can I skip it"
    return None


def _of_pay(question: Question, turn: Turn) -> Question | None:
    """What is meant of the offers, the package or the group that are talked about."""
    if about_offers := _act_about_offers(question, turn):
        return replace(question, intent=about_offers)
    return pay_thread.of_group(question, turn)


def _of_people(question: Question, turn: Turn) -> Question | None:
    """What asks for somebody who was told of, or only tells of somebody."""
    if _asks_of_others(question, turn):
        return replace(question, intent="ask_advice")
    if question.intent in KNOWLEDGE and _only_tells(question, turn):
        return replace(question, intent="inform")  # told, however near some evidence is
    return None


def _of_listed(question: Question, turn: Turn) -> Question | None:
    """What sounds like a comparison or leans on a figure, where there is nothing to compare or to
    lean on.
    """
    compares = question.intent == "compare_listed"
    if compares and question.ordinal and not _compares(question):
        return replace(question, intent="ask_ellipsis")  # "what does the first one cost"
    if last_figure.lacks_figure(question, turn) or listing.lacks_pair(question, turn):
        return replace(question, intent="ask_ellipsis")
    if compares and _compares_nothing(question, turn):
        return replace(question, intent=_by_itself(question))
    return None


def _asks_of_unlisted(question: Question, turn: Turn) -> bool:
    """Whether an ordinal that no list stands behind comes with a question."""
    counts = question.ordinal is not None and not turn.state.listed
    return counts and turn.state.last is not None and has(question.text, "interrogative")


def _picked(question: Question, turn: Turn) -> Question | None:
    """The question that is meant by who picks a suggestion, or the other of two things."""
    if question.intent == "select_item" and (picked := listing.of_suggestion(question, turn)):
        return picked
    picks = question.intent in _PICKING and has(question.text, "other")
    return listing.other_one(question, turn) if picks else None


def _act_about_offers(question: Question, turn: Turn) -> str:
    """The act that a message is while offers or a package are talked about; empty for
    none of them.
    """
    if question.intent == offer_pair.COMPARING and question.retrieval.form == "who":
        return "ask_ellipsis"  # "who offers the second one"
    if turn.state.packages and offer_pair.tells_offers(question, turn):
        return offer_pair.COMPARING
    if question.intent in ("compare_listed", "ask_about_me") and _after_offers(turn):
        return offer_pair.COMPARING
    if question.intent in KNOWLEDGE and _is_of_package(question, turn):
        return "ask_offer"
    return pay_thread.act(question, turn)


def as_meant(question: Question, turn: Turn) -> Question:
    """The question under the intent that it has in this conversation."""
    by_intent = {
        "ask_offer": _offer,
        "ask_advice": _advice,
        "ask_practice": _practice,
        "inform": _told,
        "ask_is_it_a_lot": _amount,
        "ask_about_me": _about_me,
        offer_pair.COMPARING: _pair,
        raises.TOLD: _raise,
        "ask_outdated": _changed,
        "ask_figure_age": _age,
    }
    if meant := by_intent.get(question.intent):
        return meant(question, turn)
    if question.intent in KNOWLEDGE and _asks_for_eligibility(question, turn):
        return replace(question, intent="ask_advice")
    if question.intent == "ask_step" and _is_own_way(question, turn):
        return replace(question, intent="ask_advice")
    return own_case(question, turn)


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
    short = len(question.text.split()) <= _SHORT
    if shown is None or not short or question.entities:
        return question
    of_plan = turn.state.topic == "advice" or shown.on != turn.today
    return replace(question, intent="ask_progress") if of_plan else question


def _offer(question: Question, turn: Turn) -> Question:
    """Pay to compare; a figure of the advisor's own that is held against it is asked for its
    source.
    """
    if raises.last_told(turn) and not turn.update.operations:
        return replace(question, intent=raises.TOLD)
    if offered_package.lacks_amount(question, turn):
        return _about_pay(question, turn)
    told = any(operation.group == "pay" for operation in turn.update.operations)
    doubted = "your" in question.text.lower().split() and not speaks_of_self(question.text)
    if doubted and not told and sources.names_figure(question, turn.kb):
        return replace(question, intent="ask_source")
    return question


def _advice(question: Question, turn: Turn) -> Question:
    """A wish for advice; only told, or put to the job rather than the person, it is none."""
    if turn.update.operations and not asks_or_wishes(question.text):
        return replace(question, intent="inform")
    retrieval = question.retrieval
    of_the_job = retrieval.form in _OF_THE_JOB and retrieval.answerable >= _CLEARLY
    if of_the_job and question.confidence < _SURE and not turn.update.operations:
        return replace(question, intent=f"ask_{question.topic}")
    return question


def _practice(question: Question, turn: Turn) -> Question:
    unsure = question.confidence < _SURE <= question.retrieval.answerable
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


def _about_me(question: Question, turn: Turn) -> Question:
    """What the last answer means for the person, or how much of the role their job covers."""
    best = question.retrieval.best
    covers = best is not None and question.retrieval.answered and "overlap" in best.evidence
    return replace(question, intent="ask_overlap") if covers else question


def _amount(question: Question, turn: Turn) -> Question:
    """Whether something is a lot: asked of the package just told, or of the last figure."""
    if raises.last_told(turn):
        return replace(question, intent=raises.TOLD)
    told_now = turn.state.topic == "advice" and turn.profile.pay is not None
    if told_now or offers.is_about_pay(turn):
        return replace(question, intent="ask_offer")
    return question


def _pair(question: Question, turn: Turn) -> Question:
    """Two offers to compare; one alone is held against the figures."""
    alone = len(offer_pair.packages(question, turn)) < 2 and turn.profile.pay is not None
    return replace(question, intent="ask_offer") if alone else question


def _after_offers(turn: Turn) -> bool:
    """Whether two offers were compared just before, so that "which would you take" means them."""
    last = turn.state.last
    return last is not None and last.intent == offer_pair.COMPARING


def _raise(question: Question, turn: Turn) -> Question:
    """A raise that is told; without one to read, an amount, an offer or the question that it may
    be.
    """
    if raises.tells_raise(question, turn) or raises.last_told(turn):
        return question
    if last_figure.beside_told(question, turn) and not offers.told_of_pay(turn):
        return replace(question, intent="inform")
    if offers.told_of_pay(turn) or not offered_package.lacks_amount(question, turn):
        return replace(question, intent="ask_offer")
    return replace(question, intent="ask_raises") if question.retrieval.answered else question


def _is_of_package(question: Question, turn: Turn) -> bool:
    """Whether a yes/no or a comparison is asked of the package just compared: "is that under the
    average now".
    """
    best = question.retrieval.best
    clear = best is not None and best.score >= _AHEAD
    points = has(question.text, "pointing") and not question.entities
    asked = question.retrieval.form in _COMPARING
    return points and not clear and asked and offers.is_about_pay(turn)


def _only_tells(question: Question, turn: Turn) -> bool:
    """Whether a message tells of somebody and asks nothing.

    A job or a certification alone is no telling, unless in the first person: "analyst salary".
    """
    update = turn.update
    asked = question.retrieval.answered and question.retrieval.form in _CHOOSING
    if asks_anything(question.text) or (asked and not speaks_of_self(question.text)):
        return False
    told = {operation.group for operation in update.operations} - {"job", "certifications"}
    changed = turn.profile != turn.before and (told or speaks_of_self(question.text))
    if tells_in_doubt(question, turn):
        return True
    return bool(changed or update.others or update.impossible)


def _asks_of_others(question: Question, turn: Turn) -> bool:
    """Whether advice is asked for somebody who was told of before: "what should she do next"."""
    if not turn.speaks_of_others or turn.update.others:
        return False
    declined = question.intent in ("ask_not_covered", "out_of_scope")
    exam = question.about("certification") and question.retrieval.form in ("yes_no", "when")
    return bool(declined or exam or TOPIC_OF.get(question.intent) == "career_path")


def _compares_nothing(question: Question, turn: Turn) -> bool:
    """Whether a comparison neither names two things nor is short enough to point at two."""
    short = len(question.text.split()) <= _SHORT
    return not short and len(listing.pair(question, turn)) < 2


def _by_itself(question: Question) -> str:
    """The intent of a question that turns out to lean on nothing: its evidence, or an honest no."""
    retrieval = question.retrieval
    if retrieval.answered or retrieval.partly:
        return "ask_ellipsis"
    return "out_of_scope" if retrieval.outcome == "out_of_scope" else "ask_not_covered"


def _compares(question: Question) -> bool:
    return question.retrieval.form in ("compare", "which", "which_first")


def _about_pay(question: Question, turn: Turn) -> Question:
    """What sounds like an offer but has no amount, as the question for the pay that it may be."""
    if question.retrieval.answered and question.retrieval.answerable >= _SURE:
        return replace(question, intent="ask_salary")
    if question.retrieval.form not in ("amount", "which", "compare", "list"):
        return question
    read = turn.reader.after(turn.kb.job.fill(QUESTIONS["ask_salary"]), question)
    return read if read.retrieval.answered or read.retrieval.partly else question


def _tells(turn: Turn) -> bool:
    """Whether anything was heard of a person in the message."""
    update = turn.update
    heard = (update.operations, update.others, update.supposed, update.doubts, update.impossible)
    return any(heard) or bool(update.answer)


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
    last, best = turn.state.last, question.retrieval.best
    if last is None or last.intent != "ask_advice" or not last.about("certification"):
        return False
    clear = best is not None and best.score >= _AHEAD
    return question.intent == _NAMED and not clear and question.retrieval.form not in _OF_THE_JOB
