"""Questions that lean on the conversation: "tell me more", "why?", "the second one", "say that
again", "go back".
"""

from __future__ import annotations

import re

from bot.answers.composer import compose, step_reply
from bot.answers.sentences import sentence
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.facts import Fact, FactKind, Passage
from bot.domain.question import Question
from bot.domain.reply import Reply, cite, cite_passage
from bot.knowledge.store import KnowledgeBase
from bot.parsing.function_words import is_function_word, words_of

_MORE_OF_WHAT = (
    "Happy to go on. About what: the duties, the skills, the pay, or the way into the job?"
)
NO_MORE = "That's all my sources have on it."
_GONE = "My sources no longer say anything about that."
NO_REASON = "My sources say that without giving a reason."
_WHICH_ONE = "Which one do you mean? I haven't listed anything yet."
_WHICH_OF = "Which of the {count} entries of my last list do you mean? A number will do."
_NO_SUCH = "My last list has only {count} entries. Which of them do you mean?"
_YES_TO_WHAT = "Great. Which one?"
_NO = "All right. I'm here whenever something else comes up."
_REASON = re.compile(
    r"\b(?:because|since|so that|in order to|advantage|edge|show|prove|prepares?"
    r"|expected|needed|required|keep|safe|protect"
    r"|problems|learning from|help)\w*\b",
    re.IGNORECASE,
)
_QUOTED_AT_ONCE = 2
_TOLD_OF_ONE = 3
# Letters of a word that are compared: "incidents" names "Managing incidents".
_STEM = 6


def more(question: Question, turn: Turn) -> Reply:
    """What the sources say beyond what was told: of the thing in focus, then of the sections of the
    last answer.
    """
    thread, kb = turn.state, turn.kb
    if not thread.topic or thread.topic in ("smalltalk", "out_of_scope", "not_covered"):
        return Reply("smalltalk", _MORE_OF_WHAT)
    fresh = [p for p in _around(thread, kb) if p.id not in thread.quoted][:_QUOTED_AT_ONCE]
    if not fresh:
        return Reply(thread.topic, NO_MORE)
    return _quote(thread.topic, fresh)


def why(question: Question, turn: Turn) -> Reply:
    """The reason that the passages of the last answer give, told or not; an honest no when they
    give none.
    """
    thread, kb = turn.state, turn.kb
    if not thread.topic or thread.topic in ("smalltalk", "out_of_scope", "not_covered"):
        return Reply("smalltalk", _MORE_OF_WHAT)
    last = [fact for fact in kb.all_facts if fact.id in thread.facts]
    own = [fact.passage for fact in last]
    # one thing's reason doesn't stand with its neighbours; that of a whole topic may stand anywhere
    # in its sections
    for passage in dict.fromkeys(own if thread.focus else [*own, *_around(thread, kb)]):
        if _REASON.search(passage.text) and len(passage.text.split()) > 6:
            return _quote(thread.topic, [passage])
    return Reply(thread.topic, NO_REASON)


def selected(question: Question, turn: Turn) -> Reply:
    """The entry of the last list that an ordinal names, else the thing in focus."""
    thread, kb = turn.state, turn.kb
    if question.entities:
        return describe(question.entities[0], kb)
    if question.ordinal is not None:
        if not thread.listed:
            return Reply("smalltalk", _WHICH_ONE)
        index = (
            question.ordinal - 1 if question.ordinal > 0 else len(thread.listed) + question.ordinal
        )
        if not 0 <= index < len(thread.listed):
            return Reply(thread.topic, _NO_SUCH.format(count=len(thread.listed)))
        return describe(thread.listed[index], kb)
    if named := _named_of_list(question.text, turn):
        return describe(named, kb)
    if thread.focus:
        return describe(thread.focus, kb)
    if thread.listed:
        return Reply(thread.topic, _WHICH_OF.format(count=len(thread.listed)))
    return Reply("smalltalk", _WHICH_ONE)


