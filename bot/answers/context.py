"""Completes a question that doesn't stand alone, from what was talked about before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.continuity import Interpretation, interpretations, learnt, weight
from bot.answers.continuity_signs import LONG, leaning
from bot.answers.from_evidence import asks_again
from bot.answers.readings import LEANS_SURELY, WAYS, readings
from bot.answers.turn import Turn
from bot.answers.verdicts import of_place
from bot.domain.question import Question
from bot.parsing.asking import speaks_of_own_place
from bot.parsing.function_words import bare, members, words_of
from bot.parsing.quantities import find_quantities
from bot.parsing.spoken_currency import named_country

# How likely a message leans on the conversation, from which it is read in other ways than by
# itself: one with an answer of its own, and one without.
_LEANS, _LEANS_UNANSWERED = 0.3, 0.1
# By how much the completed question has to be answered better than the bare one.
_MARGIN = 0.1
_ADVISED, _OF_ADVICE = ("ask_advice", "ask_about_me"), "advice"
# By how much evidence that was told already may weigh more than the next, which is told instead.
_TOLD_AHEAD = 1.3


def in_context(question: Question, turn: Turn) -> Question:
    """The question as it is meant here; as it is, where it stands alone."""
    last = turn.state.last
    question = _at_home(question, turn)
    if not 0 < len(question.text.split()) <= LONG:
        return question
    question = _in_years(question, turn)
    if last is None:
        inside = question.intent != "out_of_scope"
        leans = turn.state.declined and inside and may_lean(question, turn)
        return _in_thread(question, turn) if leans else question
    if _asks_advice_of_another(question, turn):
        return replace(question, intent="ask_advice")
    if may_lean(question, turn):
        return _in_thread(question, turn)
    if _goes_on(question) and not _stands(question):
        return _inside(_better(turn.reader.after(last.text, question), question))
    return question


def _asks_advice_of_another(question: Question, turn: Turn) -> bool:
    """Whether a message only names another certification after advice: "how about the CISM?"."""
    last = turn.state.last
    advised = last is not None and (last.intent in _ADVISED or turn.state.topic == _OF_ADVICE)
    if not advised or not question.about("certification"):
        return False
    return question.intent == "ask_ellipsis" or turn.reader.named(question.text).alone


def _at_home(question: Question, turn: Turn) -> Question:
    """A question about the place of who asks, with the country that they named as theirs: "what
    does it pay over here?".
    """
    country, text = turn.state.country, question.text
    if not country or not speaks_of_own_place(text) or named_country(text):
        return question
    read = turn.reader.read(f"{text.rstrip(' ?!.')} in {of_place(country)}")
    return replace(read, intent=question.intent, act=question.act, act_share=question.act_share)


def _in_years(question: Question, turn: Turn) -> Question:
    """A question that counts back from today, with the year that it means: "and ten years ago?"."""
    for quantity in find_quantities(question.text, turn.today):
        rest = words_of(question.text[quantity.end :])
        if quantity.kind == "duration" and rest[:1] == ["ago"]:
            _, _, after = question.text[quantity.end :].partition("ago")
            year = turn.today.year - round(quantity.low)
            read = turn.reader.read(f"{question.text[: quantity.start]}{year}{after}")
            return replace(read, intent=question.intent)
    return question


def may_lean(question: Question, turn: Turn) -> bool:
    """Whether a message is short enough to lean on the conversation, and doesn't stand alone."""
    words = len(question.text.split())
    nothing_before = turn.state.last is None and not turn.state.declined
    if nothing_before or not 0 < words <= LONG:
        return False
    if question.intent == "ask_ellipsis":
        return True
    answered = question.retrieval.answered or question.intent == "out_of_scope"
    least = _LEANS if answered else _LEANS_UNANSWERED
    return turn.reader.leans(question.text) >= least


def _in_thread(question: Question, turn: Turn) -> Question:
    """The question as the conversation means it; what lies outside stays there where nothing is
    found for it and no word of it leans.
    """
    chosen = _chosen(question, turn)
    found = chosen.retrieval.answered or chosen.retrieval.partly
    outside = question.intent == "out_of_scope" and not found and not leaning(question)
    return question if outside else _inside(chosen)


def _chosen(question: Question, turn: Turn) -> Question:
    """The question under the reading that continues the conversation best."""
    found = interpretations(readings(question, turn), turn)
    best = max(found, key=_weight)
    if not _is_told(best) or asks_again(turn):
        return best.question
    # a question in other words asks for something else than what was told, but by itself "what does
    # it stand for?" asks for nothing else
    ways = WAYS[1:] if turn.reader.leans(question.text) >= LEANS_SURELY else WAYS
    fresh = [one for one in found if _is_fresh(one, ways)]
    near = [one for one in fresh if _weight(best) - _weight(one) < _TOLD_AHEAD]
    return max(near, key=_weight, default=best).question


def _weight(one: Interpretation) -> float:
    return weight(one.signs, learnt())


def _is_told(one: Interpretation) -> bool:
    return bool(one.signs.get("told_now") or one.signs.get("told_before"))


def _is_fresh(one: Interpretation, ways: Sequence[str]) -> bool:
    """Whether evidence that wasn't told comes first in one of some readings, and answers it."""
    first = any(name.startswith("top_") and name.removeprefix("top_") in ways for name in one.signs)
    answers = one.signs.get("holds") and not one.signs.get("missing")
    return bool(first and answers and not one.signs.get("list") and not _is_told(one))


def _goes_on(question: Question) -> bool:
    """Whether the first word only joins the question to the one before it."""
    return bare(question.text.split()[0]) in members("joining")


def _stands(question: Question) -> bool:
    """Whether a question has an answer of its own: by evidence, or by its clear subject."""
    return question.retrieval.answered or question.intent not in ("ask_not_covered", "out_of_scope")


def _inside(question: Question) -> Question:
    """What goes on with a question about the job isn't outside of what the advisor is for, only not
    held.
    """
    retrieval = question.retrieval
    if retrieval.answered or retrieval.partly:
        return question
    inside = replace(retrieval, outcome="not_covered")
    return replace(question, intent="ask_not_covered", retrieval=inside)


def _better(completed: Question, question: Question) -> Question:
    """The completed question where evidence answers it better than the bare one."""
    found, bare = completed.retrieval, question.retrieval
    if found.answered and (not bare.answered or found.answerable > bare.answerable + _MARGIN):
        return replace(completed, ordinal=question.ordinal)
    if bare.answered:
        return question
    return completed if found.partly else replace(completed, intent=question.intent)
