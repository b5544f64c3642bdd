"""From the questions of a message and the conversation so far to replies and what is then remembered. No Rasa here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answers import advice, fallback, follow_ups, offers, sources, thread
from bot.answers.composer import compose
from bot.answers.context import in_context
from bot.answers.role_wording import in_role
from bot.answers.sentences import first_sentences
from bot.answers.suggestions import LEANING, TOPIC_OF, next_questions
from bot.answers.third_person import of_them
from bot.answers.turn import Turn
from bot.domain.dialogue import HISTORY, DialogueState, Shown
from bot.domain.facts import FactKind
from bot.domain.profile_update import suppose
from bot.domain.question import Question
from bot.domain.reply import Reply, with_suggestions

Answerer = Callable[[Question, Turn], Reply]
AnswerOne = Callable[[Question, Turn], tuple[Reply, DialogueState]]

KNOWLEDGE = frozenset(
    intent for intent, topic in TOPIC_OF.items()
    if topic not in ("smalltalk", "advice") and intent not in ("ask_offer", "ask_source", "ask_figure_age")
)  # fmt: skip
"""Questions about the job, answered from the evidence that was found for them."""
_REPLAYING = ("repeat", "go_back")
_MAY_LACK_FACTS = (
    *LEANING, "affirm", "deny", "skip_question", "acknowledge", "out_of_scope", "ask_offer", "ask_advice",
    "ask_plan", "ask_what_if", "inform",
)  # fmt: skip
"""Intents whose answer may rest on nothing; any other without a fact has been taken out of the sources."""
_NOTHING_YET = "We've only just started, so there's nothing to go back to. Ask me anything about the {role} career."
_WORDS_OF_LIST = 3
"""A list of at least so many entries is told again in full when it is asked for again."""


def respond(
    questions: Sequence[Question], turn: Turn, answer_one: AnswerOne | None = None
) -> tuple[list[Reply], DialogueState]:
    """The replies to a message: the first question by `answer_one`, the rest by their own intents."""
    replies: list[Reply] = []
    turn = replace(turn, state=replace(turn.state, asked=""))
    for place, question in enumerate(questions):
        reply, state = (answer_one if answer_one and place == 0 else answer)(question, turn)
        replies.append(reply)
        turn = replace(turn, state=state)
    return replies, turn.state


def answer(question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
    """The reply to one question; the same question after the same conversation always gets the same reply."""
    if question.intent in _REPLAYING:
        return _again(question, turn)
    if question.intent == "select_item" and (picked := thread.of_suggestion(question, turn)):
        question = picked
    if question.intent in KNOWLEDGE or question.intent == "ask_ellipsis":
        question = in_context(question, turn)
    entities = tuple(entity for entity in question.entities if turn.kb.entity(entity))
    question = replace(question, entities=entities)
    answerer = _ANSWERS.get(question.intent, _from_evidence)
    if answerer is _from_evidence and _asks_for_eligibility(question, turn):
        answerer = _advise
    reply = answerer(question, turn)
    if not reply.facts and question.intent not in _MAY_LACK_FACTS:
        reply = fallback.out_of_scope(question, turn.kb) if reply.topic == "out_of_scope" else (
            fallback.not_covered(question, turn.kb)
        )  # fmt: skip
    if not reply.suggestions:
        offered = next_questions(reply.topic, turn.state, question.intent)
        reply = with_suggestions(reply, offered)
    reply = in_role(replace(reply, confidence=round(question.confidence, 4)), turn.kb.job)
    return reply, _remember(question, reply, turn)


def _asks_for_eligibility(question: Question, turn: Turn) -> bool:
    """Whether a certification's rules are asked for by somebody whose years are known."""
    best = question.retrieval.best
    fact = turn.kb.fact(best.evidence) if best and question.retrieval.answered else None
    return (
        fact is not None
        and fact.kind in (FactKind.PREREQUISITE, FactKind.ROUTE, FactKind.WAIVER)
        and question.retrieval.form in ("yes_no", "when")
        and bool(question.about("certification"))
        and turn.profile.experience.total is not None
    )


def _from_evidence(question: Question, turn: Turn) -> Reply:
    reply = compose(question, turn.kb, turn.today)
    best = question.retrieval.best
    told_before = {
        turn_.retrieval.best.evidence
        for turn_ in turn.state.turns
        if turn_.retrieval.best and turn_.retrieval.answered
    }
    again = best is not None and best.evidence in told_before and not question.retrieval.partly
    again = again and question.intent != "ask_ellipsis"  # asked of something else
    if again and reply.facts and not reply.table and len(reply.items) < _WORDS_OF_LIST:
        return thread.restated(reply)
    return reply


def _advise(question: Question, turn: Turn) -> Reply:
    reply = advice.advise(turn.person, question, _asking(turn), turn.kb, turn.today)
    return of_them(reply) if turn.speaks_of_others else reply


def _asking(turn: Turn) -> DialogueState:
    """The state with what was asked before among the fields not to ask for: each is asked once."""
    state = turn.state
    return replace(state, skipped=(*state.skipped, *state.offered))


