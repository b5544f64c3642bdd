"""How well a piece of evidence continues the conversation, weighed by a small learned model."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import dropwhile
from pathlib import Path

from bot.answers.evidence import Found, found
from bot.answers.readings import WAYS, QuestionReading, asked_before, asked_of_told
from bot.answers.turn import Turn
from bot.domain.evidence import PASSAGE, Candidate, Retrieval, source_of
from bot.domain.facts import Fact
from bot.domain.question import Question
from bot.knowledge.units import TOPIC_OF_KIND
from bot.parsing.function_words import bare, has, is_function_word, members, words_of

MODEL = Path("data/questions/continuity.json")
# Candidates of each reading that are weighed.
_SHOWN = 4
_LEAST = 0.02
# Words up to which a message is taken for a part of a question.
_FRAGMENT = 4
# Words up to which a message is taken to lean on the conversation.
LONG = 12
# Letters of a word that are compared.
_STEM = 5
# The least likelihood that is told from none, and the powers of ten from there to certainty.
_LEAST_LIKELY, _DECADES = 1e-3, 3
_WITH_FIGURE = ("count", "amount", "duration")
# What a question may ask a figure for, as the ranker has it.
_MEASURES = ("amount", "time", "count")
_LEANS = ("ellipsis", "points", "fragment", "joins")
# The last question, and one that what was told last answers.
_THREADS = ("thread", "told_thread")
_OF_DECLINING = (
    "stands", "held", "matches", "missing", "echoes", "ellipsis", "outside", "uncovered",
    "unknown_names", "length",
)  # fmt: skip
SIGNS = (
    *(f"{way}_{lean}" for way in WAYS for lean in _LEANS),
    *(f"top_{way}" for way in WAYS),
    "holds", "told_now", "told_before", "same_kind", "same_topic", "same_about", "leaves_about",
    "same_section",
    "same_measure", "fits_form", "lacks_figure", "list", "list_asked", "missing", "subject_missing",
    "matches", "closest", "echoes", "told_silent", "list_told",
    "decline", "decline_unlikely",
    "asked_topic", "top_topic",
    *(f"answers_{way}" for way in WAYS), "readings", "same_source", "same_sort", "passage",
    "untold",
    *(f"decline_{sign}" for sign in _OF_DECLINING),
    *(f"{way}_leans" for way in WAYS), "stands", "top_stands", "told_leans", "decline_leans",
    *(f"{thread}{sign}" for thread in _THREADS for sign in ("", "_log", "_first")),
    *(f"decline_{thread}" for thread in _THREADS),
)  # fmt: skip


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
    told = _told(turn)
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
            signs |= _in_thread(thread, name, likely)
        found.append(replace(one, signs=signs))
    return found


def _in_thread(thread: str, name: str, likely: Mapping[str, float]) -> dict[str, float]:
    """Signs of how likely evidence of that name answers, or nothing under no name."""
    share = likely.get(name, 0.0)
    if not name:
        return {f"decline_{thread}": share}
    held = [share for other, share in likely.items() if other]
    return {
        thread: share,
        f"{thread}_log": 1 + math.log10(max(share, _LEAST_LIKELY)) / _DECADES,
        f"{thread}_first": float(bool(held) and share == max(held)),
    }


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


def leaning(question: Question) -> tuple[str, ...]:
    """What of a message says that it leans on the one before it; empty for one that doesn't."""
    words = question.text.split()
    if not words:
        return ()
    # "IT" is the field, "it" a pronoun
    points = has(" ".join(word for word in words if not word.strip("?.,!").isupper()), "pointing")
    signs = [
        "ellipsis" if question.intent == "ask_ellipsis" else "",
        "points" if points else "",
        "fragment" if len(words) <= _FRAGMENT else "",
        "joins" if bare(words[0]) in members("joining") else "",
    ]
    return tuple(filter(None, signs))


@dataclass(frozen=True)
class _Told:
    """What was answered before: the evidence, and the facts of the last answer."""

    now: str
    before: frozenset[str]
    facts: tuple[Fact, ...]

    @property
    def first(self) -> str:
        """What the last answer rests on first."""
        return self.facts[0].id if self.facts else self.now


