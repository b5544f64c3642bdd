"""Where the widget can be: in an element, as a page, over a page, and in which size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.own_page import BODY, PHONE, TAG, on_own_page
from tests.web.test_widget_access import problems
from tools.browser import Widget
from tools.serving import Server

INLINE = (
    '<main><h1>Advice</h1><div id="place" style="width:600px;height:560px"></div><p>After'
    " it</p></main>"
)


def box(widget: Widget, selector: str) -> dict[str, float]:
    found = widget.page.locator(selector).bounding_box()
    assert found
    return dict(found)


def test_inside_an_element_the_widget_fills_it_and_asks_nothing_before_it_is_used(
    page: Page, server: Server
) -> None:
    calls: list[str] = []
    page.on("request", lambda request: calls.append(request.url))
    tag = '<script src="/widget.js" data-target="#place" defer></script>'
    widget = on_own_page(page, server, INLINE + tag)
    panel = page.get_by_role("region", name="CISO career advisor")
    expect(panel).to_be_visible()
    expect(page.locator("ciso-advisor .launcher")).to_have_count(0)
    assert box(widget, "ciso-advisor .panel") == pytest.approx(box(widget, "#place"), abs=2)
    assert not [url for url in calls if "/webhooks/" in url]
    panel.get_by_role("textbox").fill("What is a CISO?")
    page.keyboard.press("Enter")
    expect(panel.locator(".reply")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(panel).to_be_visible()
    page.reload()
    expect(panel.locator(".reply")).to_have_count(1)
    assert problems(page) == []


def test_an_inline_widget_moves_into_the_element_that_replaces_its_own(
    page: Page, server: Server
) -> None:
    tag = '<script src="/widget.js" data-target="#place" defer></script>'
    on_own_page(page, server, INLINE + tag)
    expect(page.locator("#place ciso-advisor .panel")).to_be_visible()
    page.evaluate("html => { document.body.innerHTML = html }", INLINE)
    expect(page.locator("#place ciso-advisor .panel")).to_be_visible()


@pytest.mark.parametrize("options", [{}, PHONE])
def test_the_chat_page_is_nothing_but_the_advisor(
    visit: Callable[..., Widget], server: Server, options: dict[str, Any]
) -> None:
    page = visit(f"{server.url}/chat", **options).page
    panel = page.get_by_role("main", name="CISO career advisor")
    expect(panel).to_be_visible()
    viewport = page.viewport_size
    assert viewport
    assert panel.bounding_box() == {"x": 0, "y": 0, **viewport}
    panel.get_by_role("textbox").fill("What is a CISO?")
    page.keyboard.press("Enter")
    expect(panel.locator(".reply")).to_have_count(1)
    assert problems(page) == []


def test_the_panel_can_be_made_large_and_small_again(widget: Widget) -> None:
    widget.page.emulate_media(reduced_motion="reduce")
    before = box(widget, "ciso-advisor .panel")
    widget.panel.get_by_role("button", name="Expand").click()
    expect(widget.panel).to_have_attribute("data-expanded", "")
    assert box(widget, "ciso-advisor .panel")["width"] > 800
    widget.panel.get_by_role("button", name="Back to small size").click()
    assert box(widget, "ciso-advisor .panel") == pytest.approx(before, abs=0.5)


def test_a_reader_sets_the_width_with_mouse_or_keys_and_it_stays(widget: Widget) -> None:
    handle = widget.panel.get_by_role("separator", name="Width of the panel")
    handle.focus()
    widget.page.keyboard.press("ArrowLeft")
    assert box(widget, "ciso-advisor .panel")["width"] == 432
    place = handle.bounding_box()
    assert place
    widget.page.mouse.move(place["x"] + 4, place["y"] + 100)
    widget.page.mouse.down()
    widget.page.mouse.move(place["x"] - 96, place["y"] + 100)
    widget.page.mouse.up()
    width = box(widget, "ciso-advisor .panel")["width"]
    assert width == pytest.approx(532, abs=3)
    widget.page.reload()
    widget.open()
    assert box(widget, "ciso-advisor .panel")["width"] == width


@pytest.mark.parametrize("watched", [True, False])
def test_on_a_phone_back_closes_the_panel_and_stays_on_the_page(
    visit: Callable[..., Widget], server: Server, watched: bool
) -> None:
    page = visit(**PHONE).page
    if not watched:  # a browser that has no close watcher
        page.add_init_script("delete window.CloseWatcher")
    widget = on_own_page(page, server, BODY + TAG).open()
    if watched:
        page.keyboard.press("Escape")
    else:
        page.go_back()
    expect(widget.panel).to_be_hidden()
    assert page.url.endswith("/own.html")
    expect(widget.launcher).to_be_visible()
