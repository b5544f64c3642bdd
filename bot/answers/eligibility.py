"""Whether a certification is open to a person now, by the years it requires and the routes around
them.
"""

from __future__ import annotations

from bot.domain.facts import LEVELS, Fact, FactKind
from bot.domain.reply import Reply, amount, cite
from bot.knowledge.store import KnowledgeBase
from bot.plan.certification_path import CertificationChoice, Mode, choose, suits
from bot.plan.gap_analysis import Analysis
from bot.plan.line import Line, describe_degree, month, number, the, years
from bot.plan.requirements import level_of, statuses
from bot.plan.stage import security_years

TOPIC = "advice"
_MONTHS = 12
_LAPSED = (
    "Your {name} has lapsed, so it doesn’t count at the moment; ask the issuer how to get it back"
)


def eligibility(analysis: Analysis, certification: str, kb: KnowledgeBase) -> Reply:
    """Yes, no or not quite, and whether it is the one to take; `certification` is an id."""
    entity = kb.entity(certification)
    name = entity.name if entity else certification.partition("/")[2]
    if statuses(analysis.profile, kb).get(certification) == "held":
        lines = _held(name, certification, analysis, kb)
    else:
        choice = choose(certification, analysis.profile, kb, analysis.on)
        if choice is None:
            lines = _unjudged(name, certification, analysis, kb)
        else:
            # what lapsed was open once: its issuer tells how it comes back
            opens = [] if choice.mode is Mode.RENEW else _eligible(choice, analysis, kb)
            lines = [*_begun(choice), *opens, *_better(choice, analysis, kb)]
    following = analysis.next_certification
    other = following.name if following and following.id != certification else ""
    return Reply(
        TOPIC,
        " ".join(f"{line.text}." for line in lines),
        facts=cite(fact for line in lines for fact in line.facts),
        suggestions=(
            *((f"Can I take {the(other)} yet?",) if other else ("What’s my next step?",)),
            "Show my plan",
        ),
    )


def when_open(analysis: Analysis, certification: str, kb: KnowledgeBase) -> Reply | None:
    """When the years that a certification requires are complete; None where no day can be told."""
    choice = choose(certification, analysis.profile, kb, analysis.on)
    if choice is None or choice.opens is None or choice.opens <= analysis.on:
        return None
    opens, today = choice.opens, analysis.on
    left = round(opens.year - today.year + (opens.month - today.month) / _MONTHS, 1)
    have = security_years(analysis.profile, kb).low
    text = (
        f"In {years(left)}, {month(choice.opens)}: the {choice.name} requires {_requires(choice)}, "
        f"and {_shortfall(choice, have, analysis, kb.job.field)}"
    )
    lines = [Line(text, choice.facts)]
    if choice.waiver:
        lines.append(
            Line("That’s with one year for your degree, which may count", (choice.waiver,))
        )
    return Reply(
        TOPIC,
        " ".join(f"{line.text}." for line in lines),
        facts=cite(fact for line in lines for fact in line.facts),
        suggestions=("What’s my next step?", "Show my plan"),
    )


def _begun(choice: CertificationChoice) -> list[Line]:
    """What the person has said of it: under way, not passed, or lapsed."""
    name = the(choice.name)
    said = {
        Mode.FINISH: f"You’re working on {name}, so finish that",
        Mode.RETAKE: f"You haven’t passed {name} yet, so the exam is still ahead",
        Mode.RENEW: _LAPSED.format(name=choice.name),
    }
    return [Line(said[choice.mode], (choice.level,))] if choice.mode in said else []


def _held(name: str, certification: str, analysis: Analysis, kb: KnowledgeBase) -> list[Line]:
    keep = [f for f in kb.facts(FactKind.UPKEEP, certification) if f.figure and not f.value]
    lines = [Line(f"You hold {the(name)} already", kb.facts(FactKind.LEVEL, certification)[:1])]
    keep = [
        *[f for f in keep if "credits" in f.label][:1],
        *[f for f in keep if "fee" in f.label][-1:],
    ]
    if keep:
        takes = " and ".join(amount(f.figure) for f in keep if f.figure)
        lines.append(Line(f"Keeping it takes {takes}", tuple(keep)))
    if following := analysis.next_certification:
        lines.append(Line(f"The next one for you is {the(following.name)}", (following.level,)))
    return lines


def _unjudged(name: str, certification: str, analysis: Analysis, kb: KnowledgeBase) -> list[Line]:
    """No source tells how high it is: its rule where one does, and what can be judged."""
    rules = kb.facts(FactKind.PREREQUISITE, certification)[:1]
    said = rules[0].statement.rstrip(".") if rules else f"I don’t have what {the(name)} requires"
    if statuses(analysis.profile, kb).get(certification) == "lapsed":
        said = _LAPSED.format(name=name)
    lines = [Line(said, tuple(rules))]
    if following := analysis.next_certification:
        text = f"Of those I can judge, {the(following.name)} comes next for you"
        lines.append(Line(text, (following.level,)))
    return lines


