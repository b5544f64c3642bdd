"""A question that names one's own job as another's is one's own."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bot.answers.asking_parts import asking
from bot.answers.own_job import of_own_job
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.profile import Profile
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import NoReader, found, turn

LAWYER = Profile(job="privacy lawyer")


@dataclass
class Reads(NoReader):
    """Reads a text as a question for certifications, which evidence answers."""

    def read(self, text: str) -> Question:
        return Question("ask_certifications", text=text, retrieval=found("list:certifications"))


@pytest.mark.parametrize(
    ("text", "job", "put"),
    [
        ("which cert is best for a lawyer", "lawyer", "which cert is best for me"),
        ("best exam for privacy lawyer?", "privacy lawyer", "best exam for me"),
    ],
)
def test_the_own_job_is_who_asks(text: str, job: str, put: str, kb: KnowledgeBase) -> None:
    here = replace(turn(kb, text=text, profile=LAWYER), reader=Reads())
    question, then = of_own_job(Question("out_of_scope", text=text, jobs=(job,)), here)
    assert (question.intent, question.text, then.text) == ("ask_certifications", put, put)


def test_another_job_stays_another(kb: KnowledgeBase) -> None:
    here = turn(kb, text="which cert is best for a nurse", profile=LAWYER)
    asked = Question("out_of_scope", text=here.text, jobs=("nurse",))
    assert of_own_job(asked, here) == (asked, here)


def test_what_only_tells_is_not_asked() -> None:
    far = Retrieval((Candidate("a/b/c", 0.9, reasons={"anchor": 0.2}),), 0.9, answered=True)
    told = Question("ask_role", text="we're 800 people.", retrieval=far)
    asked = Question("ask_role", text="how big is a security team?", retrieval=far)
    assert asking([told, asked]) == [asked]
    assert asking([told]) == [told]
