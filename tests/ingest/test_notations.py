"""Amounts, periods and spans of years as sources write them: read whole, or refused by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import SourceError
from bot.domain.facts import FactKind
from bot.ingest.extractor import extract_file
from bot.ingest.years import spans_of_years
from bot.parsing.amounts import amounts


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("€166 585 a year", 166585, 166585, "EUR/year"),
        ("€166\u00a0585", 166585, 166585, "EUR/year"),
        ("€166.585 per annum", 166585, 166585, "EUR/year"),
        ("165 000 € a year", 165000, 165000, "EUR/year"),
        ("€1.250,50 a month", 1250.5, 1250.5, "EUR/month"),
        ("CHF 128'000", 128000, 128000, "CHF/year"),
        ("CHF 128’000", 128000, 128000, "CHF/year"),
        ("₹70,00,000 a year", 7000000, 7000000, "INR/year"),
        ("Rs. 50 lakh a year", 5000000, 5000000, "INR/year"),
        ("C$107,000", 107000, 107000, "CAD/year"),
        ("AU$200k p.a.", 200000, 200000, "AUD/year"),
        ("R$ 30 mil", 30000, 30000, "BRL/year"),
        ("SEK 600 000 a year", 600000, 600000, "SEK/year"),
        ("¥12 million", 12000000, 12000000, "JPY/year"),
        ("$2 billion", 2000000000, 2000000000, "USD/year"),
        ("$1.585 million", 1585000, 1585000, "USD/year"),
        ("$1½ million", 1500000, 1500000, "USD/year"),
        ("90,000 Swiss francs", 90000, 90000, "CHF/year"),
        ("2 million dollars", 2000000, 2000000, "USD/year"),
        ("between $90k and $140k", 90000, 140000, "USD/year"),
        ("$90-140k", 90000, 140000, "USD/year"),
        ("$90‑140k", 90000, 140000, "USD/year"),
        ("USD 120,000−150,000/yr", 120000, 150000, "USD/year"),
        ("£56,000 Starter to £131,000 Experienced", 56000, 131000, "GBP/year"),
        ("$3,200 a week", 3200, 3200, "USD/week"),
        ("$47.50 an hour", 47.5, 47.5, "USD/hour"),
        ("a daily rate of £550", 550, 550, "GBP/day"),
        ("$9,000 a quarter", 9000, 9000, "USD/quarter"),
        ("$749 per exam", 749, 749, "USD/?"),
        ("$3,200 a shift", 3200, 3200, "USD/?"),
        ("$3,200", 3200, 3200, "USD"),
    ],
)
def test_an_amount_is_read_whole(text: str, low: float, high: float, unit: str) -> None:
    (amount,) = amounts(f"They get {text}.")
    assert (amount.low, amount.high, amount.unit, amount.problem) == (low, high, unit, "")


@pytest.mark.parametrize(
    "text", ["€1.250,500", "$1,2345", "$100,000,50", "₿12", "$12.345.6", "$1,00,0"]
)
def test_an_amount_that_cannot_be_read_is_named(text: str) -> None:
    (amount,) = amounts(f"They get {text} a year.")
    assert amount.problem.startswith(f"the amount '{text}")


def test_an_unreadable_amount_of_pay_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "pay.md"
    text = (
        "---\ntitle: Pay\npublisher: Us\nyear: 2026\n---\n\n# Pay\n\nA CISO earns €1.250,500 a"
        " year.\n"
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"pay\.md:9: the amount '€1\.250,500' can't be read"):
        extract_file(path, front_matter_required=True)
    path.write_text(text.replace("A CISO earns", "The rules have code"), encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1.5 years of work", 1.5, 1.5),
        ("1½ years of work", 1.5, 1.5),
        ("2 1/2 years of work", 2.5, 2.5),
        ("two and a half years of work", 2.5, 2.5),
        ("7‑10 years of work", 7, 10),
        ("7−10 years of work", 7, 10),
        ("5 to 7.5 years of work", 5, 7.5),
        ("5+ to 10+ years of work", 5, 10),
        ("7 ‒ 10 years of work", 7, 10),
        ("7 ~ 10 years of work", 7, 10),
        ("7―10 years of work", 7, 10),
        ("7 years to 10 years of work", 7, 10),
        ("one to two decades of work", 10, 20),
        ("twenty-five years of work", 25, 25),
        ("five (5) years of work", 5, 5),
        ("a year and a half of work", 1.5, 1.5),
        ("half a year of work", 0.5, 0.5),
        ("2 1⁄2 years of work", 2.5, 2.5),
        ("a decade and a half of work", 15, 15),
        ("≥10 years of work", 10, 10),
        ("7 ⸺ 10 years of work", 7, 10),
        ("7 yrs. of work", 7, 7),
        ("10 years or more of work", 10, 10),
    ],
)
def test_a_span_of_years_is_read_whole(text: str, low: float, high: float) -> None:
    assert [(span.low, span.high) for span in spans_of_years(f"It takes {text}.")] == [(low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "5/7 years of work", "5 to 7 to 9 years of work", "1e1 years of work",
        "10² years of work", "-3 years of work", "10.000 years of work", "a 3-year stint at work",
        "a few years of work", "100 years of work", "7 ➝ 10 years of work",
        "7\u00ad10 years of work", "5 + 3 years of work",
    ],
)  # fmt: skip
def test_a_span_of_years_that_nobody_can_mean_is_not_read_in_part(text: str) -> None:
    assert list(spans_of_years(f"It takes {text}.")) == []


@pytest.mark.parametrize(
    ("sentence", "measure", "low"),
    [
        ("The top 10% earn over $204,000.", "percentile 90", 204000),
        ("The lowest 10 percent earn less than $60,000.", "percentile 10", 60000),
        ("Median incomes reach $122,000.", "median", 122000),
        ("Entry-level jobs pay an average of $79,000.", "average", 79000),
        ("Some make as much as $420,000.", "maximum", 420000),
        ("New posts start at $90,000.", "minimum", 90000),
    ],
)
def test_a_measure_is_what_the_sentence_says(
    sentence: str, measure: str, low: float, tmp_path: Path
) -> None:
    path = tmp_path / "pay.md"
    path.write_text(f"# What a CISO earns\n\n{sentence}\n", encoding="utf-8")
    pay = [fact for fact in extract_file(path).facts if fact.kind is FactKind.PAY]
    assert [(f.figure.measure, f.figure.low) for f in pay if f.figure] == [(measure, low)]


@pytest.mark.parametrize(
    ("sentence", "issuers"),
    [
        (
            "Useful certifications are CompTIA Security+ and Certified Ethical Hacker (CEH) from "
            "the EC-Council.",
            {"CEH": "EC-Council"},
        ),
        ("The Certified Information Security Manager (CISM) – ISACA is well "
         "known.", {"CISM": "ISACA"}),
        ("The CISM and the CRISC, both offered by ISACA, are "
         "certifications.", {"CISM": "ISACA", "CRISC": "ISACA"}),
        ("Certifications such as GIAC Strategic Planning, Policy, and Leadership (GSTRT) "
         "help.", {}),
    ],
)  # fmt: skip
def test_an_issuer_is_only_who_is_said_to_be_it(
    sentence: str, issuers: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "certifications.md"
    path.write_text(f"# Certifications\n\n{sentence}\n", encoding="utf-8")
    facts = extract_file(path).facts
    found = {fact.about: fact.value for fact in facts if fact.kind is FactKind.ISSUER}
    names = {entity.removeprefix("certification/"): value for entity, value in found.items()}
    assert {name.upper(): value for name, value in names.items()} == issuers
    labels = [fact.label for fact in facts if fact.kind is FactKind.CERTIFICATION]
    assert "Strategic Planning" not in labels
