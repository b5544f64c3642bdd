"""Signs of whether evidence goes on with what was told before, in what it is and in its words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.answers.evidence import Found, found
from bot.answers.turn import Turn
from bot.domain.evidence import Candidate, source_of
from bot.domain.facts import Fact
from bot.knowledge.units import TOPIC_OF_KIND
from bot.parsing.function_words import is_function_word, words_of

# Letters of a word that are compared.
_STEM = 5


@dataclass(frozen=True)
class Told:
    """What was answered before: the evidence, and the facts of the last answer."""

    now: str
    before: frozenset[str]
    facts: tuple[Fact, ...]

    @property
    def first(self) -> str:
        """What the last answer rests on first."""
        return self.facts[0].id if self.facts else self.now


def told_before(turn: Turn) -> Told:
    best = [one.retrieval.best.evidence for one in turn.state.turns if one.retrieval.best]
    held = (turn.kb.fact(name) for name in turn.state.facts)
    return Told(
        best[-1] if best else "", frozenset(best[:-1]), tuple(fact for fact in held if fact)
    )


def of_thread(candidate: Candidate, told: Told, turn: Turn) -> dict[str, float]:
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


def of_words(candidate: Candidate, text: str, told: Told, turn: Turn) -> dict[str, float]:
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


def _section(fact: Fact) -> tuple[str, str]:
    return fact.passage.source.id, fact.passage.section


def _measure(fact: Fact) -> tuple[str, str]:
    return (fact.figure.unit, fact.figure.basis) if fact.figure else ("", "")


def _sort(name: str) -> str:
    """The kind of fact that evidence is by its id; empty for lists and prose."""
    return name.split("/")[1] if name.count("/") > 1 else ""
