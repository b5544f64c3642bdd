"""Pay that a person has or was offered, each part compared with the figure of its own kind."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import offer_pair
from bot.answers.beside_current import beside_current
from bot.answers.fallback import not_covered
from bot.answers.heard_pay import taken_as_dollars
from bot.answers.offer_abroad import abroad
from bot.answers.offer_figures import Benchmark, Offer, benchmark, read_offer
from bot.answers.offered_job import offered_job
from bot.answers.offered_package import package, parts_to_compare, with_amount
from bot.answers.pay_thread import beside_own, wants_decision
from bot.answers.sentences import a, first_sentences, lowered
from bot.answers.third_person import of_them
from bot.answers.turn import Turn
from bot.answers.verdicts import also, other_kind, verdict
from bot.domain.dialogue import DialogueState
from bot.domain.facts import Fact, FactKind, Figure
from bot.domain.profile_parts import Pay
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite, joined, shown
from bot.knowledge.store import KnowledgeBase
from bot.plan.job_actions import share, survey_share

# Kinds of entities by which pay is broken down.
GROUPS = ("industry", "place", "company")
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
_WITH_BONUS = "With its bonus it comes to {cash}."
_YOUR_CALL = "That’s your call, but by pay alone:"
_INSURANCE = (
    "Before you sign, ask about D&O insurance, too: {share} of {many} weren’t covered by their"
    " company’s policy in {year}."
)
_REST = "If there's {lacking}, tell me how much and I'll compare the total."


def compared(question: Question, turn: Turn) -> Reply:
    """Above, about or below the figures of the same kind; what can't be compared is
    said not to be.
    """
    kb = turn.kb
    if beside := beside_own(question, turn):
        return beside
    asked = with_amount(question, turn)
    groups = tuple(entity for kind in GROUPS for entity in asked.about(kind))
    if of_place := abroad(asked, turn, groups):
        return of_place
    job = offered_job(asked, turn)
    if not job.startswith(("role/", "work_role/")):
        return _no_job(job, kb)
    facts = [fact for fact in kb.facts(FactKind.PAY) if fact.about == job]
    if not facts:
        return not_covered(question, kb)
    pay = package(question, turn)
    parts = parts_to_compare(asked, pay, groups)
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


def _no_job(job: str, kb: KnowledgeBase) -> Reply:
    closest = [f for f in kb.facts(FactKind.PAY) if f.about == kb.role.id and f.scope.is_general]
    text = _NO_JOB.format(job=a(job, low=True), roles=f"{kb.job.name}s")
    newest = max(closest, key=lambda fact: fact.year or 0, default=None)
    return Reply("salary", text, facts=cite([newest] if newest else []), lacking=(job,))


def _nothing_alike(part: Offer, kb: KnowledgeBase) -> Reply:
    told = amount(Figure("", part.amount, part.amount, part.unit))
    currency = part.unit.partition("/")[0]
    text = _NO_FIGURE.format(currency=currency, told=told)
    held = [fact for fact in kb.facts(FactKind.PAY) if fact.about == kb.role.id]
    return Reply("salary", text, facts=cite(held[:1]), lacking=(currency,))


def _compared(
    found: list[Benchmark], parts: tuple[Offer, ...], question: Question, turn: Turn
) -> Reply:
    kb = turn.kb
    first = next((held for held in found if held.of_group), found[0])
    again = is_about_pay(turn) and not turn.update.operations and first.part.groups == ()
    others = [] if again else [held for held in found if held is not first][:1]
    wider = None if first.of_group else _of_group(first.part, kb)
    unknown = _without_figure(first, wider, question, turn)
    said = [
        *beside_current(turn),
        verdict(first, package(question, turn), kb),
        *(also(held, kb) for held in others),
        *([other_kind(wider)] if wider else []),
        *([_ONE_GROUP.format(groups=joined(unknown, "or"))] if unknown else []),
        *_with_bonus((first, *others), parts),
        *taken_as_dollars(turn),
    ]
    facts = [held.fact for held in (first, *others)] + ([wider] if wider else [])
    return Reply(
        "salary",
        " ".join(said),
        figures=tuple(map(shown, facts)),
        facts=cite(facts),
        lacking=(*unknown,),
        closing=_asking_for_rest(question, turn),
    )


def _without_figure(
    first: Benchmark, wider: Fact | None, question: Question, turn: Turn
) -> list[str]:
    """The groups that were named and have no figure: those of the knowledge base, or others."""
    if first.part.groups and not first.of_group and wider is None:
        return [_name(group, turn.kb) for group in first.part.groups]
    named = turn.reader.named(question.text)
    return [*named.industries, *named.places]


def _asking_for_rest(question: Question, turn: Turn) -> str:
    """What asks for the rest of a package, once."""
    lacking = _lacking(package(question, turn))
    asks = lacking and ASKED_FOR_REST not in turn.state.offered
    return _REST.format(lacking=lacking) if asks else ""


def _with_bonus(told: tuple[Benchmark, ...], parts: tuple[Offer, ...]) -> list[str]:
    """What base and bonus come to, where only the base has a figure of its kind."""
    cash = next((part.amount for part in parts if part.basis == "cash"), None)
    alone = all(held.part.basis == "base" for held in told)
    return [_WITH_BONUS.format(cash=f"${cash:,}")] if cash and alone else []


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


def _lacking(pay: Pay | None) -> str:
    """What of a package wasn't told."""
    if pay is None or pay.total is not None or pay.equity is not None:
        return ""
    return "equity" if pay.bonus is not None else "a bonus or equity"


def _name(group: str, kb: KnowledgeBase) -> str:
    entity = kb.entity(group)
    return entity.name if entity else group.partition("/")[2]
