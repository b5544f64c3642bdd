"""Practice within the sources: what a good answer would touch on, and what the person's own attempt
can be held against, since nothing here can quiz, play a board or grade.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers.composer import compose
from bot.answers.sentences import sentence
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, cite
from bot.parsing.asking import asks_anything
from bot.parsing.function_words import words_of

# How likely a message wishes to practice, to do so whatever evidence is near: that fulfills no such
# wish.
PRACTICES = 0.6
_TOUCHED = (FactKind.SKILL, FactKind.DUTY, FactKind.REQUIREMENT)
_QUIZ = "I can't quiz or grade you, but you can check yourself against this:"
_ROLE_PLAY = "I can't grade you, but I can hold what you say against what a good answer touches on:"
_YOUR_TURN = "What would you tell them first?"
_HELD_AGAINST = "I can't grade it, but hold it against this:"
# What is heard by most whom one practices for, where the task itself names nothing closer.
_LISTENERS = "What should I tell the board about security?"
# How likely a statement goes with a task, to be told with it.
_GOES_WITH = 0.05
_MOST = 2
# Words from which a message can be somebody's own attempt.
_ATTEMPT = 6
# Words up to which a task names no subject: "quiz me".
_BARE = 3


def practice(question: Question, turn: Turn) -> Reply:
    """The rules of the certification that is named, else the evidence and skills closest to the
    task.
    """
    kb = turn.kb
    for name in question.about("certification"):
        entity = kb.entity(name)
        asked = turn.reader.read(f"What does the {entity.name} require?" if entity else name)
        if asked.retrieval.answered:
            reply = compose(asked, kb, turn.today)
            return replace(reply, text=f"{_QUIZ} {reply.text}")
    if is_attempt(question, turn) and (held := _held_against(turn)):
        return Reply("duties", f"{_HELD_AGAINST} {sentence(held, kb)}", facts=cite([held]))
    task = question
    last = turn.state.last
    if last and last.intent == question.intent:
        task = last
    facts = _close(task, turn)
    told = " ".join(sentence(fact, kb) for fact in facts)
    if len(question.text.split()) <= _BARE:
        return Reply("duties", f"{_QUIZ} {told}", facts=cite(facts))
    return Reply("duties", f"{_ROLE_PLAY} {told} {_YOUR_TURN}", facts=cite(facts))


def is_attempt(question: Question, turn: Turn) -> bool:
    """Whether a message is what somebody would say who wanted to practice: told, not asked."""
    last = turn.state.last
    if last is None or last.intent != "ask_practice" or last.about("certification"):
        return False
    if len(last.text.split()) <= _BARE:
        return False
    long = len(words_of(question.text)) >= _ATTEMPT
    return long and not asks_anything(question.text) and not turn.update.operations


def _held_against(turn: Turn) -> Fact | None:
    """What those want to know for whom somebody practices, by what they wanted to practice."""
    task = turn.state.last.text if turn.state.last else ""
    return _statement(task, turn) or _statement(_LISTENERS, turn)


def _statement(text: str, turn: Turn) -> Fact | None:
    """The statement that likely goes with a text; None where none does."""
    likely = turn.reader.likely("", text)
    held = (turn.kb.fact(name) for name, share in likely.items() if share >= _GOES_WITH)
    statements = [fact for fact in held if fact and fact.kind is FactKind.STATEMENT]
    return max(statements, key=lambda fact: likely[fact.id], default=None)


def _close(task: Question, turn: Turn) -> list[Fact]:
    """Skills, duties and requirements near the task, after the skill that the sources
    name first.
    """
    skills = turn.kb.facts(FactKind.SKILL)[:1]
    near = [turn.kb.fact(candidate.evidence) for candidate in task.retrieval.candidates]
    fitting = [fact for fact in near if fact and fact.kind in _TOUCHED and fact not in skills]
    return [*skills, *fitting][:_MOST]
