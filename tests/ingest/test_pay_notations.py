"""Amounts of pay in the notations of the world, through the extractor: read whole or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import SourceError
from bot.domain.facts import FactKind, Figure
from bot.ingest.extractor import extract_file

_FRONT = "---\ntitle: Pay of a CISO\npublisher: Us\nyear: 2026\n---\n\n# What a CISO earns\n\n"


def _figures(sentence: str, folder: Path) -> list[Figure]:
    path = folder / "pay.md"
    path.write_text(f"{_FRONT}{sentence}\n", encoding="utf-8")
    facts = extract_file(path, front_matter_required=True).facts
    return [fact.figure for fact in facts if fact.kind is FactKind.PAY and fact.figure]


@pytest.mark.parametrize(("amount", "low", "high", "unit"), [
    # signs behind the number, grouping of every kind
    ("165.000€ a year", 165_000, 165_000, "EUR/year"),
    ("165k€ a year", 165_000, 165_000, "EUR/year"),
    ("320 000 zł a year", 320_000, 320_000, "PLN/year"),
    ("1.234.567,89 € a year", 1_234_567.89, 1_234_567.89, "EUR/year"),
    ("1 234 567,89 € a year", 1_234_567.89, 1_234_567.89, "EUR/year"),
    ("1\u2009234\u2009567 € a year", 1_234_567, 1_234_567, "EUR/year"),
    ("1'234'567.89 CHF a year", 1_234_567.89, 1_234_567.89, "CHF/year"),
    ("CHF 180'000.– a year", 180_000, 180_000, "CHF/year"),
    ("Fr. 180’000 a year", 180_000, 180_000, "CHF/year"),
    ("SFr. 180´000 a year", 180_000, 180_000, "CHF/year"),
    ("３５０，０００ dollars a year", 350_000, 350_000, "USD/year"),
    ("₹1,20,00,000 a year", 12_000_000, 12_000_000, "INR/year"),
    ("Rs 50,00,000/- per annum", 5_000_000, 5_000_000, "INR/year"),
    # scales
    ("2,5 Mio. € a year", 2_500_000, 2_500_000, "EUR/year"),
    ("$1.2MM a year", 1_200_000, 1_200_000, "USD/year"),
    ("1.2mn USD a year", 1_200_000, 1_200_000, "USD/year"),
    ("₹1.2 Cr a year", 12_000_000, 12_000_000, "INR/year"),
    ("₹ 25 lacs per annum", 2_500_000, 2_500_000, "INR/year"),
    ("50-80 LPA", 5_000_000, 8_000_000, "INR/year"),
    ("₹45 LPA", 4_500_000, 4_500_000, "INR/year"),
    ("165 TEUR a year", 165_000, 165_000, "EUR/year"),
    ("R$ 40 mil a month", 40_000, 40_000, "BRL/month"),
    ("R2.5 million a year", 2_500_000, 2_500_000, "ZAR/year"),
    ("$1 1/2 million a year", 1_500_000, 1_500_000, "USD/year"),
    ("half a million dollars a year", 500_000, 500_000, "USD/year"),
    ("three hundred thousand dollars a year", 300_000, 300_000, "USD/year"),
    ("two to three million dollars a year", 2_000_000, 3_000_000, "USD/year"),
    # currencies
    ("A$280,000 plus super", 280_000, 280_000, "AUD/year"),
    ("$90,000 CAD a year", 90_000, 90_000, "CAD/year"),
    ("Dhs 60,000 a month", 60_000, 60_000, "AED/month"),
    ("KSh 500,000 a month", 500_000, 500_000, "KES/month"),
    ("NOK 1.4 million a year", 1_400_000, 1_400_000, "NOK/year"),
    ("QAR 55,000 a month", 55_000, 55_000, "QAR/month"),
    ("NIS 45,000 a month", 45_000, 45_000, "ILS/month"),
    ("lei 45.000 a month", 45_000, 45_000, "RON/month"),
    ("S/ 240,000 a year", 240_000, 240_000, "PEN/year"),
    ("120.000 лв a year", 120_000, 120_000, "BGN/year"),
    ("1.1 mDKK a year", 1_100_000, 1_100_000, "DKK/year"),
    ("TSEK 900 a year", 900_000, 900_000, "SEK/year"),
    ("1,4 MNOK a year", 1_400_000, 1_400_000, "NOK/year"),
    ("R1,8m per annum", 1_800_000, 1_800_000, "ZAR/year"),
    ("500 million dong a year", 500_000_000, 500_000_000, "VND/year"),
    ("Rp 1.200.000.000 a year", 1_200_000_000, 1_200_000_000, "IDR/year"),
    ("a quarter of a million dollars a year", 250_000, 250_000, "USD/year"),
    ("three quarters of a million dollars a year", 750_000, 750_000, "USD/year"),
    # periods
    ("£900 pd", 900, 900, "GBP/day"),
    ("$28k p/m", 28_000, 28_000, "USD/month"),
    ("R$45.000/mês", 45_000, 45_000, "BRL/month"),
    ("BRL 45.000,00 por mês", 45_000, 45_000, "BRL/month"),
    ("8.000 € pro Monat", 8_000, 8_000, "EUR/month"),
    ("95 000 € par an", 95_000, 95_000, "EUR/year"),
    ("$250/h", 250, 250, "USD/hour"),
    ("£1,100 per diem", 1_100, 1_100, "GBP/day"),
    ("$12,000 biweekly", 12_000, 12_000, "USD/fortnight"),
    ("$12,000 every two weeks", 12_000, 12_000, "USD/fortnight"),
    ("$25,000 per calendar month", 25_000, 25_000, "USD/month"),
    ("$25,000 (per month)", 25_000, 25_000, "USD/month"),
    ("$25,000 (monthly)", 25_000, 25_000, "USD/month"),
    ("CHF 25'000 gross a month", 25_000, 25_000, "CHF/month"),
    ("€12,000 before tax each month", 12_000, 12_000, "EUR/month"),
    # spans
    ("$250k–$1.2M a year", 250_000, 1_200_000, "USD/year"),
    ("£90-140,000 a year", 90_000, 140_000, "GBP/year"),
    ("$250,000 … $450,000 a year", 250_000, 450_000, "USD/year"),
    ("£120,000 up to £180,000 a year", 120_000, 180_000, "GBP/year"),
    *((f"$250,000{dash}$450,000 a year", 250_000, 450_000, "USD/year") for dash in "-‐‑‒–—―−~⸺⸻"),
])  # fmt: skip
def test_an_amount_is_read_whole(
    amount: str, low: float, high: float, unit: str, tmp_path: Path
) -> None:
    found = _figures(f"A CISO earns {amount}.", tmp_path)
    assert [(figure.low, figure.high, figure.unit) for figure in found] == [(low, high, unit)]


@pytest.mark.parametrize("amount", [
    "1 200 000 kr a year", "kr 85,000 a month", "4,000 dinars a month", "¥1500万 a year",
    "₽6 млн a year", "$350,000 ± $20,000 a year", "$350,000 +/- 10% a year",
    "$250,000/$450,000 a year", "$350, 000 a year", "$350_000 a year", "$350·000 a year",
    "€10,000 × 14 a year", "€10,000 x 14 a year", "$300,000–$350,000–$400,000 a year",
    "$350,OOO a year", "€120-ish thousand a year", "12万元 a year", "60 lacs a year",
    "300 grand a year", "Bs 30,000 a month", "﷼65,000 a month",
    "$3.5e5 a year", "-$350,000 a year", "$250,000-450 a year", "₹45L a year", "¢350 a year",
])  # fmt: skip
def test_an_amount_that_cannot_be_read_whole_is_refused_with_its_line(
    amount: str, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=r"pay\.md:9: the amount '"):
        _figures(f"A CISO earns {amount}.", tmp_path)


@pytest.mark.parametrize("amount", [
    "$12,000 twice a month", "$12,000 semi-monthly", "$90,000 every six months",
    "$25,000 per sprint", "$175,000 per half-year", "$150,000 every six weeks",
    "$12,000 par quinzaine", "$9,000 a sol", "$12,000 every four weeks", "$1,200 a shift",
    "$300,000, paid monthly", "$7,000 (paid weekly)",
    "$250,000 biennially", "$40,000 per trimester", "$150,000 per fortnight-like period",
])  # fmt: skip
def test_a_period_that_nobody_knows_is_refused_by_line(amount: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r":9: nobody can read what '\$"):
        _figures(f"A CISO earns {amount}.", tmp_path)


@pytest.mark.parametrize("words", [
    "$350,000 over four years in shares", "$90,000 per employee",
    "10 percent above $300,000 a year", "twice $150,000 a year",
    "$300,000 a CISO in a bank would call little",
])  # fmt: skip
def test_an_amount_that_is_nobodys_pay_stays_prose(words: str, tmp_path: Path) -> None:
    assert _figures(f"A CISO earns {words}.", tmp_path) == []


@pytest.mark.parametrize(("sentence", "measures"), [
    ("The 75th percentile is $450,000 a year.", ["percentile 75"]),
    ("P90 pay is $600,000 a year.", ["percentile 90"]),
    ("The top decile earns $600,000 a year.", ["percentile 90"]),
    ("The upper quartile of pay is $500,000 a year.", ["percentile 75"]),
    ("The lower quartile of pay is $200,000 a year.", ["percentile 25"]),
    ("The best-paid ten percent earn more than $600,000 a year.", ["percentile 90"]),
    ("One in ten CISOs earns more than $600,000 a year.", ["percentile 90"]),
    ("A quarter of CISOs earns less than $200,000 a year.", ["percentile 25"]),
    ("Half of all CISOs earn more than $310,000 a year.", ["median"]),
    ("A CISO rarely earns less than $150,000 a year.", ["minimum"]),
    ("A CISO earns less than $450,000 a year.", ["maximum"]),
    ("A CISO earns >$350,000 a year.", ["maximum"]),
    ("A CISO earns $350k+ a year.", ["maximum"]),
    ("The second-highest pay is $350,000 a year.", ["unspecified"]),
    ("The 10th and 90th percentiles are $150,000 and $600,000 a year.", []),
    ("Pay rose from $300,000 to $340,000 a year.", []),
])  # fmt: skip
def test_a_measure_is_what_the_sentence_says(
    sentence: str, measures: list[str], tmp_path: Path
) -> None:
    assert [figure.measure for figure in _figures(sentence, tmp_path)] == measures


def test_each_figure_of_a_rise_has_its_own_year(tmp_path: Path) -> None:
    path = tmp_path / "pay.md"
    sentence = "Pay of a CISO rose from $300,000 in 2023 to $340,000 in 2024."
    path.write_text(f"{_FRONT}{sentence}\n", encoding="utf-8")
    facts = [fact for fact in extract_file(path).facts if fact.kind is FactKind.PAY]
    assert [(fact.figure.low, fact.year) for fact in facts if fact.figure] == [
        (300_000, 2023),
        (340_000, 2024),
    ]


def test_a_bonus_is_no_salary(tmp_path: Path) -> None:
    sentence = "A CISO earns $300,000 a year and a signing bonus of $60,000."
    assert [figure.basis for figure in _figures(sentence, tmp_path)] == ["unspecified", "bonus"]


def test_two_amounts_joined_by_or_are_two(tmp_path: Path) -> None:
    found = _figures("Pay is $300,000 or $25,000 a month.", tmp_path)
    assert [(figure.low, figure.unit) for figure in found] == [
        (300_000, "USD/year"),
        (25_000, "USD/month"),
    ]
