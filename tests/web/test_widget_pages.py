"""The widget on pages that make it hard: replaced bodies, strict policies, odd attributes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web.own_page import BODY, PHONE, TAG, asked, console, on_own_page
from tests.web.test_widget_safety import WATCH
from tools.browser import Widget
from tools.serving import Server

SWAPS = {
    "Turbo": (
        "const b = document.createElement('body'); b.innerHTML = html;"
        " document.documentElement.replaceChild(b, document.body)"
    ),
    "Astro": (
        "const b = document.createElement('body'); b.innerHTML = html; document.body.replaceWith(b)"
    ),
    "single-page app": "document.body.innerHTML = html",
    "whole document": (
        "const d = document.createElement('html'); d.lang = 'en'; d.innerHTML ="
        " '<head><title>x</title></head><body>' + html + '</body>';"
        " document.documentElement.replaceWith(d)"
    ),
}


@pytest.mark.parametrize("kind", SWAPS)
def test_a_page_that_replaces_its_body_keeps_launcher_panel_and_one_listener(
    own: Callable[..., Widget], kind: str
) -> None:
    widget = own()
    widget.open().ask("Which certifications are there?")
    for _ in range(2):
        widget.page.evaluate(f"html => {{ {SWAPS[kind]} }}", BODY)
    expect(widget.page.locator("ciso-advisor")).to_have_count(1)
    expect(widget.panel).to_be_visible()
    expect(widget.answers).to_have_count(1)
    widget.page.locator("#ask").click()
    widget.answered(2)
    assert asked(widget.page) == ["Which certifications are there?", "What is a CISO?"]
    widget.page.keyboard.press("Escape")
    expect(widget.launcher).to_be_visible()


def test_a_full_screen_panel_survives_a_replaced_document(
    visit: Callable[..., Widget], server: Server
) -> None:
    page = visit(**PHONE).page
    widget = on_own_page(page, server, BODY + TAG).open()
    page.evaluate(f"html => {{ {SWAPS['whole document']} }}", BODY)
    expect(widget.panel).to_be_visible()
    assert widget.panel.evaluate("panel => panel.matches(':modal')")


@pytest.mark.parametrize("again", ["document.head", "document.body"])
def test_a_tag_that_comes_twice_or_late_makes_one_widget(
    own: Callable[..., Widget], again: str
) -> None:
    widget = own(BODY)
    inject = (
        "() => { const s = document.createElement('script'); s.src = '/widget.js';"
        f" {again}.append(s); return new Promise(done => s.onload = done); }}"
    )
    for _ in range(3):
        widget.page.evaluate(inject)
    expect(widget.page.locator("ciso-advisor")).to_have_count(1)
    widget.page.locator("#ask").click()
    widget.answered(1)
    assert asked(widget.page) == ["What is a CISO?"]


def test_destroy_leaves_nothing_and_the_widget_can_come_back(own: Callable[..., Widget]) -> None:
    widget = own()
    page = widget.page
    before = page.evaluate(
        "document.documentElement.outerHTML.replace(/<ciso-advisor.*<\\/ciso-advisor>/s, '')"
    )
    names = "Object.getOwnPropertyNames(window).filter(name => /advisor/i.test(name)).join()"
    widget.open().ask("What is a CISO?")
    page.evaluate("CisoAdvisor.destroy()")
    assert page.evaluate("document.documentElement.outerHTML") == before
    assert page.evaluate(names) == ""
    assert (
        page.evaluate("Object.keys(sessionStorage).filter(key => key.endsWith(':open')).length")
        == 0
    )
    page.locator("#ask").click()
    page.evaluate(
        "() => { const s = document.createElement('script'); s.src = '/widget.js';"
        " document.body.append(s); return new Promise(done => s.onload = done); }"
    )
    widget.open().answered(1)
    page.locator("#ask").click()
    widget.answered(2)
    assert len(asked(page)) == 2


def test_attributes_that_can_not_be_read_are_reported_and_left_out(
    own: Callable[..., Widget],
) -> None:
    lines = console(own("").page)
    attributes = {
        "data-privacy": "https://", "data-accent": "blue", "data-theme": "purple",
        "data-position": "top",
        "data-offset-x": "2em", "data-z-index": "high", "data-lang": "xx", "data-mode": "sideways",
        "data-launcher": "[[",
        "data-events": "all",
    }  # fmt: skip
    tag = " ".join(
        f'{name}="{value}"' for name, value in attributes.items() if name != "data-launcher"
    )
    widget = own(f'{BODY}<script src="/widget.js" defer {tag}></script>').open()
    widget.ask("What is a CISO?")
    for name in attributes:
        if name != "data-launcher":
            assert [line for line in lines if name in line], (name, lines)


@pytest.mark.parametrize(
    "script",
    [
        "script-src 'nonce-abc123'",
        "script-src 'nonce-abc123' 'strict-dynamic'",
        "script-src 'self'",
    ],
)
def test_a_strict_policy_by_nonce_or_host_blocks_nothing(
    own: Callable[..., Widget], script: str
) -> None:
    policy = (
        f"default-src 'none'; {script}; connect-src 'self'; require-trusted-types-for 'script';"
        " trusted-types ciso-advisor"
    )
    tag = '<script nonce="abc123" src="/widget.js" defer></script>'
    own("").page.add_init_script(WATCH)
    widget = own(BODY + tag, headers={"Content-Security-Policy": policy}).open()
    widget.ask("how much does a ciso earn")
    assert widget.page.evaluate("window.violations") == []
