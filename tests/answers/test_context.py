"""What a message that leans on the one before it is taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from bot.answers import context
from bot.answers.context import in_context
from bot.answers.turn import Named, Turn
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import NoReader, turn


@dataclass
class OneReading(NoReader):
    """Reads whatever is put to the conversation as one question."""

    question: Question

    def knows(self, evidence: str) -> bool:
        return True

    def likely(self, before: str, text: str) -> Mapping[str, float]:
        return {}

    def read(self, text: str) -> Question:
        return replace(self.question, text=text)

    def about(self, name: str, question: Question) -> Question:
        return self.read(f"{question.text} {name}")

    def after(self, before: str, question: Question) -> Question:
        return self.read(f"{before} {question.text}")


def asked(text: str, *shares: tuple[str, float]) -> Question:
    candidates = tuple(Candidate(evidence, share) for evidence, share in shares)
    found = Retrieval(candidates, 0.9, answered=True, form="yes_no")
    return Question("ask_ellipsis", 0.9, text=text, topic="duties", retrieval=found)


@pytest.fixture(scope="module")
def duties(kb: KnowledgeBase) -> tuple[str, str]:
    told, other = kb.facts(FactKind.DUTY)[:2]
    return told.id, other.id


def after(told: str, text: str, kb: KnowledgeBase, reading: Question) -> Turn:
    before = replace(asked("what do audits involve", (told, 0.9)), intent="ask_about_duty")
    state = DialogueState(turns=(before,), topic="duties", facts=(told,))
    return replace(turn(kb, state, text=text), reader=OneReading(reading))


def best(question: Question) -> str:
    assert question.retrieval.best is not None
    return question.retrieval.best.evidence


def weigh(monkeypatch: pytest.MonkeyPatch, told_now: float) -> None:
    weights = {"top_bare": 1.0, "top_last": 1.0, "told_now": told_now}
    monkeypatch.setattr(context, "learnt", lambda: weights)


@pytest.mark.parametrize(
    ("text", "told_now", "is_told_again"),
    [
        ("do they write any too?", 0.5, False),
        ("do they write any too?", 2.0, True),
        ("audits involve what", 0.5, True),
    ],
    ids=["in other words", "far behind what was told", "in the same words"],
)
def test_a_question_in_other_words_gets_what_was_not_told(
    text: str,
    told_now: float,
    is_told_again: bool,
    kb: KnowledgeBase,
    duties: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weigh(monkeypatch, told_now)
    told, other = duties
    here = after(told, text, kb, asked("", (told, 0.9), (other, 0.05)))
    read = in_context(asked(text, (other, 0.6), (told, 0.3)), here)
    assert (best(read) == told) is is_told_again


def test_what_only_a_list_answers_is_not_told_instead(
    kb: KnowledgeBase, duties: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    weigh(monkeypatch, 0.5)
    told, _ = duties
    text = "do they write any too?"
    here = after(told, text, kb, asked("", (told, 0.9)))
    read = in_context(asked(text, ("list:duties", 0.6), (told, 0.3)), here)
    assert best(read) == told


class NameReader(OneReading):
    """Takes every message for one name and nothing else."""

    def named(self, text: str) -> Named:
        return Named(places=("Texas",), alone=True)


@pytest.mark.parametrize("text", ["Texas?", "and in Texas", "what about Texas"])
def test_a_bare_name_is_read_only_as_put_to_the_last_question(
    text: str, kb: KnowledgeBase, duties: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    weigh(monkeypatch, told_now=0.0)
    told, law = duties
    reading = asked("what do audits involve in Texas", (told, 0.9))
    here = replace(after(told, text, kb, reading), reader=NameReader(reading))
    assert best(in_context(asked(text, (law, 0.9)), here)) == told


def test_what_a_name_is_stands_beside_the_last_question(
    kb: KnowledgeBase, duties: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "learnt", lambda: {"top_bare": 1.0})
    told, other = duties
    reading = asked("what do audits involve CAP", (told, 0.9))
    here = replace(after(told, "CAP, what is that?", kb, reading), reader=NameReader(reading))
    assert best(in_context(asked("CAP, what is that?", (other, 0.9)), here)) == other
