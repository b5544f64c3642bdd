"""Proves that a plan prints on one sheet of A4 and of Letter, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan.export import content_of, files
from tests.plan.conftest import NAMES, TODAY
from tools.browser import browsing, chromium


@pytest.mark.skipif(chromium() is None, reason="no Chromium: install it or name it in CHROMIUM")
def test_each_plan_prints_on_one_sheet(
    kb: KnowledgeBase, people: dict[str, Profile], tmp_path: Path
) -> None:
    sheets = {}
    with browsing() as browser:
        page = browser.new_page()
        for name in NAMES:
            file = tmp_path / f"{name}.html"
            file.write_text(content_of(files(people[name], kb, TODAY), ".html"), "utf-8")
            page.goto(file.as_uri())
            for paper in ("A4", "Letter"):
                made = page.pdf(format=paper, print_background=True, prefer_css_page_size=False)
                counted = re.search(rb"/Type /Pages\s+/Count (\d+)|/Count (\d+)", made)
                assert counted
                sheets[name, paper] = int(counted[1] or counted[2])
    assert not {key: count for key, count in sheets.items() if count != 1}


@pytest.mark.skipif(chromium() is None, reason="no Chromium: install it or name it in CHROMIUM")
def test_each_plan_can_be_read_on_a_phone(
    kb: KnowledgeBase, people: dict[str, Profile], tmp_path: Path
) -> None:
    widths, heights = {}, {}
    with browsing() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        for name in NAMES:
            file = tmp_path / f"{name}.html"
            file.write_text(content_of(files(people[name], kb, TODAY), ".html"), "utf-8")
            page.goto(file.as_uri())
            widths[name] = page.evaluate("document.documentElement.scrollWidth")
            sizes = page.eval_on_selector_all(
                "svg text", "texts => texts.map(text => text.getBoundingClientRect().height)"
            )
            heights[name] = min(sizes)
    assert not {name: width for name, width in widths.items() if width > 360}
    assert not {name: height for name, height in heights.items() if height < 10}
