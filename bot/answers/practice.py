"""Practice within the sources: what a good answer would touch on, since nothing here can quiz, play
a board or grade.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers.composer import compose
from bot.answers.sentences import sentence
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, cite

_TOUCHED = (FactKind.SKILL, FactKind.DUTY, FactKind.REQUIREMENT)
_QUIZ = "I can't quiz or grade you, but you can check yourself against this:"
_ROLE_PLAY = "I can't play the other side or grade you, but a good answer would touch on this:"
_MOST = 2
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
    task = question
    last = turn.state.last
    if last and last.intent == question.intent:
        task = last
    facts = _close(task, turn)
    told = " ".join(sentence(fact, kb) for fact in facts)
    lead = _ROLE_PLAY if len(question.text.split()) > _BARE else _QUIZ
    return Reply("duties", f"{lead} {told}", facts=cite(facts))


def _close(task: Question, turn: Turn) -> list[Fact]:
    """Skills, duties and requirements near the task, after the skill that the sources
    name first.
    """
    skills = turn.kb.facts(FactKind.SKILL)[:1]
    near = [turn.kb.fact(candidate.evidence) for candidate in task.retrieval.candidates]
    fitting = [fact for fact in near if fact and fact.kind in _TOUCHED and fact not in skills]
    return [*skills, *fitting][:_MOST]