def _told(turn: Turn) -> _Told:
    best = [one.retrieval.best.evidence for one in turn.state.turns if one.retrieval.best]
    held = (turn.kb.fact(name) for name in turn.state.facts)
    return _Told(
        best[-1] if best else "", frozenset(best[:-1]), tuple(fact for fact in held if fact)
    )


def _interpreted(
    name: str,
    read: Sequence[QuestionReading],
    meant: Sequence[QuestionReading],
    leans: tuple[str, ...],
    told: _Told,
    turn: Turn,
) -> Interpretation:
    having = [one for one in meant if one.candidate(name)]
    likeliest = max(having, key=lambda one: (one.holds, one.support(name)))
    candidate = likeliest.candidate(name)
    assert candidate is not None
    signs = {f"{one.way}_{lean}": one.support(name) for one in having for lean in leans}
    signs |= {f"top_{one.way}": 1.0 for one in having if one.best == name}
    signs |= _of_leaning(name, having, turn.reader.leans(read[0].question.text))
    signs |= {f"answers_{one.way}": one.share(name) for one in having}
    signs["readings"] = float(len(having))
    signs |= _of_candidate(candidate, likeliest, read, turn)
    signs |= _of_thread(candidate, told, turn)
    signs["told_leans"] = signs["told_now"] * turn.reader.leans(read[0].question.text)
    signs |= _of_words(candidate, read[0].question.text, told, turn)
    question = replace(likeliest.question, retrieval=_first(likeliest.question, candidate))
    return Interpretation(question, {key: value for key, value in signs.items() if value})


def _of_leaning(name: str, having: Sequence[QuestionReading], leans: float) -> dict[str, float]:
    """Signs of the readings that support the evidence, by how likely the message leans."""
    bare = next((one for one in having if one.way == "bare"), None)
    signs = {f"{one.way}_leans": one.share(name) * leans for one in having}
    if bare is not None:
        signs["stands"] = bare.share(name) * (1 - leans)
        signs["top_stands"] = float(bare.best == name) * (1 - leans)
    return signs


def _of_candidate(
    candidate: Candidate, likeliest: QuestionReading, read: Sequence[QuestionReading], turn: Turn
) -> dict[str, float]:
    """Signs of the evidence and the question, whatever was said before."""
    form = read[0].question.retrieval.form
    fact = turn.kb.fact(candidate.evidence)
    figure = fact is not None and fact.figure is not None
    wanted = form in _WITH_FIGURE
    is_list = candidate.evidence.startswith("list:")
    reasons = candidate.reasons
    return {
        "holds": float(likeliest.holds),
        "list": float(is_list),
        "untold": max(reasons.get(f"{measure}_untold", 0.0) for measure in _MEASURES),
        "passage": float(candidate.evidence.startswith(PASSAGE)),
        "list_asked": float(is_list and form == "list"),
        "fits_form": float(wanted and figure),
        "lacks_figure": float(wanted and fact is not None and not figure),
        "missing": float(len(candidate.missing)),
        "subject_missing": reasons.get("subject_missing", 0.0),
        "matches": sum(value for name, value in reasons.items() if name.endswith("_match")),
        "closest": reasons.get("anchor", 0.0),
        "asked_topic": float(_topic(fact) == read[0].question.topic),
        "top_topic": float(_topic(fact) == likeliest.question.topic),
    }


