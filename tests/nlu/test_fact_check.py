"""Proves that facts which may not be what was said are asked about and not stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.domain.profile_update import Doubt, Operation, ProfileUpdate
from bot.domain.span import Span
from bot.nlu.fact_check import BIAS, FactCheck, kind_of
from bot.nlu.fact_signs import FactSigns
from bot.nlu.profile_component import ProfileHearing
from bot.nlu.profile_examples import NOTHING
from bot.nlu.profile_resolution import resolve
from bot.nlu.profile_spans import find_spans
from bot.nlu.readings import Evidence, MessageReading, Reading
from bot.parsing.certifications import CertificationNames

TODAY = date(2026, 11, 25)
_LABELS = ("duration.it", "duration.security", "duration.unknown", "job.current", NOTHING)
# Surely right and surely wrong, as weights that look at nothing.
_RIGHT, _WRONG = {BIAS: -9.0}, {BIAS: 9.0}


def message(
    text: str, labels: Mapping[str, str], evidence: Mapping[str, Evidence]
) -> MessageReading:
    """A reading of a text whose words and numbers have labels and evidence."""
    spans = find_spans(text, CertificationNames({}, frozenset()), TODAY)
    told = {text[one.start : one.end]: one for one in (*spans.words, *spans.candidates)}
    read = [Reading(told[words], label, 0.9) for words, label in labels.items()]
    return MessageReading(
        spans,
        tuple(one for one in read if one.candidate.kind != "word"),
        tuple(one for one in read if one.candidate.kind == "word"),
        TODAY,
        evidence={told[words]: one for words, one in evidence.items()},
    )


def evidence(**shares: tuple[float, float]) -> Evidence:
    """What two networks make of a span; of labels that aren't named, nothing."""
    rows = np.zeros((2, len(_LABELS)), dtype=np.float32)
    for name, values in shares.items():
        place = next(at for at, label in enumerate(_LABELS) if name in label)
        rows[:, place] = values
    return Evidence(_LABELS, tuple(rows))


@pytest.fixture
def dev_of_6_years() -> MessageReading:
    years = evidence(it=(0.7, 0.3), security=(0.2, 0.4), unknown=(0.1, 0.3))
    labels = {"dev": "job.current", "6 years": "duration.unknown"}
    return message("dev 6 years", labels, {"6 years": years, "dev": evidence(job=(0.9, 0.9))})


def test_a_fact_that_may_be_wrong_is_asked_and_the_others_are_stored(
    dev_of_6_years: MessageReading,
) -> None:
    check = FactCheck({"job": _WRONG, "unnamed_years": _RIGHT}, 0.5)
    update = check.checked(dev_of_6_years, resolve(dev_of_6_years))
    assert update.operations == (Operation("set", "experience.unknown", Span(6, 6)),)
    assert update.doubts == (Doubt("job", "dev", "dev"),)


def test_years_of_an_unsure_field_are_asked_as_those_of_the_likeliest(
    dev_of_6_years: MessageReading,
) -> None:
    check = FactCheck({"unnamed_years": _WRONG}, 0.5)
    update = check.checked(dev_of_6_years, resolve(dev_of_6_years))
    assert [operation.field for operation in update.operations] == ["job"]
    assert update.doubts == (Doubt("experience.it", Span(6, 6), "6 years"),)


def test_nothing_is_held_back_of_a_kind_without_weights(dev_of_6_years: MessageReading) -> None:
    told = resolve(dev_of_6_years)
    assert FactCheck({}, 0.0).checked(dev_of_6_years, told) == told


def test_a_kind_may_have_a_limit_of_its_own(dev_of_6_years: MessageReading) -> None:
    even = {BIAS: 0.0}  # as likely wrong as right
    check = FactCheck({"job": even, "unnamed_years": even}, 0.4, {"job": 0.6})
    update = check.checked(dev_of_6_years, resolve(dev_of_6_years))
    assert [operation.field for operation in update.operations] == ["job"]


def test_what_was_asked_for_needs_less_proof(dev_of_6_years: MessageReading) -> None:
    even = {BIAS: 0.0}
    check = FactCheck({"job": even, "unnamed_years": even}, 0.4, asked=0.6)
    for asked, stored in (("job", ["job"]), ("experience", ["experience.unknown"]), ("", [])):
        read = replace(dev_of_6_years, asked=asked)
        update = check.checked(read, resolve(dev_of_6_years))
        assert [operation.field for operation in update.operations] == stored


def test_what_is_taken_back_needs_no_proof(dev_of_6_years: MessageReading) -> None:
    told = ProfileUpdate((Operation("retract", "job"),))
    assert FactCheck({"job": _WRONG}, 0.5).checked(dev_of_6_years, told) == told


def test_a_package_without_amounts_is_neither_offered_nor_earned() -> None:
    text = "118k"
    read = message(text, {text: "amount.base"}, {})
    update = FactCheck({"pay": _WRONG}, 0.5).checked(read, resolve(read))
    assert update.operations == ()
    assert update.doubts == (Doubt("pay.base", 118_000, "118k"),)


def test_an_answer_that_is_held_back_answers_nothing(dev_of_6_years: MessageReading) -> None:
    told = ProfileUpdate((Operation("set", "job", "dev"),), answer="job")
    update = FactCheck({"job": _WRONG}, 0.5).checked(dev_of_6_years, told)
    assert (update.operations, update.answer) == ((), "")


def test_signs_tell_how_far_the_networks_differ(dev_of_6_years: MessageReading) -> None:
    operation = Operation("set", "experience.it", Span(6, 6))
    signs = FactSigns(dev_of_6_years, ProfileUpdate((operation,))).of(operation)
    # of the label that the span was given
    assert signs["differ"] == pytest.approx(0.2)
    assert signs["rival"] == pytest.approx(0.7)
    assert signs["least"] == pytest.approx(0.9)


def test_a_number_that_nothing_was_read_from_is_a_sign() -> None:
    sure, unsure = evidence(nothing=(1.0, 1.0)), evidence(nothing=(0.5, 0.6), it=(0.5, 0.4))
    for told, share in ((sure, 0.0), (unsure, 0.5)):
        read = message("dev 6 years", {"dev": "job.current"}, {"6 years": told})
        update = resolve(read)
        signs = FactSigns(read, update).of(update.operations[0])
        assert signs.get("unread_share", 0.0) == pytest.approx(share)


def test_what_is_shipped_has_weights_for_the_kinds_that_are_often_wrong() -> None:
    check = FactCheck.read(Path(ProfileHearing.get_default_config()["check"]))
    assert {"certifications", "degree", "job", "management", "unnamed_years", "years"} <= set(
        check.weights
    )
    assert 0 < check.most < 1


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("experience.unknown", "unnamed_years"),
        ("experience.it", "years"),
        ("management.years", "years"),
        ("management.people", "management"),
        ("certifications.CISM", "certifications"),
        ("pay.base", "pay"),
        ("pay.kind", ""),
    ],
)
def test_kinds_of_facts(field: str, kind: str) -> None:
    assert kind_of(Operation("set", field, 1)) == kind
