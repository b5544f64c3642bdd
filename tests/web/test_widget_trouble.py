"""Offline, slow, restarted, ended: the visitor is told, loses nothing, and is answered once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.web.conftest import GENEROUS
from tools.browser import VIEWS, Widget, history, says, spoken
from tools.serving import Server, serving

EARNINGS = "how much does a ciso earn"


def asked(page: Page) -> list[str]:
    return [message["text"] for message in history(page) if message["from"] == "visitor"]


@pytest.fixture
def mortal(browser: Browser, tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, to be killed."""
    with serving(tmp_path / "mortal", **GENEROUS) as running:
        yield running


def test_a_server_killed_in_the_middle_of_a_turn_answers_once_when_it_is_back(
    page: Page, mortal: Server
) -> None:
    widget = Widget(page, mortal.url).open()
    widget.ask("What is a CISO?")
    assert mortal.process
    os.kill(mortal.process.pid, signal.SIGSTOP)  # it has the question, and no time to answer
    with page.expect_request("**/messages"):
        widget.type(EARNINGS)
    mortal.kill()
    expect(widget.state).to_contain_text("can’t be reached")
    expect(widget.questions.last).to_have_text(EARNINGS)
    mortal.start()
    expect(widget.answered(2)).to_contain_text("$364,000")
    expect(widget.state).to_be_empty()
    assert asked(page) == ["What is a CISO?", EARNINGS]


def test_an_answer_lost_on_the_way_is_fetched_again_not_given_twice(widget: Widget) -> None:
    ids = []

    def lose(route: Route) -> None:
        ids.append(route.request.post_data_json["id"])
        answer = route.fetch()
        if len(ids) == 1:
            route.abort()
        elif len(ids) == 2:  # cut off before its end
            route.fulfill(
                status=200,
                body=answer.text().partition("\n")[0],
                content_type="application/x-ndjson",
            )
        else:
            route.fulfill(response=answer)

    widget.page.route(f"{VIEWS}/messages", lose)
    expect(widget.ask(EARNINGS).locator(".reply")).to_have_count(1)
    assert len(ids) == 3
    assert len(set(ids)) == 1
    assert asked(widget.page) == [EARNINGS]


def test_a_reload_while_the_answer_is_awaited_asks_on(widget: Widget) -> None:
    widget.page.route(f"{VIEWS}/messages", lambda route: None)
    widget.type(EARNINGS)
    expect(widget.panel.locator(".dots")).to_be_visible()
    widget.page.unroute_all()
    widget.page.reload()
    widget.open().answered(1)
    expect(widget.questions).to_have_text([EARNINGS])
    assert asked(widget.page) == [EARNINGS]


def test_offline_is_said_and_the_question_goes_out_when_the_network_is_back(widget: Widget) -> None:
    widget.ask("What is a CISO?")
    widget.page.context.set_offline(True)
    widget.type(EARNINGS)
    expect(widget.state).to_contain_text("You’re offline")
    expect(widget.questions.last).to_have_text(EARNINGS)
    widget.page.context.set_offline(False)
    widget.answered(2)
    expect(widget.state).to_be_empty()
    assert asked(widget.page) == ["What is a CISO?", EARNINGS]


def test_a_slow_turn_is_said_to_be_slow_and_only_one_question_is_out_at_a_time(
    page: Page, mortal: Server
) -> None:
    widget = Widget(page, mortal.url).open()
    widget.ask("What is a CISO?")
    sent: list[Request] = []
    page.on(
        "request",
        lambda request: sent.append(request) if request.url.endswith("/messages") else None,
    )
    assert mortal.process
    os.kill(mortal.process.pid, signal.SIGSTOP)
    try:
        widget.type(EARNINGS)
        expect(widget.panel.locator(".dots")).to_be_visible()
        widget.type("and the most?")
        expect(widget.state).to_contain_text("One question at a time")
        expect(widget.state).to_contain_text("longer than usual")
    finally:
        os.kill(mortal.process.pid, signal.SIGCONT)
    widget.answered(2)
    expect(widget.field).to_have_value("and the most?")
    assert len(sent) == 1
    widget.field.press("Enter")
    widget.answered(3)


