"""Where the widget can be, what a page can do with it by
script, and the languages of its interface.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web.own_page import BODY, PHONE, TAG, console, on_own_page
from tests.web.test_widget_access import focused, problems
from tools.browser import VIEWS, Widget, says, spoken
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


def test_a_reader_who_scrolled_up_can_jump_to_the_latest(widget: Widget) -> None:
    widget.page.emulate_media(reduced_motion="reduce")
    for _ in range(3):
        widget.ask("Which certifications are there?")
    jump = widget.panel.get_by_role("button", name="Jump to the latest")
    widget.thread.evaluate("e => e.scrollTop = e.scrollHeight")
    expect(jump).to_be_hidden()
    widget.thread.evaluate("e => e.scrollTop = 0")
    jump.click()
    expect(jump).to_be_hidden()
    assert widget.thread.evaluate("e => e.scrollHeight - e.scrollTop - e.clientHeight < 3")


def test_an_answer_that_comes_after_closing_leaves_a_dot(widget: Widget) -> None:
    held: list[Any] = []
    widget.page.route(f"{VIEWS}/messages", lambda route: held.append(route))
    widget.type("What is a CISO?")
    expect(widget.panel.locator(".dots")).to_be_visible()
    widget.page.keyboard.press("Escape")
    widget.page.wait_for_timeout(100)
    held[0].continue_()
    unread = widget.page.get_by_role("button", name="Career advisor, New answer")
    expect(unread).to_be_visible()
    unread.click()
    widget.answered(1)
    widget.page.keyboard.press("Escape")
    expect(widget.page.get_by_role("button", name="Career advisor", exact=True)).to_be_visible()


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


def second_tab(context: BrowserContext, widget: Widget) -> Widget:
    return Widget(context.new_page(), widget.page.url)


def test_two_tabs_show_the_same_conversation(widget: Widget) -> None:
    other = second_tab(widget.page.context, widget).open()
    widget.ask("What is a CISO?")
    expect(other.questions).to_have_text(["What is a CISO?"])
    other.ask("Which certifications are there?")
    expect(widget.questions).to_have_count(2)
    other.start_over()
    expect(widget.questions).to_have_count(0)
    expect(widget.panel.locator(".notice")).to_contain_text("deleted in another tab")


def test_the_panel_stays_open_over_the_pages_of_a_site_and_takes_no_focus(widget: Widget) -> None:
    widget.ask("What is a CISO?")
    widget.page.reload()
    expect(widget.panel).to_be_visible()
    widget.answered(1)
    assert focused(widget.page) != "Ask about the CISO career"
    widget.panel.get_by_role("button", name="Close").click()
    widget.page.reload()
    expect(widget.launcher).to_be_visible()
    expect(widget.panel).to_be_hidden()


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


def test_a_conversation_can_be_saved_and_printed(widget: Widget) -> None:
    widget.page.add_init_script("window.print = () => {}")
    widget.ask("What is a CISO?")
    with widget.page.expect_download() as saved:
        widget.choose("Save conversation")
    assert re.fullmatch(r"career-conversation-\d{4}-\d\d-\d\d\.md", saved.value.suggested_filename)
    text = saved.value.path().read_text("utf-8")
    assert "## What is a CISO?" in text
    assert "Source: “" in text
    widget.choose("Print")
    expect(widget.page.locator("ciso-advisor iframe")).to_have_count(1)
    printed = widget.page.frames[-1].locator("body")
    expect(printed).to_contain_text("What is a CISO?")


def test_a_verdict_is_thanked_for_reasoned_and_taken_back(widget: Widget) -> None:
    answer = widget.ask("What is a CISO?")
    down = answer.get_by_role("button", name="Not helpful", exact=True)
    note = answer.locator(".note")
    answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(note).to_have_text("Thanks for telling us")
    down.click()
    expect(note).to_contain_text("What was wrong?")
    answer.get_by_role("button", name="Wrong or out of date").click()
    expect(note).to_have_text("Thanks, that helps")
    down.click()
    expect(note).to_have_text("Taken back")
    expect(down).to_have_attribute("aria-pressed", "false")


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


def test_the_loading_sign_is_there_while_the_panel_comes(page: Page, server: Server) -> None:
    held: list[Any] = []
    widget = on_own_page(page, server, BODY + TAG)
    page.route("**/widget/panel-*", lambda route: held.append(route))
    widget.launcher.click()
    expect(widget.launcher).to_have_attribute("aria-busy", "true")
    expect(widget.launcher.locator("i")).to_be_visible()
    held[0].fallback()
    expect(widget.panel).to_be_visible()


def test_a_panel_that_waits_for_the_server_shows_a_sign(widget: Widget) -> None:
    says(widget.page, spoken(text="x"))
    widget.page.unroute_all()
    widget.page.route(f"{VIEWS}/messages", lambda route: route.abort())
    widget.type("What is a CISO?")
    expect(widget.state).to_have_attribute("data-waiting", "")
    expect(widget.state).to_contain_text("can’t be reached")
