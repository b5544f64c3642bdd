"""Proves that profile files are read for what people mean, or refused with file, line
and reason.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan.profile_file import ProfileFileError, read_profile
from tests.plan.conftest import TODAY


def read(text: str, folder: Path, kb: KnowledgeBase) -> Profile:
    path = folder / "me.yml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_profile(path, kb, TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("experience: {security: 010}", {"experience": {"security": [10, 10]}}),
        ("experience: {security: 5 to 7}", {"experience": {"security": [5, 7]}}),
        ("experience: {security: 5–7 years}", {"experience": {"security": [5, 7]}}),
        ("experience: {security: none, it: 2}", {"experience": {"security": [0, 0], "it": [2, 2]}}),
        ("experience: 4", {"experience": {"unknown": [4, 4]}}),
        ("certifications: CISSP, CISM", {"certifications": {"CISSP": "held", "CISM": "held"}}),
        ("certifications: [sec+]", {"certifications": {"Security+": "held"}}),
        ("certifications: CAP", {"certifications": {"CGRC": "held"}}),
        ("certifications: {CISSP: in progress}", {"certifications": {"CISSP": "in_progress"}}),
        ("certifications: None", {"certifications": {}}),
        ("certifications: []", {"certifications": {}}),
        ("degree: None", {"degree": {"level": "none"}}),
        ("degree: Master's", {"degree": {"level": "master", "status": "held"}}),
        ("management: none", {"management": {"none": True}}),
        ("management: {people: 3, now: yes}", {"management": {"people": 3, "now": True}}),
        ("target: 2031-06-30", {"target": "2031-06"}),
        ("target: 2031", {"target": "2031"}),
        ("pay: {base: $150k, bonus: 20%}",
         {"pay": {"base": 150000, "bonus": "20%", "kind": "current"}}),
        ("pay: {base: €90k, equity: 10000 EUR}",
         {"pay": {"base": 90000, "equity": 10000, "kind": "current", "currency": "EUR"}}),
        ("pay: {base: 52 lakh, kind: offer}",
         {"pay": {"base": 5200000, "kind": "offer", "currency": "INR"}}),
        ("pay: {base: 900000, currency: sek}",
         {"pay": {"base": 900000, "kind": "current", "currency": "SEK"}}),
        ('{"job": "CISO", "experience": {"security": [5, 7]}}',
         {"job": "CISO", "experience": {"security": [5, 7]}}),
    ],
)  # fmt: skip
def test_is_read_for_what_is_meant(
    text: str, expected: dict[str, Any], tmp_path: Path, kb: KnowledgeBase
) -> None:
    assert read(text, tmp_path, kb).to_dict() == expected


@pytest.mark.parametrize(
    ("text", "line", "field", "reason"),
    [
        ("job: CISO\ntarget: !!timestamp foo", 2, "target", "!!timestamp"),
        ("job: CISO\ntarget: 2020", 2, "target", "between today and"),
        ("target: 2031-13", 1, "target", "no such month"),
        ("job: x\nyears: 3", 2, "years", "unknown field; known are job, experience"),
        ("job: x\njob: y", 2, "job", "twice"),
        ("experience: {security: many}", 1, "experience", "“many”"),
        ("experience: {security: .nan}", 1, "experience", "number of years"),
        ("experience: {security: 7 to 3}", 1, "experience", "number of years"),
        ("experience: {secutity: 3}", 1, "experience", "secutity"),
        ("experience:\n  security: 3\nmanagement:\n  years: 8", 3, "management.years",
         "more years"),
        ("experience: {security: 40, it: 40}", 1, "experience", "adds up to more than 60"),
        ("experience: {security: " + "9" * 400 + "}", 1, "experience", "number of years"),
        ("experience: {security: 1⁄2}", 1, "experience", "number of years"),
        ("management: {people: " + "9" * 400 + "}", 1, "management", "not a number of people"),
        ("pay: {base: 200000, bonus: 900%}", 1, "pay", "no share"),
        ("pay: {base: £90k, bonus: €9k}", 1, "pay", "in one currency"),
        ("pay: {base: 90k, currency: quatloos}", 1, "pay", "not the code of a currency"),
        ("pay: {base: a lot}", 1, "pay", "not an amount of money"),
        ("job: " + "[" * 8000, 1, "", "too much"),
        ("certifications: {CISSP: gone}", 1, "certifications.CISSP", "not one of held"),
        ("degree: diploma", 1, "degree", "must be one of none, associate"),
        ("management: {people: -3}", 1, "management", "not a number of people"),
        ("job: &a [*a]", 1, "job", "too much"),
        ("- CISSP", 1, "", "fields with values"),
        ("", 1, "", "empty"),
        ("job: none", 1, "", "empty"),
        ("job: [", 1, "", "neither YAML nor JSON"),
        ("job: \"a\tb\"", 1, "job", "name of a job"),
        ("management: {people: " + "9" * 5000 + "}", 1, "management", "not a number of people"),
        ("target: " + "9" * 5000, 1, "target", "must be a year"),
        ("target: 2030-02-31", 1, "target", "no such day"),
        ("experience: {security: 1_0}", 1, "experience", "number of years"),
        ("experience: {security: 3, security: 5}", 1, "experience", "“security” stands there"),
        ("certifications: {CISSP: held, CISSP: failed}", 1, "certifications", "twice"),
        ("management: {none: true, people: 5}", 1, "management", "never managed people"),
        ("pay: {base: 1e300}", 1, "pay", "not an amount"),
        ("pay: {base: -5}", 1, "pay", "not an amount"),
        ("pay: {base: 90000000}", 1, "pay", "at most 20,000,000"),
        ("pay: {equity: " + "9" * 5000 + "}", 1, "pay", "not an amount"),
        ("\"\\e[2Jjob\": x", 1, "\ufffd[2Jjob", "unknown field"),
        ("degree: \"\\e[31m\\ud800\"", 1, "degree", "“\ufffd[31m\ufffd” must be one of"),
    ],
)  # fmt: skip
def test_is_refused_with_line_and_reason(
    text: str, line: int, field: str, reason: str, tmp_path: Path, kb: KnowledgeBase
) -> None:
    with pytest.raises(ProfileFileError) as error:
        read(text, tmp_path, kb)
    assert (error.value.line, error.value.field) == (line, field)
    assert reason in error.value.problem
    assert str(error.value).startswith(f"{tmp_path / 'me.yml'}:{line}: ")


def test_unreadable_files_are_refused(tmp_path: Path, kb: KnowledgeBase) -> None:
    path = tmp_path / "me.yml"
    path.write_bytes(b"job: CISO\ntarget: \xff")
    with pytest.raises(ProfileFileError, match=r"me\.yml:2: not UTF-8"):
        read_profile(path, kb, TODAY)
    with pytest.raises(ProfileFileError, match="can't be read"):
        read_profile(tmp_path / "nobody.yml", kb, TODAY)
