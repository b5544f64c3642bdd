"""Decides what a text is taken for: a question on the job with its evidence, a dialogue act, or a
question that is declined. Without Rasa.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.answers.intent_topics import TOPIC_OF
from bot.domain.evidence import Retrieval
from bot.domain.question import Question
from bot.nlu.decision_thresholds import Thresholds
from bot.nlu.dialogue_acts import (
    ABOUT_PLAN,
    FEELINGS,
    NEAR_ADVICE,
    PRACTICE,
    REFUSALS,
    SMALL_TALK,
    TOLD,
    is_act,
    is_advice,
    likeliest_act,
)
from bot.nlu.mentions import Mentions
from bot.nlu.polarity import OPPOSITES, is_negated, offers_choice, words_of
from bot.nlu.unanswered import Unanswered
from bot.parsing.asking import asks, speaks_of_self
from bot.parsing.function_words import has

# What goes on with the question before.
_GOING_ON = "ask_ellipsis"
_MAJORITY = frozenset({"most", "majority", "mostly", "usually", "generally"})


class Parser:
    """The decisions, without Rasa: probabilities, mentions and evidence in, a question out."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self._unanswered = Unanswered(thresholds)

    def read(
        self,
        text: str,
        probabilities: Mapping[str, float],
        mentions: Mentions,
        retrieval: Retrieval,
    ) -> Question:
        """One question: a dialogue act, a question on the job with its evidence, or one that is
        declined.
        """
        likely = sorted(probabilities, key=lambda intent: (-probabilities[intent], intent))
        act, share = likeliest_act(probabilities, likely)
        read = self._read(text, probabilities, likely, mentions, retrieval)
        return replace(read, act=act, act_share=round(share, 4))

    def _read(
        self,
        text: str,
        probabilities: Mapping[str, float],
        likely: list[str],
        mentions: Mentions,
        retrieval: Retrieval,
    ) -> Question:
        subjects = [intent for intent in likely if not is_act(intent) and intent not in REFUSALS]
        question = _asked(text, subjects, probabilities, mentions, retrieval)
        pair = retrieval.form == "compare" and len(question.about("certification")) > 1
        holds = retrieval.answered or retrieval.partly or pair
        if holds and self._unanswered.is_among_nothing(
            *likeliest_act(probabilities, likely), question
        ):
            # "should I move to Canada"
            unanswered = replace(retrieval, answered=False, partly=False)
            question, holds = replace(question, retrieval=unanswered), False
        if act := self._as_act(question, probabilities, likely, mentions, holds=holds):
            return act
        if holds and not mentions.foreign:
            return question
        return self._unanswered.declined(question, probabilities, likely, subjects, mentions)

    def _as_act(
        self,
        question: Question,
        probabilities: Mapping[str, float],
        likely: list[str],
        mentions: Mentions,
        *,
        holds: bool,
    ) -> Question | None:
        """The message as a dialogue act or a wish for advice, None where it is a question on the
        job.
        """
        act, probability = likeliest_act(probabilities, likely)
        if act in FEELINGS:  # other small talk beside it makes no feeling likelier
            probability = sum(probabilities.get(feeling, 0.0) for feeling in FEELINGS)
        if act in FEELINGS and holds and self._is_beside_point(probability, question):
            return replace(question, feeling=act)
        of_plan = act in ABOUT_PLAN and probabilities[act] >= self._thresholds.sure
        if not of_plan and self._yields(act, probability, question, mentions, holds=holds):
            return None
        least = self._thresholds.act if holds else probabilities[likely[0]] - 1e-9
        if probability > least:
            meant = self._meant(act, probability, question.text)
            return replace(question, intent=meant, confidence=min(1.0, probability))
        own = mentions.own_jobs and speaks_of_self(question.text)
        if own and question.intent in NEAR_ADVICE:
            return replace(question, intent="ask_advice")
        return None

    def _meant(self, act: str, probability: float, text: str) -> str:
        """The act, or what is meant by it: to go on, or one's own progress."""
        if self._is_hardly_meant(act, probability):
            return _GOING_ON
        of_self = speaks_of_self(text) and "you" not in words_of(text)
        return "ask_progress" if act == "how_are_you" and of_self else act  # "how am I doing?"

    def _is_beside_point(self, probability: float, question: Question) -> bool:
        """Whether a message that likely tells a feeling has a point that evidence surely answers:
        that is told with a sentence for the feeling.
        """
        surely = question.retrieval.answerable >= self._thresholds.certain
        return surely and self._thresholds.act <= probability < self._thresholds.sure

    def _is_hardly_meant(self, act: str, probability: float) -> bool:
        """Whether a message sounds only a little like small talk: "can I learn that fast enough?",
        "good yarn, the wife says no". The conversation decides whether it goes on with an answer.
        """
        return act in SMALL_TALK and probability < self._thresholds.act

    def _yields(
        self, act: str, probability: float, question: Question, mentions: Mentions, *, holds: bool
    ) -> bool:
        """Whether what sounds like an act is a question on the job after all, answered or not."""
        tells = act == TOLD and probability >= self._thresholds.sure and not asks(question.text)
        if tells:
            return False  # "3 years in security and a team of 12"
        advice = is_advice(act)
        unsure = probability < self._thresholds.sure and (
            act == PRACTICE or question.retrieval.signs.get("anchor", 0.0) >= self._thresholds.exact
        )
        if (advice or unsure) and self._answers_anybody(question, mentions, holds=holds):
            return True  # "can the board put responsibility on me", "name the exam's topics"
        return not holds and self._unanswered.is_unanswerable(act, probability, question, mentions)

    def _answers_anybody(self, question: Question, mentions: Mentions, *, holds: bool) -> bool:
        """Whether what sounds like a wish for advice is answered by evidence alike for anybody.

        It is where nobody is named, and where somebody only asks what one unit surely answers.
        """
        retrieval = question.retrieval
        if not holds or retrieval.answerable < self._thresholds.general:
            return False
        somebody = speaks_of_self(question.text) or has(question.text, "third_person")
        if not (mentions.own_jobs or somebody):
            return True
        best = retrieval.best
        if best is None or not asks(question.text) or question.years is not None:
            return False
        ahead = best.score >= self._thresholds.certain
        return ahead or self._is_asked_in_source(retrieval, question)

    def _is_asked_in_source(self, retrieval: Retrieval, question: Question) -> bool:
        """Whether nearly the same question stands beside the best evidence: "can I go from audit to
        CISO", "will I be blamed".
        """
        anchor = retrieval.signs.get("anchor", 0.0)
        same = anchor >= self._thresholds.same and retrieval.answerable >= self._thresholds.certain
        put_to_anybody = retrieval.form == "yes_no" or question.intent not in NEAR_ADVICE
        return same and put_to_anybody


