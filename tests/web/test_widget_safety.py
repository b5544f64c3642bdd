"""Nothing that somebody wrote becomes markup, nothing is fetched
from elsewhere, and the strict policy holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from bot.ingest.build import build
from bot.knowledge.store import knowledge_engine
from tests.web.conftest import GENEROUS
from tools.browser import Widget, says, spoken
from tools.serving import ROOT, Server, serving

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
    " 'self'"
)
CORPUS = (
    "<img src=x onerror=ran()>",
    '"><svg/onload=ran()>',
    "<script>ran()</script>",
    "[x](javascript:ran())",
    "![x](https://elsewhere.example/pixel.png)",
    "javascript:ran()",
    "<a href=javascript:ran()>x</a>",
    "<iframe srcdoc='<script>parent.ran()</script>'>",
    "</div></template><img src=x onerror=ran()>",
    "`<b onmouseover=ran()>`",
    "&lt;img src=x onerror=ran()&gt;",
    "<style>*{display:none}</style>",
    "{{constructor.constructor('ran()')()}}",
    "\u202e<img src=x onerror=ran()>",
)
WATCH = """
window.ran = () => { window.hit = true; };
window.violations = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI));
"""
STRANGERS = """
root => { const found = []; const look = (node) => {
  for (const e of node.querySelectorAll("*")) {
    if (["SCRIPT", "IMG", "IFRAME", "OBJECT", "EMBED", "STYLE", "LINK", "FORM"].includes(e.tagName))
      found.push(e.outerHTML);
    for (const { name, value } of e.attributes) {
      if (name.startsWith("on")) found.push(e.outerHTML);
      if (name === "href" && !/^(https?|mailto):/.test(value)) found.push(e.outerHTML);
    }
    if (e.shadowRoot) look(e.shadowRoot);
  }
}; look(root); return found; }
"""


@pytest.fixture
def watched(page: Page, server: Server) -> Widget:
    """The panel on a page that notices what runs, what the policy blocks and what is fetched."""
    return watch(page, server)


def watch(page: Page, server: Server) -> Widget:
    page.add_init_script(WATCH)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    page.on(
        "request",
        lambda request: (
            request.url.startswith((server.url, "blob:", "data:")) or pytest.fail(request.url)
        ),
    )
    return Widget(page, server.url).open()


def is_clean(widget: Widget) -> None:
    assert widget.page.evaluate("window.hit") is None
    assert widget.page.evaluate("window.violations") == []
    assert widget.panel.evaluate(STRANGERS) == []


def test_the_demo_page_has_the_strict_policy_and_nothing_breaks_it(
    watched: Widget, server: Server
) -> None:
    served = requests.get(server.url, timeout=60).headers["Content-Security-Policy"]
    assert POLICY in served
    assert "unsafe" not in served
    watched.ask("how much does a ciso earn")
    watched.ask("Which certifications are there?").get_by_role(
        "button", name="Helpful", exact=True
    ).click()
    expect(watched.log).to_have_text("Thanks for telling us")
    watched.choose("Delete this conversation")
    watched.panel.get_by_role("button", name="Delete", exact=True).click()
    expect(watched.log).to_have_text("The conversation is deleted.")
    is_clean(watched)


def test_a_question_is_never_markup_before_or_after_a_reload(watched: Widget) -> None:
    for attack in CORPUS:
        watched.ask(attack)
        # the words are there, as words
        expect(watched.questions.last).to_have_text(attack)
    is_clean(watched)
    watched.page.reload()
    watched.open().answered(len(CORPUS))
    is_clean(watched)


@pytest.mark.parametrize("attack", CORPUS)
def test_no_field_of_an_answer_becomes_markup(watched: Widget, attack: str) -> None:
    hostile = spoken(
        id=attack, text=attack, closing=attack, topic=attack,
        items=[{"text": attack, "detail": attack}],
        table={"columns": [attack, attack], "rows": [[attack, attack]]},
        figures=[{"label": attack, "low": 1, "high": 2, "unit": attack, "year": 2021,
        "source": attack}],
        sources=[{"title": attack, "publisher": attack, "year": 2021, "section": attack,
        "url": attack},
                 {"title": attack, "publisher": attack, "year": 2021, "section": attack,
                 "url": "javascript:ran()"},
                 {"title": attack, "publisher": attack, "year": 2021, "section": attack,
                 "url": "data:text/html,<script>ran()</script>"}],
        buttons=[{"id": attack, "title": attack}],
        files=[attack],
    )  # fmt: skip
    says(watched.page, hostile)
    answer = watched.ask("What is a CISO?")
    expect(answer.locator(".reply > p").first).to_have_text(attack)
    expect(answer.get_by_role("link")).to_have_count(0)
    expect(answer.locator(".file")).to_have_count(0)
    watched.suggestions.first.click()
    watched.answered(2)
    expect(watched.questions.last).to_have_text(attack)
    is_clean(watched)


def test_an_answer_of_the_wrong_shape_breaks_nothing(watched: Widget) -> None:
    lines = [
        {
            "type": "message",
            "text": {"toString": 1},
            "items": "x",
            "table": [1],
            "figures": [{"low": "a"}, None],
            "sources": {},
            "buttons": 3,
        }
    ]
    body = "\n".join(json.dumps(line) for line in [*lines, {"type": "done"}])
    watched.page.route(
        "**/messages", lambda route: route.fulfill(body=body, content_type="application/x-ndjson")
    )
    watched.ask("What is a CISO?")
    is_clean(watched)


@pytest.fixture(scope="module")
def hostile_server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose knowledge comes from a source file that somebody has written attacks into."""
    folder, data = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("hostile")
    text = next((ROOT / "data" / "sources").glob("what-does-a-ciso-do.md")).read_text("utf-8")
    attack = "<img src=x onerror=ran()>"
    text = text.replace("title: What does a CISO do?", "title: Title " + attack)
    text = text.replace("- Write reports", f"- Write reports {attack}")
    text = text.replace(
        "is the executive at the top", f"{attack} [x](javascript:ran()) is the executive at the top"
    )
    (folder / "hostile.md").write_text(text, "utf-8")
    build(knowledge_engine(f"sqlite:///{data / 'knowledge.db'}"), Path(folder))
    with serving(data, **GENEROUS) as running:
        yield running


def test_a_source_file_can_say_no_markup(page: Page, hostile_server: Server) -> None:
    widget = watch(page, hostile_server)
    expect(widget.ask("What does a CISO do?")).to_contain_text("<img src=x onerror=ran()>")
    widget.ask("What is a CISO?")
    expect(widget.answers.last.locator(".sources")).to_contain_text("Title <img")
    expect(widget.answers.last.get_by_role("link")).to_have_count(0)
    is_clean(widget)
    page.reload()
    widget.open().answered(2)
    is_clean(widget)


def test_the_watch_would_notice(visit: Callable[..., Widget]) -> None:
    widget = visit()
    widget.page.evaluate(WATCH)
    widget.open().ask("What is a CISO?")
    widget.answers.last.evaluate(
        "e => e.innerHTML = '<img src=x onerror=ran()><a href=javascript:ran()>x</a>'"
    )
    assert len(widget.panel.evaluate(STRANGERS)) == 3
