"""What a conversation remembers of an answer, so that the next message can lean on it."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import follow_ups, offer_pair, offers, small_talk, thread
from bot.answers.acknowledgment import ask_back
from bot.answers.intent_topics import LEANING
from bot.answers.offers_held import held_after
from bot.answers.profile_questions import asked_field
from bot.answers.retelling import with_said
from bot.answers.told_figures import with_told
from bot.answers.turn import Turn
from bot.domain.dialogue import HISTORY, PLANS, DialogueState, Shown, Told
from bot.domain.facts import Fact
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.plan.requirements import certification_id

# After these, "shorter" still means the answer that they ask about.
_ABOUT_THE_ANSWER = ("ask_link", "ask_certainty", "ask_since_when")
# Intents whose answers aren't told twice.
_TOLD_ONCE = ("ask_advice", "ask_about_me", "ask_decision", "ask_progress")
_ADVISING = ("ask_advice", "ask_about_me")
_ASIDES = ("smalltalk", "not_covered", "out_of_scope")


def remember(question: Question, reply: Reply, turn: Turn) -> DialogueState:
    """Declined questions and small talk leave the thread as it was, so that "and the second one?"
    still works.
    """
    state = replace(_once_asked(question, reply, turn), suggestions=reply.suggestions)
    state = replace(state, focus=_told_of(turn) or state.focus)
    if turn.update.doubts:
        said = f"{reply.text} {reply.closing}"
        asked_back = (doubt for doubt in turn.update.doubts if ask_back(doubt) in said)
        state = replace(state, doubt=next(asked_back, None))
    if question.intent in _TOLD_ONCE:
        state = replace(state, said=with_said(state.said, reply.text))
    if reply.topic == "not_covered":
        return replace(state, declined=question.text)
    if reply.topic in _ASIDES or not reply.text:
        return state
    if question.intent == "ask_plan" and reply.files:
        state = with_shown(state, Shown(turn.profile, turn.today))
    if question.intent == offer_pair.COMPARING:
        state = replace(state, packages=offer_pair.packages(question, turn))
    if question.intent == "ask_offer":
        state = replace(state, packages=held_after(turn.text, question.ordinal, turn))
    return _with_answer(question, reply, state, turn) if reply.facts else state


def _with_answer(
    question: Question, reply: Reply, state: DialogueState, turn: Turn
) -> DialogueState:
    """The state with an answer that rests on facts: what it told, listed and was about."""
    facts = [known for fact in reply.facts if (known := turn.kb.fact(fact.id))]
    quoted = tuple(fact.id for fact in reply.facts if turn.kb.fact(fact.id) is None)
    listed = tuple(item.entity for item in reply.items if item.entity)
    focus = "" if listed else _focus(question, facts)
    if question.intent == "inform":
        focus = _told_of(turn) or focus
    if question.intent in _ADVISING and focus not in question.entities:
        focus = _advised(reply, facts, turn)
    return replace(
        state,
        turns=_turns(question, state),
        topic=reply.topic,
        text=state.text if question.intent in _ABOUT_THE_ANSWER else reply.text,
        focus=focus or _kept_focus(question, listed, state),
        listed=listed or _kept_list(question, reply, state),
        compared=_compared(question, focus, state),
        facts=tuple(fact.id for fact in reply.facts),
        quoted=_told(reply, facts, quoted, state),
        told=_figures(question, facts, state),
        declined="",
    )


def _figures(question: Question, facts: list[Fact], state: DialogueState) -> tuple[Told, ...]:
    """The last answers with figures, this one among them unless it is about the last one."""
    about_it = question.intent in _ABOUT_THE_ANSWER
    return state.told if about_it else with_told(question, facts, state)


def _advised(reply: Reply, facts: list[Fact], turn: Turn) -> str:
    """The certification that advice names, so that "can I take it yet?" means it; empty for
    none.
    """
    things = (fact.about for fact in facts if fact.about.startswith("certification/"))
    held = ((thing, turn.kb.entity(thing)) for thing in dict.fromkeys(things))
    return next((thing for thing, one in held if one and one.name in reply.text), "")


def _told_of(turn: Turn) -> str:
    """The one certification that the person tells of, which is talked about then: "I failed the
    CISSP", "when can I retake?"; empty for none or several.
    """
    told = {one.name for one in turn.update.operations if one.group == "certifications"}
    found = certification_id(told.pop(), turn.kb) if len(told) == 1 else ""
    return found if turn.kb.entity(found) else ""


def _kept_focus(question: Question, listed: tuple[str, ...], state: DialogueState) -> str:
    """What was talked about before, where the question leans on it or only tells of oneself, and no
    list takes its place.
    """
    leans = question.intent in LEANING or question.intent == "inform"
    return state.focus if leans and not listed else ""


def _kept_list(question: Question, reply: Reply, state: DialogueState) -> tuple[str, ...]:
    """The last list, as long as the talk stays with it."""
    stays = question.intent in LEANING or reply.topic == state.topic
    return state.listed if stays else ()


def asking(turn: Turn) -> DialogueState:
    """The state with what was asked before among the fields not to ask for: each is asked once."""
    state = turn.state
    return replace(state, skipped=(*state.skipped, *state.offered))


def with_shown(state: DialogueState, shown: Shown) -> DialogueState:
    """The state with the plan now shown; the same plan again isn't another one."""
    if state.shown == shown:
        return state
    before = (state.shown_before,) if state.shown_before is not None else ()
    earlier = (*state.shown_earlier, *before)[-PLANS:]
    return replace(state, shown=shown, shown_before=state.shown, shown_earlier=earlier)


