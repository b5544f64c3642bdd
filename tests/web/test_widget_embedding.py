"""What a site sets in the widget's tag, what its pages do with it by script, and the languages of
its interface."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.own_page import BODY, TAG, console, on_own_page
from tests.web.test_widget_access import focused, problems
from tools.browser import Widget
from tools.serving import Server


def test_a_line_beside_the_launcher_is_quiet_and_shown_once(page: Page, server: Server) -> None:
    tag = '<script src="/widget.js" data-teaser="Questions about the job?" defer></script>'
    page.clock.install()
    widget = on_own_page(page, server, BODY + tag)
    page.clock.run_for(6000)
    line = page.locator("ciso-advisor .teaser")
    expect(line).to_contain_text("Questions about the job?")
    assert focused(page) in ("BODY", "School\nAsk", "School\n\nAsk")
    assert problems(page) == []
    line.get_by_role("button", name="Dismiss").click()
    page.reload()
    page.clock.run_for(6000)
    expect(widget.launcher).to_be_visible()
    expect(line).to_have_count(0)


def test_a_site_sets_offsets_layer_and_a_launcher_of_its_own(page: Page, server: Server) -> None:
    tag = (
        '<script src="/widget.js" data-offset-x="70" data-offset-y="0" data-z-index="7"'
        " defer></script>"
    )
    widget = on_own_page(page, server, BODY + tag)
    found = widget.launcher.evaluate(
        "e => { const b = e.getBoundingClientRect(); return [innerWidth - b.right, innerHeight -"
        " b.bottom, getComputedStyle(e).zIndex] }"
    )
    assert found == [70, 0, "7"]
    own = BODY + '<button id="own" aria-expanded="false">Advice</button>'
    tag = '<script src="/widget.js" data-launcher="#own" defer></script>'
    widget = on_own_page(page, server, own + tag)
    expect(widget.launcher).to_have_count(0)
    page.locator("#own").click()
    expect(widget.panel).to_be_visible()
    expect(page.locator("#own")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#own")).to_be_focused()
    expect(page.locator("#own")).to_have_attribute("aria-expanded", "false")


LISTEN = """<script>window.heard = [];
for (const name of ["ready", "open", "close", "question", "answer", "feedback", "error"])
  document.addEventListener("advisor:" + name, e => heard.push([name, e.detail]));</script>"""


def test_a_page_can_open_ask_listen_and_close(page: Page, server: Server) -> None:
    widget = on_own_page(page, server, BODY + LISTEN + TAG)
    page.evaluate(
        "window.topics = []; window.stop = CisoAdvisor.on('answer', detail =>"
        " topics.push(...detail.topics)); null"
    )
    page.evaluate("CisoAdvisor.open()")
    expect(widget.panel).to_be_visible()
    page.evaluate("CisoAdvisor.ask('What is a CISO?')")
    widget.answered(1).get_by_role("button", name="Not helpful", exact=True).click()
    widget.panel.get_by_role("button", name="Hard to understand").click()
    expect(widget.panel.locator(".note")).to_have_text("Thanks, that helps")
    page.evaluate("stop(); CisoAdvisor.close()")
    expect(widget.panel).to_be_hidden()
    heard = page.evaluate("heard")
    assert [name for name, _ in heard] == [
        "ready",
        "open",
        "question",
        "answer",
        "feedback",
        "feedback",
        "close",
    ]
    assert page.evaluate("topics") == ["role"]
    assert "What is a CISO" not in str(heard)
    assert heard[-2][1]["reason"] == "unclear"
    assert set(heard[3][1]) == {"id", "topics", "milliseconds", "failed"}


def test_texts_are_in_the_events_only_where_a_site_asks_for_them(
    page: Page, server: Server
) -> None:
    tag = '<script src="/widget.js" data-events="text" defer></script>'
    widget = on_own_page(page, server, BODY + LISTEN + tag).open()
    widget.ask("What is a CISO?")
    heard = dict(page.evaluate("heard"))
    assert heard["question"]["text"] == "What is a CISO?"
    assert "CISO" in heard["answer"]["text"]


@pytest.mark.parametrize(
    ("language", "send", "says_english"),
    [
        ("de", "Senden", "auf Englisch"),
        ("es", "Enviar", "en inglés"),
        ("fr", "Envoyer", "en anglais"),
    ],
)
def test_the_interface_speaks_other_languages_and_says_that_answers_are_english(
    page: Page, server: Server, language: str, send: str, says_english: str
) -> None:
    tag = f'<script src="/widget.js" data-lang="{language}" defer></script>'
    on_own_page(page, server, BODY + tag, html=f'lang="{language}"')
    page.locator("ciso-advisor .launcher").click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("button", name=send)).to_be_visible()
    expect(panel.locator(".greeting")).to_contain_text(says_english)
    assert panel.get_attribute("lang") == language
    panel.get_by_role("textbox").fill("What is a CISO?")
    page.keyboard.press("Enter")
    expect(panel.locator(".reply")).to_have_attribute("lang", "en")
    assert problems(page) == []


def test_a_site_can_bring_a_language_file_of_its_own_and_one_that_is_missing_is_english(
    page: Page, server: Server
) -> None:
    page.route(
        "**/texts.json", lambda route: route.fulfill(json={"language": "nl", "send": "Versturen"})
    )
    on_own_page(
        page, server, BODY + '<script src="/widget.js" data-lang="/texts.json" defer></script>'
    )
    page.locator("ciso-advisor .launcher").click()
    expect(page.get_by_role("button", name="Versturen")).to_be_visible()
    lines = console(page)
    page.route("**/texts.json", lambda route: route.fulfill(status=404, body="no"))
    page.reload()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    assert [line for line in lines if "texts.json" in line and "English" in line]


def test_the_configurator_shows_the_tag_and_applies_it(page: Page, server: Server) -> None:
    widget = Widget(page, server.url)
    page.locator("[name=text-launcher]").fill('Ask "us"')
    page.locator("[name=position]").select_option("left")
    expect(page.locator("#code")).to_contain_text(
        'data-position="left" data-text-launcher="Ask &quot;us&quot;"'
    )
    page.locator("[name=text-title]").focus()
    expect(page.get_by_role("button", name='Ask "us"')).to_be_visible()
    page.locator("[name=target]").select_option("#place")
    expect(page.locator("#place ciso-advisor .panel")).to_be_visible()
    expect(page.locator("ciso-advisor")).to_have_count(1)
    assert problems(page) == []
    assert widget.page is page
