"""What a plan says, sentence by sentence, each with the facts that it rests on: for the chat and for the files."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.facts import Fact, FactKind, Figure
from bot.domain.person import Profile, Years
from bot.domain.reply import amount, joined
from bot.knowledge.store import KnowledgeBase
from bot.plan.gap_analysis import (
    Assumption,
    Credential,
    Difference,
    Plan,
    Requirement,
    Standing,
    advisable,
    shortfall,
)

WORDS = {
    Standing.MET: "done",
    Standing.PARTLY: "begun",
    Standing.MISSING: "still to do",
    Standing.UNKNOWN: "you haven't said",
}
DEGREES = {
    "none": "no degree", "student": "a first degree on the way", "diploma": "a diploma", "bachelor": "a bachelor's degree",
    "master": "a master's degree", "mba": "an MBA", "doctorate": "a doctorate",
}  # fmt: skip
_CHECK = "check with the issuer"


@dataclass(frozen=True)
class Line:
    """A sentence or half of one, and why it may be said."""

    text: str
    facts: tuple[Fact, ...]

    def __str__(self) -> str:
        """The text with its sources in brackets: `… [Okta, 2021]`."""
        return f"{self.text} [{'; '.join(_sources(self))}]"


def source_of(fact: Fact) -> str:
    source = fact.passage.source
    note = f", {_CHECK}" if source.to_be_checked else ""
    return f"{source.publisher or source.title}, {fact.year or source.year or 'year unknown'}{note}"


def month(day: date) -> str:
    return f"{calendar.month_name[day.month]} {day.year}"


def length(months: int) -> str:
    """`2 years`, `8 months`, `1 year and 6 months`."""
    years, rest = divmod(abs(months), 12)
    parts = [
        f"{number} {unit}{'' if number == 1 else 's'}"
        for number, unit in ((years, "year"), (rest, "month"))
        if number
    ]
    return joined(parts) if parts else "no time"


def requirement(r: Requirement, profile: Profile, kb: KnowledgeBase) -> Line:
    """How far one step is met, and by what: `begun, 5 years of at least 7 to 10`."""
    say = _SAY.get(r.kind) if r.kind else None
    detail, facts = say(r, profile, kb) if say else ("", ())
    text = f"{WORDS[r.standing]}{', ' + detail if detail else ''}"
    return Line(text, facts or r.facts[:1] or (r.step,))


def next_lines(plan: Plan, kb: KnowledgeBase) -> tuple[Line, ...]:
    """The one next step with its reason, and the certification that suits when that is what is next."""
    r = plan.next
    if r is None:
        return (Line("Every step that is named is done; what remains is to apply", _steps(plan)),)
    waiting = [
        o
        for o in plan.open
        if o is not r and o.kind is FactKind.EXPERIENCE and o.standing is Standing.PARTLY
    ]
    if r.standing is Standing.UNKNOWN:
        reason = "It is the first step in their order that I know nothing of"
    elif r.kind is FactKind.EXPERIENCE and r.standing is Standing.PARTLY:
        reason = "All that is known to be left is time at work, in growing responsibility"
    elif waiting:
        reason = "Your years complete themselves while you work, so this is the first step you can take now"
    else:
        reason = "It is the first step in their order that isn't done"
    label = r.step.label
    lines = [
        Line(
            f"What comes next: {label}. {reason}",
            (r.step, *(f for o in waiting for f in o.facts[:1])),
        )
    ]
    if r.step.detail:
        lines.append(Line(_first_sentence(r.step.detail), (r.step,)))
    best = advisable(plan)
    if r.kind is FactKind.CERTIFICATION and best:
        lines.append(credential(best, plan.on))
    return tuple(lines)


def rest_lines(plan: Plan, kb: KnowledgeBase) -> tuple[Line, ...]:
    """The steps after the next one, in order."""
    return tuple(
        Line(
            f"{r.step.label}: {requirement(r, plan.profile, kb).text}",
            (r.step, *requirement(r, plan.profile, kb).facts),
        )
        for r in plan.open[1:]
    )


def horizon_lines(plan: Plan) -> tuple[Line, ...]:
    """The earliest date, what moves it most, and how the wished date compares."""
    horizon = plan.horizon
    if horizon is None:
        return ()
    fact = horizon.fact
    figure = fact.figure
    assert figure is not None
    needed = f"{_count(figure.low)} years of {figure.scope or 'experience'}"
    if horizon.earliest <= plan.on:
        text = f"By the years alone you could apply now: {plan.profile.years} reach the {_count(figure.low)} that are asked for at least"
    else:
        text = f"The earliest date is {month(horizon.earliest)}: you then have the {needed} that are asked for at least"
    if horizon.latest > horizon.earliest:
        text += f", and the {_count(figure.high)} of the upper end in {month(horizon.latest)}"
    lines = [Line(text, (fact,))]
    if horizon.assumptions:
        lines.append(
            Line(f"What moves it most is {_assumed(horizon.assumptions[0], plan)}", (fact,))
        )
    others = [r for r in plan.open if r.kind is not FactKind.EXPERIENCE]
    if others:
        names = joined(_lowered(r.step.label) for r in others)
        lines.append(
            Line(
                f"No length is given for the rest ({names}), so it has to fit in until then",
                tuple(r.step for r in others),
            )
        )
    if plan.profile.target:
        gap = (
            (plan.profile.target.year - horizon.earliest.year) * 12
            + plan.profile.target.month
            - horizon.earliest.month
        )
        wish = f"Your own date, {month(plan.profile.target)}, is"
        compared = (
            f"{length(gap)} after it"
            if gap > 0
            else f"{length(gap)} before it, so too early by these years"
            if gap < 0
            else "just that"
        )
        lines.append(Line(f"{wish} {compared}", (fact,)))
    return tuple(lines)


def credential(c: Credential, today: date) -> Line:
    """A certification's level, and when its years are complete."""
    level = f"{c.name} is {_level(c.level)}" if c.level else _period(c.named.statement)
    rule = next(iter(c.rules), None)
    if c.held:
        text = f"{level}; you hold it"
    elif rule is None or c.opens is None:
        text = ". ".join(dict.fromkeys([level, *(_period(fact.statement) for fact in c.rules)]))
    elif rule.figure and rule.figure.measure == "recommended":
        text = f"{level} and open to everybody. {_period(rule.statement)}"
    else:
        when = (
            "in number, your years are enough for it now"
            if c.opens <= today
            else f"in number, your years are complete for it in {month(c.opens)}"
        )
        text = f"{level}; {when}. {' '.join(dict.fromkeys(_period(f.statement) + '.' for f in c.rules)).rstrip('.')}"
    return Line(text, (c.level or c.named, *c.rules))


