"""The evaluation sets are well formed, and apart from each other and from what is trained on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SETS = Path(__file__).parent
QUESTION_SETS = (
    "questions/test.yml",
    "questions/development.yml",
    "questions/forums.yml",
    "questions/kinds.yml",
    "questions/people.yml",
    "questions/fresh.yml",
    "questions/unusual.yml",
    "themes.yml",
    "themes-2.yml",
)
CONVERSATION_SETS = (
    "conversations/test.yml",
    "conversations/development.yml",
    "conversations/development-2.yml",
    "conversations/development-3.yml",
    "conversations/development-4.yml",
    "conversations/development-5.yml",
    "conversations/development-6.yml",
    "conversations/development-7.yml",
)
_CONVERSATIONS = {
    "conversations/test.yml": 60,
    "conversations/development.yml": 60,
    "conversations/development-5.yml": 25,
    "conversations/development-6.yml": 25,
    "conversations/development-7.yml": 30,
}
KINDS = {
    "yes_no",
    "amount",
    "count",
    "when",
    "who",
    "which",
    "which_first",
    "compare",
    "worth",
    "why",
    "list",
    "definition",
    "how",
    "half",
    "scope",
    "several",
    "declined",
}
QUESTION_KEYS = {"question", "must", "must_not", "declined", "kind", "theme"}
TURN_KEYS = {"user", "must", "must_not", "words"}
# What people type alone ("thanks", "why?") is the same in every conversation and in training.
SHORT = 4

Entry = dict[str, Any]


def load(name: str) -> list[Entry]:
    """Return the entries of one evaluation set.

    Raises:
        TypeError: the file holds something else than a list of mappings.
    """
    entries = yaml.safe_load((SETS / name).read_text(encoding="utf-8"))
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise TypeError(f"{name}: expected a list of mappings")
    return entries


def normalized(text: str) -> str:
    """Return the words of a text, so that case and punctuation make no difference."""
    return " ".join(re.findall(r"[a-z0-9+]+", text.lower()))


def questions(name: str) -> set[str]:
    """Return the normalized questions of a question set."""
    return {normalized(entry["question"]) for entry in load(name)}


def long_messages(name: str) -> set[str]:
    """Return the normalized messages of a conversation set that are longer than `SHORT` words."""
    messages = {normalized(turn["user"]) for entry in load(name) for turn in entry["turns"]}
    return {message for message in messages if len(message.split()) > SHORT}


def trained_texts() -> Iterator[str]:
    """Yield each example of data/nlu and each line or column of data/questions, normalized."""
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for example in re.findall(r"^\s*- (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            yield normalized(re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})", r"\1", example))
    for path in sorted((ROOT / "data" / "questions").rglob("*.*")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for column in line.split("\t"):
                yield normalized(column)
                yield normalized(re.sub(r"^\s*(?:- )?(?:\w+:\s)?", "", column))


def check_expressions(entry: Entry) -> None:
    """Assert that `must` and `must_not` are lists of expressions that compile."""
    for key in ("must", "must_not"):
        expressions = entry.get(key, [])
        assert isinstance(expressions, list), entry
        for expression in expressions:
            assert isinstance(expression, str) and expression.strip(), entry
            compiled = re.compile(expression, re.IGNORECASE)
            assert not compiled.search(""), f"matches everything: {expression}"


@pytest.mark.parametrize("name", QUESTION_SETS)
def test_each_question_has_a_point_or_is_declined(name: str) -> None:
    for entry in load(name):
        assert entry.keys() <= QUESTION_KEYS, entry
        assert isinstance(entry["question"], str) and entry["question"].strip(), entry
        assert entry["kind"] in KINDS, entry
        assert entry.get("declined", False) is (entry["kind"] == "declined"), entry
        if entry["kind"] != "declined":
            assert entry.get("must"), entry
        check_expressions(entry)


@pytest.mark.parametrize("name", QUESTION_SETS)
def test_no_question_stands_twice_in_a_set(name: str) -> None:
    counts = Counter(normalized(entry["question"]) for entry in load(name))
    assert [question for question, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", QUESTION_SETS[:2])
def test_a_question_set_has_200_and_declines_about_a_fifth(name: str) -> None:
    entries = load(name)
    declined = sum(entry["kind"] == "declined" for entry in entries)
    assert len(entries) == 200
    assert 0.15 <= declined / len(entries) <= 0.21


def test_a_third_of_the_questions_from_forums_have_no_answer() -> None:
    entries = load("questions/forums.yml")
    declined = sum(entry["kind"] == "declined" for entry in entries)
    assert len(entries) >= 120
    assert 0.3 <= declined / len(entries) <= 0.36


def test_the_weak_kinds_are_asked_by_the_dozen() -> None:
    kinds = Counter(entry["kind"] for entry in load("questions/kinds.yml"))
    assert all(kinds[kind] >= 10 for kind in ("why", "worth", "when", "which_first", "compare"))
    assert kinds["declined"] >= 40


def test_the_questions_of_people_come_in_every_kind_and_a_third_has_no_answer() -> None:
    kinds = Counter(entry["kind"] for entry in load("questions/people.yml"))
    assert kinds.keys() == KINDS
    assert kinds["declined"] >= 60
    assert sum(kinds.values()) - kinds["declined"] >= 100


@pytest.mark.parametrize("name", ["themes.yml", "themes-2.yml"])
def test_each_theme_has_ten_questions(name: str) -> None:
    assert Counter(entry["theme"] for entry in load(name)) == dict.fromkeys(range(1, 12), 10)


@pytest.mark.parametrize("name", CONVERSATION_SETS)
def test_each_conversation_has_two_to_eight_turns_that_expect_something(name: str) -> None:
    entries = load(name)
    assert len(entries) == _CONVERSATIONS.get(name, 40)
    assert len({entry["conversation"] for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.keys() == {"conversation", "turns"}, entry
        assert 2 <= len(entry["turns"]) <= 8, entry["conversation"]
        for turn in entry["turns"]:
            assert turn.keys() <= TURN_KEYS, turn
            assert isinstance(turn["user"], str) and turn["user"].strip(), turn
            assert turn.get("must") or turn.get("must_not") or turn.get("words"), turn
            assert isinstance(turn.get("words", 1), int) and turn.get("words", 1) > 0, turn
            check_expressions(turn)


def test_the_sets_of_questions_are_disjoint() -> None:
    for one, other in combinations(QUESTION_SETS, 2):
        assert questions(one) & questions(other) == set(), (one, other)


def test_the_sets_of_conversations_are_disjoint() -> None:
    test, *development = (long_messages(name) for name in CONVERSATION_SETS)
    assert not any(test & messages for messages in development)
    assert development[0] & development[1] == set()


def test_no_question_is_an_example_or_an_anchor() -> None:
    """Take the example or the anchor out, not the question, when this fails."""
    known = set(trained_texts())
    found = {name: sorted(questions(name) & known) for name in QUESTION_SETS}
    assert not any(found.values()), found


def test_no_long_message_of_a_test_conversation_is_an_example_or_an_anchor() -> None:
    known = set(trained_texts())
    assert sorted(long_messages("conversations/test.yml") & known) == []
