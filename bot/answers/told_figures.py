"""The figures of the last answers: what is kept of them, and which of them measured the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from bot.answers.turn import Turn
from bot.domain.dialogue import TOLD, DialogueState, Told
from bot.domain.facts import Fact, FactKind, Figure
from bot.domain.question import Question
from bot.knowledge.words import words
from bot.parsing.function_words import words_of
from bot.parsing.numbers import SMALL

# Share by which two figures may differ and still count as about the same.
CLOSE = 0.1
# Kinds of which any two figures in one unit are of the same.
_OF_ONE_MEASURE = (FactKind.PAY, FactKind.OVERLAP, FactKind.TENURE, FactKind.REPORTING)
# Share of the words of two labels that are in both, from which they measure the same.
_ALIKE = 0.5


def with_told(question: Question, facts: Sequence[Fact], state: DialogueState) -> tuple[Told, ...]:
    """The last answers with figures after one more, the figure that was asked for first."""
    best = question.retrieval.best
    figures = [fact.id for fact in facts if fact.figure]
    first = [name for name in figures if best is not None and name == best.evidence]
    told = tuple(dict.fromkeys([*first, *figures]))
    if not told:
        return state.told
    before = [one for one in state.told if one.facts[0] != told[0]]
    return (*before, Told(question.text, told))[-TOLD:]


def alike_told(text: str, turn: Turn) -> list[Fact]:
    """The figures of the last answers that measured the same, the latest first: as many as are
    counted, else those of answers that follow each other.
    """
    answers = [list(_facts(told, turn)) for told in reversed(turn.state.told)]
    said = own_words(text)
    by_name = sorted(answers[0], key=lambda fact: -len(said & words_in([fact])))
    chains = [list(_chain(fact, answers[1:])) for fact in by_name]
    count = next((SMALL[word] for word in words_of(text) if SMALL.get(word, 0) > 1), 0)
    for chain in chains:
        near = [*takewhile(lambda fact: fact is not None, chain)]
        found = [fact for fact in (chain if count else near) if fact is not None]
        if len(found) >= max(count, 2):
            return found[: count or TOLD]
    unlike = [fact for fact in (facts[0] for facts in answers[:2]) if _is_money(fact)]
    return unlike if len({fact.kind for fact in unlike}) == 1 else []


def _chain(fact: Fact, before: Sequence[Sequence[Fact]]) -> Iterator[Fact | None]:
    """A figure, and of each answer before it the one that measured the same, if there is one."""
    yield fact
    for facts in before:
        yield next((other for other in facts if _measured_alike(fact, other)), None)


def _facts(told: Told, turn: Turn) -> Iterator[Fact]:
    """The figures of an answer that stand in one paragraph with the first one."""
    held = [fact for name in told.facts if (fact := turn.kb.fact(name)) and fact.figure]
    return (fact for fact in held if fact.passage.id == held[0].passage.id)


def _measured_alike(one: Fact, other: Fact) -> bool:
    """Whether two figures are of the same: how many are women is no more than how many serve."""
    assert one.figure is not None and other.figure is not None
    unit = (one.figure.unit, one.figure.basis) == (other.figure.unit, other.figure.basis)
    if not unit or one.kind is not other.kind or one.id == other.id:
        return False
    if one.kind in _OF_ONE_MEASURE or one.passage.id == other.passage.id:
        return True
    ours, theirs = words_in([one]), words_in([other])
    return len(ours & theirs) >= _ALIKE * len(ours | theirs)


def _is_money(fact: Fact) -> bool:
    """Whether a figure is an amount of some currency."""
    assert fact.figure is not None
    return fact.figure.unit[:3].isupper()


def midpoint(figure: Figure | None) -> float:
    return (figure.low + figure.high) / 2 if figure else 0.0


def own_words(text: str) -> set[str]:
    """The words of a text that name something, without their endings."""
    return set(words(text))


def words_in(facts: Sequence[Fact]) -> set[str]:
    return set().union(*(own_words(fact.label) for fact in facts))
