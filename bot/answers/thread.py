"""Answers about the last answer: shorter, sure, the link, since when, is that a lot,
compare them.
"""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import replace
from statistics import median

from bot.answers import offers
from bot.answers.comparisons import certifications as compared_certifications
from bot.answers.follow_ups import describe
from bot.answers.sentences import caution, dated, first_sentences, sentences
from bot.answers.suggestions import ACTS_OFFERED, next_questions, plain
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind, Figure
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite, joined
from bot.parsing.function_words import has, members, words_of
from bot.parsing.quantities import find_quantities

_NOTHING_YET = (
    "I haven't told you anything yet. Ask me about the {role}'s work, pay, or the way there."
)
_NO_LINK = "I don't have an address for it. It's {titles}."
_LINKS = "Here it is: {links}."
_SURE = "It's what the source says: {publisher}, {year}{asked}."
_OTHER_FIGURE = "That’s another survey, of another group or year:"
_ONE_SOURCE = "I only have that one source for it."
_SINCE = "Since {day}."
_OF_YEAR = "I only know the year of the figure, {year}, not since when it has been so."
_SINCE_WHEN = re.compile(
    rf"\bsince ((?:(?:{'|'.join(month_name[1:])})(?: \d{{1,2}})?,? )?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_PARTS = {
    "base": "That's base salary alone, without bonus or equity.",
    "cash": "That's base and bonus together, without equity.",
    "total": "That's everything: base, bonus and equity.",
}
_PARTS_UNKNOWN = "My source doesn't say what it includes."
# Words up to which a question asks one thing.
_ONE_CLAUSE = 8
_NO_YEAR = "My source doesn't say since when."
_NOT_SHORTER = "That's already the short version: {text}"
_NO_COMPARISON = "I can't tell: I have nothing else that was measured the same way."
_HIGH = "{lead}, it's on the high side: {other} is {amount}."
_LOW = "{lead}, it's on the low side: {other} is {amount}."
_USUAL = "It's about usual: {other} is {amount}."
_NEWER = "Newer figures are {side}: the {what} ({year}) is {amount}."
_ONLY_YEAR = "I only have that one figure for it: {label}, {amount} ({year})."
_THEN_NOW = "{trend}: {before}, then {now}."
_BESIDE_TOLD = "{side} the {label}: {amount}"
# Share by which two figures may differ and still count as about the same.
_CLOSE = 0.1
_NO_RANK = "My sources don't rank them, so it comes down to what each requires."
_WHICH_TWO = "Which two do you mean? Name them and I'll put them side by side."
_NOTHING_MORE = "I don't have more on that. {said}"
_GO_ON = (
    "Sure. Where would you like to go from here?",
    "Take your time. I'm here when something comes to mind.",
    "No rush. You could pick one of these, or ask anything else.",
)
# What `DialogueState.offered` holds for each time that somebody was asked where to go on.
GO_ON = "go_on"
_SHORT_WORDS = 25
_LEAD_WORDS = 3
_NO_SUBJECT = (
    "interrogative", "auxiliary", "pointing", "people", "preposition", "joining", "counting",
)  # fmt: skip


def shorter(question: Question, turn: Turn) -> Reply:
    """The first sentence of the last answer."""
    text = turn.state.text
    if not text:
        return _nothing_yet(turn)
    short = first_sentences(text, _SHORT_WORDS)
    if short == text.strip():
        short = _NOT_SHORTER.format(text=short)
    return Reply(turn.state.topic, short, facts=cite(_last_facts(turn)))


def certainty(question: Question, turn: Turn) -> Reply:
    """Who says so, of how many, and how old it is."""
    facts = _last_facts(turn)
    if not facts:
        return _nothing_yet(turn)
    if elsewhere := _named_elsewhere(facts[0], question, turn):
        text = f"{_OTHER_FIGURE} {dated(elsewhere)}"
        return Reply(turn.state.topic, text, facts=cite([elsewhere, facts[0]]))
    first = facts[0]
    source = first.passage.source
    asked = f", with {first.asked:,} people asked" if first.asked else ""
    text = _SURE.format(
        publisher=source.author, year=first.year or source.year or "year unknown", asked=asked
    )
    others = {fact.passage.source.id for fact in _alike(first, turn)} - {source.id}
    parts = [text, *([] if others else [_ONE_SOURCE]), caution([first], turn.today)]
    return Reply(turn.state.topic, " ".join(filter(None, parts)), facts=cite(facts[:1]))


def _named_elsewhere(told: Fact, question: Question, turn: Turn) -> Fact | None:
    """Another fact of the kind just told that has the number which somebody has read elsewhere."""
    if told.figure is None:
        return None
    numbers = {one.low for one in find_quantities(question.text, turn.today)}
    if told.figure.low in numbers:
        return None
    held = [f for f in turn.kb.facts(told.kind) if f.figure and f.figure.unit == told.figure.unit]
    fitting = [f for f in held if f.id != told.id and f.figure and f.figure.low in numbers]
    return max(fitting, key=lambda fact: fact.year or 0, default=None)


