"""Answers with figures: compact, apart where they measured
different things, with years and sources close by.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tools.browser import Widget, figure, says, spoken

SOURCES = [
    {"title": f"Survey {n}", "publisher": name, "year": 2020 + n, "section": "x",
    "url": f"https://www.example.com/{n}"}
    for n, name in enumerate(("IANS", "Okta", "Heidrick & Struggles"), 1)
]  # fmt: skip
SURVEY = {
    "columns": ["Report to", "Share", "Year", "Asked by", "Asked"],
    "rows": [
        ["CIO", "64%", "old: 2024", "IANS", "755"],
        ["CEO", "5%", "2025", "Heidrick & Struggles", "416"],
        ["CTO", "13%", "old: 2023", "IANS", "not said"],
        ["CRO", "7%", "year unknown", "IANS", "not said"],
    ],
}
PAY = (
    figure("average total compensation", 565000, basis="total", asked=755),
    figure("average base salary", 166585, basis="base", year=2021),
    figure("median total compensation", 424000, basis="total", year=2025),
    figure("base salary of most", 200000, 350000, basis="base"),
)


def test_base_and_total_pay_stand_apart_each_figure_on_one_line_the_newest_first(
    widget: Widget,
) -> None:
    says(widget.page, spoken(text="Total pay averaged $565,000.", figures=list(PAY)))
    answer = widget.ask("what do they earn")
    total, base = answer.get_by_role("table").all()
    expect(total).to_have_accessible_name("Total pay, USD / year")
    expect(base).to_have_accessible_name("Base pay, USD / year")
    expect(total.get_by_role("cell")).to_have_text(["$424,000", "$565,000"])
    expect(base.get_by_role("cell")).to_have_text(["$200,000 to $350,000", "$166,585"])
    expect(total.locator(".year").first).to_have_attribute("title", "Figures from 2025")
    assert total.get_by_role("row").last.evaluate("e => e.offsetHeight") <= 44


def test_shares_of_two_surveys_stand_apart_under_their_names(widget: Widget) -> None:
    share = {"unit": "percent", "year": 2025}
    figures = [
        figure("IT leadership", 64, source="IANS", **share),
        figure("CEO", 82, source="Splunk", **share),
        figure("business leader", 36, source="IANS", **share),
    ]
    says(widget.page, spoken(text="Most report to IT.", figures=figures))
    first, second = widget.ask("whom do they report to").get_by_role("table").all()
    expect(first).to_have_accessible_name("Share · IANS")
    expect(first.get_by_role("cell")).to_have_text(["64%", "36%"])
    expect(second).to_have_accessible_name("Share · Splunk")


def test_who_was_asked_is_shown_on_demand(widget: Widget) -> None:
    says(widget.page, spoken(text="They report like this.", table=SURVEY))
    answer = widget.ask("whom do they report to")
    asked = answer.get_by_text("Asked by: IANS · Asked: 755")
    expect(asked).to_be_hidden()
    button = answer.get_by_role("button", name="Who was asked")
    button.click()
    expect(asked).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    button.click()
    expect(asked).to_be_hidden()


def test_a_survey_is_a_table_of_lines_with_gray_years_instead_of_warnings(widget: Widget) -> None:
    says(widget.page, spoken(text="They report like this.", table=SURVEY))
    table = widget.ask("whom do they report to").get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["Report to", "Share"])
    expect(table.get_by_role("cell")).to_have_text(["64%", "5%", "13%", "7%"])
    expect(table).not_to_contain_text("old")
    expect(table.locator(".year").last).to_have_attribute("title", "year unknown")
    widths = [bar.evaluate("e => e.offsetWidth") for bar in table.locator(".bar").all()]
    assert widths[0] > widths[2] > widths[3] > widths[1]
    assert table.evaluate("e => e.offsetHeight") < 220


def test_several_sources_are_one_line_that_unfolds_into_numbered_links(widget: Widget) -> None:
    says(widget.page, spoken(text="Well.", sources=SOURCES))
    sources = widget.ask("what do they earn").locator(".sources")
    assert sources.evaluate("e => e.offsetHeight") <= 40
    expect(sources.locator("summary")).to_contain_text("3 sources")
    expect(sources.locator("summary")).to_contain_text("IANS 2021 · Okta 2022")
    sources.locator("summary").click()
    links = sources.get_by_role("listitem").get_by_role("link")
    expect(links).to_have_count(3)
    assert [link.get_attribute("href") for link in links.all()] == [s["url"] for s in SOURCES]
    assert all(link.evaluate("e => e.getBoundingClientRect().height") >= 24 for link in links.all())


def test_one_source_is_a_line_with_its_link(widget: Widget) -> None:
    says(widget.page, spoken(text="Well.", sources=SOURCES[:1]))
    sources = widget.ask("what do they earn").locator(".sources")
    expect(sources).to_have_text("Source: “Survey 1” (opens in a new tab), IANS, 2021")
    expect(sources.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")


def test_a_table_is_copied_as_a_table(visit: Callable[..., Widget]) -> None:
    widget = visit(permissions=["clipboard-read", "clipboard-write"]).open()
    says(widget.page, spoken(text="They report like this.", table=SURVEY))
    answer = widget.ask("whom do they report to")
    answer.get_by_role("button", name="Copy the table").click()
    expect(widget.log).to_have_text("Copied")
    read = (
        "type => navigator.clipboard.read().then(([item]) => item.getType(type)).then(blob =>"
        " blob.text())"
    )
    assert widget.page.evaluate(read, "text/plain").splitlines()[:2] == [
        "Report to\tShare\tYear\tAsked by\tAsked",
        "CIO\t64%\told: 2024\tIANS\t755",
    ]
    html = widget.page.evaluate(read, "text/html")
    assert "<table" in html
    assert "<td>CIO</td><td>64%</td>" in html
    answer.get_by_role("button", name="Copy the answer").click()
    expect(answer.get_by_role("button", name="Copy the answer")).to_be_visible()
    widget.page.wait_for_timeout(200)
    assert "<td>CIO</td>" in widget.page.evaluate(read, "text/html")


def test_a_survey_takes_at_most_half_the_thread(widget: Widget) -> None:
    says(
        widget.page, spoken(text="Total pay averaged $565,000.", figures=list(PAY), sources=SOURCES)
    )
    answer = widget.ask("what do they earn")
    height = widget.thread.evaluate("e => e.offsetHeight")
    assert answer.evaluate("e => e.offsetHeight") <= height


def test_the_time_of_an_answer_is_seen_on_hover(widget: Widget) -> None:
    answer = widget.ask("What is a CISO?")
    time = answer.locator("time")
    widget.field.hover()
    expect(time).to_have_css("opacity", "0")
    answer.hover()
    expect(time).to_have_css("opacity", "1")
