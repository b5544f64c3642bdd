"""Pay that is asked of oneself by who has told where they are: "I'm in Berlin. What could I make?".

What people earn elsewhere is no answer to them, whatever the words of the question leave out.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers.intent_topics import KNOWLEDGE, TOPIC_OF
from bot.answers.turn import Turn
from bot.answers.verdicts import of_place
from bot.domain.facts import FactKind
from bot.domain.profile_parts import HOME
from bot.domain.question import Question
from bot.parsing.asking import asking_part, speaks_of_self
from bot.parsing.spoken_currency import currency_of, named_country

_ASKED_IN = "{question} in {place}"


def of_own_place(question: Question, turn: Turn) -> Question:
    """The question put of the country that was told as one's own, where that finds its pay; as it
    is for any other question.
    """
    country, asked = turn.state.country, asking_part(question.text) or question.text
    if not country or currency_of(country) == HOME or not _is_of_own_pay(question, asked):
        return question
    if named_country(asked) or turn.reader.named(asked).places:
        return question
    text = _ASKED_IN.format(question=asked.rstrip(" ?!."), place=of_place(country))
    read = turn.reader.read(text)
    best = read.retrieval.best
    fact = turn.kb.fact(best.evidence) if best and read.retrieval.answered else None
    if fact is None or fact.scope.place != country:
        return _elsewhere(question, of_place(country), turn)
    return replace(read, intent=question.intent, act=question.act, act_share=question.act_share)


def _elsewhere(question: Question, place: str, turn: Turn) -> Question:
    """The question with the figure that it found as the closest one, which isn't of that place."""
    best = question.retrieval.best
    fact = turn.kb.fact(best.evidence) if best and question.retrieval.answered else None
    if fact is None or fact.kind is not FactKind.PAY:
        return question
    retrieval = replace(question.retrieval, partly=True, missing=(place,))
    return replace(question, retrieval=retrieval)


def of_its_country(question: Question, turn: Turn) -> Question:
    """A question on a city after one on pay, as one on its country, which the city's own figures
    are missing from: "in Munich more?" after the pay in Germany.
    """
    last, country = turn.state.last, named_country(question.text)
    cities = [one for one in question.others if named_country(one) == country and one != country]
    held = question.retrieval.answered and not question.retrieval.partly
    if last is None or turn.state.topic != "salary" or len(cities) != 1 or not country or held:
        return question
    told = [fact for name in turn.state.facts if (fact := turn.kb.fact(name))]
    if not any(fact.scope.place == country and fact.kind is FactKind.PAY for fact in told):
        return question
    missing = (cities[0].title(),)
    kept = replace(last.retrieval, partly=True, missing=missing, form=question.retrieval.form)
    return replace(question, intent="ask_ellipsis", others=(), retrieval=kept)


def _is_of_own_pay(question: Question, asked: str) -> bool:
    """Whether somebody asks for pay of their own: "what can I earn as CISO?"."""
    of_pay = question.intent in KNOWLEDGE and TOPIC_OF.get(question.intent) == "salary"
    return of_pay and speaks_of_self(asked) and not question.about("certification")
