"""What the jobs earn that were just told: "what do those pay?" after the stepping stones."""

from __future__ import annotations

from bot.answers.job_pay import any_pay, pay_of, pay_of_like
from bot.answers.sentences import capital
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, cite, joined
from bot.knowledge.store import KnowledgeBase
from bot.parsing.function_words import has

_UNPAID = "I have no figure for {rest}."
_SEVERAL = 2


def pay_of_told(question: Question, turn: Turn) -> Reply | None:
    """The pay of each job of the last answer, where a question points at them and asks for pay;
    None for any other question.
    """
    names = _jobs_told(turn)
    points = has(question.text, "pointing", "people") and not question.entities
    asks_for_pay = points and question.topic == "salary"
    if len(names) < _SEVERAL or not asks_for_pay or question.jobs or question.others:
        return None
    paid = {name: found for name in names if (found := _paid(name, turn.kb))}
    texts = [text for text, _ in paid.values()]
    if not texts:
        return None
    told = [capital("; ".join(texts)) + "."]
    if rest := [name for name in names if name not in paid]:
        told.append(_UNPAID.format(rest=joined(rest, "or")))
    return Reply("salary", " ".join(told), facts=cite([fact for _, fact in paid.values()]))


def _jobs_told(turn: Turn) -> list[str]:
    """The names of the jobs that the last answer rested on."""
    facts = (turn.kb.fact(name) for name in turn.state.facts)
    stones = (fact for fact in facts if fact and fact.kind is FactKind.STEPPING_STONE)
    return list(dict.fromkeys(fact.label for fact in stones if fact.value == "role"))


def _paid(name: str, kb: KnowledgeBase) -> tuple[str, Fact] | None:
    """What a job earns, said with its name, by its own figure or that of the job most like it."""
    for entity in kb.entities:
        known = name.lower() in (one.lower() for one in (entity.name, *entity.aliases))
        if entity.kind == "work_role" and known and (fact := any_pay(entity.id, kb)):
            return f"{name}: {pay_of(fact)}", fact
    return pay_of_like(name, kb)
