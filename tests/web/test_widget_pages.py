"""The widget on pages that make it hard: replaced bodies, strict
policies, other directions, greedy styles and keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, Route, expect

from tests.web.test_widget_access import problems
from tests.web.test_widget_safety import WATCH
from tools.browser import VIEWS, Widget, history, says, spoken
from tools.serving import Server

TAG = '<script src="/widget.js" defer></script>'
BODY = (
    '<main><h1>School</h1><button id="ask" data-advisor-ask="What is a CISO?">Ask</button></main>'
)
PHONE = {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def own(page: Page, server: Server) -> Callable[..., Widget]:
    """own(body) is the widget on a page of a site's own; `headers`
    and the page's `head` may be given.
    """
    return lambda body=BODY + TAG, **options: on_own_page(page, server, body, **options)


def on_own_page(
    page: Page,
    server: Server,
    body: str,
    head: str = "",
    html: str = 'lang="en"',
    headers: dict[str, str] | None = None,
) -> Widget:
    document = (
        f"<!doctype html><html {html}><head><meta charset=utf-8><meta name=viewport"
        f" content='width=device-width'><title>School</title>{head}</head><body>{body}</body></html>"
    )

    def answer(route: Route) -> None:
        route.fulfill(content_type="text/html; charset=utf-8", body=document, headers=headers or {})

    page.route("**/own.html", answer)
    return Widget(page, f"{server.url}/own.html")


def console(page: Page) -> list[str]:
    """What is written to the console from now on."""
    lines: list[str] = []

    def note(message: ConsoleMessage) -> None:
        lines.append(message.text)

    page.on("console", note)
    return lines


def asked(page: Page) -> list[str]:
    messages = page.request.get(f"{page.url.rpartition('/')[0]}/webhooks/web/history").json()
    return [m["text"] for m in messages["messages"] if m["from"] == "visitor"]


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
* { color: red; font-size: 40px; letter-spacing: 9px; text-transform: uppercase; line-height: 3; display: inline; transform: rotate(9deg);
    visibility: hidden; opacity: 0.2; --surface: red; --ink: red; --accent: red; text-align: right; white-space: pre; cursor: none; }
ciso-advisor { display: none; position: absolute; filter: blur(3px); font-family: cursive; direction: rtl; }
html, body { transform: scale(1); }
</style>"""


