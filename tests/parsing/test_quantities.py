"""Proves that amounts, lengths of time and dates are read as people write them."""

from datetime import date

import pytest

from bot.parsing.quantities import Quantity, find_quantities

TODAY = date(2026, 11, 25)


def only(text: str) -> Quantity:
    found = find_quantities(text, TODAY)
    assert len(found) == 1, [text[quantity.start : quantity.end] for quantity in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1.5 years", 1.5, 1.5),
        ("½ a year", 0.5, 0.5),
        ("1⁄2 a year", 0.5, 0.5),
        ("1 1/2 years", 1.5, 1.5),
        ("1 1⁄2 years", 1.5, 1.5),
        ("1½ yrs", 1.5, 1.5),
        ("5‑7 years", 5, 7),
        ("5~7 yrs", 5, 7),
        ("between 10 and 12 years", 10, 12),
        ("a bit over 5 years", 5, 6),
        ("almost 10 yrs", 9, 10),
        ("going on 8 years", 7, 8),
        ("20+ yrs", 20, 20),
        ("a couple of years", 2, 2),
        ("three and a half years", 3.5, 3.5),
        ("a year and a half", 1.5, 1.5),
        ("half a decade", 5, 5),
        ("18 months", 1.5, 1.5),
        ("3 years and 6 months", 3.5, 3.5),
        ("2010 to 2016", 6, 6),
        ("2,5 years", 2.5, 2.5),
        ("fifteen odd years", 15, 15),
        ("less than a year", 0, 1),
    ],
)
def test_length_of_time(text: str, low: float, high: float) -> None:
    found = only(text)
    assert (found.kind, found.low, found.high) == ("duration", low, high)


def test_years_since_an_age_need_the_age_of_today() -> None:
    found = find_quantities("since I was 22, I'm 40 now", TODAY)
    assert (found[0].kind, found[0].low) == ("duration", 18)
    assert find_quantities("since I was 22", TODAY)[0].kind == "count"


@pytest.mark.parametrize(
    ("text", "yearly", "currency"),
    [
        ("€166 585", 166_585, "EUR"),
        ("$3,200 a week", 166_400, "USD"),
        ("$172,500", 172_500, "USD"),
        ("340k", 340_000, "USD"),
        ("£85k", 85_000, "GBP"),
        ("$12k a month", 144_000, "USD"),
        ("$1.2M", 1_200_000, "USD"),
        ("64 grand", 64_000, "USD"),
        ("110 000 EUR per year", 110_000, "EUR"),
        ("₹70,00,000", 7_000_000, "INR"),
        ("150-170k", 160_000, "USD"),
        ("$62/hr", 128_960, "USD"),
        ("200k in stock over 4 yrs", 50_000, "USD"),
        ("RSUs 400k over 4", 100_000, "USD"),
        ("400k vesting over 4", 100_000, "USD"),
        ("400k RSUs, 4 yr vest", 100_000, "USD"),
        ("400k over 4 people", 400_000, "USD"),
        ("52 lakhs fixed", 5_200_000, "INR"),
        ("1.2 crore", 12_000_000, "INR"),
        ("45 LPA", 4_500_000, "INR"),
        ("150.000 euros", 150_000, "EUR"),
    ],
)
def test_amount_of_money(text: str, yearly: int, currency: str) -> None:
    found = find_quantities(text, TODAY)[0]
    assert found.money is not None
    assert (found.money.yearly, found.money.currency) == (yearly, currency)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("by 2031", "2031"),
        ("end of 2029", "2029"),
        ("first half of 2030", "2030-06"),
        ("June 2028", "2028-06"),
        ("next year", "2027"),
        ("since March", "2026-03"),
        ("by March", "2027-03"),
    ],
)
def test_point_in_time(text: str, moment: str) -> None:
    assert str(only(text).moment) == moment


def test_a_number_that_nobody_means_has_no_value() -> None:
    assert only("9" * 400 + " years").kind == "unreadable"


@pytest.mark.parametrize("text", ["1e9 years", "1e+9", "10^6 years", "10³ years", "5²"])
def test_a_power_is_found_whole_and_has_no_value(text: str) -> None:
    found = only(text)
    assert found.kind == "unreadable"
    assert text.startswith(text[found.start : found.end])
    assert found.end - found.start >= 2


@pytest.mark.parametrize("text", ["a team of 12", "only 5", "yes, 6", "twenty-two engineers"])
def test_a_bare_number_is_a_count(text: str) -> None:
    assert only(text).kind == "count"


def test_ordinals_are_not_counts() -> None:
    assert [found.kind for found in find_quantities("the 2nd certification", TODAY)] == ["ordinal"]


def test_an_age_is_not_a_length_of_time() -> None:
    assert only("a 10 year old kid").kind == "age"


@pytest.mark.parametrize(
    "text", ["-5", "I have -3 years in security", "$-5k", "1e9", "I earn 1e309", "3e5 dollars"]
)
def test_numbers_that_nobody_can_have_are_never_read_in_part(text: str) -> None:
    found = find_quantities(text, TODAY)
    assert found and not any(quantity.high < float("inf") for quantity in found)


@pytest.mark.parametrize(
    "text", ["7-10 years", "7 -10 years", "mid-2021", "$90-$120k", "2 - 3 years"]
)
def test_a_dash_of_a_range_is_no_minus(text: str) -> None:
    assert all(quantity.high < float("inf") for quantity in find_quantities(text, TODAY))