def link(question: Question, turn: Turn) -> Reply:
    """The addresses of the sources of the last answer."""
    facts = _last_facts(turn)
    if not facts:
        return _nothing_yet(turn)
    sources = {fact.passage.source.id: fact.passage.source for fact in facts}.values()
    links = [source.url for source in sources if source.url]
    titles = joined(
        f"“{source.title}” ({source.author}, {source.year or 'no year'})" for source in sources
    )
    text = _LINKS.format(links=joined(links)) if links else _NO_LINK.format(titles=titles)
    return Reply(turn.state.topic, text, facts=cite(facts))


def since_when(question: Question, turn: Turn) -> Reply:
    """The day from which the last statement holds, else the year of its figure."""
    facts = _last_facts(turn)
    if not facts:
        return _nothing_yet(turn)
    since = next((fact.since for fact in facts if fact.since), None)
    year = next((fact.year for fact in facts if fact.year), None)
    said = next((day for fact in facts if (day := _since_in(fact.statement))), "")
    if since:
        text = _SINCE.format(day=f"{since:%B} {since.day}, {since.year}")
    elif said:
        text = _SINCE.format(day=said)
    else:
        text = _OF_YEAR.format(year=year) if year else _NO_YEAR
    return Reply(turn.state.topic, text, facts=cite(facts))


def _since_in(text: str) -> str:
    """The day or year after "since" in a statement; empty where it tells none."""
    told = _SINCE_WHEN.search(text)
    return told[1] if told else ""


def pay_parts(question: Question, turn: Turn) -> Reply | None:
    """What the last figure of pay includes, where a short question is for that: "is that base?"."""
    told = _last_figure(turn)
    words = words_of(question.text)
    points = has(question.text, "pointing") and bool(words[:1]) and words[0] in members("auxiliary")
    asked = points and has(question.text, "pay_part") and len(words) <= _ONE_CLAUSE
    if not asked or told is None or told.figure is None or told.kind is not FactKind.PAY:
        return None
    text = _PARTS.get(told.figure.basis, _PARTS_UNKNOWN)
    return Reply(turn.state.topic, f"{text} {dated(told)}", facts=cite([told]))


def is_it_a_lot(question: Question, turn: Turn) -> Reply:
    """The last figure beside others that measured the same; a word and the figure."""
    told = _last_figure(turn)
    if told is None:
        nothing = _nothing_yet(turn)
        return replace(nothing, text=_NO_COMPARISON) if turn.state.text else nothing
    others = _comparable(told, turn)
    if not others:
        return Reply(turn.state.topic, _NO_COMPARISON, facts=cite([told]))
    newest = max(others, key=lambda fact: fact.year or 0)
    if newest.about == told.about and (newest.year or 0) > (told.year or 0):
        return _beside_newer(told, newest, turn)
    return _beside_typical(told, _typical(others), question, turn)


def _last_figure(turn: Turn) -> Fact | None:
    """The fact of the last answer that tells a figure."""
    return next((fact for fact in _last_facts(turn) if fact.figure), None)


def _comparable(told: Fact, turn: Turn) -> list[Fact]:
    """Figures that measured the same, the general ones if there are any; else those of the role."""
    alike = [
        fact for fact in _alike(told, turn) if fact.figure and fact.statement != told.statement
    ]
    if others := [fact for fact in alike if fact.scope.is_general] or alike:
        return others
    role = replace(told, about=turn.kb.role.id)
    return [fact for fact in _alike(role, turn) if fact.figure and fact.scope.is_general]


def _typical(facts: list[Fact]) -> Fact:
    """The fact whose figure lies closest to the middle of all."""
    ranked = sorted(facts, key=_size)
    middle = median(map(_size, ranked))
    return min(ranked, key=lambda fact: abs(_size(fact) - middle))


def _beside_typical(told: Fact, typical: Fact, question: Question, turn: Turn) -> Reply:
    """Whether the last figure is high, low or usual beside another one."""
    assert typical.figure is not None
    own, usual = _size(told), _size(typical)
    wording = _USUAL if abs(own - usual) <= _CLOSE * usual else _HIGH if own > usual else _LOW
    year = f" ({typical.year})" if typical.year else ""
    low = has(question.text, "downward")
    lead = "Yes" if low is (wording is _LOW) else "No"
    whose = "" if typical.about == told.about else f" of {turn.kb.job.fill('{roles}')}"
    other = f"the {typical.label}{whose}{year}"
    text = wording.format(lead=lead, other=other, amount=amount(typical.figure))
    return Reply(turn.state.topic, text, facts=cite([told, typical]))


