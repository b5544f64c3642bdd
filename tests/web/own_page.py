"""The widget on a page of a site's own, and what the page's console and network saw."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Page, Route

from tools.browser import Widget
from tools.serving import Server

TAG = '<script src="/widget.js" defer></script>'
BODY = (
    '<main><h1>School</h1><button id="ask" data-advisor-ask="What is a CISO?">Ask</button></main>'
)
PHONE = {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True}


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
        f" content='width=device-width'><title>School</title>{head}</head>"
        f"<body>{body}</body></html>"
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
