"""A reply as Block Kit: what stands in it, in which order, and what its buttons leave behind."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.channels.slack.answer_blocks import answer
from bot.channels.slack.message import replace_block
from tests.channels.slack.replies import FACT, OFFERS, SALARY, links
from tools.slack_limits import shown
from tools.slack_transcript import read


def test_headline_list_table_figures_source_suggestions_and_thumbs_are_there() -> None:
    assert read({"blocks": answer("t1", [SALARY], OFFERS).blocks}).splitlines() == [
        "A CISO earns $1.",
        "  1. CISSP: offered by ISC2",
        "  2. Security+",
        "– | CISSP | CISM",
        "Years | 5 | 5",
        "That is all.",
        "Average base salary | $166,585 a year (2021, Okta)",
        "Source: “Pay & “more””, Okta, 2021",
        "[What is the most?] [Why?]",
        "[Ask a mentor]",
        "[Helpful] [Not helpful]",
    ]


def test_without_a_mentors_channel_there_is_no_button_for_it() -> None:
    assert "mentor" not in json.dumps(answer("t1", [SALARY], replace(OFFERS, mentors=False)).blocks)


def test_a_plan_can_be_sent_for_where_the_reply_has_files() -> None:
    assert "Send me my plan" in read(
        {"blocks": answer("t1", [replace(SALARY, files=("plan.md",))], OFFERS).blocks}
    )


def test_several_answers_are_one_message_with_the_suggestions_of_all() -> None:
    other = replace(SALARY, topic="duties", suggestions=("Why?", "How?"), table=None)
    text = read({"blocks": answer("t1", [SALARY, other], OFFERS).blocks})
    assert text.index("A CISO earns") < text.index("---") < text.rindex("A CISO earns")
    assert "[What is the most?] [Why?] [How?]" in text


def test_a_second_table_of_a_message_comes_with_the_rest_since_slack_takes_one() -> None:
    first = answer("t1", [SALARY, SALARY], OFFERS)
    assert sum(block["type"] == "table" for block in first.blocks) == 1
    assert "Show the rest (2 of 2)" in read({"blocks": first.blocks})
    assert (
        sum(block["type"] == "table" for block in answer("t1", [SALARY, SALARY], OFFERS, 1).blocks)
        == 1
    )


def test_a_chosen_suggestion_stands_where_the_buttons_were() -> None:
    blocks = replace_block(answer("t1", [SALARY], OFFERS).blocks, "next", "Asked: Why?")
    assert "(Asked: Why?)" in read({"blocks": blocks})
    assert "[Why?]" not in read({"blocks": blocks})
    assert "[Helpful]" in read({"blocks": blocks})


def test_the_reader_of_blocks_misses_no_text() -> None:
    assert set(shown(list(answer("t1", [SALARY], OFFERS).blocks))) >= {
        "CISSP",
        "Why?",
        "Helpful",
    }


def test_sources_are_linked_by_their_titles_and_to_pages_of_the_web_only() -> None:
    assert links(answer("t1", [SALARY], OFFERS).blocks) == ["https://okta.example"]
    for address in (None, "javascript:alert(1)", "slack://open", ""):
        source = replace(FACT.source, url=address)
        reply = replace(SALARY, facts=(replace(FACT, source=source),))
        message = answer("t1", [reply], OFFERS)
        assert not links(message.blocks)
        assert "Pay & “more”" in read({"blocks": message.blocks})


def test_several_sources_are_one_numbered_line() -> None:
    other = replace(FACT, id="f2", source=replace(FACT.source, title="Pay survey", year=None))
    reply = replace(SALARY, facts=(FACT, other), table=None, figures=())
    text = read({"blocks": answer("t1", [reply], OFFERS).blocks})
    assert "Sources: 1. “Pay & “more””, Okta, 2021; 2. “Pay survey”, Okta, year unknown" in text
