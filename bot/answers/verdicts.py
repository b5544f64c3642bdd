"""Which side of a figure pay lies on, in a sentence each."""

from __future__ import annotations

from bot.answers.offer_figures import Benchmark, Offer, Side
from bot.answers.sentences import a
from bot.domain.facts import Fact, Figure
from bot.domain.profile_parts import Pay
from bot.domain.reply import amount, joined
from bot.knowledge.store import KnowledgeBase

_BASES = {"base": "base pay", "cash": "base and bonus", "total": "total compensation", "": "pay"}
# Countries whose names take an article.
_WITH_ARTICLE = ("UK", "US", "EU", "UAE", "Netherlands")
_WORDS = {
    Side.BELOW: "Below average",
    Side.ABOVE: "Above average",
    Side.AT: "About average",
    Side.WITHIN: "Within the usual range",
}
_OF_RANGE = {**_WORDS, Side.BELOW: "Below the usual range", Side.ABOVE: "Above the usual range"}
_BESIDE = {
    Side.BELOW: "below",
    Side.ABOVE: "above",
    Side.AT: "about level with",
    Side.WITHIN: "within",
}


def verdict(held: Benchmark, pay: Pay | None, kb: KnowledgeBase) -> str:
    """`Below average: your $250,000 in base pay compares with $364,000 on average (CISOs in the US,
    2026).`
    """
    assert held.fact.figure is not None
    words = _OF_RANGE if held.fact.figure.measure == "range" else _WORDS
    return (
        f"{words[held.side]}: your {_money(held.part)}{_in_basis(held.part)}"
        f"{_made_of(held.part, pay)} compares with {_a_figure(held.fact)} "
        f"for {_whom(held.fact, kb)} "
        f"({_told_by(held.fact)})."
    )


def also(held: Benchmark, kb: KnowledgeBase) -> str:
    """The same pay beside a second figure, of another kind."""
    return (
        f"In {_BASES[held.part.basis]}, your {_money(held.part)} is {_BESIDE[held.side]} the "
        f"{_figure(held.fact)} of {_whom(held.fact, kb)} ({_told_by(held.fact)})."
    )


def other_kind(fact: Fact) -> str:
    """A figure of the group that was named, which measured another kind of pay."""
    assert fact.figure is not None
    group = of_place(str(next(iter(fact.scope.limits.values()), ""))) or fact.label
    return (
        f"For {group} I only have {_BASES.get(fact.figure.basis, 'pay')}, {_a_figure(fact)} "
        f"({fact.year or 'year unknown'}), which can't be compared directly."
    )


def of_place(place: str) -> str:
    """A place as it stands in a sentence: `the UK`, `France`."""
    return f"the {place}" if place in _WITH_ARTICLE else place


def _in_basis(part: Offer) -> str:
    """` in base pay`; nothing where the kind of pay isn't known."""
    return f" in {_BASES[part.basis]}" if part.basis else ""


def _made_of(part: Offer, pay: Pay | None) -> str:
    """`, $240,000 base, $48,000 bonus and $25,000 equity a year` where an amount was added up."""
    if pay is None or part.basis == "base" or pay.base is None or pay.total is not None:
        return ""
    held = [("base", pay.base), ("bonus", pay.bonus_amount)]
    if part.basis == "total":
        held.append(("equity", pay.equity))
    told = [f"${value:,} {name}" for name, value in held if value]
    return f" ({joined(told)} a year)" if len(told) > 1 else ""


def _money(part: Offer) -> str:
    return amount(Figure("", part.amount, part.amount, part.unit)).removesuffix(" a year")


def _figure(fact: Fact) -> str:
    """`average of $364,000`, `median of $124,910`."""
    assert fact.figure is not None
    told = amount(fact.figure).removesuffix(" a year")
    measures = {
        "average": f"average of {told}",
        "median": f"median of {told}",
        "midpoint": f"midpoint of {told}",
    }
    return measures.get(fact.figure.measure, f"range of {told}")


def _a_figure(fact: Fact) -> str:
    return a(_figure(fact), low=True)


def _whom(fact: Fact, kb: KnowledgeBase) -> str:
    entity = kb.entity(fact.about)
    name = entity.name if entity else kb.job.name
    plural = name if name.endswith("s") else f"{name}s"
    limits = {key: value for key, value in fact.scope.limits.items() if key != "rank"}
    if "place" in limits:
        size = f" at {limits['size']}" if "size" in limits else ""
        return (
            f"{plural}{size} in {of_place(limits['place'])}"
            if limits["place"][:1].isupper()
            else f"{plural}{size} {limits['place']}"
        )
    if limits:
        return f"{plural} in {next(iter(limits.values()))}" if "industry" in limits else (
            f"{plural} at {next(iter(limits.values()))}"
        )  # fmt: skip
    where = fact.figure.scope if fact.figure else ""
    return f"{plural} {where}" if where else f"{plural} in the US"


def _told_by(fact: Fact) -> str:
    return f"{fact.passage.source.author}, {fact.year or 'year unknown'}"
