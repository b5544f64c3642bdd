"""Completes a question that doesn't stand alone, from what was talked about before it."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.continuity import interpretations, leaning, learnt, weight
from bot.answers.readings import readings
from bot.answers.suggestions import QUESTIONS
from bot.answers.turn import Turn
from bot.domain.question import Question

_SHORT = 8
"""Words up to which a question may lean on the one before it."""
_LONG = 12
"""Words up to which a question that nothing answers is read as going on with the one before it."""
_FRAGMENT = 4
"""Words up to which a question that nothing answers is taken for a part of the one before it."""
_SURE = 0.9
"""How likely evidence answers a fragment that names a thing, so that it stands alone."""
_MARGIN = 0.1
"""By how much the completed question has to be answered better than the bare one."""
_POINTING = frozenset(
    [
        "it",
        "its",
        "that",
        "this",
        "they",
        "them",
        "their",
        "those",
        "these",
        "one",
        "ones",
        "there",
        "he",
        "she",
        "him",
        "her",
        "such",
    ]
)
_PEOPLE = frozenset(["they", "them", "their"])
"""Words that mean those who have the job, unless a list or pair was named."""
_GOES_ON = frozenset(["and", "or", "but", "so", "then", "also", "same", "ok", "just", "hm", "hmm"])
"""First words of a question that goes on with the one before it."""


def in_context(question: Question, turn: Turn) -> Question:
    """The question as it is meant here; as it is, where it stands alone."""
    if may_lean(question, turn):
        return chosen(question, turn)
    words = [word.strip(".,?!'") for word in question.text.split()]
    if turn.state.last is None or not 0 < len(words) <= _LONG:
        return question
    points = _POINTING & {word.lower() for word in words if not word.isupper()}
    # "it" may have been linked to IT
    others = [entity for entity in question.entities if _name(entity, turn) not in _POINTING]
    name = "" if others or len(words) > _SHORT or not points else _pointed_at(question, turn)
    if question.intent == "ask_ellipsis" and name:
        about = turn.reader.about(name, question)
        if about.retrieval.answered and not _repeats(about, turn):
            return about
    if question.intent == "ask_ellipsis":
        advised = turn.state.last.intent in ("ask_advice", "ask_about_me")
        if advised and question.about("certification"):
            return replace(question, intent="ask_advice")
        completed = _completed(question, turn)
        if completed.retrieval.answered and not _tells_the_same(completed, question, turn):
            return replace(completed, ordinal=question.ordinal)
        if question.retrieval.answered:
            return question
        if _repeats(completed, turn) and question.topic != turn.state.topic:
            subject = QUESTIONS.get(f"ask_{question.topic}", "")  # "and education?"
            return turn.reader.read(turn.kb.job.fill(subject)) if subject else question
        return _better(completed, question)
    if _PEOPLE & points and not others and len(words) <= _SHORT:
        read = turn.reader.read(_of_people(question.text, turn))
        if read.retrieval.answered:
            return replace(read, ordinal=question.ordinal)
    if name:
        about = turn.reader.about(name, question)
        return about if about.retrieval.answered else _better(about, question)
    goes_on = words[0].lower() in _GOES_ON
    if points and not others and len(words) <= _SHORT and not turn.reader.named(question.text).role:
        return _better(_completed(question, turn), question)
    fragment = len(words) <= _FRAGMENT
    if not _stands(question) and (goes_on or points or fragment):
        return _inside(_better(_completed(question, turn), question))
    return question


def chosen(question: Question, turn: Turn) -> Question:
    if question.intent == "ask_ellipsis" and turn.state.last:
        advised = turn.state.last.intent in ("ask_advice", "ask_about_me")
        if advised and question.about("certification"):
            return replace(question, intent="ask_advice")
    found = interpretations(readings(question, turn), turn)
    best = max(found, key=lambda one: weight(one.signs, learnt()))
    return best.question


def may_lean(question: Question, turn: Turn) -> bool:
    """Whether a message is short enough to lean on the conversation, and doesn't name the role itself."""
    words = len(question.text.split())
    if turn.state.last is None or not 0 < words <= _LONG:
        return False
    names_role = turn.reader.named(question.text).role
    stands = names_role and question.retrieval.answered
    leans = leaning(question)
    named = question.entities and question.retrieval.answerable >= _SURE
    if leans == ("fragment",) and named:
        return False  # "CRISC requirements"
    return question.intent == "ask_ellipsis" or (not stands and bool(leans))