def _of_thread(candidate: Candidate, told: _Told, turn: Turn) -> dict[str, float]:
    """Signs of whether the evidence goes on with what was told."""
    name = candidate.evidence
    signs = {
        "same_source": float(name != told.first and source_of(name) == source_of(told.first)),
        "same_sort": float(_sort(name) == _sort(told.first) != ""),
        "told_now": float(name == told.now or name in {fact.id for fact in told.facts[:1]}),
        "told_before": float(name in told.before),
        "list_told": float(name.startswith("list:") and name in {told.now, *told.before}),
    }
    unit = next(iter(found((candidate,), turn.kb)), None)
    fact = unit.fact if unit else None
    if fact is None or unit is None or not told.facts:
        return signs
    last = told.facts[0]
    topics = {TOPIC_OF_KIND.get(one.kind, "") for one in told.facts}
    return signs | {
        "same_kind": float(fact.kind is last.kind and not unit.list),
        "same_topic": float(TOPIC_OF_KIND.get(fact.kind, "role") in topics),
        "same_about": float(fact.about == last.about and not fact.about.startswith("role/")),
        "leaves_about": float(fact.about != last.about and not last.about.startswith("role/")),
        "same_section": float(_section(fact) in set(map(_section, told.facts))),
        "same_measure": float(_measure(fact) == _measure(last) and fact.figure is not None),
    }


def _of_words(candidate: Candidate, text: str, told: _Told, turn: Turn) -> dict[str, float]:
    """Signs of whether the evidence speaks of what the message names in its own words."""
    said = {_stem(word) for word in words_of(text) if len(word) > 1 and not is_function_word(word)}
    unit = next(iter(found((candidate,), turn.kb)), None)
    if not said or unit is None:
        return {}
    share = len(said & _spoken_of(unit)) / len(said)
    again = candidate.evidence == told.now
    return {"echoes": share, "told_silent": float(again and share == 0)}


def _spoken_of(unit: Found) -> frozenset[str]:
    """The stems of the words of a piece of evidence."""
    texts = [text for fact in unit.facts for text in (fact.statement, fact.label, fact.value)]
    texts += [unit.passage.text] if unit.passage else []
    return frozenset().union(*map(_stems, texts))


@lru_cache(maxsize=8192)  # of what sources say, which is some thousand texts
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(_stem, words_of(text)))


def _stem(word: str) -> str:
    """A word without most of its ending: `companies` and `company` are one."""
    return word[:_STEM]


def _topic(fact: Fact | None) -> str:
    return TOPIC_OF_KIND.get(fact.kind, "role") if fact else ""


def _section(fact: Fact) -> tuple[str, str]:
    return fact.passage.source.id, fact.passage.section


def _measure(fact: Fact) -> tuple[str, str]:
    return (fact.figure.unit, fact.figure.basis) if fact.figure else ("", "")


def _first(question: Question, candidate: Candidate) -> Retrieval:
    retrieval = question.retrieval
    others = [one for one in retrieval.candidates if one.evidence != candidate.evidence]
    return replace(retrieval, candidates=(candidate, *others))


def _sort(name: str) -> str:
    """The kind of fact that evidence is by its id; empty for lists and prose."""
    return name.split("/")[1] if name.count("/") > 1 else ""


def _declined(
    read: Sequence[QuestionReading], others: Sequence[Interpretation], turn: Turn
) -> Interpretation:
    """The question, taken for one that nothing answers; its signs are those of what would be told
    instead.
    """
    bare = read[0].question
    retrieval = replace(bare.retrieval, answered=False, partly=False, outcome="not_covered")
    named = turn.reader.named(bare.text)
    told = [one.signs for one in others]
    signs = {
        "decline": 1.0,
        "decline_unlikely": 1 - max(one.question.retrieval.answerable for one in read),
        "decline_stands": bare.retrieval.answerable,
        "decline_held": sum(one.holds for one in read) / len(read),
        "decline_matches": max((one.get("matches", 0.0) for one in told), default=0.0),
        "decline_missing": min((one.get("missing", 0.0) for one in told), default=0.0),
        "decline_echoes": max((one.get("echoes", 0.0) for one in told), default=0.0),
        "decline_ellipsis": float(bare.intent == "ask_ellipsis"),
        "decline_outside": float(bare.intent == "out_of_scope"),
        "decline_uncovered": float(bare.intent == "ask_not_covered"),
        "decline_unknown_names": float(len(named.places) + len(named.jobs) + len(named.industries)),
        "decline_length": len(bare.text.split()) / LONG,
        "decline_leans": turn.reader.leans(bare.text),
    }
    return Interpretation(replace(bare, intent="ask_not_covered", retrieval=retrieval), signs)
