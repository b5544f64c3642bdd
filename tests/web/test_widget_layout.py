"""The widget beside other layouts: directions, greedy styles and keys, small screens, zoom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.own_page import BODY, PHONE, TAG
from tests.web.test_widget_access import problems
from tools.browser import Widget


@pytest.mark.parametrize("direction", ["rtl", "ltr"])
def test_launcher_and_panel_stand_at_the_end_of_the_line_and_read_from_the_left(
    own: Callable[..., Widget], direction: str
) -> None:
    widget = own(html=f'lang="ar" dir="{direction}"')
    middle = 590
    launcher = widget.launcher.bounding_box()
    panel = widget.open().panel.bounding_box()
    assert launcher and panel
    sides = {box["x"] + box["width"] / 2 < middle for box in (launcher, panel)}
    assert sides == {direction == "rtl"}
    answer = widget.ask("What is a CISO?")
    reply = answer.locator(".reply")
    assert reply.evaluate("e => [getComputedStyle(e).direction, e.closest('[lang]').lang]") == [
        "ltr",
        "en",
    ]
    assert problems(widget.page) == []


def test_a_page_whose_direction_changes_takes_the_widget_along(own: Callable[..., Widget]) -> None:
    widget = own()
    widget.page.evaluate("document.documentElement.dir = 'rtl'")
    expect(widget.page.locator("ciso-advisor .root")).to_have_attribute("data-side", "left")


HOSTILE = """<style>
* { color: red; font-size: 40px; letter-spacing: 9px; text-transform: uppercase; line-height: 3;
    display: inline; transform: rotate(9deg); visibility: hidden; opacity: 0.2; --surface: red;
    --ink: red; --accent: red; text-align: right; white-space: pre; cursor: none; }
ciso-advisor { display: none; position: absolute; filter: blur(3px); font-family: cursive;
    direction: rtl; }
html, body { transform: scale(1); }
</style>"""


def test_styles_of_the_page_do_not_reach_the_widget(own: Callable[..., Widget]) -> None:
    looks = """e => { const s = getComputedStyle(e); return [s.color, s.fontSize,
        s.letterSpacing, s.textTransform, s.lineHeight, s.visibility, s.opacity,
        s.fontFamily, s.direction, s.textAlign, s.whiteSpace]; }"""

    own("").page.emulate_media(reduced_motion="reduce")

    def seen(head: str) -> list[Any]:
        widget = own(head=head)
        launcher = [widget.launcher.evaluate(looks), widget.launcher.bounding_box()]
        widget.open()
        parts = [widget.field, widget.panel.locator(".greeting p").first, widget.panel]
        shown = [*launcher, *[part.evaluate(looks) for part in parts], widget.panel.bounding_box()]
        widget.page.evaluate("sessionStorage.clear()")
        return shown

    hostile = HOSTILE.replace(
        "html, body { transform: scale(1); }", "body { transform: scale(1); }"
    ).replace("* {", "body, body *, ciso-advisor {")
    assert seen("") == seen(hostile)


def test_what_is_typed_never_reaches_the_shortcuts_of_the_page(own: Callable[..., Widget]) -> None:
    listen = """<script>window.heard = [];
    for (const target of [document, document.documentElement])
      for (const type of ["keydown", "keyup", "keypress"])
        for (const capture of [true, false])
          target.addEventListener(type, e => heard.push(e.key), capture);</script>"""
    widget = own(BODY + listen + TAG).open()
    widget.page.evaluate("heard.length = 0")
    widget.field.press_sequentially("what is a ciso?")
    widget.page.keyboard.press("Enter")
    widget.answered(1)
    widget.page.keyboard.press("Shift+Tab")
    widget.page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    assert widget.page.evaluate("heard") == []
    expect(widget.launcher).to_be_focused()


def room(widget: Widget) -> float:
    """Pixels of the thread that can be seen."""
    box = widget.thread.bounding_box()
    assert box
    return box["height"]


@pytest.mark.parametrize(
    ("options", "least"),
    [
        ({"viewport": {"width": 320, "height": 256}}, 130),  # 1280 by 1024 at 400 %
        ({"viewport": {"width": 667, "height": 180}, "has_touch": True, "is_mobile": True}, 110),
        ({"viewport": {"width": 1280, "height": 300}}, 160),
    ],
)
def test_little_height_is_given_to_the_thread(
    visit: Callable[..., Widget], options: dict[str, Any], least: int
) -> None:
    widget = visit(**options).open()
    widget.ask("how much does a ciso earn")
    assert room(widget) >= least
    assert widget.thread.evaluate("e => e.scrollWidth <= e.clientWidth")
    box, viewport = widget.panel.bounding_box(), options["viewport"]
    assert box
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= viewport["height"]
    assert problems(widget.page) == []


def test_who_zooms_in_with_two_fingers_keeps_the_whole_panel(visit: Callable[..., Widget]) -> None:
    widget = visit(**PHONE).open()
    before = widget.panel.evaluate("e => e.offsetHeight")
    session = widget.page.context.new_cdp_session(widget.page)
    session.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
    widget.page.wait_for_function("visualViewport.scale > 1.5")
    widget.page.wait_for_timeout(100)
    assert widget.panel.evaluate("e => e.offsetHeight") == before
