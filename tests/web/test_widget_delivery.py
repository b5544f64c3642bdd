"""How the widget comes: small, compressed, fast on a slow line, and without moving the page."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.web.own_page import BODY, TAG, on_own_page
from tools.browser import BUILT, Widget
from tools.serving import Server

# What Chromium's developer tools call slow 4G: milliseconds, bytes a second.
SLOW_4G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 180_000,
    "uploadThroughput": 84_375,
}
SHIFTS = """window.shifts = [];
    new PerformanceObserver(list => shifts.push(...list.getEntries().map(e => e.value)))
    .observe({type: "layout-shift", buffered: true});"""


def test_the_loader_has_less_than_4_kilobytes_and_everything_less_than_40() -> None:
    loader = len(gzip.compress((BUILT / "widget.js").read_bytes(), 9))
    panel = sum(
        len(gzip.compress(path.read_bytes(), 9)) for path in (BUILT / "widget").glob("*.js")
    )
    assert loader < 4_000
    assert loader + panel < 40_960


def test_the_server_sends_them_compressed_and_the_panel_for_good(server: Server) -> None:
    panel = next((BUILT / "widget").glob("panel-*.js")).name
    for path, kept in (
        ("widget.js", "no-cache"),
        (f"widget/{panel}", "public, max-age=31536000, immutable"),
    ):
        for encoding in ("br", "gzip"):
            headers = {"Accept-Encoding": encoding}
            answer = requests.get(f"{server.url}/{path}", headers=headers, stream=True, timeout=60)
            assert answer.headers["Content-Encoding"] == encoding
            assert answer.headers["Cache-Control"] == kept
            assert "Accept-Encoding" in answer.headers["Vary"]
            assert int(answer.headers["Content-Length"]) < 25_000


@pytest.mark.parametrize("touch", [True, False])
def test_on_slow_4g_a_click_opens_a_usable_panel_within_a_second(
    visit: Callable[..., Widget], touch: bool
) -> None:
    taken = []
    for _ in range(8):  # other work on the machine is not what is measured
        widget = visit(reduced_motion="reduce")
        session = widget.page.context.new_cdp_session(widget.page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        expect(widget.launcher).to_be_visible()
        if not touch:
            widget.launcher.hover()
            widget.page.wait_for_timeout(300)  # what a hand takes from pointing to clicking
        taken.append(
            widget.page.evaluate(
                """async () => { const root = document.querySelector("ciso-advisor").shadowRoot;
                const begun = performance.now();
                root.querySelector(".launcher").click();
                while (!root.querySelector("dialog[open] textarea"))
                    await new Promise(requestAnimationFrame);
                return performance.now() - begun; }"""
            )
        )
        if taken[-1] < 1000:
            break
    print("click to usable, milliseconds:", [round(ms) for ms in taken])
    assert min(taken) < 1000


def test_nothing_on_the_page_moves(visit: Callable[..., Widget]) -> None:
    widget = visit()
    widget.page.add_init_script(SHIFTS)
    widget.page.reload()
    widget.open().ask("how much does a ciso earn")
    widget.page.keyboard.press("Escape")
    expect(widget.launcher).to_be_visible()
    assert widget.page.evaluate("shifts.reduce((sum, shift) => sum + shift, 0)") == 0


def test_pointing_at_the_launcher_or_a_button_that_asks_fetches_the_panel_once(
    visit: Callable[..., Widget],
) -> None:
    for target in (".launcher", "[data-advisor-ask] >> nth=0"):
        widget = visit()
        fetched: list[str] = []
        widget.page.on("request", lambda request, seen=fetched: seen.append(request.url))
        with widget.page.expect_request("**/widget/panel-*"):
            widget.page.locator(target).hover()
        widget.open()
        assert len([url for url in fetched if "/widget/panel" in url]) == 1


def test_the_loading_sign_is_there_while_the_panel_comes(page: Page, server: Server) -> None:
    held: list[Any] = []
    widget = on_own_page(page, server, BODY + TAG)
    page.route("**/widget/panel-*", lambda route: held.append(route))
    widget.launcher.click()
    expect(widget.launcher).to_have_attribute("aria-busy", "true")
    expect(widget.launcher.locator("i")).to_be_visible()
    held[0].fallback()
    expect(widget.panel).to_be_visible()
