"""Proves what is heard of people: every line of what went wrong once, on the trained extractor."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.domain.named_fields import named_after
from bot.domain.profile import Profile
from bot.domain.profile_update import apply, conflicts, profile_of_others
from bot.nlu.profile_component import trained_extractor
from bot.nlu.profile_extractor import ProfileExtractor

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def extractor() -> ProfileExtractor:
    return trained_extractor()


def heard(extractor: ProfileExtractor, *messages: str, asked: str = "") -> dict[str, Any]:
    """The profile after a conversation; `asked` is the question before the last message."""
    profile, last_named, named = Profile(), "", tuple[str, ...]()
    for number, message in enumerate(messages, 1):
        field = asked if number == len(messages) else ""
        update = extractor.extract(
            message, asked=field, last_named=last_named, named=named, today=TODAY
        )
        profile = apply(profile, update)
        last_named = update.last_named or last_named
        named = named_after(named, update)
    return profile.to_dict()


# 1: a team's size, a list's number, an amount are no years


def test_a_teams_size_is_not_its_years(extractor: ProfileExtractor) -> None:
    found = heard(extractor, "15 years in IT, 8 of them leading a team of 12")
    assert found["management"] == {"years": [8, 8], "people": 12, "now": True}
    assert found["experience"] == {"it": [15, 15]}


def test_yes_with_a_team_is_people_not_years(extractor: ProfileExtractor) -> None:
    found = heard(extractor, "yes I lead a team of 4", asked="management")
    assert found == {"management": {"people": 4, "now": True}}


def test_a_bare_yes_tells_nothing_where_nothing_was_asked(extractor: ProfileExtractor) -> None:
    assert heard(extractor, "yep sure") == {}
    assert heard(extractor, "yes", asked="management") == {"management": {"now": True}}


def test_the_second_one_of_a_list_tells_nothing(extractor: ProfileExtractor) -> None:
    assert heard(extractor, "the second one?", asked="experience") == {}


def test_an_amount_is_pay(extractor: ProfileExtractor) -> None:
    found = heard(extractor, "I make 340k total right now")
    assert found == {"pay": {"total": 340_000, "kind": "current"}}


def test_more_years_than_a_life_holds_are_asked_not_stored(extractor: ProfileExtractor) -> None:
    text = "I have 300 years of experience in security"
    update = extractor.extract(text, today=TODAY)
    assert apply(Profile(), update).to_dict() == {}
    assert [found.reason for found in conflicts(Profile(), update)] == ["too_long"]


def test_four_hundred_digits_are_no_error(extractor: ProfileExtractor) -> None:
    assert heard(extractor, f"I have {'9' * 400} years in security") == {}


def test_a_list_number_among_the_questions_tells_nothing(extractor: ProfileExtractor) -> None:
    assert (
        heard(extractor, "which certifications help?", "the second one?", asked="experience") == {}
    )


def test_more_years_of_leading_than_a_life_holds_are_not_stored(
    extractor: ProfileExtractor,
) -> None:
    update = extractor.extract("5 years in IT, 300 of them leading people", today=TODAY)
    assert "years" not in apply(Profile(), update).to_dict().get("management", {})
    assert [found.reason for found in conflicts(Profile(), update)] == ["too_long"]


# 2: part and whole


def test_years_as_number_two_are_no_years_beside_the_total(extractor: ProfileExtractor) -> None:
    text = "I've been #2 for 4 years. 16 years in security in total."
    assert heard(extractor, text)["experience"] == {"security": [16, 16]}


@pytest.mark.parametrize(
    ("text", "years", "led"),
    [
        ("16 yrs in security, 7 managing", [16, 16], [7, 7]),
        ("14 years in cyber, the last 3 as CISO", [14, 14], [3, 3]),
        ("10 years in security, 3 as CISO", [10, 10], [3, 3]),
    ],
)
def test_a_part_is_not_added_to_its_whole(
    extractor: ProfileExtractor, text: str, years: list[int], led: list[int]
) -> None:
    found = heard(extractor, text)
    assert found["experience"] == {"security": years}
    assert found["management"]["years"] == led


# 3: asking is not holding


@pytest.mark.parametrize(
    "text",
    [
        "CISSP or CISM?",
        "oscp any good for this?",
        "my boss says CISM",
        "Is 10 years in security enough?",
        "should I get an MBA?",
        "what happens if my CISSP lapses?",
    ],
)
def test_what_is_asked_about_is_not_theirs(extractor: ProfileExtractor, text: str) -> None:
    assert heard(extractor, text) == {}


# 4: planned, in progress, lapsed, failed


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("my CISSP expired", "CISSP", "lapsed"),
        ("I failed the CISM", "CISM", "failed"),
        ("studying for the CCSP", "CCSP", "in_progress"),
        ("I want to get my CRISC next year", "CRISC", "planned"),
        ("I don't have the CISSP yet", "CISSP", "never"),
        ("I hold the OSCP", "OSCP", "held"),
    ],
)
def test_status_of_a_certification(
    extractor: ProfileExtractor, text: str, name: str, status: str
) -> None:
    assert heard(extractor, text) == {"certifications": {name: status}}


def test_who_will_lead_does_not_lead_yet(extractor: ProfileExtractor) -> None:
    assert heard(extractor, "I'll start managing 3 people in January") == {}


def test_a_degree_under_way_is_not_held(extractor: ProfileExtractor) -> None:
    found = heard(extractor, "halfway through a masters")
    assert found == {"degree": {"level": "master", "status": "in_progress"}}


# 5: other people


def test_what_others_have_is_theirs(extractor: ProfileExtractor) -> None:
    assert heard(extractor, "My boss did it in 5 years and has a CISSP") == {}


def test_what_is_said_of_others_ends_where_the_person_begins(
    extractor: ProfileExtractor,
) -> None:
    text = "she has 8 years and a CISSP. now about me, I have 3 years in a SOC"
    assert heard(extractor, text) == {"experience": {"security": [3, 3]}}


def test_a_mentors_mentee_has_a_profile_of_their_own(extractor: ProfileExtractor) -> None:
    text = "My mentee has 3 years in a SOC and Sec+. What should she do next?"
    update = extractor.extract(text, today=TODAY)
    assert apply(Profile(), update).to_dict() == {}
    others = profile_of_others(update).to_dict()
    assert others["certifications"] == {"Security+": "held"}


# 6: the field of the work


@pytest.mark.parametrize(
    ("text", "experience"),
    [
        ("four years at a help desk", {"it": [4, 4]}),
        ("6 years as a network engineer", {"it": [6, 6]}),
        ("12 years as an army officer", {"other": [12, 12]}),
        ("12 years as an army communications officer", {"other": [12, 12]}),
        ("6 years as a java developer, then 1 year in appsec", {"it": [6, 6], "security": [1, 1]}),
    ],
)
def test_years_count_for_their_field(
    extractor: ProfileExtractor, text: str, experience: dict[str, list[int]]
) -> None:
    assert heard(extractor, text)["experience"] == experience


# 7: corrections and fractions


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("8 years in security, well, more like 6", 6),
        ("3 years in security, not 4 as my CV says", 3),
        ("14 years of security at two banks, nine at the first and five at the second", 14),
        ("I did 3 years as a SOC analyst, then 4 years as a security engineer", 7),
    ],
)
def test_years_are_added_only_where_they_follow_each_other(
    extractor: ProfileExtractor, text: str, years: int
) -> None:
    assert heard(extractor, text)["experience"] == {"security": [years, years]}


def test_a_correction_replaces_what_was_named_last(extractor: ProfileExtractor) -> None:
    found = heard(extractor, "I have 5 years in security", "oops make that 3")
    assert found["experience"] == {"security": [3, 3]}


def test_only_the_last_of_two_values_counts(extractor: ProfileExtractor) -> None:
    text = "5 years in security… well 3 really"
    assert heard(extractor, text)["experience"] == {"security": [3, 3]}


def test_a_correction_reaches_behind_what_was_named_last(extractor: ProfileExtractor) -> None:
    first, then = (
        "I have 4 years in security, target 2031",
        "actually 3.5 years, and the target is 2033",
    )
    found = heard(extractor, first, then)
    assert found == {"experience": {"security": [3.5, 3.5]}, "target": "2033"}


@pytest.mark.parametrize(
    ("first", "then", "correction", "years"),
    [
        ("6 years in GRC", "I'm a compliance lead", "7 actually, I forgot the internship", 7),
        ("5 years in a SOC", "and I hold the OSCP", "make that 6 years", 6),
        ("I've 9 years in security", "my bachelor is in law", "sorry, 8 years", 8),
        ("4 years of help desk, 3 years in security", "CISM in progress", "no wait, 5 years", 5),
    ],
)
def test_years_are_corrected_after_something_else_was_named(
    extractor: ProfileExtractor, first: str, then: str, correction: str, years: int
) -> None:
    found = heard(extractor, first, then, correction)
    assert found["experience"]["security"] == [years, years]


def test_people_pay_and_a_target_are_corrected_after_something_else(
    extractor: ProfileExtractor,
) -> None:
    found = heard(extractor, "11 people report to me", "I have a bachelor's", "make that 12 people")
    assert found["management"] == {"people": 12, "now": True}
    found = heard(extractor, "I earn 120k base", "I'm a SOC lead", "oops, 130k")
    assert found["pay"] == {"base": 130_000, "kind": "current"}
    found = heard(extractor, "my target is 2031", "CISM planned", "2033 rather")
    assert found["target"] == "2033"


def test_a_year_of_an_exam_is_no_years_of_work(extractor: ProfileExtractor) -> None:
    found = heard(extractor, "9 years in security", "I hold the OSCP since 2019", "sorry, 2020")
    assert found["experience"] == {"security": [9, 9]}


@pytest.mark.parametrize(
    ("told", "correction", "field", "value"),
    [
        ("my mentee has 4 years in a SOC", "correction, it's three", "experience", "security"),
        ("she has been a SOC analyst for 6 years", "sorry, 5", "experience", "security"),
        ("my sister leads 5 people", "make that 6", "management", "people"),
    ],
)
def test_a_correction_of_somebody_elses_facts_is_theirs(
    extractor: ProfileExtractor, told: str, correction: str, field: str, value: str
) -> None:
    assert heard(extractor, told, correction) == {}
    named = named_after((), extractor.extract(told, today=TODAY))
    update = extractor.extract(correction, named=named, today=TODAY)
    assert value in profile_of_others(update).to_dict()[field]


@pytest.mark.parametrize(
    ("told", "correction"),
    [
        ("I lead 3", "that was 3 years, not a team of 3"),
        ("I manage 6", "not 6 people, 6 years"),
        ("team of 9", "i said 9 years in IT, not 9 people"),
    ],
)
def test_a_number_that_is_denied_and_told_as_something_else_was_misread(
    extractor: ProfileExtractor, told: str, correction: str
) -> None:
    assert "management" in heard(extractor, told)
    assert "people" not in heard(extractor, told, correction).get("management", {})


@pytest.mark.parametrize(
    "then", ["5 years in security", "would 5 years and a team of 5 be enough?", "5 people, 5 years"]
)
def test_the_same_number_of_two_things_takes_nothing_back(
    extractor: ProfileExtractor, then: str
) -> None:
    found = heard(extractor, "I lead a team of 5", then)
    assert found["management"]["people"] == 5


def test_a_correction_in_the_first_person_is_ones_own(extractor: ProfileExtractor) -> None:
    found = heard(extractor, "she has 6 years in IT", "sorry, I have 5")
    assert found == {"experience": {"it": [5, 5]}}


@pytest.mark.parametrize("text", ["forget the team part", "that was my colleague"])
def test_the_team_can_be_taken_back(extractor: ProfileExtractor, text: str) -> None:
    assert heard(extractor, "I lead a team of 12", text) == {}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("½ a year in a SOC", [0.5, 0.5]),
        ("1⁄2 a year in a SOC", [0.5, 0.5]),
        ("5~7 years in security", [5, 7]),
        ("1 1/2 years in a SOC", [1.5, 1.5]),
        ("5‑7 years in security", [5, 7]),
        ("a bit over 5 years in security", [5, 6]),
        ("going on 8 years in cyber", [7, 8]),
        ("in security since I was 22, I'm 40 now", [18, 18]),
    ],
)
def test_fractions_and_spans(extractor: ProfileExtractor, text: str, span: list[float]) -> None:
    assert heard(extractor, text)["experience"] == {"security": span}


# 8: jobs


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("SOC analyst at an MSSP", "SOC analyst"),
        ("deputy CISO", "deputy CISO"),
        ("I'm a threat hunter", "threat hunter"),
        ("I work as a privacy engineer", "privacy engineer"),
    ],
)
def test_jobs_need_no_list_of_occupations(extractor: ProfileExtractor, text: str, job: str) -> None:
    assert heard(extractor, text)["job"] == job


def test_an_intern_who_is_led_is_no_job(extractor: ProfileExtractor) -> None:
    assert "job" not in heard(extractor, "only 1 intern", asked="management")


# 9: pay


def test_parts_of_an_offer(extractor: ProfileExtractor) -> None:
    found = heard(extractor, "They offered me 290k base, 30% bonus and 100k in RSUs a year")
    assert found["pay"] == {"base": 290_000, "bonus": "30%", "equity": 100_000, "kind": "offer"}


def test_what_is_earned_now(extractor: ProfileExtractor) -> None:
    found = heard(extractor, "I make 165k base plus 20%")
    assert found["pay"] == {"base": 165_000, "bonus": "20%", "kind": "current"}


# 10: short answers


@pytest.mark.parametrize(
    ("text", "asked", "profile"),
    [
        ("help desk", "job", {"job": "help desk"}),
        ("help desk", "", {"job": "help desk"}),
        ("none", "degree", {"degree": {"level": "none"}}),
        ("nope", "management", {"management": {"none": True}}),
        ("two juniors", "management", {"management": {"people": 2, "now": True}}),
        ("since 2019", "experience", {"experience": {"unknown": [7, 7]}}),
    ],
)
def test_a_short_answer_is_about_what_was_asked(
    extractor: ProfileExtractor, text: str, asked: str, profile: dict[str, Any]
) -> None:
    assert heard(extractor, text, asked=asked) == profile


def test_the_same_message_is_always_heard_the_same(extractor: ProfileExtractor) -> None:
    text = "9 years in security, team of 5, CISSP, want to be CISO by 2031"
    assert extractor.extract(text, today=TODAY) == extractor.extract(text, today=TODAY)