def beside_told(question: Question, turn: Turn) -> Reply | None:
    """An amount or share that somebody tells of themselves beside the last figure of its kind; None
    where there is none.
    """
    for fact in _last_facts(turn):
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


def _amounts_in(text: str, unit: str, turn: Turn) -> list[float]:
    """The amounts of a unit in a text: dollars for pay in dollars, shares for percent."""
    wanted = {"percent": "percent"}.get(unit, "money" if unit.startswith("USD") else "")
    return [one.low for one in find_quantities(text, turn.today) if one.kind == wanted]


def other_year(question: Question, turn: Turn) -> Reply:
    """The last figure beside an older or newer one that measured the same."""
    told = _last_figure(turn)
    if told is None:
        return replace(_nothing_yet(turn), text=_NO_COMPARISON)
    if not has(question.text, "newer", "older") and (two := _two_years(turn)):
        return _then_now(two[0], two[1], turn)
    other = _of_other_year(told, newer=has(question.text, "newer"), turn=turn)
    if other is None:
        assert told.figure is not None
        known = _ONLY_YEAR.format(
            label=told.label, amount=amount(told.figure), year=told.year or "year unknown"
        )
        return Reply(turn.state.topic, known, facts=cite([told]))
    return _then_now(other, told, turn)


def _of_other_year(told: Fact, *, newer: bool, turn: Turn) -> Fact | None:
    """The nearest figure that measured the same before, or the newest after it."""
    year, same = told.year or 0, _same_measure(told, turn)
    later = [fact for fact in same if (fact.year or 0) > year]
    earlier = [fact for fact in same if (fact.year or 0) < year]
    wanted = later if newer else earlier or later
    return max(wanted, key=lambda fact: fact.year or 0, default=None)


def _same_measure(told: Fact, turn: Turn) -> list[Fact]:
    """Figures of other years under the same label, else of the same thing and people."""
    alike = [f for f in _alike(told, turn) if f.figure and f.year and f.year != (told.year or 0)]
    if of_label := [f for f in alike if f.label == told.label]:
        return of_label
    if of_group := [f for f in alike if f.value == told.value and f.scope == told.scope]:
        return of_group
    return [] if told.kind is FactKind.SURVEY else alike


def _two_years(turn: Turn) -> list[Fact]:
    """The two figures of different years that the last answer put side by side; nothing
    otherwise.
    """
    dated = [fact for fact in _last_facts(turn) if fact.figure and fact.year][:2]
    if len(dated) < 2 or dated[0].year == dated[1].year:
        return []
    units = {fact.figure.unit for fact in dated if fact.figure}
    return dated if len(units) == 1 and dated[0].kind is dated[1].kind else []


def _then_now(one: Fact, other: Fact, turn: Turn) -> Reply:
    before, now = sorted((one, other), key=lambda fact: fact.year or 0)
    text = _THEN_NOW.format(trend=_trend(before, now), before=_dated(before), now=_dated(now))
    return Reply(turn.state.topic, text, facts=cite([one, other]))


def _trend(before: Fact, now: Fact) -> str:
    old, new = _middle(before.figure), _middle(now.figure)
    if abs(old - new) <= _CLOSE / 5 * max(old, new):
        return "About the same"
    return "Up" if new > old else "Down"


def _dated(fact: Fact) -> str:
    assert fact.figure is not None
    return f"{amount(fact.figure)} in {fact.year} ({fact.label})"


def leans_on_nothing(question: Question, turn: Turn) -> bool:
    """Whether a question that leans on an answer has none of its kind to lean on, so that it is
    read by itself.
    """
    state = turn.state
    if question.intent in ("ask_is_it_a_lot", "ask_other_year"):
        if offers.is_about_pay(turn):
            return False
        return not any(fact.figure for fact in _last_facts(turn))
    if question.intent == "compare_listed":
        named = [entity for entity in question.entities if turn.kb.facts_about(entity)]
        return len(named) < 2 and len(state.compared or state.listed) < 2 and state.last is not None
    return False


def _beside_newer(told: Fact, newest: Fact, turn: Turn) -> Reply:
    """An old figure beside the newest that measured the same."""
    assert newest.figure is not None
    own, now = _middle(told.figure), _middle(newest.figure)
    near = abs(own - now) <= _CLOSE * now
    side = "about the same" if near else "higher" if now > own else "lower"
    text = _NEWER.format(
        side=side, what=newest.label, year=newest.year, amount=amount(newest.figure)
    )
    return Reply(turn.state.topic, text, facts=cite([told, newest]))


def pair(question: Question, turn: Turn) -> list[str]:
    """The two things that are named, or that were talked about last."""
    named = [entity for entity in question.entities if turn.kb.facts_about(entity)]
    return named if len(named) > 1 else list(turn.state.compared or turn.state.listed[:2])