def _asked(
    text: str,
    subjects: list[str],
    probabilities: Mapping[str, float],
    mentions: Mentions,
    retrieval: Retrieval,
) -> Question:
    """What a text asks and names, taken as a question on the job."""
    said = words_of(text)
    named = (mention.value for mention in mentions.known if mention.kind != "role")
    return Question(
        intent=subjects[0],
        confidence=retrieval.answerable,
        text=text,
        entities=tuple(dict.fromkeys(named)),
        ordinal=mentions.ordinal,
        years=mentions.years,
        others=tuple(m.value for m in (*mentions.other_certifications, *mentions.places)),
        jobs=tuple(dict.fromkeys(m.value for m in mentions.other_jobs)),
        places=tuple(dict.fromkeys(m.value for m in mentions.places)),
        topic=_topic(subjects, probabilities),
        retrieval=retrieval,
        inverted=bool(OPPOSITES & said),
        negated=is_negated(text),
        majority=bool(_MAJORITY & said),
        choice=offers_choice(text),
    )


def _topic(subjects: list[str], probabilities: Mapping[str, float]) -> str:
    topics: dict[str, float] = {}
    for intent in subjects:
        topic = TOPIC_OF.get(intent, "role")
        topics[topic] = topics.get(topic, 0.0) + probabilities[intent]
    return max(sorted(topics), key=lambda topic: topics[topic]) if topics else "role"
