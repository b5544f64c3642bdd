"""Which sentences and which answers change when another build of the knowledge base goes live."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.question_catalog import QUESTIONS
from bot.cli.knowledge_trial import TrialAnswer, ask_of
from bot.domain.role import Role
from bot.knowledge.store import KnowledgeBase


@dataclass(frozen=True)
class Change:
    """A question, its answer before and after; `recorded` when
    somebody asked it and didn't get an answer.
    """

    question: str
    before: TrialAnswer
    after: TrialAnswer
    recorded: bool = False

    @property
    def is_now_answered(self) -> bool:
        return self.after.is_whole and not self.before.is_whole

    def lines(self) -> list[str]:
        """What goes with "-" in front and what comes with "+", as `diff` writes it."""
        found = difflib.ndiff(self.before.text.splitlines(), self.after.text.splitlines())
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


def changed_passages(old: KnowledgeBase, new: KnowledgeBase) -> list[str]:
    """Sentences of prose that go or come: those that no fact tells."""
    before, after = _prose(old), _prose(new)
    lines = [f"- {text}  [{place}]" for text, place in before.items() if text not in after]
    return lines + [f"+ {text}  [{place}]" for text, place in after.items() if text not in before]


def changed_answers(recorded: Sequence[str], role: Role, url: str) -> list[Change]:
    """The recorded and the standard questions that the knowledge base at
    `url` answers otherwise than the current one.
    """
    questions = list(dict.fromkeys([*recorded, *standard_questions(role)]))
    before, after = ask_of(questions), ask_of(questions, url)
    return [
        Change(question, old, new, question in recorded)
        for question, old, new in zip(questions, before, after, strict=True)
        if old.text != new.text
    ]


def standard_questions(role: Role) -> list[str]:
    """The questions that are suggested to people; those about any one certification name none."""
    filled = map(role.fill, QUESTIONS.values())
    return [question for question in filled if "{" not in question]


def _prose(kb: KnowledgeBase) -> dict[str, str]:
    held = {fact.passage.id for fact in kb.all_facts}
    return {p.text: f"{p.source.id}:{p.line}" for p in kb.passages if p.id not in held}
