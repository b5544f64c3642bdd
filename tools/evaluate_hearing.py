"""Score what is heard of people against the sets of messages with the profile each must give."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.domain.named_fields import named_after
from bot.domain.profile import Profile
from bot.domain.profile_update import apply
from bot.nlu.profile_extractor import ProfileExtractor
from bot.rasa_adapter.tensorflow_stub import leave_out_tensorflow

SETS = Path("tests/evaluation/hearing")
# The day that the sets were written for.
TODAY = date(2026, 11, 25)
# Years within which two spans are the same: a month, rounded.
_TOLERANCE = 0.06

Leaf = tuple[str, Any]


@dataclass(frozen=True)
class Heard:
    """One entry of a set: what was heard, and how far it is from the nearest allowed reading."""

    messages: tuple[str, ...]
    kind: str
    profile: dict[str, Any]
    expected: dict[str, Any]
    missing: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        return not self.missing and not self.wrong


def read_set(name: str) -> list[dict[str, Any]]:
    """Read the entries of a set, such as `development`."""
    text = (SETS / f"{name}.yml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)
    return entries


def hear(extractor: ProfileExtractor, entry: Mapping[str, Any]) -> Profile:
    """Run a conversation of an entry and return the profile at its end."""
    messages = [" ".join(str(message).split()) for message in entry["messages"]]
    asked = entry.get("asked") or [None] * len(messages)
    profile, last_named, named = Profile(), "", tuple[str, ...]()
    for message, field in zip(messages, asked, strict=True):
        update = extractor.extract(
            message, asked=field or "", last_named=last_named, named=named, today=TODAY
        )
        profile = apply(profile, update)
        last_named = update.last_named or last_named
        named = named_after(named, update)
    return profile


def score(extractor: ProfileExtractor, entries: list[dict[str, Any]]) -> list[Heard]:
    """Compare each entry with the allowed reading that is nearest."""
    return [_compare(entry, hear(extractor, entry)) for entry in entries]


def _compare(entry: Mapping[str, Any], profile: Profile) -> Heard:
    heard = profile.to_dict()
    allowed = entry["any_of"] if "any_of" in entry else [entry["profile"]]
    best: tuple[tuple[str, ...], tuple[str, ...], dict[str, Any]] | None = None
    for reading in allowed:
        missing, wrong = difference(heard, reading)
        if best is None or (len(wrong), len(missing)) < (len(best[1]), len(best[0])):
            best = missing, wrong, reading
    assert best is not None
    messages = tuple(str(message) for message in entry["messages"])
    return Heard(messages, str(entry.get("kind", "")), heard, best[2], best[0], best[1])


def difference(
    heard: Mapping[str, Any], expected: Mapping[str, Any]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of a profile that are missing, and those that were not said."""
    found, wanted = dict(_leaves(heard)), dict(_leaves(expected))
    missing = tuple(k for k, v in wanted.items() if k not in found or not _same(k, found[k], v))
    wrong = tuple(k for k, v in found.items() if k not in wanted or not _same(k, v, wanted[k]))
    return missing, wrong


def _leaves(profile: Mapping[str, Any]) -> Iterator[Leaf]:
    for key, value in profile.items():
        if isinstance(value, Mapping) and value:
            for name, part in value.items():
                yield f"{key}.{name}", part
        else:
            yield key, value


def _same(key: str, heard: Any, expected: Any) -> bool:
    if key == "job":
        return _job(heard) == _job(expected)
    if key == "target":
        return str(heard) == str(expected)
    if isinstance(heard, list) and isinstance(expected, list):
        return all(abs(a - b) <= _TOLERANCE for a, b in zip(heard, expected, strict=True))
    return bool(heard == expected)


_SPELLINGS = {"helpdesk": "help desk", "sys admin": "sysadmin", "infosec": "information security"}


def _job(title: Any) -> str:
    words = " ".join(re.findall(r"[a-z0-9]+", str(title).lower()))
    words = re.sub(r"^(?:a|an|the|my) ", "", words)
    for written, meant in _SPELLINGS.items():
        words = words.replace(written, meant)
    return words


def summary(heard: list[Heard]) -> str:
    """Totals, and wholly right by kind."""
    right = sum(item.is_right for item in heard)
    wrong = sum(bool(item.wrong) for item in heard)
    kinds = Counter(item.kind for item in heard)
    rights = Counter(item.kind for item in heard if item.is_right)
    lines = [
        f"wholly right {right} of {len(heard)} ({right / len(heard):.1%}), "
        f"with a fact that was not said {wrong} ({wrong / len(heard):.1%})"
    ]
    lines += [f"  {kind:<14} {rights[kind]:>3} of {count}" for kind, count in sorted(kinds.items())]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Print the totals of a set; `--details` shows the misheard entries of the open sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--set",
        choices=("development", "second_development", "third_development", "test"),
        default="development",
    )
    parser.add_argument("--details", action="store_true", help="of the open sets only")
    options = parser.parse_args(arguments)
    # Rasa is imported after the process is prepared for it
    leave_out_tensorflow()
    from bot.nlu.profile_component import trained_extractor

    heard = score(trained_extractor(), read_set(options.set))
    print(summary(heard))
    if options.details and options.set != "test":
        for item in heard:
            if not item.is_right:
                print(f"\n{list(item.messages)}\n  heard {item.profile}\n  not   {item.expected}")


if __name__ == "__main__":
    main()
