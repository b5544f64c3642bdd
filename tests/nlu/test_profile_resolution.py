"""Proves how labels of spans are put together, whatever gave the labels."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.domain.profile import Profile
from bot.domain.profile_update import Operation, ProfileUpdate, apply
from bot.nlu.profile_resolution import resolve
from bot.nlu.profile_spans import find_spans
from bot.nlu.readings import MessageReading, Reading, likeliest_reading
from bot.nlu.span_pairs import BOTH, FIRST, SECOND, pairs
from bot.parsing.certifications import CertificationNames

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def names() -> CertificationNames:
    lexicons = Path("data/lexicons")
    return CertificationNames.read(lexicons / "certification_names.txt", lexicons / "acronyms.txt")


def resolved(
    names: CertificationNames,
    text: str,
    *labels: str,
    managing: float = 0.0,
    last_named: str = "",
    corrects: float = 0.0,
    relation: str = "",
    probability: float = 0.9,
) -> ProfileUpdate:
    """Resolve a message whose candidates have these labels, in their order."""
    spans = find_spans(text, names, TODAY)
    assert len(spans.candidates) == len(labels), [text[c.start : c.end] for c in spans.candidates]
    readings = tuple(
        Reading(
            candidate,
            label.removesuffix(":offer"),
            probability,
            offered=float(label.endswith(":offer")),
            managing=managing,
        )
        for candidate, label in zip(spans.candidates, labels, strict=True)
        if label
    )
    relations = {(one.start, two.start): relation for one, two in pairs(spans) if relation}
    return resolve(
        MessageReading(
            spans,
            readings,
            (),
            TODAY,
            last_named=last_named,
            corrects=corrects,
            relations=relations,
        )
    )


def profile(update: ProfileUpdate) -> dict[str, object]:
    return apply(Profile(), update).to_dict()


SECURITY, IT = "duration.security", "duration.it"


@pytest.mark.parametrize(("relation", "years"), [(BOTH, 14), (FIRST, 8), (SECOND, 6), ("", 14)])
def test_two_spans_of_a_field_are_added_unless_one_takes_the_others_place(
    names: CertificationNames, relation: str, years: int
) -> None:
    text = "8 years in security, 6 years at a bank"
    update = resolved(names, text, SECURITY, SECURITY, relation=relation)
    assert profile(update) == {"experience": {"security": [years, years]}}


def test_posts_in_a_row_are_added(names: CertificationNames) -> None:
    update = resolved(names, "4 years SOC, 5 years IR", SECURITY, SECURITY)
    assert profile(update) == {"experience": {"security": [9, 9]}}


def test_a_total_is_not_added_to_its_parts(names: CertificationNames) -> None:
    text = "4 years SOC, 5 years IR and 3 years architecture, so 12 in total"
    update = resolved(names, text, SECURITY, SECURITY, SECURITY, SECURITY)
    assert profile(update) == {"experience": {"security": [12, 12]}}


def test_a_part_that_happens_to_be_the_sum_of_the_others_stays_one(
    names: CertificationNames,
) -> None:
    text = "2 years of helpdesk, 3 years of sysadmin, 1 year of incident response"
    update = resolved(names, text, IT, IT, SECURITY)
    assert profile(update) == {"experience": {"it": [5, 5], "security": [1, 1]}}


def test_the_sum_of_two_fields_is_the_total_of_neither(names: CertificationNames) -> None:
    update = resolved(names, "8 years sysadmin. 10 security. 18 in all.", IT, SECURITY, IT)
    assert profile(update) == {
        "experience": {"security": [10, 10], "it": [8, 8], "unknown": [18, 18]}
    }


def test_a_part_that_may_be_leading_is_read_so(names: CertificationNames) -> None:
    text = "20 yrs in security, a director the last 9"
    update = resolved(names, text, SECURITY, SECURITY, managing=0.2)
    assert profile(update) == {
        "experience": {"security": [20, 20]},
        "management": {"years": [9, 9]},
    }


def test_dates_of_posts_end_where_the_next_begins(names: CertificationNames) -> None:
    update = resolved(names, "help desk 2013, SOC 2020", IT, SECURITY)
    assert profile(update) == {"experience": {"security": [6, 6], "it": [7, 7]}}


def test_an_offer_is_kept_apart_from_what_is_earned(names: CertificationNames) -> None:
    text = "I make 160k, the offer is 200k plus 20%"
    update = resolved(names, text, "amount.base", "amount.base:offer", "amount.bonus:offer")
    assert profile(update) == {"pay": {"base": 200_000, "bonus": "20%", "kind": "offer"}}


def test_of_two_amounts_earned_now_neither_is_guessed(names: CertificationNames) -> None:
    update = resolved(names, "my base 155k, his 170k", "amount.base", "amount.base")
    assert profile(update) == {}


def test_amounts_below_a_thousand_are_in_thousands(names: CertificationNames) -> None:
    update = resolved(names, "170 base", "amount.base")
    assert profile(update) == {"pay": {"base": 170_000, "kind": "current"}}


def test_other_currencies_are_kept_apart_from_dollars(names: CertificationNames) -> None:
    update = resolved(names, "£85k a year", "amount.base")
    assert update.operations == ()
    assert profile(update) == {"pay": {"base": 85_000, "currency": "GBP", "kind": "current"}}


def test_an_amount_told_in_two_currencies_stays_two_amounts(names: CertificationNames) -> None:
    update = resolved(names, "90k GBP, about $115k", "amount.base", "amount.base")
    assert {one.value for one in (*update.operations, *update.abroad)} <= {
        "current", "GBP", 90_000, 115_000,
    }  # fmt: skip
    assert all(one.value != 115_000 for one in update.abroad)


def test_the_highest_degree_counts(names: CertificationNames) -> None:
    update = resolved(names, "a BSc and an MSc", "degree.held", "degree.held")
    assert profile(update) == {"degree": {"level": "master", "status": "held"}}


def test_target_in_years_is_a_year(names: CertificationNames) -> None:
    assert profile(resolved(names, "in 5 years", "target.date")) == {"target": "2031"}


def test_a_past_target_is_no_target(names: CertificationNames) -> None:
    update = resolved(names, "by 2019", "target.date")
    assert profile(update) == {}
    assert [found.reason for found in update.impossible] == ["past"]


def test_a_corrected_certification_takes_the_place_of_the_first(
    names: CertificationNames,
) -> None:
    known = apply(Profile(), ProfileUpdate((Operation("set", "certifications.CISSP", "held"),)))
    update = resolved(
        names,
        "lol i mean CISM",
        "certification.held",
        last_named="certifications.CISSP",
        corrects=0.9,
    )
    assert apply(known, update).to_dict() == {"certifications": {"CISM": "held"}}


def test_years_without_a_field_correct_the_field_named_last(names: CertificationNames) -> None:
    update = resolved(
        names,
        "make that 5",
        "duration.unknown",
        last_named="experience.security",
        corrects=0.9,
    )
    assert update.operations[0].kind == "replace"
    assert profile(update) == {"experience": {"security": [5, 5]}}


def test_people_of_whom_some_are_contractors_are_a_part(names: CertificationNames) -> None:
    text = "I manage 25 people, 5 of whom are contractors"
    update = resolved(names, text, "people.led", "people.led")
    assert profile(update) == {"management": {"people": 25, "now": True}}


@pytest.mark.parametrize(("text", "people"), [("up to 15 people", 15), ("almost 10", 10)])
def test_people_just_below_a_number_are_that_number(
    text: str, people: int, names: CertificationNames
) -> None:
    update = resolved(names, text, "people.led_before")
    assert profile(update) == {"management": {"people": people}}


@pytest.mark.parametrize(("probability", "management"), [(0.9, {"years": [9, 9]}), (0.6, None)])
def test_doubtful_years_of_leading_are_not_added_up(
    probability: float, management: dict[str, list[int]] | None, names: CertificationNames
) -> None:
    leading = ("duration.management",) * 2
    update = resolved(names, "managing 6, for the last 3", *leading, probability=probability)
    assert profile(update).get("management") == management


def test_a_team_of_another_size_is_still_led(names: CertificationNames) -> None:
    spans = find_spans("scratch that, 2 left so 10", names, TODAY)
    people = (Reading(spans.candidates[-1], "people.led", 0.9),)
    scratch = (Reading(spans.words[0], "retraction.last", 0.9),)
    last = "management.people"
    update = resolve(MessageReading(spans, people, scratch, TODAY, last_named=last, corrects=0.9))
    assert profile(update) == {"management": {"people": 10, "now": True}}


@pytest.mark.parametrize(
    ("text", "title"),
    [("2nd year student", "2nd year student"), ("Big4 auditor", "Big4 auditor")],
)
def test_a_title_begins_with_a_whole_word(text: str, title: str, names: CertificationNames) -> None:
    spans = find_spans(text, names, TODAY)
    readings = tuple(Reading(one, "job.current", 0.9) for one in spans.words)
    update = resolve(MessageReading(spans, (), readings, TODAY))
    assert update.operations == (Operation("set", "job", title),)


def test_pay_that_is_surely_offered_or_earned_is_no_more_than_certain(
    names: CertificationNames,
) -> None:
    candidate = find_spans("I make 165k", names, TODAY).candidates[0]
    labels = ("amount.base", "amount.base:offer")
    for tiny in np.logspace(-12, -4, 60):
        row = np.array([1.0 - tiny, tiny], dtype=np.float32)
        reading, probability = likeliest_reading(candidate, row, labels)
        assert reading.probability == probability <= 1.0
