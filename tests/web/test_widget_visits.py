"""Refused frames and origins, cookies and tokens, long questions, and starting over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.web.conftest import GENEROUS
from tests.web.own_page import asked, console
from tests.web.test_widget_access import problems
from tools.browser import VIEWS, Widget, history, says, spoken
from tools.serving import Server, free_port, serving


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
    expect(widget.panel.locator(".notice")).to_contain_text("new conversation")
    page.reload()
    widget.open()
    page.keyboard.press("Escape")
    assert lines == []


def test_a_conversation_is_not_deleted_under_a_verdict_on_its_way(
    page: Page, server: Server
) -> None:
    lines = console(page)
    widget = Widget(page, server.url).open()
    answer = widget.ask("how much does a ciso earn")
    calls: list[str] = []

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        calls.append("feedback")
        route.continue_()

    page.route("**/feedback", late)
    page.on(
        "request", lambda asked: calls.append(asked.method) if asked.method == "DELETE" else None
    )
    answer.get_by_role("button", name="Helpful", exact=True).click()
    widget.start_over()
    expect(widget.panel.locator(".notice")).to_contain_text("new conversation")
    assert calls == ["feedback", "DELETE"]
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


@pytest.fixture
def elsewhere(browser: Browser, tmp_path: Path) -> Iterator[tuple[str, Server]]:
    """A page of another origin that embeds the widget, under the
    policy that docs/widget.md asks for.
    """
    port = free_port()
    origin = f"http://127.0.0.1:{port}"

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = (
                '<!doctype html><html lang="en"><title>School</title><script'
                f' src="{advisor.url}/widget.js" defer></script>'
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header(
                "Content-Security-Policy",
                f"default-src 'none'; script-src {advisor.url}; connect-src {advisor.url}",
            )
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None: ...

    site = ThreadingHTTPServer(("127.0.0.1", port), Site)
    with serving(tmp_path / "advisor", **GENEROUS, ALLOWED_ORIGINS=origin) as advisor:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"{origin}/", advisor
        site.shutdown()
        site.server_close()


def test_on_another_site_a_token_of_the_tab_takes_the_place_of_the_cookie(
    visit: Callable[..., Widget], elsewhere: tuple[str, Server]
) -> None:
    address, advisor = elsewhere
    widget = visit(address).open()
    widget.ask("how much does a ciso earn")
    assert widget.page.context.cookies() == []
    assert "ciso-advisor" in widget.page.evaluate("Object.keys(sessionStorage).join()")
    widget.page.reload()
    widget.open().answered(1)
    widget.start_over()
    expect(widget.answers).to_have_count(0)
    assert "token" not in widget.page.evaluate("Object.keys(sessionStorage).join()")
    widget.ask("What is a CISO?")
    assert advisor.url not in address
