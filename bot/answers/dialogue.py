"""From the questions of a message and the conversation so far to replies and what is then remembered. No Rasa here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answers import advice, fallback, follow_ups, offers, small_talk, sources, thread
from bot.answers.acts import KNOWLEDGE, as_act, as_meant
from bot.answers.composer import OF_INTENT, compose
from bot.answers.context import in_context
from bot.answers.memory import asking, remember
from bot.answers.practice import practice
from bot.answers.role_wording import in_role
from bot.answers.sentences import first_sentences, sentences
from bot.answers.suggestions import LEANING, QUESTIONS, Subject, next_questions, varied
from bot.answers.third_person import of_them
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.profile_update import suppose
from bot.domain.question import Question
from bot.domain.reply import Reply, with_suggestions
from bot.knowledge.units import TOPIC_OF_KIND
from bot.parsing.asking import asking_part, speaks_of_self
from bot.plan.gap_analysis import analyze

Answerer = Callable[[Question, Turn], Reply]
AnswerOne = Callable[[Question, Turn], tuple[Reply, DialogueState]]

_REPLAYING = ("repeat", "go_back")
_MAY_LACK_FACTS = (
    *LEANING, "affirm", "deny", "skip_question", "acknowledge", "out_of_scope", "ask_offer", "ask_advice",
    "ask_plan", "ask_progress", "ask_what_if", "ask_practice", "inform",
)  # fmt: skip
"""Intents whose answer may rest on nothing; any other without a fact has been taken out of the sources."""
_NOTHING_YET = "We've only just started, so there's nothing to go back to. Ask me anything about the {role} career."
_SHORT = 5
_FOR_YOU = "For you:"
_CLEAR = 20.0
"""How many times a list's score the best evidence has, where it is told although a list is asked for."""
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
    question = as_act(question, turn)
    if question.intent in KNOWLEDGE or question.intent == "ask_ellipsis":
        question = in_context(question, turn)
    return answered(question, turn)


