"""Warnings: the expected ones are kept back, any other is shown."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

import bot.observability.expected_warnings as module
from bot.observability.expected_warnings import is_expected, show_unexpected_warnings

LIBRARY = "/usr/lib/python3/site-packages/library.py"


@pytest.mark.parametrize(
    ("text", "category", "filename", "expected"),
    [
        ("Slot auto-fill has been removed in 3.0", UserWarning, LIBRARY, True),
        ("Slots are odd", UserWarning, LIBRARY, False),
        ("'parseString' deprecated", DeprecationWarning, LIBRARY, True),
        ("'parseString' deprecated", DeprecationWarning, str(Path(module.__file__)), False),
        ("will change", FutureWarning, LIBRARY, False),
    ],
)
def test_named_warnings_and_deprecations_of_libraries_are_expected(
    text: str, category: type[Warning], filename: str, expected: bool
) -> None:
    assert is_expected(text, category, filename) is expected


def test_what_is_not_expected_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(warnings, "showwarning", lambda message, *_: seen.append(str(message)))
    show_unexpected_warnings()
    warnings.showwarning("Slot auto-fill has been removed", UserWarning, LIBRARY, 1)
    warnings.showwarning("a new one", UserWarning, LIBRARY, 1)
    assert seen == ["a new one"]