def _tells_the_same(completed: Question, bare: Question, turn: Turn) -> bool:
    """Whether the completed question finds only what was told just now, while the bare one finds more."""
    return _repeats(completed, turn) and (bare.retrieval.answered or bare.topic != turn.state.topic)


def _repeats(completed: Question, turn: Turn) -> bool:
    last = turn.state.last.retrieval.best if turn.state.last else None
    best = completed.retrieval.best
    return last is not None and best is not None and best.evidence == last.evidence


def _inside(question: Question) -> Question:
    """What goes on with a question about the job isn't outside of what the advisor is for, only not held."""
    retrieval = question.retrieval
    if retrieval.answered or retrieval.partly:
        return question
    inside = replace(retrieval, outcome="not_covered")
    return replace(question, intent="ask_not_covered", retrieval=inside)


def _of_people(text: str, turn: Turn) -> str:
    """The text with the role's name for "they" and "them"."""
    roles = turn.kb.job.fill("{roles}")
    names = {"they": roles, "them": roles, "their": f"{roles}'"}
    return " ".join(names.get(word.strip("?.,!").lower(), word) for word in text.split())


def _stands(question: Question) -> bool:
    """Whether a question has an answer of its own: by evidence, or by its clear subject."""
    return question.retrieval.answered or question.intent not in ("ask_not_covered", "out_of_scope")


def _pointed_at(question: Question, turn: Turn) -> str:
    """The name of what "it" or "the first one" means: of the last list or pair, else what was talked about last."""
    state = turn.state
    things = state.listed or state.compared
    if question.ordinal is not None and things:
        place = question.ordinal - 1 if question.ordinal > 0 else len(things) + question.ordinal
        if 0 <= place < len(things):
            return _name(things[place], turn, low=False)
    return _name(state.focus, turn, low=False) if state.focus else ""


def _completed(question: Question, turn: Turn) -> Question:
    """The question put to what the last one asked; to what that was put to, where this tells nothing new."""
    before = _asked_before(turn)
    told = turn.state.last.retrieval.best if turn.state.last else None
    read = turn.reader.after(before[-1], question)
    best = read.retrieval.best
    if len(before) > 1 and told and best and best.evidence == told.evidence:
        return turn.reader.after(before[-2], question)
    if len(before[-1].split()) <= _FRAGMENT and not _goes_on(read, turn):
        # the last question was too short to lean on: its subject in full
        subject = QUESTIONS.get(turn.state.last.intent, "") if turn.state.last else ""
        alone = turn.reader.after(turn.kb.job.fill(subject), question) if subject else read
        return alone if _goes_on(alone, turn) else read
    return read


def _goes_on(question: Question, turn: Turn) -> bool:
    """Whether a question is answered by a fact of the same kind as the last one."""
    best = question.retrieval.best
    fact = turn.kb.fact(best.evidence) if best and question.retrieval.answered else None
    last = {held.kind for name in turn.state.facts[:1] if (held := turn.kb.fact(name))}
    return fact is not None and fact.kind in last


def _asked_before(turn: Turn) -> list[str]:
    """The last question, and before it the one that it completed, if it did."""
    texts = [
        QUESTIONS["ask_salary"].format(a_role=turn.kb.job.with_article)
        if question.intent == "ask_offer"
        else question.text
        for question in turn.state.turns
        if question.text
    ]
    last = texts[-1] if texts else ""
    root = next((text for text in texts[:-1] if last.startswith(text.rstrip("?.! "))), "")
    return [text for text in (root, last) if text] or [""]


def _name(entity: str, turn: Turn, *, low: bool = True) -> str:
    known = turn.kb.entity(entity)
    if known is None:
        return ""
    return known.name.lower() if low else known.name


def _better(completed: Question, question: Question) -> Question:
    """The completed question where evidence answers it better than the bare one."""
    found, bare = completed.retrieval, question.retrieval
    if found.answered and (not bare.answered or found.answerable > bare.answerable + _MARGIN):
        return replace(completed, ordinal=question.ordinal)
    if bare.answered:
        return question
    return completed if found.partly else replace(completed, intent=question.intent)
