"""Decides what a text is taken for: a question on the job with its evidence, a dialogue act, or a
question that is declined. Without Rasa.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.answers.intent_topics import LEANING as THREAD
from bot.answers.intent_topics import TOPIC_OF
from bot.domain.evidence import Retrieval
from bot.domain.question import Question
from bot.nlu.mentions import Mentions
from bot.nlu.polarity import OPPOSITES, offers_choice, words_of
from bot.parsing.asking import asks, asks_anything, speaks_of_self
from bot.parsing.function_words import has

NOT_COVERED, OUT_OF_SCOPE = "ask_not_covered", "out_of_scope"
REFUSALS = (NOT_COVERED, OUT_OF_SCOPE)
TOLD, PRACTICE, DECISION = "inform", "ask_practice", "ask_decision"
FRUSTRATION = "express_frustration"
# Acts that are met before the question that comes with them is answered.
FEELINGS = ("express_worry", FRUSTRATION)
# Acts that a question beside them outweighs: "thanks, now the duties".
COURTESIES = (
    "thank", "acknowledge", "greet", "praise", "joke", "react_positive", "react_negative",
    "complain", "how_are_you", "apologize", "defer_decision", "express_surprise",
    "express_discouragement", "share_success", "belittle_oneself",
)  # fmt: skip
# Acts that are answered by a response of the domain alone; where a message hardly is one, and
# nothing answers it, that response is still the best.
SMALL_TALK = tuple(
    act for act in (*COURTESIES, *FEELINGS, "ask_bot", "ask_capabilities", "insult", "goodbye")
    if act != "how_are_you"
)  # fmt: skip
# Intents that lean on the conversation or the person; with small talk, thread and advice they are
# dialogue acts.
LEANING = ("ask_offer", "compare_offers", "tell_raise", "ask_source", "ask_figure_age")
NEAR_ADVICE = (
    "ask_career_path", "ask_step", "ask_stepping_stones", "ask_experience",
    "ask_management_experience",
)  # fmt: skip
# Wishes about the person's own plan: no source answers "what has changed?" or "and without the
# degree?".
PLAN = "ask_plan"
_ABOUT_PLAN = (PLAN, "ask_progress", "ask_what_if", "ask_next_job")
# What goes on with the question before.
_GOING_ON = "ask_ellipsis"
_MAJORITY = frozenset({"most", "majority", "mostly", "usually", "generally"})


@dataclass(frozen=True)
class Thresholds:
    """`act` is the probability from which a message is a dialogue act although evidence would
    answer it, `sure` that from which the subject of a question is answered although no evidence was
    close enough.

    `general` is how well evidence must answer what sounds like advice, but names nobody, to be
    answered from it, `certain` how far the first unit must be ahead where the question is put of
    oneself. `nothing` is how close a question without an answer must come, so that a wish for
    advice is declined, `near` how close for an act that is less likely than `doubtful`, and `most`
    the share of such questions among the closest from which unsure evidence doesn't count either,
    `nearly` that from which a feeling that is unlikely does not.
    `same` is how close a question beside a source must come to be the one that is asked, `exact`
    how close where it sounds like another act.
    """

    act: float = 0.5
    sure: float = 0.8
    general: float = 0.8
    certain: float = 0.9
    nothing: float = 0.7
    near: float = 0.65
    doubtful: float = 0.7
    same: float = 0.8
    exact: float = 0.95
    most: float = 0.7
    nearly: float = 0.9


class Parser:
    """The decisions, without Rasa: probabilities, mentions and evidence in, a question out."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds

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
        act, share = self._act(probabilities, likely)
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
        if holds and self._is_among_nothing(*self._act(probabilities, likely), question):
            # "should I move to Canada"
            unanswered = replace(retrieval, answered=False, partly=False)
            question, holds = replace(question, retrieval=unanswered), False
        if act := self._as_act(question, probabilities, likely, mentions, holds=holds):
            return act
        if holds and not mentions.foreign:
            return question
        return self._declined(question, probabilities, likely, subjects, mentions)

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
        act, probability = self._act(probabilities, likely)
        if act in FEELINGS:  # other small talk beside it makes no feeling likelier
            probability = sum(probabilities.get(feeling, 0.0) for feeling in FEELINGS)
        if act in FEELINGS and holds and self._is_beside_point(probability, question):
            return replace(question, feeling=act)
        of_plan = act in _ABOUT_PLAN and probabilities[act] >= self._thresholds.sure
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
        """Whether a message that may tell a feeling has a point that evidence surely answers: it is
        told with a sentence for the feeling.
        """
        surely = question.retrieval.answerable >= self._thresholds.certain
        return surely and probability < self._thresholds.sure

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
        advice = TOPIC_OF.get(act) == "advice"
        unsure = probability < self._thresholds.sure and (
            act == PRACTICE or question.retrieval.signs.get("anchor", 0.0) >= self._thresholds.exact
        )
        if (advice or unsure) and self._answers_anybody(question, mentions, holds=holds):
            return True  # "can the board put responsibility on me", "name the exam's topics"
        return not holds and self._is_unanswerable(act, probability, question, mentions)

    def _is_among_nothing(self, act: str, probability: float, question: Question) -> bool:
        """Whether a wish for advice is one of the questions that nothing answers, whatever unsure
        evidence was found for it.
        """
        signs = question.retrieval.signs
        near = signs.get("nothing", 0.0) >= self._thresholds.nothing
        among = near and signs.get("votes", 0.0) >= self._thresholds.most
        unsure = question.retrieval.answerable < self._thresholds.general
        wish = TOPIC_OF.get(act) == "advice" and probability >= self._thresholds.act
        return wish and among and unsure and asks(question.text)

    def _is_unanswerable(
        self, act: str, probability: float, question: Question, mentions: Mentions
    ) -> bool:
        """Whether what sounds like an act asks for something that nothing answers."""
        if self._is_near_nothing(act, probability, question):
            return True
        if TOPIC_OF.get(act) == "advice" and mentions.wanted_jobs and not mentions.names_role:
            return True  # advice is on the way to the role, and to no other job
        return act == TOLD and asks(question.text) and probability < self._thresholds.act

    def _is_near_nothing(self, act: str, probability: float, question: Question) -> bool:
        """Whether an act comes closer to a question without an answer than it is likely."""
        nothing = question.retrieval.signs.get("nothing", 0.0)
        if act in (PRACTICE, DECISION) and probability >= self._thresholds.act:
            return False  # its answer says what can't be done
        if act in FEELINGS and self._is_hardly_felt(probability, question):
            return True  # "my wife hates my shifts, what now"
        personal = TOPIC_OF.get(act) == "advice" or act in FEELINGS
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

    def _declined(
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

    def _act(self, probabilities: Mapping[str, float], likely: list[str]) -> tuple[str, float]:
        """The likeliest dialogue act, and how likely acts of its family are together."""
        families: dict[str, float] = {}
        for intent, probability in probabilities.items():
            if is_act(intent):
                family = _family(intent)
                families[family] = families.get(family, 0.0) + probability
        if not families:
            return "", 0.0
        best = max(sorted(families), key=lambda family: families[family])
        return next(i for i in likely if is_act(i) and _family(i) == best), families[best]


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
        majority=bool(_MAJORITY & said),
        choice=offers_choice(text),
    )


def is_act(intent: str) -> bool:
    """Whether an intent is about the conversation or the person, not about the job."""
    return intent in LEANING or TOPIC_OF.get(intent) in ("smalltalk", "advice")


def _family(intent: str) -> str:
    return intent if intent in (*LEANING, *THREAD) else TOPIC_OF[intent]


def _topic(subjects: list[str], probabilities: Mapping[str, float]) -> str:
    topics: dict[str, float] = {}
    for intent in subjects:
        topic = TOPIC_OF.get(intent, "role")
        topics[topic] = topics.get(topic, 0.0) + probabilities[intent]
    return max(sorted(topics), key=lambda topic: topics[topic]) if topics else "role"