def test_a_conversation_that_has_ended_goes_on_in_a_new_one_and_says_so(widget: Widget) -> None:
    widget.ask("What is a CISO?")
    widget.page.context.clear_cookies()
    widget.type(EARNINGS)
    expect(widget.panel.locator(".notice")).to_contain_text("has ended")
    widget.answered(1)
    expect(widget.questions).to_have_text([EARNINGS])
    assert asked(widget.page) == [EARNINGS]


def test_too_many_questions_wait_as_long_as_they_are_told_to(widget: Widget) -> None:
    answers = iter((429,))

    def refuse_once(route: Route) -> None:
        status = next(answers, None)
        if status is None:
            route.continue_()
        else:
            route.fulfill(
                status=status,
                json={"error": "too_many", "text": "Please wait."},
                headers={"Retry-After": "2"},
            )

    widget.page.route(f"{VIEWS}/messages", refuse_once)
    widget.type(EARNINGS)
    expect(widget.state).to_contain_text("A lot is being asked")
    widget.answered(1)
    assert asked(widget.page) == [EARNINGS]


def test_a_refusal_is_shown_in_the_servers_words_and_the_text_comes_back(widget: Widget) -> None:
    refusal = {"error": "too_long", "text": "That is too long."}
    widget.page.route(f"{VIEWS}/messages", lambda route: route.fulfill(status=413, json=refusal))
    widget.type(EARNINGS)
    expect(widget.panel.locator(".failed")).to_have_text("That is too long.")
    expect(widget.field).to_have_value(EARNINGS)


def test_a_turn_that_failed_can_be_asked_again(widget: Widget) -> None:
    says(widget.page, spoken(text="Something went wrong.", failed=True))
    widget.ask(EARNINGS)
    widget.page.unroute_all()
    widget.panel.get_by_role("button", name="Try again").click()
    expect(widget.answers.last).to_contain_text("$364,000")
    expect(widget.answers).to_have_count(1)
    assert asked(widget.page) == [EARNINGS]


def test_deleting_while_an_answer_is_awaited_brings_nothing_back(widget: Widget) -> None:
    widget.page.route(f"{VIEWS}/messages", lambda route: None)
    widget.type(EARNINGS)
    expect(widget.panel.locator(".dots")).to_be_visible()
    widget.start_over()
    expect(widget.panel.locator(".notice")).to_contain_text("new conversation")
    widget.page.unroute_all()
    widget.ask("What is a CISO?")
    expect(widget.answers).to_have_count(1)
    assert asked(widget.page) == ["What is a CISO?"]


def test_a_deletion_that_failed_is_not_called_done(widget: Widget) -> None:
    widget.ask("What is a CISO?")
    widget.page.route(f"{VIEWS}/session", lambda route: route.abort())
    widget.start_over()
    expect(widget.state).to_contain_text("could not be deleted")
    expect(widget.answers).to_have_count(1)


def test_a_panel_that_cannot_be_loaded_is_said_and_can_be_tried_again(
    page: Page, server: Server
) -> None:
    widget = Widget(page, server.url)
    page.route("**/widget/panel-*", lambda route: route.abort())
    widget.launcher.click()
    expect(page.get_by_role("status").filter(has_text="can’t be reached")).to_be_visible()
    page.unroute_all()
    widget.open().ask("What is a CISO?")


def test_a_panel_that_waits_for_the_server_shows_a_sign(widget: Widget) -> None:
    says(widget.page, spoken(text="x"))
    widget.page.unroute_all()
    widget.page.route(f"{VIEWS}/messages", lambda route: route.abort())
    widget.type("What is a CISO?")
    expect(widget.state).to_have_attribute("data-waiting", "")
    expect(widget.state).to_contain_text("can’t be reached")
