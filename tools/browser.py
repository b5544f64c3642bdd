"""A visitor in a real browser: what they do on the page and what they get to see."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "build" / "web"
# Milliseconds: long, since nothing here measures speed.
PATIENCE = 60_000
VIEWS = "**/webhooks/web"


def chromium() -> str | None:
    """The browser: CHROMIUM, else the one on the PATH."""
    return (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser that knows nothing and keeps nothing."""
    path = chromium()
    assert path, "no Chromium"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=as_root)
        try:
            yield browser
        finally:
            browser.close()


class Widget:
    """The widget on a page."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        page.goto(address)

    @property
    def launcher(self) -> Locator:
        return self.page.locator("ciso-advisor .launcher")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog", name="CISO career advisor")

    @property
    def field(self) -> Locator:
        return self.panel.get_by_role("textbox")

    @property
    def thread(self) -> Locator:
        return self.panel.locator(".thread")

    @property
    def questions(self) -> Locator:
        return self.panel.locator(".visitor p")

    @property
    def answers(self) -> Locator:
        """One for each turn that has been answered."""
        return self.panel.locator(".message:has(.reply)")

    @property
    def suggestions(self) -> Locator:
        return self.panel.get_by_role("group", name="You could ask").get_by_role("button")

    @property
    def state(self) -> Locator:
        return self.panel.locator(".state")

    @property
    def log(self) -> Locator:
        return self.panel.get_by_role("log")

    def open(self) -> Widget:
        """Open the panel, unless it is open still from the page before."""
        is_open = (
            "innerWidth > 520 && Object.keys(sessionStorage).some(key => key.endsWith(':open'))"
        )
        if not self.page.evaluate(is_open):
            self.launcher.click()
        expect(self.field).to_be_visible()
        # it rises into its place, and is measured there
        self.panel.evaluate(
            "panel => Promise.allSettled(panel.getAnimations().map(each => each.finished))"
        )
        return self

    def type(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str) -> Locator:
        """Asks, waits for the answer and returns it."""
        before = self.answers.count()
        self.type(text)
        return self.answered(before + 1)

    def answered(self, turns: int) -> Locator:
        """The last answer, once there are that many of them and no other is awaited."""
        expect(self.answers).to_have_count(turns)
        expect(self.thread).to_have_attribute("aria-busy", "false")
        return self.answers.nth(turns - 1)

    def start_over(self) -> None:
        """Begin anew, and say yes where there is something to lose."""
        self.choose("Start over")
        question = self.panel.get_by_role("alertdialog")
        if question.is_visible():
            question.get_by_role("button", name="Start over").click()

    def choose(self, name: str) -> None:
        """From the menu."""
        self.panel.get_by_role("button", name="More", exact=True).click()
        self.panel.get_by_role("button", name=name).click()


def spoken(**fields: Any) -> dict[str, Any]:
    """A message as the server would say it."""
    blank = {
        "type": "message", "id": "turn", "at": 1790000000, "text": "", "topic": "role", "items": [],
        "table": None, "closing": "",
        "figures": [], "sources": [], "buttons": [], "files": [], "failed": False,
    }  # fmt: skip
    return blank | fields


def figure(label: str, low: float, high: float | None = None, **fields: Any) -> dict[str, Any]:
    """A figure as the server would send it: pay in dollars a year unless fields say otherwise."""
    blank = {
        "label": label, "low": low, "high": low if high is None else high, "unit": "USD/year",
        "year": 2024,
        "source": "Okta", "basis": "", "measured": "", "asked": None,
    }  # fmt: skip
    return blank | fields


def says(page: Page, *messages: dict[str, Any]) -> None:
    """Puts an answer into the server's mouth, for what its knowledge has no example of."""
    lines = "".join(json.dumps(line) + "\n" for line in (*messages, {"type": "done"}))
    page.route(
        f"{VIEWS}/messages",
        lambda route: route.fulfill(body=lines, content_type="application/x-ndjson"),
    )


def history(page: Page) -> list[dict[str, Any]]:
    """What the server keeps of this visitor's conversation."""
    return list(page.request.get(f"{page.url.rstrip('/')}/webhooks/web/history").json()["messages"])
