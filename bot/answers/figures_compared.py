"""The figures of the last answers side by side: "which of the two pays more?", "who of them is best
off?".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from bot.answers import listing
from bot.answers.sentences import capital, lowered
from bot.answers.told_figures import CLOSE, alike_told, midpoint, own_words, words_in
from bot.answers.turn import Turn
from bot.answers.verdicts import of_place
from bot.domain.facts import Fact
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite, joined
from bot.parsing.function_words import has, members, word_classes, words_of

_LEXICON = Path("data/lexicons/comparing.toml")
_CHOOSING = ("which", "compare")
_COMPARING = "compare_listed"
# How likely that act is by its words, from which a message weighs what was told.
_SOUNDS_SO = 0.4
# Words up to which a question only weighs what was told, and up to which one that sounds like it.
_ONE_CLAUSE, _LONG = 8, 12
# How likely a question leans on what was told, from which it means that.
_LEANS = 0.5
_MORE = "{high} is more: {more}{high_year}, against {less}{low_year} for {low}."
_SLIGHTLY = "{high} is slightly more: {more}{high_year}, against {less}{low_year} for {low}."
_SAME = "They’re level: {more}{high_year} for {high}, and {less}{low_year} for {low}."
_UNLIKE = (
    "They can’t be compared directly, since they weren’t measured in the same unit: "
    "{more}{high_year} for {high}, and {less}{low_year} for {low}."
)
_FIRST = "{first} is {end}: {most}, then {others}."
_HIGHEST, _LOWEST = "highest", "lowest"


def compared(question: Question, turn: Turn) -> Reply | None:
    """Which of the figures told last is the highest, where a short question asks nothing else; None
    where there aren't two of one kind.
    """
    if not _weighs(question, turn):
        return None
    figures = alike_told(question.text, turn)
    if len(figures) < 2 or _is_of_things(question, figures, turn):
        return None
    names = _names(figures, turn)
    if len(figures) > 2:
        return _ranked(question, figures, names, turn)
    return _of_two(figures, names, turn)


def _weighs(question: Question, turn: Turn) -> bool:
    """Whether a question names nothing of its own, and asks which of what was told is the more."""
    if not turn.state.told or turn.state.packages or question.retrieval.form == "which_first":
        return False
    words = len(words_of(question.text))
    if question.act == _COMPARING and question.act_share >= _SOUNDS_SO:
        return words <= _LONG
    named = turn.reader.named(question.text)
    names = question.entities or named.places or named.industries or named.jobs or named.role
    brief = words <= _ONE_CLAUSE and has(question.text, "interrogative")
    if names or not brief or question.retrieval.form not in _CHOOSING:
        return False
    return turn.reader.leans(question.text) >= _LEANS


def _is_of_things(question: Question, figures: Sequence[Fact], turn: Turn) -> bool:
    """Whether two certifications are compared as such, rather than by what was measured of them."""
    pair = listing.pair(question, turn)
    of_certifications = sum(thing.startswith("certification/") for thing in pair) > 1
    return of_certifications and not own_words(question.text) & words_in(figures)


def _of_two(figures: Sequence[Fact], names: dict[str, str], turn: Turn) -> Reply:
    """The higher of two figures, or that they are level or can't be compared."""
    high, low = sorted(figures, key=_size, reverse=True)
    assert high.figure is not None and low.figure is not None
    alike = (high.figure.unit, high.figure.basis) == (low.figure.unit, low.figure.basis)
    wording = _wording(_size(high) - _size(low), _size(low)) if alike else _UNLIKE
    leads = wording in (_MORE, _SLIGHTLY)
    text = wording.format(
        high=capital(names[high.id]) if leads else lowered(names[high.id]),
        low=lowered(names[low.id]),
        more=amount(high.figure),
        less=amount(low.figure),
        high_year=_year(high),
        low_year=_year(low),
    )
    return Reply(turn.state.topic, text, facts=cite([high, low]))


def _wording(gap: float, low: float) -> str:
    """What two figures of one unit are beside each other."""
    if not gap:
        return _SAME
    return _SLIGHTLY if gap <= CLOSE * low else _MORE


def _ranked(
    question: Question, figures: Sequence[Fact], names: dict[str, str], turn: Turn
) -> Reply:
    """Three figures and more in their order, the end that is asked for first."""
    low = bool(set(words_of(question.text)) & word_classes(_LEXICON)["lower_end"])
    first, *others = sorted(figures, key=_size, reverse=not low)
    text = _FIRST.format(
        first=capital(names[first.id]),
        end=_LOWEST if low else _HIGHEST,
        most=f"{_amount(first)}{_year(first)}",
        others=joined(
            f"{_amount(fact)}{_year(fact)} for {lowered(names[fact.id])}" for fact in others
        ),
    )
    return Reply(turn.state.topic, text, facts=cite([first, *others]))


def _names(figures: Sequence[Fact], turn: Turn) -> dict[str, str]:
    """What each figure is called beside the others: its label without the words that all of them
    begin with, or what it is about where the labels are the same.
    """
    labels = {fact.id: fact.label.split() for fact in figures}
    alike = [*takewhile(lambda words: len(set(words)) == 1, zip(*labels.values(), strict=False))]
    rest = {name: words[len(alike) :] for name, words in labels.items()}
    if all(rest.values()):
        led = bool(alike) and alike[-1][0] in members("preposition")
        return {name: " ".join(words if led else labels[name]) for name, words in rest.items()}
    of_places = len({fact.scope.place for fact in figures}) > 1
    return {fact.id: _thing(fact, turn, of_places=of_places) for fact in figures}


def _thing(fact: Fact, turn: Turn, *, of_places: bool) -> str:
    """What a figure is about, and where if that differs."""
    known, place = turn.kb.entity(fact.about), fact.scope.place
    name = known.name if known else fact.label
    return f"{name} in {of_place(place)}" if place and of_places else name


def _size(fact: Fact) -> float:
    return midpoint(fact.figure)


def _amount(fact: Fact) -> str:
    assert fact.figure is not None
    return amount(fact.figure)


def _year(fact: Fact) -> str:
    return f" ({fact.year})" if fact.year else ""
