"""How well a piece of evidence continues the conversation, weighed by a small learned model."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import dropwhile
from pathlib import Path

from bot.answers.continuity_signs import in_thread, leaning, of_candidate, of_declining, of_leaning
from bot.answers.readings import QuestionReading, asked_before, asked_of_told
from bot.answers.told_signs import Told, of_thread, of_words, told_before
from bot.answers.turn import Turn
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.question import Question
from bot.parsing.function_words import members, words_of

MODEL = Path("data/questions/continuity.json")
# Candidates of each reading that are weighed.
_SHOWN = 4
_LEAST = 0.02


@dataclass(frozen=True)
class Interpretation:
    """A question with one piece of evidence first, or none, and the signs of how well that goes on
    here.
    """

    question: Question
    signs: Mapping[str, float]


def interpretations(read: Sequence[QuestionReading], turn: Turn) -> list[Interpretation]:
    """Every piece of evidence that one of the readings found, and the honest no."""
    leans = leaning(read[0].question)
    meant = _meant(read, turn)
    names = {
        candidate.evidence: None
        for one in meant
        for candidate in one.question.retrieval.candidates[:_SHOWN]
        if candidate.score >= _LEAST
    }
    told = told_before(turn)
    weighed = [_interpreted(name, read, meant, leans, told, turn) for name in names]
    text = read[0].question.text
    before = asked_before(turn) or turn.state.declined
    threads = {"thread": turn.reader.likely(before, text)}
    if told_asked := asked_of_told(turn):
        threads["told_thread"] = turn.reader.likely(told_asked, text)
    return _put_to_thread([*weighed, _declined(read, weighed, turn)], threads)


def _put_to_thread(
    weighed: Sequence[Interpretation], threads: Mapping[str, Mapping[str, float]]
) -> list[Interpretation]:
    """Interpretations with how likely each answers the message put to the question before it, and
    to the one that what was told answers.
    """
    found = []
    for one in weighed:
        best = one.question.retrieval.best
        name = "" if "decline" in one.signs or best is None else best.evidence
        signs = dict(one.signs)
        for thread, likely in threads.items():
            signs |= in_thread(thread, name, likely)
        found.append(replace(one, signs=signs))
    return found


def _meant(read: Sequence[QuestionReading], turn: Turn) -> Sequence[QuestionReading]:
    """The readings whose evidence may be meant: "in Texas?" asks for what the last question asked
    for, there, not for anything else of that place.
    """
    picked = [one for one in read if one.way == "focus"]
    if read[0].question.ordinal is not None and turn.state.listed and picked:
        return picked  # "the first one" is of the list, whatever else it sounds like
    put_to_last = any(one.way == "last" and one.holds for one in read)
    text = read[0].question.text
    # "CAP, what is that?" asks what the name stands for, not the last question again
    alone = turn.reader.named(text).alone and not set(_led_in(text)) & members("interrogative")
    return read[1:] if put_to_last and alone else read


def _led_in(text: str) -> list[str]:
    """The words of a text behind those that only join it to the last question: "what about"."""
    joining = members("joining_question")
    return list(dropwhile(lambda word: word in joining, words_of(text)))


def weight(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in signs.items())


@lru_cache(maxsize=1)
def learnt(path: Path = MODEL) -> Mapping[str, float]:
    """The weights that `tools.fit_continuity` has fitted."""
    held: Mapping[str, float] = json.loads(path.read_text("utf-8"))
    return held


def _interpreted(
    name: str,
    read: Sequence[QuestionReading],
    meant: Sequence[QuestionReading],
    leans: tuple[str, ...],
    told: Told,
    turn: Turn,
) -> Interpretation:
    having = [one for one in meant if one.candidate(name)]
    likeliest = max(having, key=lambda one: (one.holds, one.support(name)))
    candidate = likeliest.candidate(name)
    assert candidate is not None
    signs = {f"{one.way}_{lean}": one.support(name) for one in having for lean in leans}
    signs |= {f"top_{one.way}": 1.0 for one in having if one.best == name}
    signs |= of_leaning(name, having, turn.reader.leans(read[0].question.text))
    signs |= {f"answers_{one.way}": one.share(name) for one in having}
    signs["readings"] = float(len(having))
    signs |= of_candidate(candidate, likeliest, read, turn)
    signs |= of_thread(candidate, told, turn)
    signs["told_leans"] = signs["told_now"] * turn.reader.leans(read[0].question.text)
    signs |= of_words(candidate, read[0].question.text, told, turn)
    question = replace(likeliest.question, retrieval=_first(likeliest.question, candidate))
    return Interpretation(question, {key: value for key, value in signs.items() if value})


def _first(question: Question, candidate: Candidate) -> Retrieval:
    retrieval = question.retrieval
    others = [one for one in retrieval.candidates if one.evidence != candidate.evidence]
    return replace(retrieval, candidates=(candidate, *others))


def _declined(
    read: Sequence[QuestionReading], others: Sequence[Interpretation], turn: Turn
) -> Interpretation:
    """The question, taken for one that nothing answers."""
    bare = read[0].question
    retrieval = replace(bare.retrieval, answered=False, partly=False, outcome="not_covered")
    signs = of_declining(read, [one.signs for one in others], turn)
    return Interpretation(replace(bare, intent="ask_not_covered", retrieval=retrieval), signs)
