"""Where a person stands and what follows: pure functions on the facts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.facts import LEVELS, FactKind
from bot.domain.person import DEGREES, Profile, Supposition, Years, later, merged, suppose
from bot.knowledge.store import KnowledgeBase
from bot.plan import standing
from bot.plan.export import _dates, sections
from bot.plan.gap_analysis import Standing, advisable, assess, differences, next_step, plan

TODAY = date(2026, 11, 23)
MET, PARTLY, MISSING, UNKNOWN = Standing.MET, Standing.PARTLY, Standing.MISSING, Standing.UNKNOWN
CISSP, SECURITY, CISM = (
    ("certification/cissp",),
    ("certification/security-plus",),
    ("certification/cism",),
)
HELD = ["certification/cissp", "certification/security-plus", "certification/cysa-plus", "certification/cap", "certification/cism",
        "certification/cciso", "certification/crisc", "OSCP"]  # fmt: skip

numbers = st.integers(0, 80).map(lambda half: half / 2)
spans = st.tuples(numbers, numbers).map(lambda pair: Years(min(pair), min(60.0, max(pair))))
profiles = st.builds(
    Profile,
    role=st.sampled_from(["", "security analyst", "CISO", "nurse"]),
    years=st.none() | spans,
    field=st.sampled_from(["", "it", "security"]),
    leading=st.none() | spans,
    leads=st.none() | st.booleans(),
    degree=st.sampled_from(["", *DEGREES]),
    certifications=st.none() | st.lists(st.sampled_from(HELD), max_size=4, unique=True).map(tuple),
    target=st.none() | st.integers(0, 15_000).map(lambda days: TODAY + timedelta(days=days)),
)


@pytest.mark.parametrize(
    ("profile", "standings"),
    [
        (Profile(), [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]),
        (Profile(degree="bachelor"), [MET, UNKNOWN, UNKNOWN, UNKNOWN]),
        (Profile(degree="diploma", years=Years(3, 3)), [PARTLY, PARTLY, UNKNOWN, UNKNOWN]),
        (Profile(degree="student"), [PARTLY, UNKNOWN, UNKNOWN, UNKNOWN]),
        (Profile(degree="none", certifications=()), [MISSING, UNKNOWN, MISSING, UNKNOWN]),
        (
            Profile(degree="master", years=Years(8, 8), certifications=CISSP),
            [MET, MET, MET, UNKNOWN],
        ),
        (Profile(years=Years(5, 7)), [UNKNOWN, PARTLY, UNKNOWN, UNKNOWN]),
        (Profile(years=Years(0, 0), leading=Years(0, 0)), [UNKNOWN, MISSING, UNKNOWN, MISSING]),
        (Profile(leads=True), [UNKNOWN, UNKNOWN, UNKNOWN, MET]),
        (Profile(certifications=SECURITY), [UNKNOWN, UNKNOWN, PARTLY, UNKNOWN]),
        (Profile(certifications=("OSCP",)), [UNKNOWN, UNKNOWN, PARTLY, UNKNOWN]),
        (Profile(certifications=CISM), [UNKNOWN, UNKNOWN, MET, UNKNOWN]),
    ],
)
def test_each_step_is_judged_by_what_was_said(
    profile: Profile, standings: list[Standing], kb: KnowledgeBase
) -> None:
    assert [requirement.standing for requirement in assess(profile, kb)] == standings


def test_years_that_have_begun_complete_themselves_so_the_next_step_is_one_to_take_now(
    kb: KnowledgeBase,
) -> None:
    found = assess(Profile(years=Years(5, 5), certifications=SECURITY), kb)
    assert next_step(found) is found[2]
    only_years_left = assess(Profile("", Years(5, 5), "", Years(2, 2), None, "bachelor", CISSP), kb)
    assert next_step(only_years_left) is only_years_left[1]
    unknown = assess(Profile(degree="bachelor"), kb)
    assert next_step(unknown) is unknown[1]
    done = assess(Profile("", Years(10, 10), "", Years(2, 2), None, "master", CISSP), kb)
    assert next_step(done) is None


@settings(deadline=None)
@given(profile=profiles, more=numbers)
def test_more_experience_never_takes_away_what_was_met_nor_moves_a_date_away(
    kb: KnowledgeBase, profile: Profile, more: float
) -> None:
    older = suppose(profile, Supposition(more=Years(more, more)))
    before, after = plan(profile, kb, TODAY), plan(older, kb, TODAY)
    met = {r.step.id for r in before.requirements if r.standing is MET}
    assert met <= {r.step.id for r in after.requirements if r.standing is MET}
    if before.horizon and after.horizon:
        assert after.horizon.earliest <= before.horizon.earliest
    for one, other in zip(before.credentials, after.credentials, strict=True):
        assert one.opens is None or (other.opens is not None and other.opens <= one.opens)


@settings(deadline=None)
@given(
    profile=profiles,
    degree=st.sampled_from(["bachelor", "master", "doctorate"]),
    held=st.sampled_from(HELD),
)
def test_a_degree_or_certification_more_takes_nothing_away_either(
    kb: KnowledgeBase, profile: Profile, degree: str, held: str
) -> None:
    best = max(filter(None, (profile.degree, degree)), key=DEGREES.index)
    richer = merged(profile, Profile(degree=best, certifications=(held,)))
    met = {r.step.id for r in assess(profile, kb) if r.standing is MET}
    assert met <= {r.step.id for r in assess(richer, kb) if r.standing is MET}


@settings(deadline=None)
@given(profile=profiles)
def test_a_plan_never_asks_for_what_is_met(kb: KnowledgeBase, profile: Profile) -> None:
    found = plan(profile, kb, TODAY)
    met = {r.step.id for r in found.requirements if r.standing is MET}
    assert not met & {r.step.id for r in found.open}
    assert {r.step.id for r in found.requirements} == met | {r.step.id for r in found.open}
    best = advisable(found)
    assert best is None or best.id not in (profile.certifications or ())
    labels = {r.step.label for r in found.requirements if r.standing is MET}
    coming = [
        line.text for line in (*standing.next_lines(found, kb)[:1], *standing.rest_lines(found, kb))
    ]
    assert not [text for text in coming for label in labels if label in text]


@settings(deadline=None)
@given(profile=profiles, day=st.dates(date(2024, 1, 1), date(2060, 12, 31)))
def test_dates_never_precede_the_day_of_the_plan(
    kb: KnowledgeBase, profile: Profile, day: date
) -> None:
    profile = replace(profile, target=max(profile.target, day) if profile.target else None)
    found = plan(profile, kb, day)
    assert all(when >= day for when, _, _ in _dates(found))
    assert all(c.opens is None or c.opens >= day for c in found.credentials)
    if found.horizon:
        assert day <= found.horizon.earliest <= found.horizon.latest


@settings(deadline=None)
@given(profile=profiles)
def test_every_sentence_of_a_plan_rests_on_facts_and_its_numbers_stand_in_them_or_were_told(
    kb: KnowledgeBase, profile: Profile
) -> None:
    known = {fact.id for fact in kb.all_facts}
    found = plan(profile, kb, TODAY)
    for section in sections(found, kb):
        for line in section.lines:
            assert line.facts, line.text
            assert {fact.id for fact in line.facts} <= known
            assert "[" in str(line)
            if section.heading in ("The next step", "Certifications by level"):
                sources = " ".join(f"{fact.statement} {fact.detail}" for fact in line.facts)
                told = " ".join(str(value) for value in (profile.years, profile.leading))
                months = {str(c.opens.year) for c in found.credentials if c.opens}
                loose = [
                    n
                    for n in re.findall(r"\d+", line.text)
                    if n not in re.findall(r"\d+", sources + told) and n not in months
                ]
                assert not loose, line.text


def test_the_earliest_date_follows_from_the_span_and_the_assumption_that_moves_it_most_comes_first(
    kb: KnowledgeBase,
) -> None:
    horizon = plan(Profile(years=Years(5, 5), field="security"), kb, TODAY).horizon
    assert horizon is not None
    assert (horizon.earliest, horizon.latest) == (date(2028, 11, 23), date(2031, 11, 23))
    assert [(a.name, a.months) for a in horizon.assumptions] == [("span", 36)]
    unsure = plan(Profile(years=Years(5, 7)), kb, TODAY).horizon
    assert unsure is not None
    assert [(a.name, a.months) for a in unsure.assumptions] == [
        ("counted", 60),
        ("span", 36),
        ("years", -24),
    ]
    assert plan(Profile(degree="bachelor"), kb, TODAY).horizon is None


def test_a_degree_stands_in_for_one_year_of_the_cissp_and_never_for_more(kb: KnowledgeBase) -> None:
    def opens(profile: Profile) -> date | None:
        return next(
            c.opens for c in plan(profile, kb, TODAY).credentials if c.id == "certification/cissp"
        )

    three = Years(3, 3)
    assert opens(Profile(years=three)) == later(TODAY, 2)
    assert (
        opens(Profile(years=three, degree="bachelor"))
        == opens(Profile(years=three, degree="doctorate"))
        == later(TODAY, 1)
    )
    assert opens(Profile(years=three, degree="diploma")) == later(TODAY, 2)
    assert opens(Profile()) is None


def test_years_of_management_count_where_a_certification_asks_for_them(kb: KnowledgeBase) -> None:
    def opens(profile: Profile) -> date | None:
        return next(
            c.opens for c in plan(profile, kb, TODAY).credentials if c.id == "certification/cism"
        )

    ten = Years(10, 10)
    assert opens(Profile(years=ten)) is None
    assert opens(Profile(years=ten, leading=Years(0, 0))) == later(TODAY, 3)
    assert opens(Profile(years=ten, leading=Years(4, 4))) == TODAY


def test_each_certification_shows_its_level_so_that_an_entry_level_one_is_no_executive_credential(
    kb: KnowledgeBase,
) -> None:
    found = plan(Profile(certifications=SECURITY), kb, TODAY)
    levels = {c.id: c.level.value for c in found.credentials if c.level}
    assert levels["certification/security-plus"] == "entry"
    assert levels["certification/cciso"] == "executive"
    assert set(levels.values()) <= set(LEVELS)
    assert "entry-level" in next(
        standing.credential(c, TODAY).text for c in found.credentials if c.held
    )
    assert (
        "Security+ (entry level), none of a high level"
        in standing.requirement(found.requirements[2], found.profile, kb).text
    )


def test_a_renamed_certification_is_shown_once_and_held_under_either_name(
    kb: KnowledgeBase,
) -> None:
    renamed = [f for f in kb.facts(FactKind.STATUS) if f.value == "certification/cgrc"]
    assert renamed
    found = plan(Profile(certifications=("certification/cap",)), kb, TODAY).credentials
    assert [c.held for c in found if c.id in ("certification/cap", "certification/cgrc")] == [True]


def test_what_if_changes_only_what_was_supposed(kb: KnowledgeBase) -> None:
    profile = Profile("", Years(8, 8), "security", Years(2, 2), None, "master", CISSP)
    now = plan(profile, kb, TODAY)

    def changed(supposition: Supposition) -> list[tuple[str, Standing, Standing]]:
        found = differences(now, plan(suppose(profile, supposition), kb, TODAY))
        return [
            (d.after.kind.value if d.after.kind else "", d.before.standing, d.after.standing)
            for d in found
        ]

    assert changed(Supposition(drops=("degree/master",))) == []
    assert changed(Supposition(drops=("degree",))) == [("education", MET, MISSING)]
    assert changed(Supposition(drops=("certification/cissp",))) == [("certification", MET, MISSING)]
    assert changed(Supposition(drops=("management",))) == [("management_experience", MET, MISSING)]
    assert changed(Supposition(has=Profile(years=Years(5, 5)))) == [("experience", MET, PARTLY)]


@given(profile=profiles)
def test_a_profile_travels_as_json(profile: Profile) -> None:
    assert Profile.from_dict(profile.to_dict()) == profile