def _once_asked(question: Question, reply: Reply, turn: Turn) -> DialogueState:
    """The state with what the reply asks the person, which isn't asked again."""
    state = turn.state
    if asked := asked_field(reply.closing, turn.kb):
        group = asked.partition(".")[0]
        return replace(state, asked=group, offered=(*state.offered, asked))
    if question.intent == "acknowledge":
        return replace(state, offered=(*state.offered, thread.GO_ON))
    if question.intent == small_talk.GOOD_NEWS:
        return replace(state, offered=(*state.offered, small_talk.GOOD_NEWS))
    if offers.asks_for_rest(reply, state):
        return replace(state, offered=(*state.offered, offers.ASKED_FOR_REST))
    return state


def _turns(question: Question, state: DialogueState) -> tuple[Question, ...]:
    if question.intent in LEANING and question.intent != "ask_ellipsis":
        return state.turns
    return (*state.turns, replace(question, act="", act_share=0.0, intents=()))[-HISTORY:]


def _focus(question: Question, facts: list[Fact]) -> str:
    """The one thing that the answer was about; empty when there is none or there were several."""
    things = list(dict.fromkeys(fact.about for fact in facts if follow_ups.is_about(fact)))
    named = next(iter(question.entities), "")
    if named in things:
        return named
    alone = len(things) == 1 or question.intent == "select_item"
    return next(iter(things), "") if alone else ""


def _compared(question: Question, focus: str, state: DialogueState) -> tuple[str, ...]:
    """The last two things that were named."""
    if len(question.entities) > 1:
        return tuple(question.entities[:2])
    named = question.about("certification")
    before = state.last.about("certification") if state.last else ()
    if named and before and named[0] != before[-1]:
        return (before[-1], named[0])
    if focus and focus != state.focus and state.focus:
        return (state.focus, focus)
    return state.compared


def _told(
    reply: Reply, facts: list[Fact], quoted: tuple[str, ...], state: DialogueState
) -> tuple[str, ...]:
    """The passages told since the topic began; what a list only names can still be told."""
    brief = {item.entity for item in reply.items if item.entity and not item.detail}
    told = (
        *(state.quoted if reply.topic == state.topic else ()),
        *quoted,
        *(fact.passage.id for fact in facts if not (fact.detail and fact.about in brief)),
    )
    return tuple(dict.fromkeys(told))
