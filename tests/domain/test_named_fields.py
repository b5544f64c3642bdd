"""Proves which field a correction is about, by what was named and how its number is written."""

from __future__ import annotations

import pytest

from bot.domain.named_fields import OF_OTHERS, corrected_field, named_after, owned, years_field
from bot.domain.profile_update import Operation, ProfileUpdate
from bot.domain.span import Span

YEARS = Operation("set", "experience.security", Span(5, 5))
TEAM = Operation("set", "management.people", 9)
EXAM = Operation("set", "certifications.CISM", "held")


def named(*messages: ProfileUpdate) -> tuple[str, ...]:
    found: tuple[str, ...] = ()
    for update in messages:
        found = named_after(found, update)
    return found


def test_each_field_stands_where_it_was_named_last() -> None:
    told = named(ProfileUpdate((YEARS, TEAM)), ProfileUpdate((EXAM,)), ProfileUpdate((YEARS,)))
    assert told == ("management.people", "certifications.CISM", "experience.security")


@pytest.mark.parametrize(
    ("notation", "field"),
    [
        ("duration", "experience.security"),
        ("count", "management.people"),
        ("money", "pay.base"),
        ("moment", "target"),
    ],
)
def test_a_number_corrects_the_last_field_that_takes_one_like_it(notation: str, field: str) -> None:
    told = ("target", "pay.base", "experience.security", "management.people", "degree")
    assert corrected_field(told, {notation}) == field


def test_without_a_number_a_correction_is_about_what_was_named_last() -> None:
    assert corrected_field(("experience.it", "degree"), ()) == "degree"
    assert corrected_field((), {"count"}) == ""
    assert corrected_field(("job", "degree"), {"money"}) == "degree"


def test_what_is_told_of_others_is_named_as_theirs_and_before_the_persons_own() -> None:
    told = named(ProfileUpdate((EXAM,)), ProfileUpdate((TEAM,), others=(YEARS,)))
    assert told == ("certifications.CISM", OF_OTHERS + "experience.security", "management.people")
    assert owned(corrected_field(told, {"duration"})) == "experience.security"


def test_the_years_named_last_are_those_of_work_or_of_leading() -> None:
    assert years_field(("experience.it", "management.years", "degree")) == "management.years"
    assert years_field(("experience.it", "management.now")) == "experience.it"
    assert years_field(("degree",)) == ""
