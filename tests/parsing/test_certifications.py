"""Names of certifications are found as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.parsing.certifications import CertificationNames
from bot.parsing.tokens import tokenize

_LEXICONS = Path("data/lexicons")


@pytest.fixture(scope="module")
def names() -> CertificationNames:
    lexicons = _LEXICONS / "certification_names.txt", _LEXICONS / "acronyms.txt"
    return CertificationNames.read(*lexicons, ["have", "passed"])


def _found(names: CertificationNames, text: str) -> list[str]:
    return [one.name for one in names.find(tokenize(text))]


@pytest.mark.parametrize("text", ["i HAVE the cissp", "i PASSED cissp last week"])
def test_a_word_in_capitals_for_emphasis_is_no_certification(
    text: str, names: CertificationNames
) -> None:
    assert _found(names, text) == ["CISSP"]


def test_an_acronym_that_is_no_word_may_be_a_certification(names: CertificationNames) -> None:
    assert _found(names, "i hold the XQPT and the cissp") == ["XQPT", "CISSP"]
