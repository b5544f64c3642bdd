"""The widget for everybody: keyboard alone, screen reader,
dark, phone, no motion, enough contrast.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tools.browser import ROOT, Widget, says, spoken
from tools.serving import Server

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FULL = spoken(
    text="An answer with everything in it.",
    items=[{"text": "First", "detail": "and why"}, {"text": "Second", "detail": ""}],
    table={
        "columns": ["", "CISSP", "CAP", "CySA+"],
        "rows": [["Offered by", "ISC2", "ISC2", "CompTIA"]],
    },
    closing="That was all.",
    figures=[
        {
            "label": "pay",
            "low": 120000,
            "high": 250000,
            "unit": "USD/year",
            "year": 2021,
            "source": "Okta",
        }
    ],
    sources=[
        {
            "title": "A text",
            "publisher": "Okta",
            "year": 2021,
            "section": "Pay",
            "url": "https://www.example.com/",
        }
    ],
    buttons=[{"id": "0" * 24, "title": "What next?"}],
    files=["plan.md"],
)


def problems(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it is."""
    page.evaluate((ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert found["passes"], "axe looked at nothing"
    return [
        f"{rule['id']}: {node['target']}" for rule in found["violations"] for node in rule["nodes"]
    ]


def focused(page: Page) -> str:
    """The accessible name, or else the tag, of what has the focus, inside shadow trees too."""
    return str(page.evaluate(
        """() => { let e = document.activeElement;
        while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
        return e.getAttribute("aria-label") || e.innerText?.trim() || e.tagName; }"""
    ))  # fmt: skip


def test_the_keyboard_is_enough(page: Page, server: Server) -> None:
    widget = Widget(page, server.url)
    expect(widget.launcher).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        if focused(page) == "Career advisor":
            break
    page.keyboard.press("Enter")
    expect(widget.field).to_be_focused()
    page.keyboard.type("how much does a ciso earn")
    page.keyboard.press("Enter")
    widget.answered(1)
    expect(widget.field).to_be_focused()
    first = widget.suggestions.first.inner_text()
    for _ in range(10):
        page.keyboard.press("Shift+Tab")
        if focused(page) == first:
            break
    page.keyboard.press("Enter")
    widget.answered(2)
    expect(widget.questions.last).to_have_text(first)
    expect(widget.field).to_be_focused()
    page.keyboard.type("thanks")
    page.keyboard.press("Tab")
    assert focused(page) == "Send"
    page.keyboard.press("Space")
    widget.answered(3)
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    assert focused(page) == "Career advisor"


def test_escape_goes_back_one_step_at_a_time(widget: Widget) -> None:
    keyboard = widget.page.keyboard
    widget.panel.get_by_role("button", name="More", exact=True).click()
    assert focused(widget.page) == "Start over"
    keyboard.press("Escape")
    assert focused(widget.page) == "More"
    widget.choose("Delete this conversation")
    keyboard.press("Escape")
    expect(widget.panel.get_by_role("alertdialog")).to_be_hidden()
    expect(widget.panel).to_be_visible()
    assert focused(widget.page) == "More"
    keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()


def test_behind_the_question_of_deletion_nothing_can_be_reached(widget: Widget) -> None:
    widget.choose("Delete this conversation")
    seen = set()
    for _ in range(6):
        seen.add(focused(widget.page))
        widget.page.keyboard.press("Tab")
    assert {"Keep it", "Delete"} <= seen
    assert not seen & {"Ask about the CISO career", "Close", "More"}


@pytest.mark.parametrize(
    "options",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE, {**PHONE, "color_scheme": "dark"}],
)
def test_axe_finds_nothing(visit: Callable[..., Widget], options: dict[str, Any]) -> None:
    widget = visit(reduced_motion="reduce", **options)
    expect(widget.launcher).to_be_visible()
    assert problems(widget.page) == []
    widget.open()
    expect(widget.suggestions.first).to_be_visible()
    assert problems(widget.page) == []
    widget.ask("how much does a ciso earn and which certifications do I need?")
    assert problems(widget.page) == []
    says(widget.page, FULL)
    widget.ask("everything").get_by_role("button", name="Helpful", exact=True).click()
    widget.field.fill("and")
    assert problems(widget.page) == []
    widget.panel.get_by_role("button", name="More", exact=True).click()
    assert problems(widget.page) == []
    widget.panel.get_by_role("button", name="Delete this conversation").click()
    assert problems(widget.page) == []


def test_a_new_answer_is_announced_once_and_only_by_the_log(widget: Widget) -> None:
    widget.log.evaluate(
        """log => { window.told = []; new MutationObserver(changes => changes.forEach(change =>
        change.addedNodes.forEach(node => window.told.push(node.textContent))))
        .observe(log, {childList: true, subtree: true}); }"""
    )
    answer = widget.ask("Which certifications are there?")
    told = widget.page.evaluate("window.told")
    assert len(told) == 1
    assert answer.locator(".reply p").first.inner_text() in told[0]
    assert "CISSP" in told[0]
    live = (
        "e => { for (; e; e = e.parentNode ?? e.host) if (e.getAttribute?.('aria-live') || ['log',"
        " 'status', 'alert'].includes(e.getAttribute?.('role'))) return true; return false; }"
    )
    assert not answer.evaluate(live)
    assert widget.log.evaluate(live)


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_light_and_dark_follow_the_visitor_also_while_open(
    visit: Callable[..., Widget], scheme: str, dark: bool
) -> None:
    widget = visit(color_scheme=scheme).open()
    is_dark = (
        "e => getComputedStyle(e).backgroundColor.match(/\\d+/g).slice(0, 3).every(channel =>"
        " channel < 80)"
    )
    assert widget.panel.evaluate(is_dark) is dark
    widget.page.emulate_media(color_scheme="light" if dark else "dark")
    # the browser tells of the change a moment later
    widget.page.wait_for_function(
        f"([panel, dark]) => ({is_dark})(panel) === dark",
        arg=[widget.panel.element_handle(), not dark],
    )


def test_a_phone_is_filled_and_what_lies_behind_is_out_of_reach(
    visit: Callable[..., Widget],
) -> None:
    widget = visit(reduced_motion="reduce", **PHONE).open()
    answer = widget.ask("how much does a ciso earn")
    expect(answer.get_by_role("table").first).to_be_visible()
    assert widget.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert widget.page.evaluate("document.documentElement.scrollWidth") == 390
    expect(widget.panel).to_have_js_property("open", True)
    assert widget.page.evaluate(
        "document.querySelector('ciso-advisor').shadowRoot"
        ".querySelector('dialog').matches(':modal')"
    )
    buttons = [*widget.suggestions.all(), *widget.answers.last.get_by_role("button").all()]
    assert all(
        (box := button.bounding_box()) and min(box["width"], box["height"]) >= 40
        for button in buttons
    )
    for _ in range(25):
        widget.page.keyboard.press("Tab")
        assert widget.page.evaluate(
            "[document.body,"
            " document.querySelector('ciso-advisor')].includes(document.activeElement)"
        )
    widget.page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()


def test_who_wants_no_motion_gets_none(visit: Callable[..., Widget]) -> None:
    moving = (
        "document.getAnimations().length +"
        " document.querySelector('ciso-advisor').shadowRoot.getAnimations().length"
    )
    for wish, expected in (("no-preference", True), ("reduce", False)):
        widget = visit(reduced_motion=wish)
        widget.page.route("**/webhooks/web/messages", lambda route: None)  # never answered
        widget.open()
        widget.type("What is a CISO?")
        expect(widget.panel.locator(".dots")).to_be_visible()
        dots = "e => getComputedStyle(e).animationName !== 'none'"
        assert widget.panel.locator(".dots i").first.evaluate(dots) is expected
        assert expected or widget.page.evaluate(moving) == 0
