"""Conversations as people have them, by phenomenon: the real model, the real actions, and what the
user reads.

A step says `user`, and any of: `topic`, `says` (each stands in the text), `never` (none does),
`reads` (the whole text), `suggests`, `answers` (how many replies), `source` (false: the answer must
not carry one), `files` (suffixes of what is handed over).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.plain_reply import plain
from bot.domain.reply import Reply

CONVERSATIONS = Path(__file__).parent / "conversations"
FILES = sorted(CONVERSATIONS.glob("*/*.yml"))
KNOWN = {"user", "topic", "says", "never", "reads", "suggests", "answers", "source", "files"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_user_reads_what_the_conversation_says(
    path: Path, ask: Callable[..., tuple[Reply, ...]]
) -> None:
    for step in yaml.safe_load(path.read_text("utf-8")):
        assert set(step) <= KNOWN, f"unknown keys in {path}: {set(step) - KNOWN}"
        replies = ask(str(step["user"]))
        _check(step, replies, "\n\n".join(plain(reply, suggestions=False) for reply in replies))


def _check(step: dict[str, Any], replies: tuple[Reply, ...], text: str) -> None:
    told = f"\nuser: {step['user']}\nadvisor [{', '.join(r.topic for r in replies)}]: {text}"
    if "topic" in step:
        assert replies[0].topic == step["topic"], told
    for part in step.get("says", ()):
        assert part in text, f"missing: {part}{told}"
    for part in step.get("never", ()):
        assert part not in text, f"unwanted: {part}{told}"
    if "reads" in step:
        assert text == step["reads"].strip(), told
    for suggestion in step.get("suggests", ()):
        assert suggestion in replies[-1].suggestions, f"{replies[-1].suggestions}{told}"
    assert len(replies) == step.get("answers", 1), told
    if "files" in step:
        assert [Path(name).suffix for name in replies[-1].files] == step["files"], told
    if "source" in step:
        assert (re.search("Sources?: ", text) is not None) is step["source"], told


def test_every_phenomenon_has_a_conversation() -> None:
    assert {path.parent.name for path in FILES} >= {
        "questions", "thread", "several_questions", "negation", "refusals", "advice", "smalltalk",
        "injection",
        "topic_change",
    }  # fmt: skip
