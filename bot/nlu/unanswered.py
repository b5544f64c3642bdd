"""Whether a message asks for something that nothing answers, and what it is then taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.evidence import Retrieval
from bot.domain.question import Question
from bot.nlu.decision_thresholds import Thresholds
from bot.nlu.dialogue_acts import (
    DECISION,
    FEELINGS,
    NOT_COVERED,
    OUT_OF_SCOPE,
    PRACTICE,
    TOLD,
    is_advice,
)
from bot.nlu.mentions import Mentions
from bot.parsing.asking import asks, asks_anything


class Unanswered:
    """The decisions on what lies near known questions without an answer."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds

    def is_among_nothing(self, act: str, probability: float, question: Question) -> bool:
        """Whether a wish for advice is one of the questions that nothing answers, whatever unsure
        evidence was found for it.
        """
        signs = question.retrieval.signs
        near = signs.get("nothing", 0.0) >= self._thresholds.nothing
        among = near and signs.get("votes", 0.0) >= self._thresholds.most
        unsure = question.retrieval.answerable < self._thresholds.general
        wish = is_advice(act) and probability >= self._thresholds.act
        return wish and among and unsure and asks(question.text)

    def is_unanswerable(
        self, act: str, probability: float, question: Question, mentions: Mentions
    ) -> bool:
        """Whether what sounds like an act asks for something that nothing answers."""
        if self._is_near_nothing(act, probability, question):
            return True
        if is_advice(act) and mentions.wanted_jobs and not mentions.names_role:
            return True  # advice is on the way to the role, and to no other job
        return act == TOLD and asks(question.text) and probability < self._thresholds.act

    def _is_near_nothing(self, act: str, probability: float, question: Question) -> bool:
        """Whether an act comes closer to a question without an answer than it is likely."""
        nothing = question.retrieval.signs.get("nothing", 0.0)
        if act in (PRACTICE, DECISION) and probability >= self._thresholds.act:
            return False  # its answer says what can't be done
        if act in FEELINGS and self._is_hardly_felt(probability, question):
            return True  # "my wife hates my shifts, what now"
        personal = is_advice(act) or act in FEELINGS
        if nothing >= self._thresholds.nothing and personal and asks(question.text):
            return True  # "should I sue them"
        if nothing < self._thresholds.near:
            return False
        doubtful = probability < self._thresholds.doubtful and asks(question.text)
        return doubtful or probability < self._thresholds.act  # "book me a seat for the exam"

    def _is_hardly_felt(self, probability: float, question: Question) -> bool:
        """Whether what may be a feeling asks something beside nearly only questions without an
        answer.
        """
        votes = question.retrieval.signs.get("votes", 0.0)
        unlikely = probability < self._thresholds.act and votes >= self._thresholds.nearly
        return unlikely and asks_anything(question.text)

    def declined(
        self,
        question: Question,
        probabilities: Mapping[str, float],
        likely: list[str],
        subjects: list[str],
        mentions: Mentions,
    ) -> Question:
        """A question that no evidence answers; one with a clear subject is answered from that."""
        retrieval = question.retrieval
        named_elsewhere = bool(retrieval.missing or (retrieval.best and retrieval.best.missing))
        sure = probabilities[subjects[0]] >= self._thresholds.sure
        named_elsewhere = named_elsewhere or bool(mentions.wanted_jobs and not mentions.names_role)
        if sure and likely[0] == subjects[0] and not (mentions.foreign or named_elsewhere):
            # a story around a plain question: its subject is clear, and has an answer of its own,
            # which is what is held on the thing that it names, if it names one
            named = retrieval.best is not None and retrieval.best.reasons.get("subject")
            own = replace(retrieval, answered=True) if named else Retrieval()
            return replace(question, retrieval=own, confidence=probabilities[subjects[0]])
        outside = mentions.foreign or retrieval.outcome == OUT_OF_SCOPE
        return replace(
            question,
            intent=OUT_OF_SCOPE if outside else NOT_COVERED,
            confidence=1.0 - retrieval.answerable,
            alternatives=tuple(subjects[:3]),
        )
