"""Proves which conclusions follow from a profile, and which must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.facts import FactKind
from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan.certification_path import Mode
from bot.plan.gap_analysis import Analysis, analyze, missing
from bot.plan.goal import standing_line
from bot.plan.requirements import Standing
from bot.plan.stage import Stage, stage_of
from tests.plan.conftest import TODAY


def of(kb: KnowledgeBase, **data: Any) -> Analysis:
    return analyze(Profile.from_dict(data), kb, TODAY)


@pytest.mark.parametrize(
    ("job", "stage"),
    [
        ("CISO", Stage.ROLE),
        ("regional CISO at a bank", Stage.ROLE),
        ("head of information security", Stage.ROLE),
        ("deputy CISO at a bank", Stage.DEPUTY),
        ("the deputy", Stage.DEPUTY),
        ("deputy head of security", Stage.DEPUTY),
        ("deputy to the CISO", Stage.DEPUTY),
        ("sheriff's deputy", Stage.OUTSIDE),
        ("associate", Stage.OUTSIDE),
        ("associate CISO", Stage.DEPUTY),
        ("assistant to the CISO", Stage.SECURITY),
        ("former CISO", Stage.LEADER),
        ("vCISO", Stage.ROLE),
        ("SOC analyst", Stage.SECURITY),
        ("ethical hacker", Stage.SECURITY),
        ("SOC manager", Stage.LEADER),
        ("security guard", Stage.OUTSIDE),
        ("IT manager", Stage.OUTSIDE),
        ("student", Stage.STUDENT),
    ],
)
def test_job_tells_the_stage(kb: KnowledgeBase, job: str, stage: Stage) -> None:
    assert stage_of(Profile(job=job), kb) is stage


def test_years_outside_security_are_no_years_in_security(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    for name in ("it_manager", "officer", "help_desk"):
        found = analyze(people[name], kb, TODAY)
        assert found.standing(FactKind.EXPERIENCE) is Standing.MISSING, name
        assert found.horizon is not None and found.horizon.have == 0, name


def test_student_years_begin_with_the_first_job_not_today(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    horizon = analyze(people["student"], kb, TODAY).horizon
    assert horizon is not None and horizon.starts is not None
    assert horizon.starts > TODAY
    assert horizon.earliest.year - horizon.starts.year == 7


def test_years_of_an_unnamed_field_count_only_with_a_job_in_it(kb: KnowledgeBase) -> None:
    analyst = of(kb, job="security analyst", experience={"unknown": 8})
    assert analyst.standing(FactKind.EXPERIENCE) is Standing.MET
    assert analyst.horizon is not None and analyst.horizon.assumed
    nobody = of(kb, experience={"unknown": 8})
    assert nobody.standing(FactKind.EXPERIENCE) is Standing.UNKNOWN
    assert nobody.horizon is None


def test_no_years_of_any_field_are_none_in_the_field(kb: KnowledgeBase) -> None:
    found = of(kb, job="nurse", experience={"unknown": 0})
    assert found.horizon is not None and found.horizon.have == 0
    assert found.horizon.starts is not None
    lines = [standing_line(one, found, kb).text for one in found.requirements]
    assert "none yet of the usual 7 to 10 years in security" in lines


def test_three_years_in_a_soc_lead_to_the_cissp_as_associate(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    choice = analyze(people["analyst"], kb, TODAY).next_certification
    assert choice is not None and choice.name == "CISSP"
    assert choice.mode is Mode.EXAM_FIRST and choice.route is not None
    assert choice.opens == date(2027, 11, 1)  # the degree covers one of the five years
    no_degree = replace(people["analyst"], degree=None)
    later = analyze(no_degree, kb, TODAY).next_certification
    assert later is not None and later.opens == date(2028, 11, 1)


@pytest.mark.parametrize("name", ["analyst", "architect", "deputy", "it_manager"])
def test_nobody_outside_governance_is_sent_after_its_certifications(
    kb: KnowledgeBase, people: dict[str, Profile], name: str
) -> None:
    names = {c.name for c in analyze(people[name], kb, TODAY).certifications}
    assert not names & {"CRISC", "CGRC", "CAP"}


def test_lawyer_in_grc_is(kb: KnowledgeBase, people: dict[str, Profile]) -> None:
    choice = analyze(people["lawyer"], kb, TODAY).next_certification
    assert choice is not None and choice.name == "CRISC" and choice.mode is Mode.SIT


def test_no_entry_level_certification_for_those_beyond_it(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    for name in ("analyst", "architect", "deputy", "it_manager", "lawyer"):
        levels = {c.level.value for c in analyze(people[name], kb, TODAY).certifications}
        assert not levels & {"entry", "intermediate"}, name


@pytest.mark.parametrize(
    "job", ["head of IT", "director of engineering", "CIO", "former CISO", "CISO designate"]
)
def test_who_heads_a_function_is_offered_no_entry_level_certification(
    job: str, kb: KnowledgeBase
) -> None:
    offered = {choice.level.value for choice in of(kb, job=job).certifications}
    assert offered and offered <= {"advanced", "executive"}


@pytest.mark.parametrize(
    ("status", "standing", "mode"),
    [
        ("held", Standing.MET, None),
        ("in_progress", Standing.PARTLY, Mode.FINISH),
        ("failed", Standing.MISSING, Mode.RETAKE),
        ("lapsed", Standing.MISSING, Mode.RENEW),
        ("planned", Standing.MISSING, Mode.SIT),
    ],
)
def test_only_held_certifications_count(
    kb: KnowledgeBase, status: str, standing: Standing, mode: Mode | None
) -> None:
    found = of(
        kb, job="security engineer", experience={"security": 6}, certifications={"CISSP": status}
    )
    assert found.standing(FactKind.CERTIFICATION) is standing
    choices = {c.name: c.mode for c in found.certifications}
    assert choices.get("CISSP") is mode


def test_holder_of_the_role_is_not_told_to_become_one(kb: KnowledgeBase, holder: Profile) -> None:
    found = analyze(holder, kb, TODAY)
    assert found.stage is Stage.ROLE
    assert found.horizon is None and not found.certifications


@pytest.mark.parametrize(
    ("degree", "standing"),
    [
        ({"level": "none"}, Standing.MISSING),
        ({"level": "bachelor", "status": "dropped"}, Standing.MISSING),
        ({"level": "bachelor", "status": "planned"}, Standing.MISSING),
        ({"level": "bachelor", "status": "in_progress"}, Standing.PARTLY),
        ({"level": "associate"}, Standing.PARTLY),
        ({"level": "law"}, Standing.MET),
        ({"level": "mba", "status": "in_progress"}, Standing.MET),
        ({"level": "master", "status": "dropped"}, Standing.MET),
        ({"level": "master", "status": "planned"}, Standing.MISSING),
    ],
)
def test_degree_counts_by_level_and_status(
    kb: KnowledgeBase, degree: dict[str, str], standing: Standing
) -> None:
    assert of(kb, degree=degree).standing(FactKind.EDUCATION) is standing


@pytest.mark.parametrize(
    ("management", "standing"),
    [
        ({"people": 12, "now": True}, Standing.MET),
        ({"years": [3, 3]}, Standing.MET),
        ({"people": 1, "now": True}, Standing.PARTLY),
        ({"people": 0}, Standing.MISSING),
        ({"none": True}, Standing.MISSING),
        ({}, Standing.UNKNOWN),
    ],
)
def test_leading_counts_by_people_and_years(
    kb: KnowledgeBase, management: dict[str, Any], standing: Standing
) -> None:
    assert of(kb, management=management).standing(FactKind.MANAGEMENT) is standing


def test_missing_fields_stand_in_the_order_of_asking(people: dict[str, Profile]) -> None:
    everything = ("job", "experience", "management", "degree", "certifications", "target")
    assert missing(Profile()) == everything
    assert missing(people["analyst"]) == ("target",)
    assert missing(people["student"]) == ("target",)  # a student has no years to tell


@pytest.mark.parametrize("status", ["in_progress", "failed", "lapsed"])
def test_what_was_begun_is_left_once_something_higher_is_held(
    kb: KnowledgeBase, status: str
) -> None:
    found = of(
        kb,
        job="security engineer",
        experience={"security": 6},
        certifications={"Security+": status, "CISSP": "held"},
    )
    assert "Security+" not in [choice.name for choice in found.certifications]
