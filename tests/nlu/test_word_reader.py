"""Proves that the dialogue decides between labels that a word alone can't tell apart."""

from __future__ import annotations

import numpy as np

from bot.nlu.profile_spans import Candidate
from bot.nlu.word_reader import WordReader

LABELS = (
    "nothing",
    "job.current",
    "management.none",
    "degree.none",
    "certification.never",
    "retraction.people",
    "retraction.pay",
)
WORD = (Candidate("word", 0, 0, 0, 9),)


def label(row: list[float], asked: str = "", last_named: str = "") -> str:
    reader = WordReader(LABELS, asked, last_named, least=0.5, job=0.8, edge=0.15)
    found = reader.read(WORD, np.array([row], dtype=np.float32))
    return found[0].label if found else ""


def test_a_bare_denial_denies_what_was_asked_for() -> None:
    unsure = [0.1, 0.0, 0.4, 0.3, 0.2, 0.0, 0.0]
    assert label(unsure, asked="degree") == "degree.none"
    assert label(unsure) == ""


def test_what_was_named_last_is_taken_back() -> None:
    unsure = [0.1, 0.0, 0.0, 0.0, 0.0, 0.45, 0.45]
    assert label(unsure, last_named="pay.base") == "retraction.pay"
    assert label(unsure, last_named="management.now") == "retraction.people"
    assert label(unsure) == ""


def test_what_is_named_by_the_word_itself_is_taken_back() -> None:
    sure = [0.1, 0.0, 0.0, 0.0, 0.0, 0.1, 0.8]
    assert label(sure, last_named="management.people") == "retraction.pay"