def _eligible(choice: CertificationChoice, analysis: Analysis, kb: KnowledgeBase) -> list[Line]:
    rule, name = choice.required, choice.name
    if rule is None or rule.figure is None:
        return [Line(f"My sources name no years of experience for {the(name)}", (choice.level,))]
    if rule.figure.measure == "recommended":
        return [
            Line(
                f"Yes, {the(name)} is open to you: {years(rule.figure.low)} of experience are "
                "recommended, but not required",
                (rule,),
            )
        ]
    known = security_years(analysis.profile, kb)
    requires = _requires(choice)
    if known.span is None:
        depends = Line(f"It depends on your years: {the(name)} requires {requires}", choice.rules)
        return [depends, *_exam_first(choice)]
    if choice.opens is not None and choice.opens <= analysis.on:
        return [_open_now(choice, requires, known.low, analysis)]
    return _not_yet(choice, requires, known.low, analysis, kb.job.field)


def _open_now(choice: CertificationChoice, requires: str, have: float, analysis: Analysis) -> Line:
    facts: tuple[Fact, ...] = choice.rules
    waived = ""
    rule = choice.required
    if rule and rule.figure and have < rule.figure.low and choice.waiver:
        waived, facts = "; your degree covers one", (*facts, choice.waiver)
    if choice.managed:
        facts = (*facts, choice.managed)
    text = (
        f"Yes, on paper: the {choice.name} requires {requires}, and you have {number(have)}{waived}"
    )
    return Line(text, facts)


def _not_yet(
    choice: CertificationChoice, requires: str, have: float, analysis: Analysis, field: str
) -> list[Line]:
    short = _shortfall(choice, have, analysis, field)
    facts = (*choice.rules, *((choice.managed,) if choice.managed else ()))
    route = choice.route
    if route is None or route.figure is None:
        lines = [Line(f"Not yet: the {choice.name} requires {requires}, and {short}", facts)]
    else:
        associate = f" and become an {route.label}" if "Associate" in route.label else ""
        lines = [
            Line(f"Not for the full {choice.name}: it requires {requires}, and {short}", facts),
            Line(
                f"But you can take the exam now{associate}, "
                f"then have up to {years(route.figure.high)} "
                "to complete the rest",
                (route,),
            ),
        ]
    if choice.waiver and analysis.profile.degree:
        held = analysis.profile.degree.status == "held"
        degree = describe_degree(analysis.profile.degree).split(" ", 1)[1] if held else "degree"
        lines.append(Line(f"Your {degree} may count for one of the years", (choice.waiver,)))
    if choice.opens is not None:
        lines.append(Line(f"You’d have them in {month(choice.opens)}", choice.rules))
    return lines


def _exam_first(choice: CertificationChoice) -> list[Line]:
    """The way to take the exam before the years are complete, where there is one."""
    route = choice.route
    if route is None or route.figure is None:
        return []
    associate = f" as an {route.label}" if "Associate" in route.label else ""
    rest = f"have up to {years(route.figure.high)} to complete the rest"
    return [Line(f"With fewer, you can take the exam now{associate} and {rest}", (route,))]


def _requires(choice: CertificationChoice) -> str:
    """`5 years of work in at least 2 of its 8 domains, 3 of them in security management`."""
    rule = choice.required
    figure = rule.figure if rule else None
    if figure is None:
        return "experience"
    scope = figure.scope.replace(f" of the {choice.name}", "")
    scope = scope.replace(" domains", " domains", 1).replace("of the ", "of its ", 1)
    text = f"{years(figure.low)} in {scope}" if scope else years(figure.low)
    if rule and rule.value == "training":
        text += " after its training"
    if choice.managed and choice.managed.figure:
        text += f", {number(choice.managed.figure.low)} of them in management"
    return text


def _shortfall(choice: CertificationChoice, have: float, analysis: Analysis, field: str) -> str:
    needed = choice.required.figure.low if choice.required and choice.required.figure else 0
    if have <= 0:
        return f"none of your years were in {field} so far"
    if have >= needed and choice.managed:
        led = analysis.profile.management.years
        return (
            f"you have led for {years(led.low)}"
            if led and led.low
            else "you haven’t led long enough yet"
        )
    return f"you have {number(have)}"


def _better(choice: CertificationChoice, analysis: Analysis, kb: KnowledgeBase) -> list[Line]:
    """Whether another one comes first, or this one is below what the person holds or does."""
    following = analysis.next_certification
    if following is None or following.id == choice.id:
        return []
    if suits(choice, analysis.profile, analysis.stage, kb):
        return [Line(f"For you: {following.name} first, {choice.name} later", (following.level,))]
    held = [fact for name in analysis.profile.held() if (fact := level_of(name, kb))]
    own = LEVELS.index(choice.level.value)
    lower = own < LEVELS.index(following.level.value)
    if lower or any(LEVELS.index(fact.value) > own for fact in held):
        text = (
            f"It’s {choice.level.value}-level, though, and would add little for you; "
            f"{the(following.name)} is next"
        )
    elif choice.mode is Mode.SIT:
        text = f"It’s aimed at other work than yours, though; {the(following.name)} fits you better"
    else:
        text = f"For you: {following.name} first, {choice.name} later"
    return [Line(text, (choice.level, following.level))]
