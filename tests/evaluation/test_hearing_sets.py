"""The hearing sets are well formed, possible, and apart from each other and from the training."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.profile import Profile

ROOT = Path(__file__).parents[2]
FULL = ("test", "development")
SETS = (*FULL, "second_development", "third_development")
KINDS = {
    "quantities",
    "part_whole",
    "asking",
    "status",
    "others",
    "field",
    "corrections",
    "jobs",
    "pay",
    "short_answers",
    "several_facts",
}
KEYS = {"messages", "asked", "profile", "any_of", "kind"}
ASKED = {None, "job", "experience", "management", "degree", "certifications", "target", "pay"}
# What people type alone ("none", "make me a plan") is the same in every set and in training.
SHORT = 4

Entry = dict[str, Any]


def load(name: str) -> list[Entry]:
    """Return the entries of a hearing set.

    Raises:
        TypeError: the file holds something else than a list of mappings.
    """
    path = Path(__file__).parent / "hearing" / f"{name}.yml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise TypeError(f"{path.name}: expected a list of mappings")
    return entries


def readings(entry: Entry) -> list[dict[str, Any]]:
    """Return the profiles that an entry allows."""
    return entry["any_of"] if "any_of" in entry else [entry["profile"]]


def normalized(text: str) -> str:
    """Return the words of a text, so that case and punctuation make no difference."""
    return " ".join(re.findall(r"[a-z0-9+½]+", text.lower()))


def long_messages(name: str) -> list[str]:
    """Return the normalized messages of a set that are longer than `SHORT` words."""
    messages = [normalized(message) for entry in load(name) for message in entry["messages"]]
    return [message for message in messages if len(message.split()) > SHORT]


def trained_messages() -> Iterator[str]:
    """Yield each example under data/nlu without its annotations, normalized."""
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for example in re.findall(r"^\s*- (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            yield normalized(re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})", r"\1", example))


@pytest.mark.parametrize("name", SETS)
def test_each_entry_has_messages_and_one_expectation(name: str) -> None:
    for entry in load(name):
        assert entry.keys() <= KEYS, entry
        assert entry["kind"] in KINDS, entry
        assert ("profile" in entry) != ("any_of" in entry), entry
        messages = entry["messages"]
        assert messages, entry
        assert all(isinstance(text, str) and text.strip() for text in messages), entry
        asked = entry.get("asked", [None] * len(messages))
        assert len(asked) == len(messages), entry
        assert set(asked) <= ASKED, entry


@pytest.mark.parametrize("name", SETS)
def test_each_reading_is_a_profile_as_every_surface_shows_it(name: str) -> None:
    for entry in load(name):
        for reading in readings(entry):
            assert Profile.from_dict(reading).to_dict() == reading, entry


@pytest.mark.parametrize("name", SETS)
def test_alternatives_are_several_and_differ(name: str) -> None:
    for entry in load(name):
        allowed = readings(entry)
        assert "any_of" not in entry or len(allowed) > 1, entry
        assert all(allowed.count(reading) == 1 for reading in allowed), entry


@pytest.mark.parametrize("name", SETS)
def test_nobody_leads_longer_than_they_work(name: str) -> None:
    for entry in load(name):
        for reading in readings(entry):
            profile = Profile.from_dict(reading)
            worked, led = profile.experience.total, profile.management.years
            assert not (worked and led) or led.high <= worked.high, entry
            assert not (profile.management.none and (led or profile.management.now)), entry


@pytest.mark.parametrize("name", SETS)
def test_targets_are_years_or_months_to_come(name: str) -> None:
    for entry in load(name):
        for reading in readings(entry):
            target = reading.get("target", "2026-12")
            assert re.fullmatch(r"20\d\d(-(0[1-9]|1[0-2]))?", target), entry
            assert target >= "2026-12", entry


@pytest.mark.parametrize("name", FULL)
def test_a_set_holds_every_kind_and_a_quarter_of_it_tells_nothing(name: str) -> None:
    entries = load(name)
    assert len(entries) == 200
    assert min(Counter(entry["kind"] for entry in entries)[kind] for kind in KINDS) >= 18
    silent = sum(entry.get("profile") == {} for entry in entries)
    assert 0.2 <= silent / len(entries) <= 0.3


@pytest.mark.parametrize("name", SETS)
def test_no_message_stands_twice_in_a_set(name: str) -> None:
    counts = Counter(long_messages(name))
    assert [message for message, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(("first", "second"), combinations(SETS, 2))
def test_the_hearing_sets_are_disjoint(first: str, second: str) -> None:
    assert set(long_messages(first)) & set(long_messages(second)) == set()


@pytest.mark.parametrize("name", SETS)
def test_no_message_is_a_training_example(name: str) -> None:
    """Take the example out of the training, not the message out of the set, when this fails."""
    assert sorted(set(long_messages(name)) & set(trained_messages())) == []
