"""docs/slack.md shows what people really read."""

from __future__ import annotations

from pathlib import Path

from tools.slack_docs import BEGIN, PAGE, play, with_story
from tools.slack_local import Local

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_shows_the_story_as_it_is_played_today(local: Local) -> None:
    page = (ROOT / PAGE).read_text("utf-8")
    assert BEGIN in page
    assert with_story(page, play(local)) == page, "run python -m tools.slack_docs"