def answer_to_advisor(question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
    """What was heard of an answer to the advisor's question, and the advice that waited for it."""
    heard = advice.acknowledge(turn.before, turn.profile, turn.update, turn.kb, turn.today)
    reply, state = answer(question, turn)
    return replace(reply, text=f"{first_sentences(heard.text, 1)} {reply.text}"), state


def _about_me(question: Question, turn: Turn) -> Reply:
    """What the last answer means for the person: "and me?", "can I take it yet?"."""
    focus = turn.state.focus
    if not question.entities and focus:
        question = replace(question, entities=(focus,))
    return _advise(question, turn)


def _plan(question: Question, turn: Turn) -> Reply:
    return advice.show_plan(turn.profile, turn.state, turn.kb, turn.today, turn.state.shown)


def _supposed(question: Question, turn: Turn) -> Reply:
    supposed = suppose(turn.profile, turn.update)
    if supposed == turn.profile:
        supposed = advice.supposing(turn.profile, question.entities, turn.kb)
    return advice.what_if(turn.profile, supposed, turn.kb, turn.today)


def _acknowledged(question: Question, turn: Turn) -> Reply:
    return advice.acknowledge(turn.before, turn.profile, turn.update, turn.kb, turn.today)


_ANSWERS: dict[str, Answerer] = {
    "ask_offer": offers.offer,
    "ask_figure_age": sources.figure_age,
    "ask_source": sources.source,
    "ask_more": follow_ups.more,
    "ask_why": follow_ups.why,
    "select_item": follow_ups.selected,
    "affirm": follow_ups.affirmed,
    "deny": follow_ups.denied,
    "skip_question": follow_ups.denied,
    "ask_shorter": thread.shorter,
    "ask_certainty": thread.certainty,
    "ask_link": thread.link,
    "ask_since_when": thread.since_when,
    "ask_is_it_a_lot": thread.is_it_a_lot,
    "compare_listed": thread.compare_listed,
    "correct_topic": thread.corrected,
    "acknowledge": thread.acknowledged,
    "ask_about_me": _about_me,
    "ask_advice": _advise,
    "ask_plan": _plan,
    "ask_what_if": _supposed,
    "inform": _acknowledged,
}
"""Answers that lean on the conversation or the person; every other question is answered from evidence."""
ANSWERABLE = frozenset({*KNOWLEDGE, *_ANSWERS, *_REPLAYING, "ask_ellipsis"})


def _again(question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
    """Answer the last question again, or the one before it, as it was answered in its place.

    What is known of the person stays as it is now: a correction isn't undone by going back.
    """
    state = turn.state
    turns = state.turns[:-1] if question.intent == "go_back" else state.turns
    if not turns:
        text = _NOTHING_YET.format(role=turn.kb.job.name)
        reply = Reply("smalltalk", text, suggestions=next_questions("smalltalk", state))
        return in_role(reply, turn.kb.job), state
    person = DialogueState(
        skipped=state.skipped, last_named=state.last_named, offered=state.offered, others=state.others, shown=state.shown,
        shown_before=state.shown_before,
    )  # fmt: skip
    replayed = replace(turn, state=person)
    reply = Reply("smalltalk", "")
    for before in turns:
        reply, then = answer(before, replayed)
        replayed = replace(turn, state=then)
    return replace(reply, confidence=round(question.confidence, 4)), replayed.state


def _shown(state: DialogueState, shown: Shown) -> DialogueState:
    """The state with the plan now shown; the same plan again isn't another one."""
    if state.shown == shown:
        return state
    return replace(state, shown=shown, shown_before=state.shown)


def _remember(question: Question, reply: Reply, turn: Turn) -> DialogueState:
    """Declined questions and small talk leave the thread as it was, so that "and the second one?" still works."""
    state = turn.state
    if question.intent in ("ask_advice", "ask_about_me"):
        asked = (
            ""
            if turn.speaks_of_others
            else advice.needed(turn.person, question, _asking(turn), turn.kb)
        )
        state = replace(state, asked=asked, offered=(*state.offered, *filter(None, [asked])))
    if reply.topic in ("smalltalk", "not_covered", "out_of_scope") or not reply.text:
        return replace(state, suggestions=reply.suggestions)
    if question.intent == "ask_plan" and reply.files:
        state = _shown(state, Shown(turn.profile, turn.today))
    if not reply.facts:
        return replace(state, suggestions=reply.suggestions)
    by_id = {fact.id: fact for fact in turn.kb.all_facts}
    facts = [by_id[fact.id] for fact in reply.facts if fact.id in by_id]
    quoted = tuple(fact.id for fact in reply.facts if fact.id not in by_id)
    things = list(dict.fromkeys(fact.about for fact in facts if follow_ups.is_about(fact)))
    listed = tuple(item.entity for item in reply.items if item.entity)
    leans = question.intent in LEANING
    focus = next(iter(question.entities), "") if not listed else ""
    if not listed and focus not in things:
        alone = len(things) == 1 or question.intent == "select_item"
        focus = next(iter(things), "") if alone else ""
    compared = tuple(question.entities[:2]) if len(question.entities) > 1 else ()
    if not compared and focus and focus != state.focus and state.focus:
        compared = (state.focus, focus)
    shown_short = {item.entity for item in reply.items if item.entity and not item.detail}
    told = (
        *(state.quoted if reply.topic == state.topic else ()),
        *quoted,
        *(fact.passage.id for fact in facts if not (fact.detail and fact.about in shown_short)),
    )
    return replace(
        state,
        turns=state.turns if leans and question.intent != "ask_ellipsis" else (
            (*state.turns, question)[-HISTORY:]
        ),
        topic=reply.topic,
        text=reply.text,
        focus=focus or (state.focus if leans and not listed else ""),
        listed=listed or (state.listed if leans or reply.topic == state.topic else ()),
        compared=compared or state.compared,
        suggestions=reply.suggestions,
        facts=tuple(fact.id for fact in reply.facts),
        quoted=tuple(dict.fromkeys(told)),
    )  # fmt: skip