def answered(question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
    """The reply to a question that is read as it is meant in this conversation."""
    entities = tuple(entity for entity in question.entities if turn.kb.entity(entity))
    question = as_meant(replace(question, entities=entities), turn)
    reply = _ANSWERS.get(question.intent, _from_evidence)(question, turn)
    if not reply.facts and question.intent not in _MAY_LACK_FACTS:
        reply = fallback.out_of_scope(question, turn.kb) if reply.topic == "out_of_scope" else (
            fallback.not_covered(question, turn.kb)
        )  # fmt: skip
    reply = with_suggestions(reply, _suggested(reply, question, turn))
    reply = replace(reply, text=small_talk.met(question.feeling, reply.text))
    reply = in_role(replace(reply, confidence=round(question.confidence, 4)), turn.kb.job)
    return reply, remember(question, reply, turn)


def _suggested(reply: Reply, question: Question, turn: Turn) -> tuple[str, ...]:
    """What to ask next: the reply's own suggestions, else those that go with its topic, never the same three again."""
    about = question.about("certification") or (turn.state.focus,)
    held = turn.kb.entity(about[0]) if about[0].startswith("certification/") else None
    subject = Subject(
        held.name if held else "", not turn.profile.is_empty, turn.kb.job, question.text
    )
    if reply.suggestions:
        return varied(reply.suggestions, reply.topic, turn.state, subject)
    return next_questions(reply.topic, turn.state, question.intent, subject)


def _of_its_place(question: Question) -> Question:
    """The question, its evidence as the closest thing where that is of another place than the one named."""
    retrieval = question.retrieval
    best = retrieval.best
    if best is None or not retrieval.answered or retrieval.partly:
        return question
    places = tuple(name for name in question.others if name.lower() in best.missing)
    if not places:
        return question
    return replace(question, retrieval=replace(retrieval, partly=True, missing=places))


def _with_figure(question: Question, turn: Turn) -> Question:
    """A short question for the pay that found no figure, put in full: "and the pay?"."""
    best = question.retrieval.best
    short = len(question.text.split()) <= _SHORT
    if question.intent != "ask_salary" or not short or best is None:
        return question
    fact = turn.kb.fact(best.evidence)
    prose = best.evidence.startswith("passage:")
    if best.missing or question.places or question.jobs:
        return question  # put in full it would lose what it names
    if not prose and (fact is None or fact.figure):
        return question
    if fact is not None and TOPIC_OF_KIND.get(fact.kind, "salary") != "salary":
        return question  # "and education?" is no question for the pay, whatever it sounds like
    return turn.reader.read(turn.kb.job.fill(QUESTIONS["ask_salary"]))


def _of_its_subject(question: Question) -> Question:
    """The question with evidence on the thing that it names first, where that came a close second."""
    retrieval = question.retrieval
    best = retrieval.best
    if best is None or not best.reasons.get("subject_missing"):
        return question
    named = [
        candidate
        for candidate in retrieval.candidates
        if candidate.reasons.get("subject") and candidate.score > best.score / 2
    ]
    if not named:
        return question
    others = [candidate for candidate in retrieval.candidates if candidate != named[0]]
    return replace(question, retrieval=replace(retrieval, candidates=(named[0], *others)))


def _as_list(question: Question) -> Question:
    """The question with the list of its subject first, where a list is asked for and was found, too."""
    retrieval = question.retrieval
    name = OF_INTENT.get(question.intent, "")
    listed = [c for c in retrieval.candidates if c.evidence == name]
    if retrieval.form != "list" or not name.startswith("list:") or not listed:
        return question
    if retrieval.candidates[0].score > _CLEAR * listed[0].score:
        return question
    others = [c for c in retrieval.candidates if c.evidence != name]
    return replace(question, retrieval=replace(retrieval, candidates=(*listed, *others)))


def _from_evidence(question: Question, turn: Turn) -> Reply:
    question = _as_list(_of_its_place(_of_its_subject(_with_figure(question, turn))))
    reply = compose(question, turn.kb, turn.today)
    best = question.retrieval.best
    told_before = {
        turn_.retrieval.best.evidence
        for turn_ in turn.state.turns
        if turn_.retrieval.best and turn_.retrieval.answered
    }
    again = best is not None and best.evidence in told_before and not question.retrieval.partly
    # asked of something else, or of an entry
    again = again and question.intent != "ask_ellipsis" and question.ordinal is None
    if again and reply.facts and not reply.table and len(reply.items) < _WORDS_OF_LIST:
        return thread.restated(reply)
    return reply


def _advise(question: Question, turn: Turn) -> Reply:
    question = _of_asking_clause(question, turn)
    reply = advice.advise(turn.person, question, asking(turn), turn.kb, turn.today)
    return of_them(reply) if turn.speaks_of_others else reply


def _of_asking_clause(question: Question, turn: Turn) -> Question:
    """The question with the things that its asking clause names; what is told beside it isn't asked about."""
    asking_clause = asking_part(question.text)
    tells = bool(turn.update.operations)
    if not tells or not question.entities or asking_clause in ("", question.text):
        return question
    named = turn.reader.read(asking_clause).entities
    kept = tuple(entity for entity in question.entities if entity in named)
    return replace(question, entities=kept)


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


def _compared(question: Question, turn: Turn) -> Reply:
    """Two things side by side, or for somebody who has told of themselves, which of them comes first."""
    things = thread.pair(question, turn)
    certifications = [thing for thing in things if thing.startswith("certification/")]
    known = turn.person.experience.total is not None
    if question.retrieval.form != "which_first" or len(certifications) < 2 or not known:
        return thread.compare_listed(question, turn)
    replies = [_advise(replace(question, entities=(one,)), turn) for one in certifications[:2]]
    ranked = next((s for r in replies for s in sentences(r.text) if s.startswith(_FOR_YOU)), "")
    text = " ".join([ranked, first_sentences(replies[0].text, 1)]).strip()
    facts = tuple(dict.fromkeys(fact for reply in replies for fact in reply.facts))
    return replace(replies[0], text=text, facts=facts)


def _covered(question: Question, turn: Turn) -> Reply:
    """How much of the role other jobs cover, or the person's own where they ask for that."""
    if turn.profile.job and speaks_of_self(question.text):
        return advice.coverage(analyze(turn.profile, turn.kb, turn.today), turn.kb)
    return _from_evidence(question, turn)


def _plan(question: Question, turn: Turn) -> Reply:
    return advice.show_plan(turn.profile, turn.state, turn.kb, turn.today, turn.state.shown)


def _progress(question: Question, turn: Turn) -> Reply:
    """What has changed since the plan last shown, or since the one before where that is as new as all that is known."""
    last, before = turn.state.shown, turn.state.shown_before
    is_new = last is not None and last.profile == turn.profile and last.on == turn.today
    previous = before if is_new and before is not None else last
    return advice.review(previous, turn.profile, turn.kb, turn.today)


def _supposed(question: Question, turn: Turn) -> Reply:
    supposed = suppose(turn.profile, turn.update)
    if supposed == turn.profile:
        supposed = advice.supposing(turn.profile, question.entities, turn.kb)
    return advice.what_if(turn.profile, supposed, turn.kb, turn.today)


def _acknowledged(question: Question, turn: Turn) -> Reply:
    if turn.profile == turn.before and (beside := thread.beside_told(question, turn)):
        return beside
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
    "ask_other_year": thread.other_year,
    "compare_listed": _compared,
    "correct_topic": thread.corrected,
    "acknowledge": thread.acknowledged,
    "ask_about_me": _about_me,
    "ask_advice": _advise,
    "ask_plan": _plan,
    "ask_progress": _progress,
    "ask_what_if": _supposed,
    "ask_practice": practice,
    "ask_overlap": _covered,
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
