"""What a message does in its conversation: asks, tells, picks, leans on the last answer, or asks
for advice.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers import corrections, last_figure, listing, offer_pair, offers, pay_thread
from bot.answers.evidence import has_own_subject
from bot.answers.intent_topics import KNOWLEDGE
from bot.answers.intents import is_short
from bot.answers.own_certification import of_last_exam
from bot.answers.readings import LEANS_SURELY, asked_before
from bot.answers.suppositions import supposition
from bot.answers.told_people import of_people
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.parsing.asking import asks
from bot.parsing.function_words import has

# Kinds of things that a figure may be of.
_CASES = ("industry", "work_role", "company", "place", "certification")
_PICKING = ("select_item", "ask_ellipsis", "correct_topic", "deny")
_REFUSING = ("deny", "skip_question")
_COMPARING = ("yes_no", "compare")
# An act that is less likely than this may be a question of the last answer, where the message
# surely leans on it.
_UNSURE = 0.5
_ASKED_OF_LAST = (
    "ask_source", "ask_figure_age", "ask_since_when", "ask_is_it_a_lot", "ask_other_year",
    "ask_what_if", "compare_listed", "deny",
)  # fmt: skip


def as_act(question: Question, turn: Turn) -> Question:
    """The question under the act that it is here: told rather than asked, picked, or put to the
    last answer.
    """
    question = _picked(question, turn) or question
    return (
        _of_last_answer(question, turn)
        or _of_pay(question, turn)
        or of_people(question, turn)
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
    if question.intent == "acknowledge" and (of_case := _of_case(question, turn)):
        return of_case  # "we're a hospital though"
    if question.intent in _REFUSING and asks(question.text):
        return replace(question, intent="ask_ellipsis")  # "can I skip it"
    if _may_be_of_last(question, turn):
        return replace(question, intent="ask_ellipsis")  # "counted from the day we notice it"
    return None


def _of_case(question: Question, turn: Turn) -> Question | None:
    """The last question, asked of the place, industry or certification that a remark on its answer
    names; None where none is named.
    """
    if turn.state.last is None or not turn.state.facts:
        return None
    named = turn.reader.named(question.text)
    known = (turn.kb.entity(one) for one in question.about("certification"))
    names = [*named.places, *(one.name for one in known if one is not None)]
    cases = [one for one in question.entities if one.partition("/")[0] in _CASES]
    if not (names or cases or question.others or named.industries):
        return None
    # the rest of a remark that names one thing tells nothing of the question
    put = replace(question, text=names[0]) if len(names) == 1 else question
    read = turn.reader.after(asked_before(turn), put)
    holds = read.retrieval.answered or read.retrieval.partly
    # a fact is asked for, not whether the exam is open to the person
    intent = "ask_ellipsis" if read.about("certification") else read.intent
    return replace(read, intent=intent) if holds else None


def _may_be_of_last(question: Question, turn: Turn) -> bool:
    """Whether a message hardly is the act that it sounds like, and surely leans on the last
    answer.
    """
    unsure = question.intent in _ASKED_OF_LAST and question.confidence < _UNSURE
    if not unsure or turn.state.last is None or offers.is_about_pay(turn):
        return False
    return turn.reader.leans(question.text) >= LEANS_SURELY


def _of_pay(question: Question, turn: Turn) -> Question | None:
    """What is meant of the offers, the package or the group that are talked about."""
    if about_offers := _act_about_offers(question, turn):
        return replace(question, intent=about_offers)
    return pay_thread.of_group(question, turn)


def _of_listed(question: Question, turn: Turn) -> Question | None:
    """What sounds like a comparison or leans on a figure, where there is nothing to compare or to
    lean on.
    """
    compares = question.intent == "compare_listed"
    if compares and question.ordinal and not _compares(question):
        return replace(question, intent="ask_ellipsis")  # "what does the first one cost"
    if last_figure.lacks_figure(question, turn) or listing.lacks_pair(question, turn):
        return replace(question, intent="ask_ellipsis")
    if _supposes_nothing(question, turn):
        goes_on = "ask_ellipsis" if turn.state.last else _by_itself(question)
        return replace(question, intent=goes_on)
    if compares and _compares_nothing(question, turn):
        return replace(question, intent=_by_itself(question))
    return None


def _supposes_nothing(question: Question, turn: Turn) -> bool:
    """Whether a what-if supposes nothing that a plan knows: "what if there's a breach early on"."""
    if question.intent != "ask_what_if" or turn.update.supposed or is_short(question):
        return False
    if turn.state.focus.startswith("certification/"):
        return False
    held = question.retrieval.answered or question.retrieval.partly
    found = supposition(question, turn)
    return held and found.profile == turn.profile and not found.before


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


def _after_offers(turn: Turn) -> bool:
    """Whether two offers were told or compared just before, so that "which would you take"
    means them.
    """
    last, held = turn.state.last, turn.state.packages
    one_by_one = len(held) > 1 and last is not None and last.intent == "ask_offer"
    return one_by_one or (last is not None and last.intent == offer_pair.COMPARING)


def _is_of_package(question: Question, turn: Turn) -> bool:
    """Whether a yes/no or a comparison is asked of the package just compared: "is that under the
    average now".
    """
    points = has(question.text, "pointing") and not question.entities
    asked = question.retrieval.form in _COMPARING
    return points and asked and not has_own_subject(question) and offers.is_about_pay(turn)


def _compares_nothing(question: Question, turn: Turn) -> bool:
    """Whether a comparison neither names two things nor is short enough to point at two."""
    return not is_short(question) and len(listing.pair(question, turn)) < 2


def _by_itself(question: Question) -> str:
    """The intent of a question that turns out to lean on nothing: its evidence, or an honest no."""
    retrieval = question.retrieval
    if retrieval.answered or retrieval.partly:
        return "ask_ellipsis"
    return "out_of_scope" if retrieval.outcome == "out_of_scope" else "ask_not_covered"


def _compares(question: Question) -> bool:
    return question.retrieval.form in ("compare", "which", "which_first")