def compare_listed(question: Question, turn: Turn) -> Reply:
    """The two things that are named, or that were talked about last, side by side."""
    things = pair(question, turn)
    if len(things) < 2:
        return Reply(turn.state.topic or "smalltalk", _WHICH_TWO)
    certifications = tuple(thing for thing in things if thing.startswith("certification/"))
    if len(certifications) > 1:
        table = compared_certifications(certifications[:2], turn.kb, turn.today)
        if table and table.text == turn.state.text:  # the table stands just above
            return replace(table, text=f"{_NO_RANK} {table.text}", table=None)
        if table:
            return table
    replies = [describe(thing, turn.kb) for thing in things[:2]]
    text = " ".join(first_sentences(reply.text, _SHORT_WORDS) for reply in replies)
    facts = tuple(fact for reply in replies for fact in reply.facts)
    return Reply(replies[0].topic, text, facts=facts)


def counted(turn: Turn) -> Reply | None:
    """How many entries the list just told has, where nothing but that is asked; None otherwise."""
    listed, last = turn.state.listed, turn.state.last
    best = last.retrieval.best if last else None
    words = set(words_of(turn.text))
    bare = words <= frozenset().union(*map(members, _NO_SUBJECT))
    if not (bare and words & members("counting") and best and best.evidence.startswith("list:")):
        return None
    names = [known.name for entity in listed if (known := turn.kb.entity(entity))]
    if len(names) < 2:
        return None
    told = f"{len(listed)}: {joined(names)}." if len(names) == len(listed) else f"{len(listed)}."
    return Reply(turn.state.topic, told, facts=cite(_last_facts(turn)))


def acknowledged(question: Question, turn: Turn) -> Reply:
    """A "hm" or an "ok": a short word, and where to go on."""
    topic = turn.state.topic or "smalltalk"
    text = _GO_ON[turn.state.offered.count(GO_ON) % len(_GO_ON)]
    return Reply("smalltalk", text, suggestions=next_questions(topic, turn.state))


def of_suggestion(question: Question, turn: Turn) -> Question | None:
    """The suggestion that an ordinal picks, read as a question; None when it picks none."""
    offered, ordinal = turn.state.suggestions, question.ordinal
    if ordinal is None or turn.state.listed or not offered or has(question.text, "interrogative"):
        return None
    index = ordinal - 1 if ordinal > 0 else len(offered) + ordinal
    if not 0 <= index < len(offered):
        return None
    acts = {plain(turn.kb.job.fill(text)): intent for text, intent in ACTS_OFFERED.items()}
    read = turn.reader.read(offered[index])
    return replace(read, intent=acts.get(plain(offered[index]), read.intent))


def other_one(question: Question, turn: Turn) -> Question | None:
    """The last question, asked of the other of two things: "and the other one?"; None where there
    aren't two.
    """
    state = turn.state
    things = state.compared or state.listed
    rest = [known for thing in things if thing != state.focus and (known := turn.kb.entity(thing))]
    if len(things) != 2 or len(rest) != 1 or state.last is None or question.entities:
        return None
    named = turn.reader.read(rest[0].name)
    return replace(turn.reader.after(state.last.text, named), intent="ask_about_certification")


def nothing_more(reply: Reply) -> Reply:
    """What was told before, where something else is asked and nothing else is held on it."""
    return replace(reply, text=_NOTHING_MORE.format(said=restated(reply).text))


def restated(reply: Reply) -> Reply:
    """An answer that was given before in this conversation, in a line."""
    first, *rest = sentences(reply.text)
    if len(first.split()) <= _LEAD_WORDS and rest:  # "Yes." alone says nothing again
        first = rest[0]
    return replace(reply, text=f"As I said: {first}")


def _last_facts(turn: Turn) -> list[Fact]:
    by_id = {fact.id: fact for fact in turn.kb.all_facts}
    return [by_id[name] for name in turn.state.facts if name in by_id]


def _alike(fact: Fact, turn: Turn) -> list[Fact]:
    """Facts that measured the same thing of the same job: unit, basis and measure."""
    figure = fact.figure
    if figure is None:
        return [other for other in turn.kb.facts(fact.kind) if other.value == fact.value]
    return [
        other
        for other in turn.kb.facts(fact.kind, fact.about)
        if other.figure
        and (other.figure.unit, other.figure.basis) == (figure.unit, figure.basis)
        and other.figure.measure in ("average", "median", figure.measure)
    ]


def _middle(figure: Figure | None) -> float:
    return (figure.low + figure.high) / 2 if figure else 0.0


def _size(fact: Fact) -> float:
    return _middle(fact.figure)


def _nothing_yet(turn: Turn) -> Reply:
    return Reply(
        "smalltalk",
        _NOTHING_YET.format(role=turn.kb.job.name),
        suggestions=next_questions("smalltalk", turn.state),
    )