def _named_of_list(text: str, turn: Turn) -> str:
    """The one entry of the last list that a message names by a word of it: "the one about
    incidents".
    """
    said = {word[:_STEM] for word in words_of(text) if not is_function_word(word)}
    names = {entity: turn.kb.entity(entity) for entity in turn.state.listed}
    named = [
        entity
        for entity, known in names.items()
        if known and said & {word[:_STEM] for word in words_of(known.name)}
    ]
    return named[0] if len(named) == 1 else ""


def affirmed(question: Question, turn: Turn) -> Reply:
    """A bare yes to nothing that was asked: one offered question is taken up, of several one is
    asked for.
    """
    if len(turn.state.suggestions) == 1:
        taken = turn.reader.read(turn.state.suggestions[0])
        if taken.retrieval.answered:
            return compose(taken, turn.kb, turn.today)
    return Reply("smalltalk", _YES_TO_WHAT, suggestions=turn.state.suggestions)


def other_route(certification: str, turn: Turn) -> Reply:
    """What happens to who takes an exam without its years; the rule where no source tells a way."""
    kb = turn.kb
    held = [*kb.facts(FactKind.ROUTE, certification), *kb.facts(FactKind.WAIVER, certification)]
    facts = held[:1] or list(kb.facts(FactKind.PREREQUISITE, certification)[:1])
    if not facts:
        return describe(certification, kb)
    return Reply("certifications", sentence(facts[0], kb), facts=cite(facts))


def denied(question: Question, turn: Turn) -> Reply:
    return Reply("smalltalk", _NO)


def describe(entity: str, kb: KnowledgeBase) -> Reply:
    """What the sources say of one thing, whatever it is."""
    if step := step_reply(entity, kb):
        return step
    kind = entity.partition("/")[0]
    facts = kb.facts_about(entity)
    if not facts:
        return Reply("not_covered", _GONE)
    topic = _TOPIC_OF_KIND.get(kind, "role")
    told: dict[str, Fact] = {}
    for fact in facts:
        told.setdefault(sentence(fact, kb), fact)
    shown = dict(list(told.items())[:_TOLD_OF_ONE])
    return Reply(topic, " ".join(shown), facts=cite(shown.values()))


def is_about(fact: Fact) -> bool:
    """Whether a fact speaks of one thing of its own, not of the job as a whole."""
    return not fact.about.startswith("role/") and fact.kind is not FactKind.PAY_FACTOR


_TOPIC_OF_KIND = {
    "certification": "certifications", "step": "career_path", "duty": "duties",
    "requirement": "duties",
    "skill": "skills", "title": "role", "term": "role", "role": "role", "degree": "education",
    "stepping_stone": "experience",
    "organisation": "resources", "pay_factor": "salary",
    "place": "salary", "industry": "salary", "company": "salary", "work_role": "career_path",
}  # fmt: skip


def _around(thread: DialogueState, kb: KnowledgeBase) -> list[Passage]:
    """Passages of the thing in focus, then those of the sections that the last answer drew on, in
    their order.
    """
    own = [fact.passage for fact in kb.facts_about(thread.focus)] if thread.focus else []
    sections = {
        (f.passage.source.id, f.passage.section) for f in kb.all_facts if f.id in thread.facts
    }
    sections |= {(p.source.id, p.section) for p in kb.passages if p.id in thread.facts}
    near = [
        p for p in kb.passages if (p.source.id, p.section) in sections and not p.text.endswith(":")
    ]
    return list(dict.fromkeys([*own, *near]))


def _quote(topic: str, passages: list[Passage]) -> Reply:
    cited = tuple(cite_passage(p.id, p.text, p.source, p.section) for p in passages)
    return Reply(topic, " ".join(_as_sentence(p.text) for p in passages), facts=cited)


def _as_sentence(text: str) -> str:
    return text if text[-1:] in ".!?" else text + "."
