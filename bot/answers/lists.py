"""Lists that are composed of facts, by the name of their unit of evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.answers.certification_lists import by_certification, certifications, levels
from bot.answers.evidence import of_main_source
from bot.answers.sentences import a, capital, first_sentences, lowered
from bot.answers.survey_tables import pay, pay_surveys, survey
from bot.domain.facts import FactKind
from bot.domain.reply import Item, Reply, Table, amount, cite, joined
from bot.knowledge.store import KnowledgeBase

_Composer = Callable[[KnowledgeBase, date], Reply]
_LONGEST_ITEM = 18


def composed(name: str, kb: KnowledgeBase, today: date) -> Reply:
    """The list of a name in `bot.knowledge.units.LISTS`."""
    return _COMPOSERS[name](kb, today)


def _plain_list(topic: str, kind: FactKind, lead: str, closing: str = "") -> _Composer:
    def compose(kb: KnowledgeBase, today: date) -> Reply:
        facts = of_main_source(kb.facts(kind), kb)
        items = tuple(Item(fact.label, entity=fact.about) for fact in facts)
        return Reply(topic, _filled(lead, kb), items, _filled(closing, kb), facts=cite(facts))

    return compose


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


def _outdated(kb: KnowledgeBase, today: date) -> Reply:
    facts = kb.facts(FactKind.CORRECTION)
    text = " ".join(dict.fromkeys(fact.statement for fact in facts))
    return Reply("resources", text, facts=cite(facts))


_COMPOSERS: dict[str, _Composer] = {
    "duties": _plain_list(
        "duties", FactKind.DUTY, "There's no fixed list, but {a_role_low} may be asked to:"
    ),
    "requirements": _plain_list(
        "duties", FactKind.REQUIREMENT, "Job postings for {a_role_low} may name these areas:"
    ),
    "skills": _plain_list("skills", FactKind.SKILL, "{a_role} should have these skills:"),
    "certifications": certifications,
    "levels": levels,
    "prerequisites": by_certification(
        FactKind.PREREQUISITE, "Here's what each certification requires:", "Requires"
    ),
    "upkeep": by_certification(
        FactKind.UPKEEP, "Here's what keeps each certification valid:", "Takes"
    ),
    "issuers": by_certification(
        FactKind.ISSUER, "Here's who offers each certification:", "Offered by"
    ),
    "stepping stones": _stepping_stones,
    "steps": _steps,
    "titles": _titles,
    "resources": _resources,
    "overlap": _overlap,
    "reporting": survey(
        "role", FactKind.REPORTING, "It differs, and so do surveys. The latest:", "Report to"
    ),
    "tenure": survey(
        "role", FactKind.TENURE, "Surveys measure it differently. The latest:", "Measured"
    ),
    "turnover": survey("role", FactKind.TURNOVER, "Few change in a year. The latest:", "Measured"),
    "pay": pay,
    "pay surveys": pay_surveys,
    "raises": survey("salary", FactKind.PAY_CHANGE, "The latest figures:", "Measured"),
    "outdated": _outdated,
}
