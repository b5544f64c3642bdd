"""Proves that jobs are compared row by row, each with what its own sources say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.advice import advise
from bot.answers.dialogue import answered
from bot.answers.role_comparison import compare_roles
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.profile import Profile
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.knowledge.store import KnowledgeBase
from bot.plan.gap_analysis import analyze
from tests.answers.turns import Asked, Talk, turn
from tests.plan.conftest import NAMES, TODAY


def test_roles_stand_side_by_side(kb: KnowledgeBase, people: dict[str, Profile]) -> None:
    reply = compare_roles(analyze(people["analyst"], kb, TODAY), ("work_role/deputy-ciso",), kb)
    assert reply.table is not None
    assert reply.table.columns == ("", "SOC analyst", "deputy CISO", "CISO")
    rows = {row[0]: row[1:] for row in reply.table.rows}
    assert rows["Shares with the CISO role"][0] == "10%"
    assert rows["Pay"][1].startswith("$382,000 (average, total, 2022")
    assert reply.facts
    closer = compare_roles(
        analyze(people["analyst"], kb, TODAY), ("work_role/security-architect",), kb
    ).text
    assert closer == (
        "Security architect shares 11% of what the CISO role takes, more than your job with 10%."
        " It’s a usual stepping stone to CISO, with no set number of years."
    )


def test_several_jobs_asked_about_stand_side_by_side(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    things = ("work_role/security-architect", "work_role/deputy-ciso")
    reply = advise(people["analyst"], Asked(things, "duration"), Talk(), kb, TODAY)
    assert reply.table is not None
    assert reply.table.columns == ("", "SOC analyst", "security architect", "deputy CISO", "CISO")
    assert "Security architect shares 11%" in reply.text
    assert "Deputy CISO is the rank right below the CISO" in reply.text


def test_jobs_that_are_compared_without_a_person_stand_side_by_side(kb: KnowledgeBase) -> None:
    things = ("work_role/security-architect", "work_role/information-systems-security-manager")
    candidate = Candidate(next(f.id for f in kb.facts(FactKind.OVERLAP, things[0])), 1.0)
    retrieval = Retrieval((candidate,), 1.0, answered=True, form="compare")
    text = "compare security architect and security manager"
    question = Question("ask_overlap", text=text, entities=things, retrieval=retrieval)
    reply, _ = answered(question, turn(kb))
    assert reply.table is not None
    assert reply.table.columns == ("", "security architect", "security manager")
    assert list(_rows(reply))[:4] == ["Duties", "Skills", "Experience", "Pay"]
    nothing = replace(question, intent="out_of_scope", retrieval=Retrieval(form="compare"))
    reply, _ = answered(nothing, turn(kb))
    assert reply.text == "Here are security architect and security manager side by side."
    _, told = answered(question, turn(kb))
    again, _ = answered(question, turn(kb, told))
    assert again.table is not None and "As I said" not in again.text
    alone, _ = answered(replace(question, entities=things[:1]), turn(kb))
    assert alone.table is None


def _rows(reply: Reply) -> dict[str, tuple[str, ...]]:
    assert reply.table is not None
    return {row[0]: row[1:] for row in reply.table.rows}


def test_roles_are_compared_by_duties_skills_experience_and_pay(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    reply = compare_roles(analyze(people["analyst"], kb, TODAY), ("work_role/deputy-ciso",), kb)
    rows = _rows(reply)
    assert list(rows)[1:5] == ["Duties", "Skills", "Experience", "Pay"]
    _, deputy, role = rows["Duties"]
    assert deputy.startswith("Runs the daily security program")
    assert role.startswith("Bring in new technologies; guide and lead the IT staff")
    assert role.endswith("and 5 more")
    assert rows["Skills"][2].startswith("Communicating and presenting")
    assert rows["Experience"][0].startswith("you: 3 years")
    cited = {fact.source.publisher for fact in reply.facts}
    assert {"Wiz", "Okta"} <= cited


def test_comparison_says_which_duties_and_skills_no_source_holds(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    reply = compare_roles(analyze(people["analyst"], kb, TODAY), ("work_role/deputy-ciso",), kb)
    assert reply.closing == "My sources list no skills for deputy CISO."
    assert _rows(reply)["Skills"][1] == "not in my sources"
    assert "Check my skills" in reply.suggestions


def test_jobs_on_the_way_are_compared_by_what_their_framework_names(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    analyst = analyze(people["analyst"], kb, TODAY)
    rows = _rows(compare_roles(analyst, ("work_role/security-architect",), kb))
    assert rows["Duties"][0].startswith("Works through alerts")
    assert rows["Duties"][1].startswith("Designs how systems")
    assert rows["Skills"][1].startswith("Decide how a protection system should behave")
    assert all("not in my sources" not in cell for row in rows.values() for cell in row)
    assert rows["Pay"][0] == "information security analysts: $124,910 (median, 2024)"


@pytest.mark.parametrize("form", ["duration", "compare"])
@pytest.mark.parametrize("name", NAMES)
def test_distance_to_the_role_is_told_with_both_jobs_side_by_side(
    name: str, form: str, kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    reply = advise(people[name], Asked((kb.role.id,), form), Talk(), kb, TODAY)
    rows = _rows(reply)
    assert reply.table is not None and reply.table.columns[1:] == (people[name].job, "CISO")
    assert list(rows)[:4] == ["Duties", "Skills", "Experience", "Pay"]
    assert rows["Experience"][0].startswith("you: ")
    assert rows["Experience"][1] == "7 to 10 years in security"
    assert reply.text and reply.facts
    assert len(reply.facts) == len(set(reply.facts))


def test_an_own_job_that_is_only_set_against_the_role_has_duties_and_pay(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    rows = _rows(advise(people["it_manager"], Asked((kb.role.id,), "duration"), Talk(), kb, TODAY))
    assert rows["Duties"][0].startswith("Keeps systems running day to day")
    assert rows["Pay"][0] == "IT managers: $171,200 (median, 2024)"


def test_distance_to_another_job_is_no_question_for_the_cover_of_the_own_one(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    manager = "work_role/information-systems-security-manager"
    retrieval = Retrieval((Candidate("list:overlap", 1.0),), 0.95, answered=True, form="duration")
    text = "how far am I from security manager?"
    asked = Question("ask_advice", 0.9, text, entities=(manager,), retrieval=retrieval)
    person = people["it_manager"]
    reply, _ = answered(asked, turn(kb, profile=person, before=person, text=text))
    assert _rows(reply)["Shares with the CISO role"][1] == "37%"


def test_when_the_role_is_in_reach_is_told_without_a_table(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    assert advise(people["analyst"], Asked((kb.role.id,), "when"), Talk(), kb, TODAY).table is None


def test_who_asks_for_the_own_job_is_told_so(kb: KnowledgeBase, people: dict[str, Profile]) -> None:
    deputy = analyze(people["deputy"], kb, TODAY)
    reply = compare_roles(deputy, ("work_role/deputy-ciso",), kb)
    assert reply.text.startswith("You’re a deputy CISO already")
    assert reply.table is not None and reply.table.columns == ("", "deputy CISO", "CISO")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("analyst", "the 7 recommended for CISO are complete in November 2030"),
        ("architect", "you have enough even for CISO: 9, where 7 are recommended, but not led"),
        ("student", "for example"),
    ],
)
def test_distance_to_the_deputy_goes_by_the_years_of_the_role(
    name: str, says: str, kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    reply = compare_roles(analyze(people[name], kb, TODAY), ("work_role/deputy-ciso",), kb)
    assert reply.text.startswith("Deputy CISO is the rank right below the CISO")
    assert says in reply.text


def test_own_ratings_stand_beside_the_skills_of_the_role(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    rated = replace(
        people["analyst"], skills=(("Managing incidents", 4), ("Communicating and presenting", 2))
    )
    reply = compare_roles(analyze(rated, kb, TODAY), (kb.role.id,), kb)
    assert _rows(reply)["Skills"][0] == "you: 2 rated, low in communicating and presenting"
    assert "skills" not in reply.closing


def test_pay_of_a_salary_guide_stands_where_nobody_measured_an_average(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    reply = compare_roles(
        analyze(people["analyst"], kb, TODAY), ("work_role/security-architect",), kb
    )
    assert _rows(reply)["Pay"][1] == "$157,250 (midpoint, 2026)"


def test_security_manager_is_told_by_the_source_that_sets_the_job_against_the_role(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    job = "work_role/information-systems-security-manager"
    duties = _rows(compare_roles(analyze(people["analyst"], kb, TODAY), (job,), kb))["Duties"][1]
    assert duties.startswith("Handles the policies, risk checks")
    assert "CISO" not in duties
