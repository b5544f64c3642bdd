"""Actions about certifications: the exam that suits next,
why, and what keeps those that are held.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.facts import Fact, FactKind, Figure
from bot.domain.reply import amount
from bot.knowledge.store import KnowledgeBase
from bot.plan.action import NEXT, SOON, THEN, Action
from bot.plan.certification_path import CertificationChoice, Mode, exam_first
from bot.plan.gap_analysis import Analysis
from bot.plan.goal import step_reason
from bot.plan.line import Line, month, the, years
from bot.plan.requirements import Standing, certification_id


def certification_action(choice: CertificationChoice, analysis: Analysis) -> Action:
    """The exam or renewal of one certification, with when and why."""
    key = f"{choice.id}/{'renewal' if choice.mode is Mode.RENEW else 'exam'}"
    facts = (choice.level, *_reasons(choice, analysis))
    if choice.mode is Mode.RENEW:
        return Action(
            key,
            f"Ask the issuer how to get your {choice.name} back",
            f"It has lapsed, so it doesn’t count at the moment, and it’s {_level(choice)}",
            "you know the fee, the credits and the deadline",
            (choice.level,),
            SOON,
            f"Write to the issuer about your lapsed {choice.name}",
            "the message is sent",
            _start_why(analysis),
        )
    verb = "Retake" if choice.mode is Mode.RETAKE else "Take"
    associate = f" {exam_first(choice)}" if _is_associate(choice) else ""
    text = f"{verb} the {choice.name} exam{associate}"
    begun = choice.mode in (Mode.FINISH, Mode.RETAKE)
    quick = begun or choice.level.value == "entry"
    return Action(
        key,
        text,
        certification_reason(choice, analysis),
        "you’ve passed",
        (*facts, *(fact for fact in (choice.price, choice.fee) if fact)),
        SOON if quick else NEXT,
        f"Pick a date for the {choice.name} exam and block study time each week",
        "both are in your calendar",
        _start_why(analysis),
        is_exam=True,
    )


def _start_why(analysis: Analysis) -> Line:
    step = next((r.step for r in analysis.requirements if r.kind is FactKind.CERTIFICATION), None)
    if step and analysis.standing(FactKind.CERTIFICATION) is Standing.MET:
        return Line("Advanced certifications are recommended for the role", (step,))
    return step_reason(FactKind.CERTIFICATION, analysis)


def certification_reason(choice: CertificationChoice, analysis: Analysis) -> str:
    """Why this certification, and what it takes of the person, in a sentence or two."""
    return ". ".join(filter(None, (_fit(choice, analysis), _costs(choice.price, choice.fee))))


def _costs(price: Fact | None, fee: Fact | None) -> str:
    """What an exam costs, and what its certification does each year, with the years they are of."""
    if price is None or price.figure is None:
        return ""
    kept = f", keeping it {amount(fee.figure)}" if fee and fee.figure else ""
    of, fee_of = (f" ({fact.year})" if fact and fact.year else "" for fact in (price, fee))
    return f"The exam costs {amount(price.figure)}{of if of != fee_of else ''}{kept}{fee_of}"


def _fit(choice: CertificationChoice, analysis: Analysis) -> str:
    required = choice.required
    needed = required.figure.low if required and required.figure else 0
    firm = bool(required and required.figure and required.figure.measure != "recommended")
    if choice.mode is Mode.FINISH:
        return f"You’ve begun it, and it’s {_level(choice)}"
    if choice.mode is Mode.RETAKE:
        return f"You know the exam by now, and it’s {_level(choice)}"
    if not firm:
        return f"It’s {_level(choice)} and requires no experience"
    if choice.mode is Mode.SIT:
        rule = _complete(choice, needed, analysis)
        reason = f"It’s {_level(choice)}, and on paper you have the {rule}"
        planned = _planned_later(choice, analysis)
        if planned is None or planned.opens is None:
            return reason
        return (
            f"{reason}; your years for {the(planned.name)} are complete in {month(planned.opens)}"
        )
    if choice.route and choice.route.figure:
        return _exam_first(choice, needed, choice.route.figure)
    return f"It’s {_level(choice)} and requires {years(needed)}"


def _planned_later(choice: CertificationChoice, analysis: Analysis) -> CertificationChoice | None:
    """Another one that the person plans and whose years aren't complete: why it doesn't come
    first.
    """
    for other in analysis.certifications:
        planned = analysis.profile.certification(other.name) == "planned"
        if planned and other.id != choice.id and other.opens and other.opens > analysis.on:
            return other
    return None


def _complete(choice: CertificationChoice, needed: float, analysis: Analysis) -> str:
    """The experience that is required and complete, and whether a degree covers a year of it."""
    if choice.level.value == "executive":
        return f"{_scope(choice)} it requires"
    is_covered = choice.waiver is not None and _short(choice, analysis)
    return f"{years(needed)} it requires" + (", one of them by your degree" if is_covered else "")


def _exam_first(choice: CertificationChoice, needed: float, route: Figure) -> str:
    """The exam now and the years, or those in management, after it."""
    limit = years(route.high)
    if choice.managed and choice.managed.figure:
        part = years(choice.managed.figure.low)
        return f"You can pass first and complete the {part} in security management within {limit}"
    return f"You can pass now and have {limit} to complete the {years(needed)} it requires"


def _short(choice: CertificationChoice, analysis: Analysis) -> bool:
    """Whether the years are complete only because something is waived."""
    required, horizon = choice.required, analysis.horizon
    if required is None or required.figure is None or horizon is None:
        return False
    return horizon.have < required.figure.low


def _scope(choice: CertificationChoice) -> str:
    figure = choice.required.figure if choice.required else None
    if figure is None:
        return "years"
    training = (
        " after its training" if choice.required and choice.required.value == "training" else ""
    )
    domains = figure.scope.replace(f" of the {choice.name}", "")
    return f"{years(figure.low)} in {domains}{training}"


def _reasons(choice: CertificationChoice, analysis: Analysis) -> tuple[Fact, ...]:
    if choice.mode in (Mode.FINISH, Mode.RETAKE):
        return ()
    facts = list(choice.rules)
    if choice.mode is Mode.SIT and choice.waiver and _short(choice, analysis):
        facts.append(choice.waiver)
    if choice.mode is Mode.SIT and (planned := _planned_later(choice, analysis)):
        facts += planned.rules
    if choice.mode is Mode.EXAM_FIRST and choice.route:
        facts += [choice.route, *([choice.managed] if choice.managed else [])]
    return tuple(facts)


def _is_associate(choice: CertificationChoice) -> bool:
    route = choice.route
    return choice.mode is Mode.EXAM_FIRST and route is not None and "Associate" in route.label


def _level(choice: CertificationChoice) -> str:
    level = choice.level.value
    article = "an" if level[:1] in "aeiou" else "a"
    return f"{article} {level}{'-level' if level == 'entry' else ''} certification"


def upkeep(analysis: Analysis, kb: KnowledgeBase, quarter: int = THEN) -> Iterator[Action]:
    for name in analysis.profile.held():
        facts = [
            fact
            for fact in kb.facts(FactKind.UPKEEP, certification_id(name, kb))
            if fact.label.startswith("credits") and fact.figure and not fact.value
        ][:1]
        if facts and facts[0].figure:
            yield Action(
                f"{certification_id(name, kb)}/upkeep",
                f"Log this year’s credits for your {name}",
                f"Keeping it takes {amount(facts[0].figure)}",
                "the issuer’s page shows them",
                tuple(facts),
                quarter,
                f"Look up how many credits your {name} still needs",
                "you know the number and the date",
                _start_why(analysis),
            )
            return
