"""What somebody meant who was misread: an apology, and the answer to that."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import personal
from bot.answers.composer import compose
from bot.answers.context import in_context
from bot.answers.feelings import COMPLAINT
from bot.answers.from_evidence import fresh
from bot.answers.own_case import own_case
from bot.answers.readings import LEANS_SURELY
from bot.answers.suggestions import next_questions
from bot.answers.thread import last_facts
from bot.answers.told_again import restated
from bot.answers.told_groups import of_group
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.domain.reply import Reply, cite
from bot.parsing.asking import asking_part, clauses_of
from bot.parsing.function_words import bare, has, is_function_word, members, words_of

_MISREAD = "Sorry, I misread that."
_WHAT_THEN = "Sorry, I misread that. What would you like to know?"
# Words up to which what was meant is a part of a question: "the deputy".
_FRAGMENT = 4
# How a clause begins that says what wasn't meant.
_DENIALS = (["not"], ["that's"], ["thats"])


def corrected(question: Question, turn: Turn) -> Reply:
    """An apology, and the answer to what was meant, where the message says it."""
    told = Reply(turn.state.topic, turn.state.text, facts=cite(last_facts(turn)))
    if group := of_group(told, question, turn):
        return replace(group, text=f"{_MISREAD} {group.text}")
    meant = _else_than_told(_meant(question, turn), turn)
    own = own_case(meant, turn)
    if own.intent == "ask_advice":
        reply = personal.advise(own, turn)
        return replace(reply, text=f"{_MISREAD} {reply.text}")
    if not (meant.retrieval.answered or meant.retrieval.partly) or meant.retrieval.best is None:
        return Reply(
            "smalltalk", _WHAT_THEN, suggestions=next_questions(turn.state.topic, turn.state)
        )
    reply = compose(meant, turn.kb, turn.today)
    last = turn.state.last.retrieval.best if turn.state.last else None
    if last and meant.retrieval.best.evidence == last.evidence:
        return restated(reply)
    return replace(reply, text=f"{_MISREAD} {reply.text}")


def owns_up(reply: Reply) -> bool:
    """Whether a reply owns that the message before was misread, and answers what was meant."""
    return reply.text.startswith(_MISREAD) and reply.text != _WHAT_THEN


def _else_than_told(meant: Question, turn: Turn) -> Question:
    """What is meant, by itself where that finds something else than what was told last, which
    isn't it.
    """
    last = turn.state.last.retrieval.best if turn.state.last else None
    best = meant.retrieval.best
    if last is None or best is None or best.evidence != last.evidence:
        return meant
    alone = turn.reader.read(" ".join(_without_frame(turn.text)))
    found = alone.retrieval.best
    is_else = alone.retrieval.answered and found is not None and found.evidence != last.evidence
    return alone if is_else else meant


def asked_beside(question: Question, turn: Turn) -> Question:
    """What a message asks for beside its complaint about the last answer, put to the last question:
    "that's from a brochure. give me a real day".
    """
    part = asking_part(question.text)
    only = not part or words_of(part) == words_of(question.text)
    if question.act != COMPLAINT or only or turn.state.last is None:
        return question
    read = turn.reader.after(turn.state.last.text, turn.reader.read(part))
    asked = replace(read, feeling=COMPLAINT, intents=question.intents)
    return without_told(asked, turn) if read.retrieval.answered else question


def without_told(question: Question, turn: Turn) -> Question:
    """The question without what the last answer told, where the message objects to that as well: it
    isn't what was asked for.
    """
    if question.feeling != COMPLAINT:
        return question
    if not turn.state.text:
        return replace(question, feeling="")  # nothing was told that it could object to
    last = turn.state.last.retrieval.best if turn.state.last else None
    told = {*turn.state.facts, last.evidence if last else ""}
    best = question.retrieval.best
    if best is None or best.evidence not in told:
        return question
    nothing = replace(question.retrieval, answered=False, partly=False)
    return fresh(question, told) or replace(question, retrieval=nothing)


def is_frame(text: str) -> bool:
    """Whether a short message says what was meant: "sorry, I meant CISSP"."""
    rest = _without_frame(text)
    framed = words_of(text)[: len(text.split()) - len(rest)]
    names = any(not is_function_word(bare(word)) for word in rest)
    return names and len(rest) <= _FRAGMENT and bool(set(framed) & members("meaning"))


def _without_frame(text: str) -> list[str]:
    """The words of a correction after what only says that it is one."""
    words = text.split()
    while len(words) > 1 and bare(words[0]) in members("correcting"):
        words.pop(0)
    return words


def _of_meaning(text: str) -> str:
    """The clause of a correction that says what is meant: the last one that doesn't deny, as in "I
    meant how long until I'm CISO, not the exam".
    """
    clauses = clauses_of(text)
    telling = [one for one in clauses if words_of(one)[:1] not in _DENIALS and _names(one)]
    return telling[-1] if telling else text


def _names(text: str) -> bool:
    """Whether a clause has a word that says more than that it corrects."""
    return not set(words_of(text)) <= members("correcting") | members("pointing")


def _meant(question: Question, turn: Turn) -> Question:
    """What a correction asks: by itself where it is a question of its own, else put to the last
    one.
    """
    words = _without_frame(_of_meaning(question.text))
    said = " ".join(words)
    meant = turn.reader.read(said)
    # what had no answer is what was asked, rather than the question before it
    asked = turn.state.declined or (turn.state.last.text if turn.state.last else "")
    if not asked:
        return meant
    put = turn.reader.after(asked, meant)
    leans = has(said, "pointing") or turn.reader.leans(said) >= LEANS_SURELY
    if leans and put.retrieval.answered:
        return put
    if turn.state.last is None or (len(words) > _FRAGMENT and meant.retrieval.answered):
        return meant
    if is_frame(question.text) and put.retrieval.answered:
        return put
    return in_context(replace(meant, intent="ask_ellipsis"), turn)
