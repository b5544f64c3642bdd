"""Proves what a profile holds, what an update changes and what is never stored."""

import math

import pytest

from bot.domain.errors import ProfileError
from bot.domain.profile import Profile
from bot.domain.profile_parts import Degree, Management, Pay
from bot.domain.profile_update import (
    Impossible,
    Operation,
    ProfileUpdate,
    apply,
    conflicts,
)
from bot.domain.span import Span

FULL = {
    "job": "SOC manager",
    "experience": {"security": [8, 8], "it": [3.5, 4]},
    "management": {"years": [3, 3], "people": 12, "now": True},
    "degree": {"level": "master", "status": "in_progress"},
    "certifications": {"CISSP": "held", "CISM": "planned"},
    "target": "2031-06",
    "pay": {"base": 180000, "bonus": "20%", "kind": "offer"},
}


def updated(profile: Profile, *operations: Operation) -> Profile:
    return apply(profile, ProfileUpdate(operations))


def test_json_round_trip_keeps_every_key() -> None:
    assert Profile.from_dict(FULL).to_dict() == FULL


def test_unknown_is_left_out() -> None:
    assert Profile().to_dict() == {}
    assert Profile.from_dict({"degree": {"level": "none"}}).to_dict() == {
        "degree": {"level": "none"}
    }


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"wage": 1}, "wage"),
        ({"experience": {"security": [7, 3]}}, "experience.security"),
        ({"experience": {"security": math.nan}}, "experience.security"),
        ({"experience": {"security": 61}}, "experience.security"),
        ({"management": {"people": "many"}}, "management.people"),
        ({"degree": {"level": "diploma"}}, "degree.level"),
        ({"certifications": {"CISSP": "yes"}}, "certifications.CISSP"),
        ({"pay": {"base": "much"}}, "pay.base"),
    ],
)
def test_wrong_value_is_named(data: dict[str, object], named: str) -> None:
    with pytest.raises(ProfileError, match=named):
        Profile.from_dict(data)


def test_impossible_years_are_never_stored() -> None:
    for span in (Span(61, 61), Span(-1, 2), Span(math.inf, math.inf), Span(math.nan, math.nan)):
        update = ProfileUpdate((Operation("set", "experience.security", span),))
        assert apply(Profile(), update) == Profile()
        assert conflicts(Profile(), update)


def test_nobody_leads_longer_than_they_work() -> None:
    known = Profile.from_dict({"experience": {"security": [5, 5]}})
    update = ProfileUpdate((Operation("set", "management.years", Span(8, 8)),))
    assert apply(known, update).management == Management()
    assert conflicts(known, update) == (Impossible("management.years", "exceeds_work"),)


def test_replacing_and_retracting_a_field() -> None:
    known = Profile.from_dict(FULL)
    assert updated(known, Operation("replace", "management.people", 9)).management.people == 9
    assert updated(known, Operation("retract", "management")).management == Management()
    gone = updated(known, Operation("retract", "certifications.CISSP"))
    assert dict(gone.certifications) == {"CISM": "planned"}
    assert updated(known, Operation("retract", "degree")).degree is None


def test_none_managed_clears_what_was_said_of_a_team() -> None:
    known = Profile.from_dict(FULL)
    assert updated(known, Operation("set", "management.none", True)).management.none
    led = updated(
        Profile(management=Management(none=True)), Operation("set", "management.people", 2)
    )
    assert led.management == Management(people=2)


def test_offer_and_current_pay_are_not_mixed() -> None:
    current = Profile(pay=Pay(base=150_000))
    offered = updated(
        current, Operation("set", "pay.kind", "offer"), Operation("set", "pay.base", 190_000)
    )
    assert offered.pay == Pay(base=190_000, kind="offer")


def test_degree_replaces_degree() -> None:
    known = Profile(degree=Degree("bachelor"))
    degree = Degree("mba", "in_progress")
    assert updated(known, Operation("set", "degree", degree)).degree == degree


def test_years_without_a_field_correct_the_only_field_that_is_known() -> None:
    known = apply(Profile(), ProfileUpdate((Operation("set", "experience.security", Span(4, 4)),)))
    corrected = ProfileUpdate((Operation("replace", "experience.unknown", Span(3.5, 3.5)),))
    assert apply(known, corrected).to_dict() == {"experience": {"security": [3.5, 3.5]}}


def test_years_without_a_field_stand_by_themselves_beside_two_fields() -> None:
    said = (
        Operation("set", "experience.security", Span(4, 4)),
        Operation("set", "experience.it", Span(2, 2)),
        Operation("replace", "experience.unknown", Span(7, 7)),
    )
    experience = apply(Profile(), ProfileUpdate(said)).to_dict()["experience"]
    assert experience == {"security": [4, 4], "it": [2, 2], "unknown": [7, 7]}


def test_pay_of_another_currency_is_kept_with_it() -> None:
    kept = {"pay": {"base": 5_200_000, "kind": "offer", "currency": "INR"}}
    profile = Profile.from_dict(kept)
    assert profile.to_dict() == kept
    assert profile.home_pay is None


def test_pay_kept_before_there_were_currencies_is_in_dollars() -> None:
    profile = Profile.from_dict({"pay": {"base": 180_000, "kind": "current"}})
    assert profile.home_pay == Pay(base=180_000)
    assert "currency" not in profile.to_dict()["pay"]


def test_amounts_of_two_currencies_are_not_mixed() -> None:
    known = Profile(pay=Pay(base=150_000, bonus="20%"))
    abroad = ProfileUpdate(
        abroad=(Operation("set", "pay.currency", "EUR"), Operation("set", "pay.base", 90_000))
    )
    assert apply(known, abroad).pay == Pay(base=90_000, currency="EUR")


@pytest.mark.parametrize("currency", ["eur", "€", 5, None])
def test_what_is_no_code_of_a_currency_is_refused(currency: object) -> None:
    with pytest.raises(ProfileError, match=r"pay\.currency"):
        Profile.from_dict({"pay": {"base": 90_000, "currency": currency}})


@pytest.mark.parametrize(
    ("years", "said"),
    [
        (2.17, "2 years and 2 months"),
        (0.67, "8 months"),
        (1.0, "1 year"),
        (2.5, "2.5 years"),
        (2.04, "2 years"),
        (0.03, "less than a month"),
        (1.08, "1 year and 1 month"),
    ],
)
def test_years_are_said_as_people_say_them(years: float, said: str) -> None:
    assert str(Span(years, years)) == said
