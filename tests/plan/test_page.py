"""Proves the one-page plan: eight people word by word, short enough, dated, sourced, without
repetition.

python -m tests.plan.test_page writes the kept plans again; read the difference before committing it
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.profile import Profile
from bot.domain.profile_parts import (
    CERTIFICATION_STATUSES,
    DEGREE_LEVELS,
    DEGREE_STATUSES,
    Degree,
    Experience,
    Management,
)
from bot.domain.span import Span
from bot.ingest.build import build
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from bot.plan.export import content_of, files, fitted_page
from bot.plan.markdown import to_markdown
from bot.plan.milestones import MOST_A_QUARTER, make_plan
from bot.plan.profile_file import read_profile
from tests.plan.conftest import NAMES, PEOPLE, TODAY

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
spans = st.none() | st.tuples(st.integers(0, 20), st.integers(0, 20)).map(
    lambda pair: Span(float(min(pair)), float(max(pair)))
)
profiles = st.builds(
    Profile,
    job=st.sampled_from(
        [
            "",
            "student",
            "help desk",
            "SOC analyst",
            "GRC manager",
            "deputy CISO",
            "CISO",
            "*[x]*<b>",
        ]
    ),
    experience=st.builds(Experience, security=spans, it=spans, other=spans, unknown=spans),
    management=st.builds(
        Management,
        years=spans,
        people=st.none() | st.integers(0, 50),
        now=st.booleans(),
        none=st.booleans(),
    ),
    degree=st.none()
    | st.builds(Degree, st.sampled_from(DEGREE_LEVELS), st.sampled_from(DEGREE_STATUSES)),
    certifications=st.dictionaries(
        st.sampled_from(["CISSP", "CISM", "Security+", "OSCP", "CAP", "My own"]),
        st.sampled_from(CERTIFICATION_STATUSES),
        max_size=3,
    ).map(lambda held: tuple(held.items())),
    certifications_none=st.booleans(),
    target=st.sampled_from(["", "2027", "2030-06", "2050"]),
)


def page_of(name: str, kb: KnowledgeBase) -> str:
    return content_of(files(read_profile(PEOPLE / f"{name}.yml", kb, TODAY), kb, TODAY), ".md")


def body(markdown: str) -> str:
    return markdown.partition("## Sources")[0]


def test_a_page_that_would_be_long_leaves_out_what_comes_last(kb: KnowledgeBase) -> None:
    lawyer = Profile.from_dict(
        {
            "job": "lawyer",
            "experience": {"security": 2, "it": 9},
            "management": {"none": True},
            "degree": {"level": "associate", "status": "dropped"},
            "certifications": {"CAP": "planned", "Security+": "planned"},
            "target": "2027",
        }
    )
    plan = make_plan(lawyer, kb, TODAY)
    page = fitted_page(plan, kb)
    assert len(body(to_markdown(page)).split()) <= 500
    assert page.plan.actions == plan.actions and page.plan.later
    assert len(page.plan.alternatives) < len(plan.alternatives)


def test_there_are_eight_kinds_of_people() -> None:
    assert len(NAMES) == 8


@pytest.mark.parametrize("name", NAMES)
def test_page_is_the_kept_one(name: str, kb: KnowledgeBase) -> None:
    assert page_of(name, kb) == (PEOPLE / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_page_fits_500_words(name: str, kb: KnowledgeBase) -> None:
    assert len(body(page_of(name, kb)).split()) <= 500


@pytest.mark.parametrize("name", NAMES)
def test_page_names_this_week_and_dated_quarters(name: str, kb: KnowledgeBase) -> None:
    text = body(page_of(name, kb))
    assert re.search(r"## This week\n\n\S.+ \*Done when .+\.\*", text)
    quarters = re.findall(r"^## (\w+ to \w+ \d{4})$", text, re.MULTILINE)
    assert quarters == ["January to March 2027", "April to June 2027", "July to September 2027"]
    assert not re.search(r"what remains is to apply|become a CISO", text)


@pytest.mark.parametrize("name", NAMES)
def test_every_action_says_why_with_its_source_and_how_one_knows_that_it_is_done(
    name: str, kb: KnowledgeBase
) -> None:
    lines = body(page_of(name, kb)).splitlines()
    week = lines[lines.index("## This week") + 2]
    first = next(n for n, line in enumerate(lines) if line.endswith(" 2027") and "##" in line)
    last = next((n for n, line in enumerate(lines) if line == "## After that"), len(lines))
    actions = [line for line in lines[first:last] if line.startswith("- ")]
    assert 3 <= len(actions) <= 6
    for action in (week, *actions):
        assert re.search(r"\S\.(?:\*\*)? \w[^*]+\.[⁰¹²³⁴⁵⁶⁷⁸⁹,]+ \*Done when [^*]+\.\*$", action), (
            action
        )


@pytest.mark.parametrize("name", NAMES)
def test_doubt_about_sources_is_said_once(name: str, kb: KnowledgeBase) -> None:
    made = files(read_profile(PEOPLE / f"{name}.yml", kb, TODAY), kb, TODAY)
    for suffix in (".md", ".html"):
        assert content_of(made, suffix).count("with the issuer") <= 1
    unfolded = content_of(made, ".ics").replace("\r\n ", "")
    for entry in unfolded.split("BEGIN:V"):
        assert entry.count("with the issuer") <= 1


def test_a_plan_says_the_pay_in_the_currency_it_was_told_in(kb: KnowledgeBase) -> None:
    told = {"job": "SOC analyst", "pay": {"base": 5_200_000, "kind": "offer", "currency": "INR"}}
    text = content_of(files(Profile.from_dict(told), kb, TODAY), ".md")
    assert "For: SOC analyst, an offer of ₹5,200,000 base." in text


def test_no_years_are_said_to_count_or_not(kb: KnowledgeBase) -> None:
    told = {"job": "IT manager", "experience": {"it": [15, 15], "security": [0, 0]}}
    text = body(content_of(files(Profile.from_dict(told), kb, TODAY), ".md"))
    assert "For: IT manager, 15 years in IT and none in security." in text
    assert "; 15 years in IT don’t count" in text


def test_years_that_may_be_of_another_field_date_nothing(kb: KnowledgeBase) -> None:
    told = {
        "job": "officer in the army",
        "experience": {"unknown": [12, 12]},
        "management": {"years": [8, 8], "people": 40, "now": True},
        "certifications": {"Security+": "in_progress"},
    }
    text = body(content_of(files(Profile.from_dict(told), kb, TODAY), ".md"))
    assert "the date depends on which of yours count" in text
    assert not re.search(r"(?:CISSP|CISM) years|you have the \d", text)


@pytest.mark.parametrize("name", NAMES)
def test_that_years_elsewhere_do_not_count_is_said_once(name: str, kb: KnowledgeBase) -> None:
    assert body(page_of(name, kb)).count("count toward") == 0
    assert body(page_of(name, kb)).count("don’t count") <= 1


def test_a_rank_is_a_job_in_uniform(kb: KnowledgeBase) -> None:
    told = {"job": "signals officer", "experience": {"other": [12, 12]}}
    assert "company" not in body(content_of(files(Profile.from_dict(told), kb, TODAY), ".md"))


def test_nobody_in_uniform_is_sent_to_a_company(kb: KnowledgeBase) -> None:
    assert "company" not in body(page_of("officer", kb))


@pytest.mark.parametrize("name", NAMES)
def test_page_is_set_with_one_kind_of_apostrophe(name: str, kb: KnowledgeBase) -> None:
    assert "'" not in body(page_of(name, kb))


def test_days_of_one_month_are_one_mark_of_the_timeline(kb: KnowledgeBase) -> None:
    made = files(read_profile(PEOPLE / "lawyer.yml", kb, TODAY), kb, TODAY)
    assert "── Nov 2029 CISM years, earliest ──" in content_of(made, ".md")
    assert "Nov 2029 CISM years, earliest, Nov 2032 all 10 years" in content_of(made, ".html")


@pytest.mark.parametrize("name", NAMES)
def test_page_says_nothing_twice(name: str, kb: KnowledgeBase) -> None:
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹,]+(?=\s|$)", "", body(page_of(name, kb)))
    sentences = [s.strip() for s in re.split(r"(?<=[.!?])\*{0,2}\s|\n", text) if len(s.split()) > 4]
    assert len(sentences) == len(set(sentences))


@settings(deadline=None, max_examples=80)
@given(profile=profiles)
def test_any_plan_cites_what_it_says_and_keeps_to_its_size(
    kb: KnowledgeBase, profile: Profile
) -> None:
    plan = make_plan(profile, kb, TODAY)
    text = to_markdown(fitted_page(plan, kb))
    main, _, sources = text.partition("## Sources")
    numbered = {int(number) for number in re.findall(r"^(\d+)\. ", sources, re.MULTILINE)}
    used = {
        int(number.translate(_SUPERSCRIPT))
        for group in re.findall(r"[⁰¹²³⁴⁵⁶⁷⁸⁹,]*[⁰¹²³⁴⁵⁶⁷⁸⁹]", main)
        for number in group.strip(",").split(",")
    }
    assert used == numbered
    assert all(len(part.actions) <= MOST_A_QUARTER for part in plan.quarters)
    assert all(action.facts and action.done and action.why for action in plan.actions)
    assert plan.week is None or (plan.week.start_why.text and plan.week.start_why.facts)
    keys = [action.key for action in plan.actions]
    assert len(keys) == len(set(keys))
    assert all(part.actions for part in plan.quarters) or len(plan.actions) < len(plan.quarters)
    assert all(milestone.day > TODAY for milestone in plan.milestones)
    assert len(main.split()) <= 500
    assert text == to_markdown(fitted_page(make_plan(profile, kb, TODAY), kb))


@settings(deadline=None, max_examples=40)
@given(profile=profiles)
def test_any_page_is_one_file_without_script(kb: KnowledgeBase, profile: Profile) -> None:
    made = files(profile, kb, TODAY)
    if profile.is_empty:
        assert made == {}
        return
    assert sorted(made) == [f"CISO plan, November 2026{s}" for s in (".html", ".ics", ".md")]
    page = content_of(made, ".html")
    assert "<b>" not in page and "<script" not in page
    assert not re.search(r"<(?:link|img|iframe)|@import|url\(", page)


def test_another_role_has_plans_of_its_own() -> None:
    engine = knowledge_engine("sqlite://")
    build(engine, Path("examples/another-role"))
    kb = KnowledgeBase.load(engine)
    lawyer = Profile(job="lawyer", experience=Experience(other=Span(5, 5)), target="2031")
    made = files(lawyer, kb, TODAY)
    assert sorted(made)[0] == "DPO plan, November 2026.html"
    text = "\n".join(made.values())
    assert "first data protection job" in text
    assert not re.search(r"\bCISO(?! Career Advisor)|security|CISSP", body(content_of(made, ".md")))


def write() -> None:
    """Build the knowledge base as the tests do and write every kept plan again."""
    engine = knowledge_engine("sqlite://")
    build(engine, Path("data/sources"))
    kb = KnowledgeBase.load(engine)
    for name in NAMES:
        made = files(read_profile(PEOPLE / f"{name}.yml", kb, TODAY), kb, TODAY)
        (PEOPLE / f"{name}.md").write_text(content_of(made, ".md"), "utf-8")
        (PEOPLE / f"{name}.ics").write_text(content_of(made, ".ics").replace("\r\n", "\n"), "utf-8")
        print(name)


if __name__ == "__main__":
    sys.exit(write())
