"""What people type is made harmless and keeps its meaning."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.sanitize import LONGEST, MOST_TOKENS, cleaned, without_emoji, without_shortcodes
from bot.parsing.tokens import tokenize


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("what is a CISO?", "what is a CISO?"),
        ("  two\n lines\t", "two lines"),
        ("/ask_salary", "ask_salary"),
        ('／ask_salary{"a": 1}', 'ask_salary{"a": 1}'),
        ("\u200b\ufeff/ask_salary", "ask_salary"),
        ("// /restart", "restart"),
        ("pay\u202e\u0000\ud800?", "pay?"),
        ("\u2028what\u00a0now", "what now"),
        ("🤷🏽", "🤷"),
        ("", ""),
        ("/", ""),
    ],
)
def test_a_message_is_read_without_what_people_cannot_see_and_without_a_command(
    typed: str, read: str
) -> None:
    assert cleaned(typed) == read


def test_a_long_message_keeps_its_beginning_and_its_end() -> None:
    text = cleaned("begin " + "x" * 100_000 + " what does a CISO earn?")
    assert len(text) <= LONGEST
    assert text.startswith("begin")
    assert text.endswith("what does a CISO earn?")


@pytest.mark.parametrize(
    "text", ["5 " * 499, "a, b or c? " * 90, "?" * 1000, "é5" * 500, "$5k " * 250]
)
def test_a_message_of_a_thousand_signs_keeps_the_first_and_last_of_them(text: str) -> None:
    bounded = cleaned("begin " + text[:970] + " pay?")
    assert len(tokenize(bounded)) <= MOST_TOKENS
    assert bounded.startswith("begin")
    assert bounded.endswith("pay?")


def test_a_thousand_characters_of_prose_are_read_whole() -> None:
    text = "I have been an information security manager for many years now. " * 15
    assert cleaned(text) == text.strip()


def test_a_terminals_escapes_are_no_words() -> None:
    assert cleaned("\x1b[31mwhat is\x1b[0m a \x1b[2Jciso") == "what is a ciso"


def test_a_tower_of_combining_marks_is_cut_down() -> None:
    assert len(cleaned("a" + "\u0301" * 10_000)) <= 4


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_becomes_one_harmless_line(text: str) -> None:
    line = cleaned(text)
    assert not line.startswith("/")
    assert line == line.strip()
    assert "\n" not in line
    assert len(line) <= LONGEST
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in line)
    line.encode("utf-8")
    assert cleaned(line) == line


def test_shortcodes_of_emoji_give_way_to_spaces_and_nothing_else_does() -> None:
    told = "3 years :+1::skin-tone-3: in a SOC :wave:"
    kept = without_shortcodes(told)
    assert len(kept) == len(told)
    assert kept.split() == ["3", "years", "in", "a", "SOC"]
    for text in ("at 9:30:15 sharp", "a 1:2:3 ratio", "note: so: what?"):
        assert without_shortcodes(text) == text


def test_emoji_behind_words_are_left_out_and_emoji_alone_stay() -> None:
    assert without_emoji("How many are women? 🚀 🔥 :wave:") == "How many are women?"
    assert without_emoji("🙏🙏") == "🙏🙏"
