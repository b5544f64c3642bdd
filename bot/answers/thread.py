"""Answers about the last answer as such: shorter, sure, the link, since when, said again."""

from __future__ import annotations

import re
from calendar import month_name

from bot.answers import told_again
from bot.answers.sentences import caution, dated, first_sentences, sentences
from bot.answers.suggestions import next_questions
from bot.answers.turn import Turn
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, cite, joined
from bot.parsing.function_words import names_nothing, words_of
from bot.parsing.quantities import find_quantities

_NOTHING_YET = (
    "I haven't told you anything yet. Ask me about the {role}'s work, pay, or the way there."
)
_NO_LINK = "I don't have an address for it. It's {titles}."
_LINKS = "Here it is: {links}."
_SURE = "It's what the source says: {publisher}, {year}{asked}."
_OTHER_FIGURE = "That’s another survey, of another group or year:"
_WHY_DIFFER = "Why do pay figures differ?"
_ONE_SOURCE = "I only have that one source for it."
_SINCE = "Since {day}."
OF_YEAR = "I only know the year of the figure, {year}, not since when it has been so."
_SINCE_WHEN = re.compile(
    rf"\bsince ((?:(?:{'|'.join(month_name[1:])})(?: \d{{1,2}})?,? )?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
NO_YEAR = "My source doesn't say since when."
_NOT_SHORTER = "That's already the short version: {text}"
_GO_ON = (
    "Sure. Where would you like to go from here?",
    "Take your time. I'm here when something comes to mind.",
    "No rush. You could pick one of these, or ask anything else.",
)
# The same to a remark of some words on the last answer: "so they never sleep".
_REMARKED = (
    "Fair point. Where would you like to go from here?",
    "I see what you mean. What would you like to look at next?",
    "I can see that. You could pick one of these, or ask anything else.",
)
# What `DialogueState.offered` holds for each time that somebody was asked where to go on.
GO_ON = "go_on"
_SHORT_WORDS, _WHY_WORDS = 25, 45


def shorter(question: Question, turn: Turn) -> Reply:
    """The first sentence of the last answer."""
    text = turn.state.text
    if not text:
        return nothing_yet(turn)
    text = told_again.without_lead(text)
    short = first_sentences(text, _SHORT_WORDS)
    if short == text.strip():
        short = _NOT_SHORTER.format(text=short)
    return Reply(turn.state.topic, short, facts=cite(last_facts(turn)))


def certainty(question: Question, turn: Turn) -> Reply:
    """Who says so, of how many, and how old it is."""
    facts = last_facts(turn)
    if not facts:
        return nothing_yet(turn)
    if elsewhere := _named_elsewhere(facts[0], question, turn):
        text = f"{_OTHER_FIGURE} {dated(elsewhere)}"
        return Reply(turn.state.topic, text, facts=cite([elsewhere, facts[0]]))
    first = facts[0]
    source = first.passage.source
    asked = f", with {first.asked:,} people asked" if first.asked else ""
    text = _SURE.format(
        publisher=source.author, year=first.year or source.year or "year unknown", asked=asked
    )
    others = {fact.passage.source.id for fact in alike(first, turn)} - {source.id}
    why = _why_others_differ(first, turn) if others else None
    told, *rest = sentences(first.statement) or [""]
    parts = [told_again.naming(question.text, told, rest), text, "" if others else _ONE_SOURCE]
    parts += [first_sentences(why.statement, _WHY_WORDS)] if why else []
    parts.append(caution([first], turn.today))
    cited = [first, *([why] if why else [])]
    return Reply(turn.state.topic, " ".join(filter(None, parts)), facts=cite(cited))


def _why_others_differ(told: Fact, turn: Turn) -> Fact | None:
    """What the sources say of why figures of pay differ, for who doubts one; None for others."""
    if told.kind is not FactKind.PAY:
        return None
    best = turn.reader.read(_WHY_DIFFER).retrieval.best
    held = turn.kb.fact(best.evidence) if best else None
    return held if held and held.kind is FactKind.STATEMENT else None


def _named_elsewhere(told: Fact, question: Question, turn: Turn) -> Fact | None:
    """Another fact of the kind just told that has the number which somebody has read elsewhere."""
    if told.figure is None:
        return None
    # "two numbers" counts, a figure is written in digits
    written = [
        one
        for one in find_quantities(question.text, turn.today)
        if any(map(str.isdigit, question.text[one.start : one.end]))
    ]
    numbers = {one.low for one in written}
    if told.figure.low in numbers:
        return None
    held = [f for f in turn.kb.facts(told.kind) if f.figure and f.figure.unit == told.figure.unit]
    fitting = [f for f in held if f.id != told.id and f.figure and f.figure.low in numbers]
    return max(fitting, key=lambda fact: fact.year or 0, default=None)


def link(question: Question, turn: Turn) -> Reply:
    """The addresses of the sources of the last answer."""
    facts = last_facts(turn)
    if not facts:
        return nothing_yet(turn)
    sources = {fact.passage.source.id: fact.passage.source for fact in facts}.values()
    links = [source.url for source in sources if source.url]
    titles = joined(
        f"“{source.title}” ({source.author}, {source.year or 'no year'})" for source in sources
    )
    text = _LINKS.format(links=joined(links)) if links else _NO_LINK.format(titles=titles)
    return Reply(turn.state.topic, text, facts=cite(facts))


def since_when(question: Question, turn: Turn) -> Reply:
    """The day from which the last statement holds, else the year of its figure."""
    facts = last_facts(turn)
    if not facts:
        return nothing_yet(turn)
    since = next((fact.since for fact in facts if fact.since), None)
    year = next((fact.year for fact in facts if fact.year), None)
    said = next((day for fact in facts if (day := _since_in(fact.statement))), "")
    if since:
        text = _SINCE.format(day=f"{since:%B} {since.day}, {since.year}")
    elif said:
        text = _SINCE.format(day=said)
    else:
        text = OF_YEAR.format(year=year) if year else NO_YEAR
    return Reply(turn.state.topic, text, facts=cite(facts))


def _since_in(text: str) -> str:
    """The day or year after "since" in a statement; empty where it tells none."""
    told = _SINCE_WHEN.search(text)
    return told[1] if told else ""


def acknowledged(question: Question, turn: Turn) -> Reply:
    """A "hm", an "ok" or a remark: a short word, and where to go on."""
    topic = turn.state.topic or "smalltalk"
    words = words_of(question.text)
    remarks = len(words) > 1 and not names_nothing(question.text)
    texts = _REMARKED if remarks and turn.state.facts else _GO_ON
    text = texts[turn.state.offered.count(GO_ON) % len(texts)]
    return Reply("smalltalk", text, suggestions=next_questions(topic, turn.state))


def last_facts(turn: Turn) -> list[Fact]:
    return [fact for name in turn.state.facts if (fact := turn.kb.fact(name))]


def alike(fact: Fact, turn: Turn) -> list[Fact]:
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


def is_nothing_yet(reply: Reply, turn: Turn) -> bool:
    """Whether a reply only says that nothing was told yet."""
    return reply.text == nothing_yet(turn).text


def nothing_yet(turn: Turn) -> Reply:
    return Reply(
        "smalltalk",
        _NOTHING_YET.format(role=turn.kb.job.name),
        suggestions=next_questions("smalltalk", turn.state),
    )
