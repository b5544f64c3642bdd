"""Which facts and which answers change when another build of the knowledge base goes live."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.answers.dialogue import ANSWERS, answer
from bot.answers.suggestions import QUESTIONS
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import plain
from bot.knowledge.store import KnowledgeBase


@dataclass(frozen=True)
class Change:
    """An answer before and after; None where there was or will be no such question."""

    question: str
    before: str | None
    after: str | None

    def lines(self) -> list[str]:
        """What goes with "-" in front and what comes with "+", as `diff` writes it."""
        found = difflib.ndiff((self.before or "").splitlines(), (self.after or "").splitlines())
        return [line for line in found if line[0] in "+-"]


def changed_facts(old: KnowledgeBase, new: KnowledgeBase) -> list[str]:
    """Facts that go, come or say something else, by id."""
    before = {fact.id: fact.statement for fact in old.all_facts}
    after = {fact.id: fact.statement for fact in new.all_facts}
    lines = [f"- {before[key]}  [{key}]" for key in sorted(before.keys() - after.keys())]
    lines += [f"+ {after[key]}  [{key}]" for key in sorted(after.keys() - before.keys())]
    for key in sorted(before.keys() & after.keys()):
        if before[key] != after[key]:
            lines += [f"- {before[key]}  [{key}]", f"+ {after[key]}  [{key}]"]
    return lines


def changed_answers(old: KnowledgeBase, new: KnowledgeBase) -> list[Change]:
    """Every standard question, and each about every thing that either build knows, asked of both."""
    before, after = dict(_answers(old)), dict(_answers(new))
    return [
        Change(question, before.get(question), after.get(question))
        for question in (*before, *(question for question in after if question not in before))
        if before.get(question) != after.get(question)
    ]


def _answers(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    for intent in ANSWERS:
        asked = QUESTIONS.get(intent)
        if asked is None:
            continue
        yield asked, _said(Question(intent), kb)
        for entity in kb.entities:
            said = _said(Question(intent, entities=(entity.id,)), kb)
            if said != _said(Question(intent), kb):
                yield f"{asked} (about {entity.name})", said


def _said(question: Question, kb: KnowledgeBase) -> str:
    return plain(answer(question, DialogueState(), kb)[0], suggestions=False)
