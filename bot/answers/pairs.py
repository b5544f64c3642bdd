"""The two things that a question compares: certifications in a table, else the evidence
for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answers.comparisons import certifications, first_by_level
from bot.answers.evidence import Found
from bot.answers.sentences import first_sentences, sentence
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, cite, shown
from bot.knowledge.store import KnowledgeBase

_WHICH_FIRST = "which_first"
_FORMS = ("compare", _WHICH_FIRST)
# Share of the ranking that the evidence for the other side needs.
_LEAST_SCORE = 0.03
# Words of the statement on which comes first that stand in front of a table.
_ORDER_WORDS = 12


def table(
    question: Question, evidence: Sequence[Found], kb: KnowledgeBase, today: date
) -> Reply | None:
    """Two certifications side by side, which of them comes first in front where that is asked."""
    form = question.retrieval.form
    if form == "compare" and evidence and evidence[0].candidate.is_asked_for:
        return None
    named = question.about("certification") if form in _FORMS else ()
    compared = certifications(named, kb, today) if len(named) > 1 else None
    if compared is None or form != _WHICH_FIRST:
        return compared
    text, facts = first_by_level(named, kb)
    if not text and (order := _order(evidence)) is not None:
        text, facts = first_sentences(sentence(order, kb), _ORDER_WORDS), [order]
    cited = (*cite(facts), *(fact for fact in compared.facts if fact not in cite(facts)))
    return replace(compared, text=f"{text} {compared.text}".strip(), facts=cited)


def _order(evidence: Sequence[Found]) -> Fact | None:
    """The statement on which of two things comes first, where that is what was found."""
    best = evidence[0].fact if evidence else None
    return best if best is not None and best.kind is FactKind.STATEMENT else None


def both(question: Question, evidence: Sequence[Found], kb: KnowledgeBase) -> Reply | None:
    """The evidence for each of the two things that a question compares."""
    best = evidence[0]
    if best.fact is None or best.list or question.retrieval.form != "compare":
        return None
    for other in evidence[1:]:
        if other.fact is not None and not other.list and _is_other_side(best.fact, other.fact):
            if other.candidate.score < _LEAST_SCORE or _tells(best, other.fact):
                break
            facts = [*best.facts, *other.facts]
            text = " ".join([sentence(best.fact, kb), sentence(other.fact, kb)])
            figures = tuple(shown(fact) for fact in facts if fact.figure)
            return Reply(best.topic(question.topic), text, figures=figures, facts=cite(facts))
    return None


def _is_other_side(one: Fact, other: Fact) -> bool:
    """Whether two facts measure the same of different things."""
    if one.statement == other.statement or one.kind is not other.kind:
        return False
    return (one.about, one.value, one.scope) != (other.about, other.value, other.scope)


def _tells(found: Found, fact: Fact) -> bool:
    """Whether evidence tells the figure of another sentence, too."""
    figure = (fact.figure, fact.scope)
    return fact.figure is not None and figure in [(one.figure, one.scope) for one in found.facts]
