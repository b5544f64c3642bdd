"""The last figure beside others: whether it's a lot, what pay it includes, beside one's own."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from bot.answers import offers
from bot.answers.act_decision import TALK
from bot.answers.heard_pay import currency_told
from bot.answers.pay import newest_averages
from bot.answers.sentences import dated
from bot.answers.thread import alike, last_facts, nothing_yet
from bot.answers.told_figures import CLOSE, midpoint
from bot.answers.told_groups import beside_own
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind
from bot.domain.profile_parts import HOME
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite
from bot.parsing.asking import asks_anything, speaks_of_self
from bot.parsing.function_words import has, members, words_of
from bot.parsing.quantities import find_quantities

_PARTS = {
    "base": "That's base salary alone, without bonus or equity.",
    "cash": "That's base and bonus together, without equity.",
    "total": "That's everything: base, bonus and equity.",
}
_PARTS_UNKNOWN = "My source doesn't say what it includes."
# Acts beside small talk that may tell an amount: "I got 20k".
_TELLING = ("ask_ellipsis", "inform", "acknowledge")
# Words up to which a question asks one thing.
_ONE_CLAUSE = 8
NO_COMPARISON = "I can't tell: I have nothing else that was measured the same way."
_HIGH = "{lead}{own} is on the high side: {beside}."
_LOW = "{lead}{own} is on the low side: {beside}."
_USUAL = "It's about usual: {beside}."
_NEWER = "Newer figures are {side}: the {what} ({year}) is {amount}."
_BESIDE_TOLD = "{side} the {label}: {amount}"


def pay_parts(question: Question, turn: Turn) -> Reply | None:
    """What the last figure of pay includes, where a short question is for that: "is that base?"."""
    told = fact_with_figure(turn)
    words = words_of(question.text)
    points = has(question.text, "pointing") and bool(words[:1]) and words[0] in members("auxiliary")
    asked = points and has(question.text, "pay_part") and len(words) <= _ONE_CLAUSE
    if not asked or told is None or told.figure is None or told.kind is not FactKind.PAY:
        return None
    text = _PARTS.get(told.figure.basis, _PARTS_UNKNOWN)
    return Reply(turn.state.topic, f"{text} {dated(told)}", facts=cite([told]))


def is_it_a_lot(question: Question, turn: Turn) -> Reply:
    """The last figure beside others that measured the same; a word and the figure."""
    told = fact_with_figure(turn)
    if told is None:
        nothing = nothing_yet(turn)
        return replace(nothing, text=NO_COMPARISON) if turn.state.text else nothing
    if beside := beside_own(turn):
        return beside
    others = _comparable(told, turn)
    if not others:
        return Reply(turn.state.topic, NO_COMPARISON, facts=cite([told]))
    newest = max(others, key=lambda fact: fact.year or 0)
    if newest.about == told.about and (newest.year or 0) > (told.year or 0):
        return _beside_newer(told, newest, turn)
    return _beside_typical(told, _typical(others), question, turn)


def fact_with_figure(turn: Turn) -> Fact | None:
    """The fact of the last answer that tells a figure."""
    return next((fact for fact in last_facts(turn) if fact.figure), None)


def _comparable(told: Fact, turn: Turn) -> list[Fact]:
    """Figures that measured the same, the general ones if there are any; else those of the role."""
    same = [fact for fact in alike(told, turn) if _is_another(fact, told)]
    if told.kind is FactKind.SURVEY:  # shares of anything have one unit
        return [fact for fact in same if told.label == fact.label or told.value == fact.value]
    general = [fact for fact in same if fact.scope.is_general]
    if others := [*general, *_averages_beside(told, turn)] or same:
        return others
    role = replace(told, about=turn.kb.role.id)
    return [f for f in alike(role, turn) if _is_another(f, told) and f.scope.is_general]


def _is_another(fact: Fact, told: Fact) -> bool:
    """Whether a fact tells another figure than the one told, or the same of somebody else."""
    if fact.figure is None or told.figure is None or fact.statement == told.statement:
        return False
    ends = [(figure.low, figure.high) for figure in (fact.figure, told.figure)]
    return ends[0] != ends[1] or fact.scope != told.scope


def _averages_beside(told: Fact, turn: Turn) -> list[Fact]:
    """The newest averages of the role's pay, in the unit of a figure of it."""
    if told.kind is not FactKind.PAY or told.about != turn.kb.role.id:
        return []
    averages = newest_averages(turn.kb).values()
    return [fact for fact in averages if fact.id != told.id and _same_unit(fact, told)]