def role(profile: Profile, kb: KnowledgeBase) -> Line | None:
    """What the sources say of the person's job: that it is a building block, or the very job."""
    job = profile.role.lower()
    for fact in kb.facts(FactKind.STEPPING_STONE):
        if job and fact.value == "role" and fact.label.lower() in job:
            return Line(
                f"Your job counts: {fact.label} is named among the building blocks", (fact,)
            )
    names = {
        name.lower()
        for entity in kb.entities
        if entity.kind in ("role", "title")
        for name in (entity.name, *entity.aliases)
    }
    if job in names:
        return Line(
            "By its title you have the job already; the steps show what stands behind it",
            kb.facts(FactKind.DEFINITION)[:1],
        )
    return None


def paragraph(lines: Iterable[Line]) -> str:
    """Sentences one after the other; those that rest on the same sources share one bracket."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _sources(groups[-1][-1]) == _sources(line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return " ".join(
        ". ".join([*(line.text for line in group[:-1]), str(group[-1])]) + "." for group in groups
    )


def unknown_certifications(profile: Profile, kb: KnowledgeBase) -> tuple[str, ...]:
    """Names of certifications that are held and that the sources say nothing about."""
    return tuple(
        _name(name, kb) for name in profile.certifications or () if kb.entity(name) is None
    )


def difference_lines(
    found: Iterable[Difference], after: Plan, kb: KnowledgeBase
) -> tuple[Line, ...]:
    return tuple(
        Line(
            f"{d.after.step.label}: {WORDS[d.before.standing]} so far, then {requirement(d.after, after.profile, kb).text}",
            (d.after.step, *requirement(d.after, after.profile, kb).facts),
        )
        for d in found
    )


def moved(before: Plan, after: Plan) -> Line | None:
    """How the earliest date moves between two plans, None when no date is known."""
    if after.horizon is None:
        return None
    facts = (after.horizon.fact,)
    to = "now" if after.horizon.earliest <= after.on else month(after.horizon.earliest)
    if before.horizon is None:
        return Line(f"The earliest date is then {to}", facts)
    old, new = before.horizon.earliest, after.horizon.earliest
    if old == new:
        return Line(f"The earliest date stays {'as it is' if to == 'now' else to}", facts)
    months = abs((new.year - old.year) * 12 + new.month - old.month)
    return Line(
        f"The earliest date moves {length(months)} {'earlier' if new < old else 'later'}, to {to}",
        facts,
    )


def summary(profile: Profile, kb: KnowledgeBase) -> str:
    """What is known of a person in a few words: `5 years in IT security, Security+`."""
    parts = [
        told(profile, name, kb)
        for name in ("role", "years", "leading", "degree", "certifications", "target")
    ]
    return ", ".join(part for part in parts if part)


def told(profile: Profile, name: str, kb: KnowledgeBase) -> str:
    """One field as a person may read it; empty when it isn't known."""
    if name == "role":
        return profile.role
    if name == "years" and profile.years:
        where = {"security": " in security", "it": " in IT"}.get(
            profile.field, " in security or IT"
        )
        return f"{profile.years}{where}"
    if name == "leading" and profile.leading:
        return (
            "no years of managing people"
            if profile.leading.high <= 0
            else f"{profile.leading} of managing people"
        )
    if name == "leading" and profile.leads:
        return "managing people"
    if name == "degree" and profile.degree:
        return DEGREES[profile.degree]
    if name == "certifications" and profile.certifications is not None:
        return (
            joined(_name(held, kb) for held in profile.certifications)
            if profile.certifications
            else "no certifications"
        )
    return f"by {month(profile.target)}" if name == "target" and profile.target else ""


