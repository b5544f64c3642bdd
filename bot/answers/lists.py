"""Lists and tables that are composed of facts: duties, skills, steps, certifications, and what
surveys say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from bot.answers.sentences import a, capital, first_sentences, lowered
from bot.domain.facts import Fact, FactKind
from bot.domain.freshness import is_old
from bot.domain.reply import Item, Reply, Table, amount, cite, joined
from bot.knowledge.store import KnowledgeBase

_Composer = Callable[[KnowledgeBase, date], Reply]
_LONGEST_ITEM = 18
_ROWS = 8
_LEAST_OFFERED = 2
# Rows of a table that are shown: the newest, where there are more.
_IN_SHORT = 3
_FROM_FIRST_SOURCE = (
    FactKind.DUTY,
    FactKind.SKILL,
    FactKind.REQUIREMENT,
    FactKind.STEP,
    FactKind.RESOURCE,
)


def composed(name: str, kb: KnowledgeBase, today: date) -> Reply:
    """The list of a name in `bot.knowledge.units.LISTS`."""
    return _COMPOSERS[name](kb, today)


def _plain_list(topic: str, kind: FactKind, lead: str, closing: str = "") -> _Composer:
    def compose(kb: KnowledgeBase, today: date) -> Reply:
        facts = _own(kb.facts(kind), kb)
        items = tuple(Item(fact.label, entity=fact.about) for fact in facts)
        return Reply(topic, _filled(lead, kb), items, _filled(closing, kb), facts=cite(facts))

    return compose


def _own(facts: Sequence[Fact], kb: KnowledgeBase) -> list[Fact]:
    """Those of the main article where it has some: a list is not a heap of all sources."""
    first = [fact for fact in facts if fact.passage.source.id == kb.main_source.id]
    return first if len(first) > 1 else list(facts)


def _filled(text: str, kb: KnowledgeBase) -> str:
    role = kb.job.name
    return capital(text.format(role=role, a_role=kb.job.with_article, a_role_low=a(role, low=True)))


def _steps(kb: KnowledgeBase, today: date) -> Reply:
    facts = kb.facts(FactKind.STEP)
    items = tuple(Item(fact.label, _brief(fact.detail), fact.about) for fact in facts)
    lead = "There's no single road, but these steps lead there:"
    return Reply("career_path", lead, items, facts=cite(facts))


def _brief(text: str) -> str:
    first = first_sentences(text, 1)
    words = first.split()
    return (
        first
        if len(words) <= _LONGEST_ITEM
        else " ".join(words[:_LONGEST_ITEM]).rstrip(",;:") + " …"
    )


def _resources(kb: KnowledgeBase, today: date) -> Reply:
    facts = kb.facts(FactKind.RESOURCE)
    items = tuple(Item(fact.label, lowered(fact.detail), fact.about) for fact in facts)
    return Reply("resources", "Further reading:", items, facts=cite(facts))


def _certifications(kb: KnowledgeBase, today: date) -> Reply:
    """Those that the main article names, each with its issuer, under the rule on whether one is
    required.
    """
    facts = _own(kb.facts(FactKind.CERTIFICATION), kb)
    issuers = {fact.about: fact for fact in reversed(kb.facts(FactKind.ISSUER))}
    status = {fact.about: fact for fact in kb.facts(FactKind.STATUS) if fact.value}
    rules = [
        fact
        for fact in kb.facts(FactKind.STEP)
        if "certification" in fact.label.lower() and fact.detail
    ][:1]
    items = []
    for fact in facts:
        details = [f"from {issuers[fact.about].value}"] if fact.about in issuers else []
        details += [status[fact.about].label] if fact.about in status else []
        items.append(Item(fact.label, ", ".join(details), fact.about))
    lead = " ".join([*(first_sentences(rule.detail, 1) for rule in rules), "These are named:"])
    shown = [
        *rules,
        *facts,
        *(issuers[f.about] for f in facts if f.about in issuers),
        *status.values(),
    ]
    others = [fact.label for fact in kb.facts(FactKind.CERTIFICATION) if fact not in facts]
    closing = f"I also know {joined(dict.fromkeys(others))}." if others else ""
    return Reply("certifications", lead, tuple(items), closing, facts=cite(shown))


def issued_by(organisation: str, kb: KnowledgeBase) -> Reply | None:
    """The certifications of one issuer with their levels; None where fewer than two are known."""
    name = _name(organisation, kb)
    offered = {f.about: f for f in kb.facts(FactKind.ISSUER) if f.value == name}
    levels = {fact.about: fact for fact in reversed(kb.facts(FactKind.LEVEL))}
    if len(offered) < _LEAST_OFFERED:
        return None
    items = tuple(
        Item(_name(about, kb), levels[about].value if about in levels else "", about)
        for about in offered
    )
    shown = [*offered.values(), *(levels[about] for about in offered if about in levels)]
    return Reply("certifications", f"{name} offers these, by level:", items, facts=cite(shown))


def _titles(kb: KnowledgeBase, today: date) -> Reply:
    facts = kb.facts(FactKind.TITLE)
    names = joined(
        dict.fromkeys(
            f"{fact.label} ({fact.value})" if fact.value else fact.label for fact in facts
        )
    )
    return Reply("role", _filled(f"{{a_role}} is also called {names}.", kb), facts=cite(facts))


def _stepping_stones(kb: KnowledgeBase, today: date) -> Reply:
    facts = kb.facts(FactKind.STEPPING_STONE)
    roles = [fact.label for fact in facts if fact.value == "role"]
    fields = [fact.label for fact in facts if fact.value != "role"]
    parts = [f"The usual stepping stones to {kb.job.name} are {joined(roles or fields)}."]
    if roles and fields:
        parts.append(f"Work in {joined(fields, 'or')} counts, too.")
    return Reply("experience", " ".join(parts), facts=cite(facts))


def _levels(kb: KnowledgeBase, today: date) -> Reply:
    facts = kb.facts(FactKind.LEVEL)
    groups: dict[str, list[str]] = {}
    for fact in facts:
        groups.setdefault(fact.value, []).append(_name(fact.about, kb))
    text = " ".join(
        f"{level.capitalize()}: {joined(dict.fromkeys(names))}." for level, names in groups.items()
    )
    return Reply("certifications", text, facts=cite(facts))


def _by_certification(kind: FactKind, lead: str, column: str) -> _Composer:
    def compose(kb: KnowledgeBase, today: date) -> Reply:
        rows: dict[str, list[Fact]] = {}
        for fact in kb.facts(kind):
            past = fact.until is not None and is_old(fact, today)
            if fact.about.startswith("certification/") and not past:
                rows.setdefault(fact.about, []).append(fact)
        table = Table(
            ("Certification", column),
            tuple(
                (_name(about, kb), "; ".join(dict.fromkeys(map(_cell, held))))
                for about, held in rows.items()
            ),
        )
        return Reply(
            "certifications",
            lead,
            facts=cite(f for held in rows.values() for f in held),
            table=table,
        )

    return compose


def _cell(fact: Fact) -> str:
    if fact.kind is FactKind.ISSUER:
        return fact.value
    if fact.kind is FactKind.UPKEEP and fact.figure:
        rest = fact.label.removeprefix("credits").removeprefix("annual fee").strip()
        return f"{amount(fact.figure)} {rest}".strip()
    return fact.label


def _overlap(kb: KnowledgeBase, today: date) -> Reply:
    facts = sorted(
        kb.facts(FactKind.OVERLAP), key=lambda fact: -(fact.figure.low if fact.figure else 0)
    )
    best = facts[0]
    lead = (
        f"Of the roles compared, {a(best.label, low=True)} covers most of the {kb.job.name} role:"
    )
    rows = tuple((fact.label, amount(fact.figure)) for fact in facts if fact.figure)
    return Reply("career_path", lead, facts=cite(facts), table=Table(("Role", "Covers"), rows))


def _survey(topic: str, kind: FactKind, lead: str, first: str) -> _Composer:
    def compose(kb: KnowledgeBase, today: date) -> Reply:
        facts = _newest(fact for fact in kb.facts(kind) if fact.figure)[:_ROWS]
        rows = tuple(
            (fact.value if kind is FactKind.REPORTING else fact.label, amount(fact.figure),
            str(fact.year or ""),
             fact.passage.source.author)
            for fact in facts if fact.figure
        )  # fmt: skip
        table = Table((first, "Figure", "Year", "Asked by"), rows)
        return Reply(topic, lead + _in_short(facts, kind), facts=cite(facts), table=table)

    return compose


def _in_short(facts: Sequence[Fact], kind: FactKind) -> str:
    """The newest figures in words, so that the answer stands before the table."""
    shown = [fact for fact in facts if fact.figure][:3]
    if kind is FactKind.REPORTING:
        return (
            " "
            + "; ".join(
                f"{amount(f.figure)} to the {f.value} ({f.year})" for f in shown if f.figure
            )
            + "."
        )
    return (
        " "
        + "; ".join(f"{amount(f.figure)}, {f.label} ({f.year})" for f in shown if f.figure)
        + "."
    )


def general_pay(kb: KnowledgeBase) -> list[Fact]:
    """The newest figure of each measure that holds for all who have the job, the averages first."""
    general = [
        fact for fact in kb.facts(FactKind.PAY)
        if fact.figure and fact.about == kb.role.id and fact.scope.is_general and not fact.aspect
    ]  # fmt: skip
    newest: dict[tuple[str, str], Fact] = {}
    for fact in sorted(
        general,
        key=lambda f: (-(f.year or 0), f.figure is not None and f.figure.measure != "average"),
    ):
        if fact.figure:
            newest.setdefault((fact.figure.measure, fact.figure.basis), fact)
    return list(newest.values())


def _pay(kb: KnowledgeBase, today: date) -> Reply:
    facts = general_pay(kb)[:_ROWS]
    rows = tuple(
        (fact.label, amount(fact.figure), str(fact.year or "")) for fact in facts if fact.figure
    )
    table = Table(("Measured", "Figure", "Year"), rows)
    lead = facts[0].statement if facts else ""
    return Reply("salary", lead, facts=cite(facts), table=table)


def _pay_surveys(kb: KnowledgeBase, today: date) -> Reply:
    """Who measured pay, side by side: one figure of each, a general average before others, the
    newest first.
    """
    newest: dict[str, Fact] = {}
    for fact in sorted(kb.facts(FactKind.PAY), key=_as_headline):
        if fact.year and fact.figure and fact.about == kb.role.id:
            newest.setdefault(fact.passage.source.author, fact)
    shown = sorted(newest.values(), key=_as_headline)[:_ROWS]
    averages = [f for f in shown if f.figure and f.figure.measure == "average"][:_IN_SHORT]
    told = joined(
        f"{amount(f.figure)} in {f.passage.source.author}'s ({f.year})"
        for f in averages
        if f.figure
    )
    lead = "They differ, because they ask other people and measure other things."
    text = f"{lead} The latest averages: {told}." if averages else lead
    rows = tuple(
        (fact.passage.source.author, fact.label, amount(fact.figure), str(fact.year))
        for fact in shown
        if fact.figure
    )
    table = Table(("Asked by", "Measured", "Figure", "Year"), rows)
    return Reply("salary", text, facts=cite(shown), table=table)


def _as_headline(fact: Fact) -> tuple[bool, bool, int]:
    """The order in which figures of pay are worth showing: general ones, averages, the newest."""
    average = fact.figure is not None and fact.figure.measure == "average"
    return not fact.scope.is_general or bool(fact.aspect), not average, -(fact.year or 0)


def _outdated(kb: KnowledgeBase, today: date) -> Reply:
    facts = kb.facts(FactKind.CORRECTION)
    text = " ".join(dict.fromkeys(fact.statement for fact in facts))
    return Reply("resources", text, facts=cite(facts))


def _newest(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: -(fact.year or 0))


def _name(entity_id: str, kb: KnowledgeBase) -> str:
    entity = kb.entity(entity_id)
    return entity.name if entity else entity_id.partition("/")[2]


_COMPOSERS: dict[str, _Composer] = {
    "duties": _plain_list(
        "duties", FactKind.DUTY, "There's no fixed list, but {a_role_low} may be asked to:"
    ),
    "requirements": _plain_list(
        "duties", FactKind.REQUIREMENT, "Job postings for {a_role_low} may name these areas:"
    ),
    "skills": _plain_list("skills", FactKind.SKILL, "{a_role} should have these skills:"),
    "certifications": _certifications,
    "levels": _levels,
    "prerequisites": _by_certification(
        FactKind.PREREQUISITE, "Here's what each certification requires:", "Requires"
    ),
    "upkeep": _by_certification(
        FactKind.UPKEEP, "Here's what keeps each certification valid:", "Takes"
    ),
    "issuers": _by_certification(
        FactKind.ISSUER, "Here's who offers each certification:", "Offered by"
    ),
    "stepping stones": _stepping_stones,
    "steps": _steps,
    "titles": _titles,
    "resources": _resources,
    "overlap": _overlap,
    "reporting": _survey(
        "role", FactKind.REPORTING, "It differs, and so do surveys. The latest:", "Report to"
    ),
    "tenure": _survey(
        "role", FactKind.TENURE, "Surveys measure it differently. The latest:", "Measured"
    ),
    "turnover": _survey("role", FactKind.TURNOVER, "Few change in a year. The latest:", "Measured"),
    "pay": _pay,
    "pay surveys": _pay_surveys,
    "raises": _survey("salary", FactKind.PAY_CHANGE, "The latest figures:", "Measured"),
    "outdated": _outdated,
}
