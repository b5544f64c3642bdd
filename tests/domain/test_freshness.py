"""How long each kind of fact is told without a warning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answers.age_notes import dated, year_of
from bot.domain.facts import Fact, FactKind, Passage, Source
from bot.domain.freshness import SHELF_MONTHS, is_old
from bot.settings import SettingsError

SOURCE = Source("s", "Title", "Publisher", 2024)
PASSAGE = Passage("s#1", SOURCE, "Section", "It is 5.", 1, 1)
FACT = Fact("s/pay/5", FactKind.PAY, "role/ciso", "It is 5.", "five", PASSAGE, 1, year=2024)

TABLE = """
definition never · purpose never · title never · abbreviation never · duty never
requirement never · skill never
education never · management_experience never · stepping_stone never · certification never
certification_rule never
issuer never · pay_factor never · step never · resource never · level never · status never
correction never · exam never
pay 18 · pay_change 18 · turnover 24
upkeep 36 · prerequisite 36 · waiver 36 · route 36 · experience 36 · reporting_line 36
tenure 36 · survey 36
framework 60 · overlap 60 · statement never
"""


def test_every_kind_has_the_shelf_life_that_stands_in_this_table() -> None:
    entries = dict(
        entry.split() for line in TABLE.strip().splitlines() for entry in line.split(" · ")
    )
    assert entries == {kind.value: str(months or "never") for kind, months in SHELF_MONTHS.items()}
    assert set(SHELF_MONTHS) == set(FactKind)


@pytest.mark.parametrize(
    ("kind", "last_fresh", "first_old"),
    [
        (FactKind.PAY, date(2026, 6, 30), date(2026, 7, 1)),
        (FactKind.TURNOVER, date(2026, 12, 31), date(2027, 1, 1)),
        (FactKind.REPORTING, date(2027, 12, 31), date(2028, 1, 1)),
        (FactKind.OVERLAP, date(2029, 12, 31), date(2030, 1, 1)),
    ],
)
def test_a_fact_is_old_on_the_day_after_its_shelf_life(
    kind: FactKind, last_fresh: date, first_old: date
) -> None:
    fact = replace(FACT, kind=kind)
    assert not is_old(fact, last_fresh)
    assert is_old(fact, first_old)


def test_a_duty_never_gets_old_and_an_exam_does_on_its_last_day() -> None:
    assert not is_old(replace(FACT, kind=FactKind.DUTY, year=1990), date(2090, 1, 1))
    exam = replace(FACT, kind=FactKind.EXAM, until=date(2023, 12, 5))
    assert not is_old(exam, date(2023, 12, 5))
    assert is_old(exam, date(2023, 12, 6))


def test_what_is_past_its_shelf_life_says_so_once_with_its_year() -> None:
    late, early = date(2026, 11, 1), date(2025, 1, 1)
    assert dated(FACT, late) == "It is 5 (old: as of 2024)."
    assert dated(FACT, early) == "It is 5."
    assert dated(replace(FACT, statement="In 2024 it was 5."), late) == "In 2024 it was 5 (old)."
    assert (year_of(FACT, late), year_of(FACT, early)) == ("old: 2024", "2024")


def test_the_day_can_be_set_so_that_an_answer_can_be_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TODAY", "2025-01-01")
    assert dated(FACT) == "It is 5."
    monkeypatch.setenv("TODAY", "2026-11-01")
    assert dated(FACT) == "It is 5 (old: as of 2024)."
    monkeypatch.setenv("TODAY", "soon")
    with pytest.raises(SettingsError, match="TODAY must be a day"):
        dated(FACT)


def test_rules_by_a_third_party_or_of_an_unknown_year_say_so() -> None:
    source = replace(SOURCE, tier="C", kind="rules")
    third = replace(FACT, kind=FactKind.UPKEEP, passage=replace(PASSAGE, source=source))
    assert dated(third, date(2025, 1, 1)) == "It is 5 (check with the issuer)."
    unknown = replace(third, year=None)
    assert dated(unknown, date(2025, 1, 1)) == "It is 5 (year unknown; check with the issuer)."
    assert not is_old(unknown, date(2090, 1, 1))


def test_a_third_partys_definition_has_no_issuer_to_check_with() -> None:
    source = replace(SOURCE, tier="C", kind="guide")
    defined = replace(FACT, kind=FactKind.STATEMENT, passage=replace(PASSAGE, source=source))
    assert dated(defined, date(2025, 1, 1)) == "It is 5."
