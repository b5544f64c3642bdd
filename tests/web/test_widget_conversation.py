"""A conversation across tabs and pages: jumping, unread answers, saving, printing, verdicts."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import BrowserContext, expect

from tests.web.test_widget_access import focused
from tools.browser import VIEWS, Widget


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