def _sources(line: Line) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(source_of, line.facts)))


def _say_experience(
    r: Requirement, profile: Profile, kb: KnowledgeBase
) -> tuple[str, tuple[Fact, ...]]:
    fact = r.facts[0]
    if fact.figure is None:
        return "", (fact,)
    span = f"at least {amount(_whole(fact.figure))}"
    scope = f" of {fact.figure.scope}" if fact.figure.scope else ""
    if r.standing is Standing.UNKNOWN:
        return f"{span}{scope} are asked for", (fact,)
    years = profile.years or Years(0, 0)
    missing = shortfall(profile, fact)
    to_go = f", {length(round(missing * 12))} to go" if missing else ""
    return f"{years} of {span}{scope}{to_go}", (fact,)


def _say_education(
    r: Requirement, profile: Profile, kb: KnowledgeBase
) -> tuple[str, tuple[Fact, ...]]:
    have = (
        f"you have {DEGREES[profile.degree]}"
        if profile.degree
        else "a bachelor's degree is the usual one"
    )
    return have, r.facts[:1]


def _say_certification(
    r: Requirement, profile: Profile, kb: KnowledgeBase
) -> tuple[str, tuple[Fact, ...]]:
    held = profile.certifications or ()
    if r.standing is Standing.UNKNOWN:
        return (
            f"{joined((fact.label for fact in r.facts if fact.kind is FactKind.CERTIFICATION), 'or')} are named",
            r.facts,
        )
    if not held:
        return "no certification yet", (r.step,)
    facts = [fact for name in held for fact in kb.facts(FactKind.LEVEL, name)[:1]]
    levelled = {fact.about: fact.value for fact in facts}
    names = joined(
        f"{_name(name, kb)} ({levelled[name] + ' level' if name in levelled else 'level unknown'})"
        for name in held
    )
    short = ", none of a high level" if r.standing is Standing.PARTLY else ""
    return f"you hold {names}{short}", (r.step, *facts)


def _say_management(
    r: Requirement, profile: Profile, kb: KnowledgeBase
) -> tuple[str, tuple[Fact, ...]]:
    if r.standing is Standing.UNKNOWN:
        return "managing other professionals is expected", r.facts[:1]
    if r.standing is Standing.MISSING:
        return "no years of managing people yet", r.facts[:1]
    return (
        f"{profile.leading} of managing people" if profile.leading else "you manage people",
        r.facts[:1],
    )


_SAY = {
    FactKind.EXPERIENCE: _say_experience,
    FactKind.EDUCATION: _say_education,
    FactKind.CERTIFICATION: _say_certification,
    FactKind.MANAGEMENT: _say_management,
}


def _assumed(assumption: Assumption, plan: Plan) -> str:
    by = f"{length(assumption.months)} {'later' if assumption.months > 0 else 'earlier'}"
    return {
        "span": f"which end of the span holds: at its upper end, {by}",
        "years": f"how many years you really have: with {_count(plan.profile.years.high) if plan.profile.years else ''}, {by}",
        "counted": f"how many of your years count as IT security: if none did, {by}",
    }[assumption.name]


def _level(fact: Fact) -> str:
    article = "an" if fact.value[:1] in "aeiou" else "a"
    return f"{article} {fact.value}{'-level' if fact.value == 'entry' else ''} certification"


def _steps(plan: Plan) -> tuple[Fact, ...]:
    return tuple(r.step for r in plan.requirements)


def _name(certification: str, kb: KnowledgeBase) -> str:
    entity = kb.entity(certification)
    return entity.name if entity else certification


def _whole(figure: Figure) -> Figure:
    return Figure(
        figure.measure, int(figure.low), int(figure.high), figure.unit, figure.basis, figure.scope
    )


def _count(value: float) -> str:
    return f"{value:g}"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".")


def _period(sentence: str) -> str:
    return sentence.rstrip(".")
