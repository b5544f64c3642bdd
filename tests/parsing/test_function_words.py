"""The closed classes of words, and what is told by them."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

from bot.answers.pay_words import PAY_PARTS
from bot.parsing.asking import asking_part, asks, asks_anything, speaks_of_self
from bot.parsing.function_words import LEXICON, has, word_classes, words_of


@pytest.mark.parametrize("lexicon", [LEXICON, PAY_PARTS])
def test_every_class_is_written_in_small_letters_and_has_no_word_twice(lexicon: Path) -> None:
    for name, table in tomli.loads(lexicon.read_text("utf-8")).items():
        words = table["words"]
        assert words == list(dict.fromkeys(word.lower() for word in words)), name
        assert word_classes(lexicon)[name] == frozenset(words)


def test_a_word_names_one_part_of_pay() -> None:
    words = [word for words in word_classes(PAY_PARTS).values() for word in words]
    assert len(words) == len(set(words))


def test_words_stand_without_marks_and_with_straight_apostrophes() -> None:
    assert words_of("“I’m” (here), they're!") == ["i'm", "here", "they're"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("what would she earn", "third_person", True),
        ("what does a CISO earn", "third_person", False),
        ("is it worth it?", "pointing", True),
        ("their pay", "people", True),
    ],
)
def test_a_class_is_found_among_the_words(text: str, name: str, expected: bool) -> None:
    assert has(text, name) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How much is it", True),
        ("tell me about the CISM", True),
        ("anything else?", True),
        ("three years in security", False),
        ("whatever", False),
    ],
)
def test_a_question_is_told_by_its_first_words(text: str, expected: bool) -> None:
    assert asks(text) is expected


def test_a_question_after_what_is_told_is_found() -> None:
    assert asks_anything("after failing when can I try again")
    assert asking_part("I have the CISM. Is that enough?") == "Is that enough?"
    assert not asks_anything("I have the CISM")
    assert speaks_of_self("I’ve led a team") and not speaks_of_self("CISO pay")
