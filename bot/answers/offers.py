"""Pay that a person has or was offered, each part beside the figure of its own kind, and a word on
which side it lies.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

from bot.answers import offer_pair
from bot.answers.fallback import not_covered
from bot.answers.offer_figures import (
    Benchmark,
    Offer,
    Side,
    benchmark,
    job_of,
    parts_of,
    read_offer,
)
from bot.answers.packages import denied_parts
from bot.answers.pay_thread import beside_own, read_amount, wants_decision
from bot.answers.sentences import a, first_sentences, lowered
from bot.answers.third_person import of_them
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.facts import Fact, FactKind, Figure
from bot.domain.profile import Pay
from bot.domain.profile_update import suppose
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite, joined, shown
from bot.knowledge.store import KnowledgeBase
from bot.parsing.function_words import members, words_of
from bot.plan.job_actions import share, survey_share

# Kinds of entities by which pay is broken down.
GROUPS = ("industry", "place", "company")
BASES = {"base": "base pay", "cash": "base and bonus", "total": "total compensation", "": "pay"}
# What `DialogueState.offered` holds once the rest of a package was asked for.
ASKED_FOR_REST = "pay.rest"

_NO_AMOUNT = (
    "Tell me the amount per year, and whether it's base pay or the whole package, "
    "and I'll compare it."
)
_PERIOD = "My figures are all per year, so tell me the yearly amount and I'll compare it."
_NO_JOB = (
    "I don't have pay figures for {job}. "
    "Mine are for {roles} and the security jobs on the way there."
)
_NO_FIGURE = "I don't have a figure in {currency} to compare {told} with."
_ONE_GROUP = "I don't have a separate figure for {groups}."
_WORDS = {
    Side.BELOW: "Below average",
    Side.ABOVE: "Above average",
    Side.AT: "About average",
    Side.WITHIN: "Within the usual range",
}
_BESIDE = {
    Side.BELOW: "below",
    Side.ABOVE: "above",
    Side.AT: "about level with",
    Side.WITHIN: "within",
}
_YOUR_CALL = "That’s your call, but by pay alone:"
_INSURANCE = (
    "Before you sign, ask about D&O insurance, too: {share} of {many} weren’t covered by their"
    " company’s policy in {year}."
)
_REST = "If there's {lacking}, tell me how much and I'll compare the total."


def offer(question: Question, turn: Turn) -> Reply:
    """Above, about or below the figures of the same kind; what can't be compared is
    said not to be.
    """
    kb = turn.kb
    if beside := beside_own(question, turn):
        return beside
    asked = _with_amount(question, turn)
    groups = tuple(entity for kind in GROUPS for entity in asked.about(kind))
    job = _job(asked, turn)
    if not job.startswith(("role/", "work_role/")):
        return _no_job(job, kb)
    facts = [fact for fact in kb.facts(FactKind.PAY) if fact.about == job]
    if not facts:
        return not_covered(question, kb)
    pay = _package(question, turn)
    parts = _parts(asked, pay, groups)
    if not parts:
        made = read_offer(asked.text)
        return Reply("salary", _PERIOD if made else _NO_AMOUNT)
    found = _benchmarks(parts, facts) or _benchmarks(parts, _of_role(kb))
    if not found:
        return _nothing_alike(parts[0], kb)
    reply = _compared(found, parts, asked, turn)
    return _decided(reply, turn) if wants_decision(question, turn) else reply


def _of_role(kb: KnowledgeBase) -> list[Fact]:
    return [fact for fact in kb.facts(FactKind.PAY) if fact.about == kb.role.id]


def _benchmarks(parts: tuple[Offer, ...], facts: list[Fact]) -> list[Benchmark]:
    return [held for part in parts if (held := benchmark(part, facts))]


def _decided(reply: Reply, turn: Turn) -> Reply:
    """What to do about an offer: the person's call, what the figures say, and what else to
    settle.
    """
    text = f"{_YOUR_CALL} {lowered(first_sentences(reply.text, 1))}"
    facts = reply.facts
    if insured := survey_share(turn.kb, "insurance", "not covered by the company's D&O policy"):
        text += " " + _INSURANCE.format(
            share=share(insured), many=turn.kb.job.many, year=insured.year
        )
        facts = (*facts, *cite([insured]))
    decided = replace(reply, text=text, facts=facts, closing="")
    return of_them(decided) if turn.speaks_of_others else decided


def lacks_amount(question: Question, turn: Turn) -> bool:
    """Whether neither the question nor the conversation has an amount to compare."""
    text = _with_amount(question, turn).text
    return turn.profile.pay is None and read_amount(text, turn) is None


def told_of_pay(turn: Turn) -> bool:
    """Whether a message tells of pay and of nothing else but the job."""
    operations = (*turn.update.operations, *turn.update.supposed)
    groups = {operation.group for operation in operations}
    return "pay" in groups and groups <= {"pay", "job"}


def is_about_pay(turn: Turn) -> bool:
    """Whether the last answer compared a package, so that "is that a lot?" is asked of it."""
    last = turn.state.last
    return last is not None and last.intent in ("ask_offer", offer_pair.COMPARING)


def asks_for_rest(reply: Reply, state: DialogueState) -> bool:
    """Whether a reply asked for the rest of a package, which is done once."""
    return reply.closing.startswith("If there's") and ASKED_FOR_REST not in state.offered


def _with_amount(question: Question, turn: Turn) -> Question:
    """The question; one without an amount of its own with that of the last one, and with the groups
    named there.
    """
    before = [q for q in turn.state.turns if q.intent == "ask_offer"]
    if not before or read_offer(question.text) or turn.update.operations:
        return question
    last = before[-1]
    entities = question.entities or last.entities
    return replace(last if read_offer(last.text) else question, entities=entities)


def _package(question: Question, turn: Turn) -> Pay | None:
    """What is known of the pay; a new amount of another kind than the last begins another package.

    Nothing, where the question names an amount that wasn't heard as pay: then that is compared.
    """
    pay = turn.profile.pay
    if pay is not None and (denied := denied_parts(question.text)):
        return _without(pay, denied)
    if turn.state.packages and not turn.update.operations:
        return offer_pair.better(turn.state.packages)
    if any(operation.group == "pay" for operation in turn.update.supposed):
        return suppose(turn.profile, turn.update).pay
    told = {operation.name for operation in turn.update.operations if operation.group == "pay"}
    made = read_offer(question.text)
    if pay is None:
        bare = None if made else read_amount(question.text, turn)
        return Pay(base=bare, kind="offer") if bare else None
    if not told and made and made.amount not in _amounts(pay):
        return None
    return _of_last_kind(pay, told)


def _without(pay: Pay, denied: Collection[str]) -> Pay:
    """The pay without the parts that were denied."""
    bonus = 0 if "bonus" in denied else pay.bonus
    return replace(pay, bonus=bonus, equity=0 if "equity" in denied else pay.equity)


def _of_last_kind(pay: Pay, told: set[str]) -> Pay:
    """The total or its parts alone, where a message tells one without the other."""
    if "base" in told and "total" not in told:
        return replace(pay, total=None)
    if "total" in told and "base" not in told:
        return replace(pay, base=None, bonus=None, equity=None)
    return pay


def _amounts(pay: Pay) -> tuple[object, ...]:
    return pay.base, pay.bonus, pay.equity, pay.total


def _parts(question: Question, pay: Pay | None, groups: tuple[str, ...]) -> tuple[Offer, ...]:
    made = read_offer(question.text, groups)
    if made and not made.unit.startswith("USD"):
        if made.unit.endswith("/other"):
            return ()
        return (made if made.basis else replace(made, basis="base"),)
    if pay is not None and (found := parts_of(pay, groups)):
        return found
    if made is None or made.unit.endswith("/other"):
        return ()
    return (made if made.basis else replace(made, basis="base"),)


def _job(question: Question, turn: Turn) -> str:
    """The id of the job that the pay is for, or the name of one without figures."""
    kb, pay = turn.kb, turn.profile.pay
    with_pay = {fact.about for fact in kb.facts(FactKind.PAY)}
    if _is_for_role(question.text, turn):
        return kb.role.id
    for entity in question.entities:
        if entity in with_pay and entity.startswith("work_role/"):
            return entity
    named = turn.reader.named(question.text)
    if named.role:
        return kb.role.id
    for job in named.jobs:
        return job_of(job, kb) or job
    if found := _job_of_words(question.text, kb):
        return found
    current = pay is not None and pay.kind == "current"
    if turn.reader.named(turn.profile.job).role:
        return kb.role.id
    return (job_of(turn.profile.job, kb) if current else "") or kb.role.id


def _is_for_role(text: str, turn: Turn) -> bool:
    """Whether the role itself is what somebody is wanted as: "I'm a deputy, they want
    me as CISO".
    """
    words = [word for word in words_of(text) if word not in members("article")]
    marks = members("in_the_role_of")
    following = (after for word, after in pairwise(words) if word in marks)
    return any(turn.reader.named(word).role for word in following)


def _job_of_words(text: str, kb: KnowledgeBase) -> str:
    """The id of the job after "as": `300k as deputy`; empty where there is none."""
    words = words_of(text)
    marks = members("in_the_role_of")
    for place in (place for place, word in enumerate(words) if word in marks):
        following = words[place + 1 : place + 4]
        if found := job_of(" ".join(following), kb) or _first_job(following, kb):
            return found
    return ""


def _first_job(words: list[str], kb: KnowledgeBase) -> str:
    return next((found for word in words if (found := job_of(word, kb))), "")


def _no_job(job: str, kb: KnowledgeBase) -> Reply:
    closest = [f for f in kb.facts(FactKind.PAY) if f.about == kb.role.id and f.scope.is_general]
    text = _NO_JOB.format(job=a(job, low=True), roles=f"{kb.job.name}s")
    newest = max(closest, key=lambda fact: fact.year or 0, default=None)
    return Reply("salary", text, facts=cite([newest] if newest else []))


def _nothing_alike(part: Offer, kb: KnowledgeBase) -> Reply:
    told = amount(Figure("", part.amount, part.amount, part.unit))
    text = _NO_FIGURE.format(currency=part.unit.partition("/")[0], told=told)
    held = [fact for fact in kb.facts(FactKind.PAY) if fact.about == kb.role.id]
    return Reply("salary", text, facts=cite(held[:1]))


def _compared(
    found: list[Benchmark], parts: tuple[Offer, ...], question: Question, turn: Turn
) -> Reply:
    kb = turn.kb
    first = next((held for held in found if held.of_group), found[0])
    again = is_about_pay(turn) and not turn.update.operations and first.part.groups == ()
    others = [] if again else [held for held in found if held is not first][:1]
    said = [_verdict(first, _package(question, turn), kb), *(_also(held, kb) for held in others)]
    facts = [held.fact for held in (first, *others)]
    named = turn.reader.named(question.text)
    unknown = [*named.industries, *named.places]
    if first.part.groups and not first.of_group:
        wider = _of_group(first.part, kb)
        if wider:
            said.append(_other_kind(wider))
            facts.append(wider)
        else:
            unknown = [_name(group, kb) for group in first.part.groups]
    if unknown:
        said.append(_ONE_GROUP.format(groups=joined(unknown, "or")))
    reply = Reply("salary", " ".join(said), figures=tuple(map(shown, facts)), facts=cite(facts))
    lacking = _lacking(_package(question, turn))
    if lacking and ASKED_FOR_REST not in turn.state.offered:
        reply = replace(reply, closing=_REST.format(lacking=lacking))
    return reply


def _verdict(held: Benchmark, pay: Pay | None, kb: KnowledgeBase) -> str:
    """`Below average: your $250,000 in base pay compares with $364,000 on average (CISOs in the US,
    2026).`
    """
    return (
        f"{_WORDS[held.side]}: your {_money(held.part)} in {BASES[held.part.basis]}"
        f"{_made_of(held.part, pay)} compares with {_a_figure(held.fact)} "
        f"for {_whom(held.fact, kb)} "
        f"({_told_by(held.fact)})."
    )


def _also(held: Benchmark, kb: KnowledgeBase) -> str:
    return (
        f"In {BASES[held.part.basis]}, your {_money(held.part)} is {_BESIDE[held.side]} the "
        f"{_figure(held.fact)} of {_whom(held.fact, kb)} ({_told_by(held.fact)})."
    )


def _other_kind(fact: Fact) -> str:
    assert fact.figure is not None
    group = str(next(iter(fact.scope.limits.values()), "")) or fact.label
    return (
        f"For {group} I only have {BASES.get(fact.figure.basis, 'pay')}, {_a_figure(fact)} "
        f"({fact.year or 'year unknown'}), which can't be compared directly."
    )


def _of_group(part: Offer, kb: KnowledgeBase) -> Fact | None:
    """The newest figure of a group that was named, whatever it measured."""
    groups = set(part.groups)
    held = [
        fact
        for fact in kb.facts(FactKind.PAY)
        if fact.about == kb.role.id and fact.value in groups and fact.figure
        and fact.figure.measure in ("average", "median")
    ]  # fmt: skip
    return max(held, key=lambda fact: fact.year or 0, default=None)


def _made_of(part: Offer, pay: Pay | None) -> str:
    """`, $240,000 base, $48,000 bonus and $25,000 equity a year` where an amount was added up."""
    if pay is None or part.basis == "base" or pay.base is None or pay.total is not None:
        return ""
    held = [("base", pay.base), ("bonus", pay.bonus_amount)]
    if part.basis == "total":
        held.append(("equity", pay.equity))
    told = [f"${value:,} {name}" for name, value in held if value]
    return f" ({joined(told)} a year)" if len(told) > 1 else ""


def _lacking(pay: Pay | None) -> str:
    """What of a package wasn't told."""
    if pay is None or pay.total is not None or pay.equity is not None:
        return ""
    return "equity" if pay.bonus is not None else "a bonus or equity"


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
        return (
            f"{plural} in {limits['place']}"
            if limits["place"][:1].isupper()
            else f"{plural} {limits['place']}"
        )
    if limits:
        return f"{plural} in {next(iter(limits.values()))}" if "industry" in limits else (
            f"{plural} at {next(iter(limits.values()))}"
        )  # fmt: skip
    where = fact.figure.scope if fact.figure else ""
    return f"{plural} {where}" if where else f"{plural} in the US"


def _told_by(fact: Fact) -> str:
    return f"{fact.passage.source.author}, {fact.year or 'year unknown'}"


def _name(group: str, kb: KnowledgeBase) -> str:
    entity = kb.entity(group)
    return entity.name if entity else group.partition("/")[2]
