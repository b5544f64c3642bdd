"""What is known of each unit is made once for the same knowledge, models, lexicons and code."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu import kept_profiles
from bot.nlu.kept_profiles import KeptProfiles, key_of
from bot.nlu.names import Names
from bot.nlu.ranking_signals import Profiles

KEY, OTHER = key_of(["a", "b"], ()), key_of(["ab", ""], ())


def profiles() -> Profiles:
    numbers = np.random.default_rng(0).random((4, 2, 3)).astype(np.float32)
    names = (
        Names(certification=frozenset({"cissp", "cism"}), year=frozenset({"2024"}), role=True),
        Names(subjects=frozenset({"skill/patience"}), place=frozenset({"zürich"})),
    )
    return Profiles(names, (Names(), names[1]), *numbers)


def never() -> Profiles:
    raise AssertionError("made again")


def equal(one: Profiles, other: Profiles) -> bool:
    matrices = ("forms", "intents", "measures", "ages")
    same = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in matrices)
    return same and one.names == other.names and one.scopes == other.scopes


def test_profiles_are_made_once_and_kept_as_they_were(tmp_path: Path) -> None:
    kept = KeptProfiles(tmp_path / "data" / "profiles.npz")
    assert equal(kept.of(KEY, profiles), profiles())
    again = KeptProfiles(tmp_path / "data" / "profiles.npz").of(KEY, never)
    assert equal(again, profiles())
    assert again.forms.dtype == np.float32
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["profiles.npz"]


def test_those_of_another_key_are_made_again(tmp_path: Path) -> None:
    kept = KeptProfiles(tmp_path / "profiles.npz")
    kept.of(KEY, profiles)
    with pytest.raises(AssertionError, match="made again"):
        kept.of(OTHER, never)
    assert equal(kept.of(OTHER, profiles), kept.of(OTHER, never))


@pytest.mark.parametrize("left", [0, 1, 700, -1])
def test_a_file_cut_short_is_made_again(tmp_path: Path, left: int) -> None:
    path = tmp_path / "profiles.npz"
    KeptProfiles(path).of(KEY, profiles)
    path.write_bytes(path.read_bytes()[:left])
    assert equal(KeptProfiles(path).of(KEY, profiles), profiles())
    assert equal(KeptProfiles(path).of(KEY, never), profiles())


def test_where_nothing_can_be_kept_they_are_made_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    kept = KeptProfiles(tmp_path / "file" / "profiles.npz")
    assert equal(kept.of(KEY, profiles), profiles())
    with pytest.raises(AssertionError, match="made again"):
        kept.of(KEY, never)


def test_the_key_follows_texts_vectors_lexicons_and_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, lexicons = tmp_path / "bot", tmp_path / "lexicons"
    monkeypatch.setattr(kept_profiles, "_PACKAGE", package)
    monkeypatch.setattr(kept_profiles, "_LEXICONS", lexicons)
    (package / "nlu").mkdir(parents=True)
    lexicons.mkdir()
    rows = np.ones((2, 3), dtype=np.float32)
    keys = [key_of(["a"], [rows])]
    keys += [key_of(["b"], [rows]), key_of(["a"], [rows * 2])]
    (package / "nlu" / "names.py").write_text("x = 1")
    keys.append(key_of(["a"], [rows]))
    (package / "nlu" / "names.py").write_text("x = 2")
    keys.append(key_of(["a"], [rows]))
    (lexicons / "places.txt").write_text("Oslo")
    keys.append(key_of(["a"], [rows]))
    assert len(set(keys)) == len(keys)
    assert key_of(["a"], [rows]) == keys[-1]