def _same_unit(one: Fact, other: Fact) -> bool:
    figures = [fact.figure for fact in (one, other) if fact.figure]
    return len({(figure.unit, figure.basis) for figure in figures}) == 1


def _typical(facts: list[Fact]) -> Fact:
    """The fact whose figure lies closest to the middle of all."""
    ranked = sorted(facts, key=_size)
    middle = median(map(_size, ranked))
    return min(ranked, key=lambda fact: abs(_size(fact) - middle))


def _beside_typical(told: Fact, typical: Fact, question: Question, turn: Turn) -> Reply:
    """Whether the last figure is high, low or usual beside another one."""
    assert typical.figure is not None
    own, usual = _size(told), _size(typical)
    wording = _USUAL if abs(own - usual) <= CLOSE * usual else _HIGH if own > usual else _LOW
    year = f" ({typical.year})" if typical.year else ""
    low = has(question.text, "downward")
    lead = "Yes, " if low is (wording is _LOW) else "No, "
    assert told.figure is not None
    text = wording.format(
        lead="" if question.choice else lead,  # "a big drop or not?"
        own=amount(told.figure),
        beside=_in_words(told, typical, year, turn),
    )
    return Reply(turn.state.topic, text, facts=cite([told, typical]))


def _in_words(told: Fact, typical: Fact, year: str, turn: Turn) -> str:
    """A figure with what it measured; the label of a survey says what that share does."""
    assert typical.figure is not None
    share = amount(typical.figure)
    if typical.kind is FactKind.SURVEY:
        number, _, unit = share.partition(" ")
        counted = number if unit and unit in typical.label else share
        dated_so = "" if str(typical.year) in typical.label else year
        return f"{counted} {typical.label}{dated_so}"
    whose = "" if typical.about == told.about else f" of {turn.kb.job.fill('{roles}')}"
    return f"the {typical.label}{whose}{year} is {share}"


def beside_told(question: Question, turn: Turn) -> Reply | None:
    """An amount or share that somebody tells of themselves beside the last figure of its kind; None
    where there is none.
    """
    for fact in last_facts(turn):
        if fact.figure is None:
            continue
        for own in _amounts_in(question.text, fact.figure.unit, turn):
            side = "below" if own < fact.figure.low else "above" if own > fact.figure.high else "at"
            text = _BESIDE_TOLD.format(
                side=side.capitalize(), label=fact.label, amount=amount(fact.figure)
            )
            year = f" ({fact.year})" if fact.year else ""
            return Reply(turn.state.topic, f"{text}{year}.", facts=cite([fact]))
    return None


def own_amount(question: Question, turn: Turn) -> Reply | None:
    """The same for who only tells it, in the first person, and it is no pay: "I got 20k lol"."""
    heard = any(one.group == "pay" for one in turn.update.operations)
    tells = question.intent in (*TALK, *_TELLING)
    if heard or not tells or not speaks_of_self(question.text) or asks_anything(question.text):
        return None
    return beside_told(question, turn)


def _amounts_in(text: str, unit: str, turn: Turn) -> list[float]:
    """The amounts of a unit in a text: dollars for pay in dollars, shares for percent."""
    wanted = {"percent": "percent"}.get(unit, "money" if unit.startswith(HOME) else "")
    if wanted == "money" and currency_told(text, turn.state) not in ("", HOME):
        return []
    return [one.low for one in find_quantities(text, turn.today) if one.kind == wanted]


def _beside_newer(told: Fact, newest: Fact, turn: Turn) -> Reply:
    """An old figure beside the newest that measured the same."""
    assert newest.figure is not None
    own, now = midpoint(told.figure), midpoint(newest.figure)
    near = abs(own - now) <= CLOSE * now
    side = "about the same" if near else "higher" if now > own else "lower"
    text = _NEWER.format(
        side=side, what=newest.label, year=newest.year, amount=amount(newest.figure)
    )
    return Reply(turn.state.topic, text, facts=cite([told, newest]))


def _size(fact: Fact) -> float:
    return midpoint(fact.figure)


def lacks_figure(question: Question, turn: Turn) -> bool:
    """Whether a question leans on a figure where none was told, so that it is read by itself."""
    if question.intent not in ("ask_is_it_a_lot", "ask_other_year") or offers.is_about_pay(turn):
        return False
    return fact_with_figure(turn) is None
