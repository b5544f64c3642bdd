"""What quotes the advisor's figures tells no pay of one's own."""

from __future__ import annotations

import pytest

from bot.answers.quoted import only_quotes, with_quoted_doubted, without_quoted
from bot.domain.profile_update import Doubt, Operation, ProfileUpdate
from bot.domain.span import Span
from tests.answers.turns import TODAY

TOLD = (
    "CISOs average $364,000 a year in base salary. In total it is $565,000 in one survey and"
    " $750,000 in another. A site said $166,585. Cyber defense analyst shares 10% of the role."
)
PAY = ProfileUpdate(
    operations=(
        Operation("set", "pay.kind", "current"),
        Operation("set", "pay.base", 364_000),
        Operation("set", "job", "SOC analyst"),
    ),
    doubts=(Doubt("pay.total", 565_000, "565"),),
)


@pytest.mark.parametrize(
    "text",
    [
        "ok so 364 and 565 and 750, that's a wild spread. why should I believe any of them?",
        "hm 364k sounds like a lot. who did they ask?",
        "that 166k is five years old, so which one would you use?",
        "10%? I don't get that number",
    ],
)
def test_figures_of_the_last_answer_are_quoted(text: str) -> None:
    assert only_quotes(text, TOLD, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "I make 364k, too",
        "my base is 210k, so below your 364k?",
        "and with 240k?",
        "what does a deputy earn?",
    ],
)
def test_an_amount_of_one_s_own_or_none_is_no_quote(text: str) -> None:
    assert not only_quotes(text, TOLD, TODAY)


def test_quoted_pay_is_not_the_person_s_but_what_else_they_tell_is() -> None:
    heard = without_quoted(PAY, "364 or 565, which one?", TOLD, TODAY)
    assert [one.field for one in heard.operations] == ["job"]
    assert not heard.doubts
    assert without_quoted(PAY, "I earn 364k", TOLD, TODAY) == PAY


SPAN_TOLD = "Plan for at least 7 to 10 years of work in IT security."


def years(field: str, count: int, kind: str = "set", answer: str = "") -> ProfileUpdate:
    operation = Operation(kind, f"experience.{field}", Span(count, count))  # type: ignore[arg-type]
    return ProfileUpdate((operation,), answer=answer)


@pytest.mark.parametrize("text", ["10 years, phew", "ha, 10 years", "a whole 10 years"])
def test_years_that_may_only_quote_the_last_answer_are_asked_back(text: str) -> None:
    heard = with_quoted_doubted(years("unknown", 10), text, SPAN_TOLD, TODAY)
    assert not heard.operations
    assert heard.doubts == (Doubt("experience.unknown", Span(10, 10), "10 years"),)


@pytest.mark.parametrize(
    ("update", "text", "told"),
    [
        (years("security", 10), "10 years in a SOC", SPAN_TOLD),
        (years("unknown", 8), "8 years, phew", SPAN_TOLD),
        (years("unknown", 10), "I have 10 years", SPAN_TOLD),
        (years("unknown", 10), "10 years.", SPAN_TOLD),
        (years("unknown", 10, answer="experience"), "10 years, phew", SPAN_TOLD),
        (years("unknown", 10, "replace"), "sorry, 10 years", SPAN_TOLD),
        (
            years("unknown", 7),
            "7 years by now",
            "It takes 7 years; tell me yours and I can set a date",
        ),
    ],
)
def test_years_of_one_s_own_are_stored(update: ProfileUpdate, text: str, told: str) -> None:
    assert with_quoted_doubted(update, text, told, TODAY) == update
