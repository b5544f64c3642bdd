"""Units of evidence are told apart by what they measure, and old figures by their series."""

from __future__ import annotations

import numpy as np

from bot.domain.evidence import Evidence
from bot.domain.facts import Scope
from bot.nlu.measures import ASKED, ages_of, fit_of_measures, measures_of
from bot.nlu.question_form import FORMS


def unit(text: str, kind: str = "statement", year: int | None = None, **limits: str) -> Evidence:
    return Evidence(text, kind, "", text, year=year, scope=Scope(**limits))


def test_money_times_and_counts_are_told() -> None:
    told = measures_of(
        [
            unit("CISOs average $364,000 in base salary."),
            unit("CISOs stay 39 months on average."),
            unit("16% of the CISOs were women."),
            unit("A CISO writes reports."),
            Evidence("list:pay", "list", "", "pay by survey and year"),
        ]
    )
    assert told.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0], [1, 0, 0]]


def test_a_figure_is_old_beside_a_newer_one_of_its_series_only() -> None:
    units = [
        unit("pay of 2016", "pay", 2016),
        unit("pay of 2026", "pay", 2026),
        unit("pay of 2016 in Europe", "pay", 2016, place="Europe"),
        unit("a law of 2004", "statement", 2004),
    ]
    assert ages_of(units).tolist() == [1.0, 0.0, 0.0, 0.0]


def test_what_lacks_the_measure_asked_for_is_told_from_what_has_it() -> None:
    forms = np.zeros(len(FORMS), dtype=np.float32)
    forms[FORMS.index("amount")] = 1.0
    columns = fit_of_measures(forms, measures_of([unit("It pays $10,000."), unit("It pays well.")]))
    by_name = dict(
        zip((f"{m}_{s}" for m in ASKED for s in ("told", "untold")), columns, strict=True)
    )
    assert by_name["amount_told"].tolist() == [1.0, 0.0]
    assert by_name["amount_untold"].tolist() == [0.0, 1.0]
    assert not by_name["time_untold"].any()
