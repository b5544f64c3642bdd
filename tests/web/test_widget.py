"""What a visitor does with the widget, on the demo page of a real server."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tools.browser import BUILT, VIEWS, Widget, figure, history, says, spoken
from tools.serving import Server


def test_a_question_is_answered_with_its_source_and_year(widget: Widget) -> None:
    answer = widget.ask("What is a CISO?")
    expect(widget.questions).to_have_text(["What is a CISO?"])
    expect(answer).to_contain_text("Chief Information Security Officer")
    expect(answer.locator(".sources")).to_contain_text(re.compile(r"\b20\d\d\b"))
    expect(widget.field).to_have_value("")
    expect(widget.field).to_be_focused()


def test_pay_is_a_chart_that_reads_as_a_table(widget: Widget) -> None:
    chart = widget.ask("how much does a ciso earn").get_by_role("table").first
    expect(chart).to_have_accessible_name(re.compile("pay"))
    expect(chart.get_by_role("cell").first).to_have_text(re.compile(r"^\$\d{3},\d{3}"))


def test_bars_stand_on_tracks_of_one_length_so_that_they_can_be_compared(widget: Widget) -> None:
    figures = [figure("average pay", 565_000), figure("median pay", 403_000)]
    says(widget.page, spoken(text="It depends.", figures=figures))
    chart = widget.ask("how much does a ciso earn").get_by_role("table")
    widths = [box["width"] for bar in chart.locator(".bar").all() if (box := bar.bounding_box())]
    boxes = [track.bounding_box() for track in chart.locator(".track").all()]
    tracks = {round(box["width"]) for box in boxes if box}
    assert len(tracks) == 1
    assert len(widths) == 2
    assert max(widths) == pytest.approx(tracks.pop(), abs=1)


def test_a_list_is_a_list_and_the_second_one_can_be_asked_for(widget: Widget) -> None:
    items = widget.ask("Which certifications are there?").get_by_role("listitem")
    second = items.nth(1).locator("span").first.inner_text().split(" (")[0]
    expect(widget.ask("and the second one?")).to_contain_text(second)


def test_a_suggestion_is_asked_by_a_click(widget: Widget) -> None:
    widget.ask("how much does a ciso earn")
    title = widget.suggestions.first.inner_text()
    widget.suggestions.first.click()
    widget.answered(2)
    expect(widget.questions.last).to_have_text(title)
    assert [m["text"] for m in history(widget.page) if m["from"] == "visitor"][-1] == title


def test_any_element_of_the_page_can_ask(page: Page, server: Server) -> None:
    widget = Widget(page, server.url)
    asking = page.get_by_role("button", name="Which certifications do I need?")
    asking.click()
    expect(widget.answered(1)).to_contain_text("CISSP")
    page.keyboard.press("Escape")
    expect(asking).to_be_focused()


def test_a_reload_keeps_the_thread_its_suggestions_and_what_was_thought_of_it(
    widget: Widget,
) -> None:
    widget.ask("how much does a ciso earn")
    widget.ask("and the most?").get_by_role("button", name="Helpful", exact=True).click()
    expect(widget.log).to_have_text("Thanks for telling us")
    replies = widget.panel.locator(".reply")
    before, offered = replies.all_inner_texts(), widget.suggestions.all_inner_texts()
    widget.page.reload()
    widget.open().answered(2)
    assert replies.all_inner_texts() == before
    assert widget.suggestions.all_inner_texts() == offered
    thumbs = widget.answers.last.get_by_role("button", name="Helpful", exact=True)
    expect(thumbs).to_have_attribute("aria-pressed", "true")
    expect(
        widget.answers.first.get_by_role("button", name="Helpful", exact=True)
    ).to_have_attribute("aria-pressed", "false")


def test_deleting_asks_first_and_then_leaves_nothing_here_or_on_the_server(widget: Widget) -> None:
    widget.ask("What is a CISO?")
    widget.choose("Delete this conversation")
    widget.panel.get_by_role("button", name="Keep it").click()
    expect(widget.answers).to_have_count(1)
    widget.choose("Delete this conversation")
    question = widget.panel.get_by_role("alertdialog", name="Delete this conversation?")
    expect(question.get_by_role("button", name="Keep it")).to_be_focused()
    question.get_by_role("button", name="Delete", exact=True).click()
    expect(widget.answers).to_have_count(0)
    expect(widget.log).to_have_text("The conversation is deleted.")
    widget.page.reload()
    widget.open()
    expect(widget.suggestions.first).to_be_visible()
    expect(widget.answers).to_have_count(0)
    widget.ask("What is a CISO?")
    assert len(history(widget.page)) == 2


def test_starting_over_forgets_what_it_was_about(widget: Widget) -> None:
    widget.ask("Which certifications are there?")
    widget.start_over()
    expect(widget.answers).to_have_count(0)
    widget.ask("and the second one?")
    assert len([m for m in history(widget.page) if m["from"] == "visitor"]) == 1


def test_a_comparison_of_many_columns_scrolls_by_itself_and_shows_that_there_is_more(
    widget: Widget,
) -> None:
    columns = ["", "CISSP", "CISM", "CAP"]
    says(
        widget.page,
        spoken(
            text="They compare like this.",
            table={"columns": columns, "rows": [["Offered by", "I" * 30, "ISACA", "ISC2"]]},
        ),
    )
    table = widget.ask("compare them").get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(columns[1:])
    expect(table.get_by_role("rowheader")).to_have_text("Offered by")
    region = widget.panel.get_by_role("group", name="Comparison: CISSP, CISM, CAP")
    assert region.evaluate("e => e.scrollWidth > e.clientWidth && e.tabIndex === 0")
    frame = widget.panel.locator(".frame")
    expect(frame).to_have_attribute("data-more", "")
    region.evaluate("e => e.scrollLeft = e.scrollWidth")
    expect(frame).not_to_have_attribute("data-more", "")
    assert table.get_by_role("rowheader").evaluate(
        "e => e.getBoundingClientRect().left >= e.closest('.scroller').getBoundingClientRect().left"
    )
    assert widget.thread.evaluate("e => e.scrollWidth <= e.clientWidth")
    # no word is broken: each fits its column as it would on a line of its own
    broken = """cell => {
        const word = document.createRange(), text = cell.lastChild;
        return [...text.data.matchAll(/\\w+/g)].filter(found => {
            word.setStart(text, found.index);
            word.setEnd(text, found.index + found[0].length);
            return word.getClientRects().length > 1;
        }).map(found => found[0]);
    }"""
    for cell in (table.get_by_role("cell").last, table.get_by_role("rowheader").last):
        assert cell.evaluate(broken) == []


def test_two_things_compared_fit_beside_each_other_in_282_pixels(
    visit: Callable[..., Widget],
) -> None:
    widget = visit(viewport={"width": 320, "height": 640}).open()
    years = "5 years in information security, 3 of them in security management"
    rows = [["Offered by", "ISC2", "ISACA"], ["Requires", "5 years", years]]
    says(
        widget.page,
        spoken(
            text="They compare like this.", table={"columns": ["", "CISSP", "CISM"], "rows": rows}
        ),
    )
    table = widget.ask("compare them").get_by_role("table")
    box, last = table.bounding_box(), table.get_by_role("cell").last.bounding_box()
    assert box and last
    assert last["x"] + last["width"] <= box["x"] + box["width"] <= 320
    assert widget.thread.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_files_of_an_answer_can_be_saved(widget: Widget) -> None:
    plan = "CISO plan, November 2026"
    names = [f"{plan}.md", "../secret", f"{plan}.ics", f"{plan}.html"]
    says(widget.page, spoken(text="This is your plan.", files=names))
    widget.page.route(
        f"{VIEWS}/files/CISO%20plan%2C%20November%202026.md",
        lambda route: route.fulfill(body="# Plan", content_type="text/markdown"),
    )
    answer = widget.ask("make me a plan")
    expect(answer.locator(".file")).to_have_text(
        [
            "Download: Plan as text (.md)",
            "Download: Plan for a calendar (.ics)",
            "Download: Plan to print (.html)",
        ]
    )
    with widget.page.expect_download() as saved:
        answer.get_by_role("button", name="Download: Plan as text (.md)").click()
    assert saved.value.suggested_filename == names[0]
    assert saved.value.path().read_text() == "# Plan"


def test_an_answer_is_copied_with_its_sources(visit: Callable[..., Widget]) -> None:
    widget = visit(permissions=["clipboard-read", "clipboard-write"]).open()
    widget.ask("how much does a ciso earn").get_by_role("button", name="Copy the answer").click()
    expect(widget.log).to_have_text("Copied")
    copied = widget.page.evaluate("navigator.clipboard.readText()")
    assert "$364,000" in copied
    assert "Source: “" in copied


def test_what_was_typed_but_not_sent_survives_a_reload(widget: Widget) -> None:
    widget.field.press_sequentially("what about the")
    widget.page.reload()
    expect(widget.open().field).to_have_value("what about the")


def test_two_visitors_never_see_each_other(visit: Callable[..., Widget]) -> None:
    one, other = visit().open(), visit().open()
    one.type("how much does a ciso earn")
    other.type("What is a CISO?")
    one.answered(1), other.answered(1)
    one.ask("Which certifications are there?")
    other.ask("How do I become a CISO?")
    for widget, asked in (
        (one, ["how much does a ciso earn", "Which certifications are there?"]),
        (other, ["What is a CISO?", "How do I become a CISO?"]),
    ):
        widget.page.reload()
        widget.open().answered(2)
        expect(widget.questions).to_have_text(asked)
        assert [m["text"] for m in history(widget.page) if m["from"] == "visitor"] == asked


def test_nothing_but_a_small_loader_comes_before_the_launcher_is_opened(
    page: Page, server: Server
) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    widget = Widget(page, server.url)
    expect(widget.launcher).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if "/widget/" in url or "/webhooks/" in url]
    assert (BUILT / "widget.js").stat().st_size < 10_000
    widget.open()
    assert len([url for url in fetched if "/widget/" in url]) == 1


def test_texts_and_colours_are_the_site_owners(page: Page, server: Server) -> None:
    def embedding(route: Route) -> None:
        route.fulfill(
            content_type="text/html; charset=utf-8",
            body="""<!doctype html><html lang="de"><title>Schule</title><script
            src="/widget.js" defer data-accent="#ffe14d" data-position="left" data-theme="light"
            data-text-title="Karriereberatung" data-text-launcher="Frag uns"
            data-text-questions="Was macht ein CISO?" data-privacy="javascript:alert(1)"
            ></script>""",
        )

    page.route("**/own.html", embedding)
    page.goto(f"{server.url}/own.html")
    launcher = page.get_by_role("button", name="Frag uns")
    assert _contrast(launcher) >= 4.5
    box = launcher.bounding_box()
    assert box
    assert box["x"] < 100
    launcher.click()
    panel = page.get_by_role("dialog", name="Karriereberatung")
    expect(panel.get_by_role("button", name="Was macht ein CISO?")).to_be_visible()
    expect(panel.locator("a")).to_have_count(0)


def _contrast(element: Any) -> float:
    """WCAG 2 contrast of an element's text on its own ground."""
    colours = element.evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    )

    def luminance(colour: str) -> float:
        red, green, blue = (
            share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
            for share in (int(channel) / 255 for channel in re.findall(r"\d+", colour)[:3])
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted(map(luminance, colours))
    return (light + 0.05) / (dark + 0.05)
