"""One real server and one real browser for the tests of the widget;
without a browser they are left out, and say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.web.own_page import BODY, TAG, on_own_page
from tools.browser import BUILT, Widget, browsing, chromium
from tools.serving import Server, serving

GENEROUS = {
    "ADDRESS_BURST": "100000", "ADDRESS_RATE": "100000", "CONVERSATION_BURST": "10000",
    "CONVERSATION_RATE": "10000",
}  # fmt: skip


# for the package, not the session: while Playwright runs, nobody else can run an event loop in this
# thread
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip(
            "no Chromium here: install it or name it in CHROMIUM to run the widget's tests in a"
            " browser"
        )
    with browsing() as running:
        yield running


@pytest.fixture(scope="package")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not (BUILT / "widget.js").exists():
        pytest.fail("the widget is not built; 'make web' does it")
    with serving(tmp_path_factory.mktemp("widget"), **GENEROUS) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a visitor of its own; an error in its scripts fails the test."""
    context = browser.new_context(viewport={"width": 1180, "height": 820})
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def widget(page: Page, server: Server) -> Widget:
    """The demo page with the panel open."""
    return Widget(page, server.url).open()


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Widget]]:
    """visit(color_scheme="dark") is another visitor's widget, closed;
    the options are those of a browser context.
    """
    contexts = []

    def _visit(address: str | None = None, **options: Any) -> Widget:
        context = browser.new_context(**options)
        contexts.append(context)
        return Widget(context.new_page(), address or server.url)

    yield _visit
    for context in contexts:
        context.close()


@pytest.fixture
def site() -> Iterator[Callable[[str], str]]:
    """site(body) is the address of a page on another origin than the advisor's."""
    pages: dict[str, bytes] = {}

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.get(self.path)
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *_: object) -> None: ...

    running = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=running.serve_forever, daemon=True).start()

    def page(body: str) -> str:
        path = f"/{len(pages)}.html"
        head = (
            "<meta charset=utf-8><meta name=viewport content='width=device-width'><title>x</title>"
        )
        pages[path] = (
            f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'.encode()
        )
        return f"http://127.0.0.1:{running.server_port}{path}"

    yield page
    running.shutdown()
    running.server_close()


@pytest.fixture
def own(page: Page, server: Server) -> Callable[..., Widget]:
    """own(body) is the widget on a page of a site's own; `headers`
    and the page's `head` may be given.
    """
    return lambda body=BODY + TAG, **options: on_own_page(page, server, body, **options)