def test_styles_of_the_page_do_not_reach_the_widget(own: Callable[..., Widget]) -> None:
    looks = """e => { const s = getComputedStyle(e); return [s.color, s.fontSize, s.letterSpacing, s.textTransform, s.lineHeight, s.visibility,
        s.opacity, s.fontFamily, s.direction, s.textAlign, s.whiteSpace]; }"""

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
    for (const target of [document, document.documentElement]) for (const type of ["keydown", "keyup", "keypress"])
      for (const capture of [true, false]) target.addEventListener(type, e => heard.push(e.key), capture);</script>"""
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


def test_a_sandboxed_frame_is_told_what_is_wrong(
    page: Page, server: Server, site: Callable[[str], str]
) -> None:
    lines = console(page)
    framed = site(f'<script src="{server.url}/widget.js"></script>')
    page.goto(
        site(
            '<iframe title="x" sandbox="allow-scripts" width=800 height=700'
            f' src="{framed}"></iframe>'
        )
    )
    frame = page.frame_locator("iframe")
    frame.locator("ciso-advisor .launcher").click()
    expect(frame.locator("ciso-advisor .state")).to_contain_text("can’t run in this frame")
    assert [line for line in lines if "allow-same-origin" in line]


def test_a_page_of_a_refused_origin_is_told_and_the_console_says_what_to_add(
    page: Page, server: Server, site: Callable[[str], str]
) -> None:
    lines = console(page)
    widget = Widget(page, site(f'<script src="{server.url}/widget.js"></script>')).open()
    expect(widget.state).to_contain_text("isn’t allowed to talk to the advisor")
    widget.type("What is a CISO?")
    expect(widget.panel.locator(".failed")).to_contain_text("isn’t allowed")
    origin = page.url.rpartition("/")[0]
    assert [line for line in lines if f"Add {origin} to ALLOWED_ORIGINS" in line]


def test_our_cookie_is_found_among_those_of_the_page(own: Callable[..., Widget]) -> None:
    widget = own()
    widget.page.evaluate(
        "document.cookie = 'theme=dark mode; path=/'; document.cookie = 'key{1}=x; path=/';"
        " document.cookie = 'name=Zoë; path=/'"
    )
    widget.open().ask("What is a CISO?")
    assert asked(widget.page) == ["What is a CISO?"]


def test_a_browser_that_keeps_no_cookie_talks_by_token(own: Callable[..., Widget]) -> None:
    widget = own()

    def without(route: Route) -> None:
        headers = {k: v for k, v in route.request.headers.items() if k != "cookie"}
        answer = route.fetch(headers={**headers, "cookie": ""})
        kept = {k: v for k, v in answer.headers.items() if k != "set-cookie"}
        route.fulfill(response=answer, headers=kept)

    widget.page.route(f"{VIEWS}/**", without)
    widget.open().ask("What is a CISO?")
    widget.ask("Which certifications are there?")
    expect(widget.questions).to_have_count(2)


def test_in_normal_use_the_console_stays_empty(page: Page, server: Server) -> None:
    lines = console(page)
    widget = Widget(page, server.url).open()
    widget.ask("how much does a ciso earn").get_by_role(
        "button", name="Helpful", exact=True
    ).click()
    widget.start_over()
    page.reload()
    widget.open()
    page.keyboard.press("Escape")
    assert lines == []


def test_a_question_of_several_lines_keeps_them_also_after_a_reload(widget: Widget) -> None:
    widget.field.fill("What is a CISO?\nAnd what does one do?")
    widget.field.press("Enter")
    widget.answered(1)
    lines: Callable[[Locator], str] = lambda shown: str(shown.evaluate("e => e.innerText"))
    assert lines(widget.questions) == "What is a CISO?\nAnd what does one do?"
    widget.page.reload()
    widget.open().answered(1)
    assert lines(widget.questions) == "What is a CISO?\nAnd what does one do?"


def test_a_long_question_is_counted_and_never_cut(widget: Widget) -> None:
    counter = widget.panel.locator(".counter")
    widget.field.fill("x" * 799)
    expect(counter).to_be_empty()
    widget.field.fill("x" * 850)
    expect(counter).to_have_text("850 of 1,000 characters")
    widget.field.fill("x" * 1234)
    expect(counter).to_have_text("Too long by 234. Please shorten it a little.")
    widget.field.press("Enter")
    expect(widget.field).to_have_value("x" * 1234)
    expect(widget.questions).to_have_count(0)
    assert problems(widget.page) == []


def test_axe_finds_nothing_in_two_comparisons(widget: Widget) -> None:
    table = {
        "columns": ["", "CISSP", "CISM", "CAP"],
        "rows": [["Offered by", "ISC2", "ISACA", "ISC2"]],
    }
    says(widget.page, spoken(text="They compare like this.", table=table))
    widget.ask("compare them")
    widget.ask("compare them again")
    assert problems(widget.page) == []


def test_starting_over_asks_first_and_can_be_called_off(widget: Widget) -> None:
    widget.ask("What is a CISO?")
    widget.choose("Start over")
    question = widget.panel.get_by_role("alertdialog", name="Start a new conversation?")
    question.get_by_role("button", name="Keep it").click()
    expect(widget.answers).to_have_count(1)
    assert len(history(widget.page)) == 2
    widget.start_over()
    expect(widget.log).to_have_text(re.compile("new conversation"))
    expect(widget.answers).to_have_count(0)
