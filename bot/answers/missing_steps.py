"""One step by itself: whether a degree, a certification or leading people is still needed."""

from __future__ import annotations

from bot.answers.position import TOPIC, suggestions
from bot.domain.facts import Fact, FactKind
from bot.domain.profile_parts import Degree
from bot.domain.reply import Reply, cite
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.career_actions import management
from bot.plan.certification_actions import certification_action
from bot.plan.gap_analysis import Analysis
from bot.plan.line import capital, describe_degree, the
from bot.plan.requirements import Standing

_USUAL_DEGREE = "A bachelor’s degree close to IT is the usual start, rather than a requirement."
_NOT_ALONE = "Not by itself, but managing other professionals is expected of the role."
_MASTER = "A finished master’s can be an advantage over other candidates."


def lead_advice(analysis: Analysis, kb: KnowledgeBase, form: str = "") -> Reply:
    """How to get practice in leading, or that it is settled; first whether it is a must where that
    is asked.
    """
    found = next(iter(management(analysis, kb)), None)
    expected = kb.facts(FactKind.MANAGEMENT)[:1]
    if found is None:
        text = "Yes, that counts: you’ve led people, which is expected of the role."
        return Reply(TOPIC, text, facts=cite(expected), suggestions=suggestions(analysis))
    practice = evidence.valued(kb, "management practice")[:1]
    if practice:
        said = practice[0].statement.partition(". ")[0].rstrip(".")
        text = f"{said}. {found.start}." if found.start else f"{said}."
        text = f"{_NOT_ALONE} {said}." if form == "yes_no" else text
        facts: tuple[Fact, ...] = (*practice, *expected)
    else:
        text, facts = f"{found.text}. {capital(found.why)}.", found.facts
    return Reply(TOPIC, text, facts=cite(facts), suggestions=suggestions(analysis))


def degree_advice(analysis: Analysis, kb: KnowledgeBase) -> Reply:
    """Whether another degree is needed, by what is held."""
    degree = analysis.profile.degree
    usual = [f for f in kb.facts(FactKind.EDUCATION) if f.value == "bachelor"][:1]
    master = [f for f in kb.facts(FactKind.EDUCATION) if f.value == "master"][:1]
    if degree is not None and degree.status == "in_progress":
        return _degree_begun(degree, analysis, usual, master)
    done = analysis.standing(FactKind.EDUCATION) is Standing.MET
    if done and degree is not None:
        told = describe_degree(degree) if degree.status == "held" else "a first degree"
        text = f"You don’t need another: you have {told}, and a bachelor’s is the usual start."
        if degree.level in ("bachelor", "law") and master:
            text += " A master’s can be an advantage over other candidates, not a must."
        return Reply(TOPIC, text, facts=cite([*usual, *master]), suggestions=suggestions(analysis))
    text = f"Not strictly. {_USUAL_DEGREE}"
    return Reply(TOPIC, text, facts=cite(usual), suggestions=suggestions(analysis))


def _degree_begun(
    degree: Degree, analysis: Analysis, usual: list[Fact], master: list[Fact]
) -> Reply:
    """What a degree is good for that is under way."""
    if degree.level in ("master", "mba", "doctorate"):
        text = f"Not yet, and it isn’t a must. {_MASTER}"
        return Reply(TOPIC, text, facts=cite(master), suggestions=suggestions(analysis))
    text = f"Once it’s finished. {_USUAL_DEGREE}"
    return Reply(TOPIC, text, facts=cite(usual), suggestions=suggestions(analysis))


def certificate_advice(analysis: Analysis, kb: KnowledgeBase) -> Reply:
    """The certification that is next for the person and why, or that none is missing."""
    choice = analysis.next_certification
    if choice is not None:
        action = certification_action(choice, analysis)
        text = f"For you, {the(choice.name)}. {capital(action.why)}."
        return Reply(TOPIC, text, facts=cite(action.facts), suggestions=suggestions(analysis))
    steps = kb.facts(FactKind.CERTIFICATION)[:1]
    text = "None that I’d add: no particular certification is required."
    return Reply(TOPIC, text, facts=cite(steps), suggestions=suggestions(analysis))
