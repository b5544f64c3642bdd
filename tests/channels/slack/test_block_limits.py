"""Answers in Slack's limits: cut and lined up without a loss, and nothing in them is active."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackObjectFormationError

from bot.channels.slack.answer_blocks import answer
from bot.channels.slack.mentor_blocks import text_pages
from bot.channels.slack.message import Message, check, notice, unpack
from bot.domain.reply import Item, Reply, ShownFigure, Table
from tests.channels.slack.replies import FACT, OFFERS, SALARY, links
from tools.slack_limits import elements, refusal
from tools.slack_transcript import read

NASTY = "<!channel> <@U1> <https://evil.example|bank> *bold* _it_ `code` ~no~ :tada: & <b>"


def _parts(reply: Reply) -> list[Message]:
    """Every part of an answer, as far as its buttons lead."""
    found = [answer("t1", [reply], OFFERS)]
    while rest := [e for e in elements(found[-1].blocks) if e["action_id"] == "rest"]:
        found.append(answer("t1", [reply], OFFERS, unpack(rest[0]["value"])[2]))
    return found


def test_a_long_answer_is_cut_and_its_parts_together_say_everything_with_its_source_in_each() -> (
    None
):
    items = tuple(
        Item(f"item {number} " + "x" * 300, f"detail {number} " + "y" * 300) for number in range(60)
    )
    reply = replace(SALARY, text="word " * 3000, items=items, table=None)
    parts = _parts(reply)
    told = "\n".join(read({"blocks": part.blocks}) for part in parts)
    assert len(parts) > 3
    assert told.count("word") == 3000
    assert all(
        f"  {number + 1}. item {number} x" in told and f"detail {number} y" in told
        for number in range(60)
    )
    assert all("Source: " in read({"blocks": part.blocks}) for part in parts)
    assert [("thumbs" in json.dumps(part.blocks)) for part in parts] == [False] * (
        len(parts) - 1
    ) + [True]
    assert not [refusal(list(part.blocks)) for part in parts if refusal(list(part.blocks))]


def test_a_huge_table_becomes_lines_and_loses_nothing() -> None:
    rows = tuple((f"row {number}", "a" * 40, "b" * 40) for number in range(150))
    told = "\n".join(
        read({"blocks": part.blocks})
        for part in _parts(replace(SALARY, table=Table(("", "one", "two"), rows)))
    )
    assert all(f"row {number}: one {'a' * 40}; two {'b' * 40}" in told for number in range(150))


def test_nothing_of_a_person_or_a_source_mentions_links_or_formats() -> None:
    fact = replace(FACT, source=replace(FACT.source, title=NASTY, publisher=NASTY))
    reply = Reply(
        "salary", NASTY, (Item(NASTY, NASTY),), NASTY,
        (ShownFigure(NASTY, 1, 2, "USD/year", None, NASTY),), (fact,), (NASTY,),
        table=Table((NASTY,), ((NASTY,),)),
    )  # fmt: skip
    for message in (
        answer("t1", [reply], OFFERS),
        *text_pages(NASTY, NASTY),
        notice(NASTY, user="U2", quoted=NASTY),
    ):
        _is_inactive(message)


def _is_inactive(message: Message) -> None:
    text = message.text.removeprefix("<@U2>")
    assert "<" not in text
    assert ">" not in text
    assert "<!" not in json.dumps(message.blocks)
    assert "<@" not in json.dumps(message.blocks)
    assert "mrkdwn" not in json.dumps(message.blocks)
    assert set(links(message.blocks)) <= {"https://okta.example"}
    assert not [t for t in _plain_texts(message.blocks) if t.get("emoji")]


def _plain_texts(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if value.get("type") == "plain_text" else []
        return own + [found for inner in value.values() for found in _plain_texts(inner)]
    return (
        [found for inner in value for found in _plain_texts(inner)]
        if isinstance(value, list | tuple)
        else []
    )


texts = st.text(max_size=20) | st.sampled_from(
    [NASTY, "word " * 700, "x" * 3000, "line\n" * 1800, "<!" * 2000]
)


replies = st.builds(
    Reply,
    topic=st.sampled_from(["salary", "smalltalk", "not_covered"]),
    text=texts.map(lambda text: text or "x"),
    items=st.lists(
        st.builds(Item, texts.map(lambda text: text.strip() or "x"), texts), max_size=4
    ).map(tuple),
    closing=texts,
    figures=st.lists(
        st.builds(
            ShownFigure,
            texts,
            st.integers(0, 9),
            st.integers(0, 9),
            st.just("years"),
            st.none(),
            texts,
        ),
        max_size=3,
    ).map(tuple),
    facts=st.lists(st.just(FACT), max_size=2).map(tuple),
    suggestions=st.lists(texts.filter(str.strip), max_size=4).map(tuple),
    table=st.none()
    | st.builds(
        Table,
        st.just(("a", "b")),
        st.lists(st.tuples(texts, texts), min_size=1, max_size=3).map(tuple),
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(replies, min_size=1, max_size=3))
def test_whatever_the_reply_every_part_of_it_is_taken_by_slack(found: list[Reply]) -> None:
    for part in range(4):
        message = answer("t1", found, OFFERS, part)
        assert refusal(list(message.blocks)) == ""
        _is_inactive(message)


def test_blocks_over_a_limit_are_never_made_into_a_message() -> None:
    divider = {"type": "divider"}
    button = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x" * 76}}
    for wrong in (
        [], [divider] * 51, [{**divider, "block_id": "a"}] * 2,
        [{"type": "actions", "elements": [button]}],
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "nonsense"}],
        [{"type": "section", "text": {"type": "plain_text", "text": "x" * 2999}}] * 5,
    ):  # fmt: skip
        with pytest.raises(SlackObjectFormationError):
            check(wrong)


def test_buttons_are_at_most_five_and_of_thirty_characters_and_read_out_whole() -> None:
    """The page "Button element" of Slack's reference says that the text may truncate at about 30
    characters.
    """
    titles = tuple(f"What does a CISO of a company of kind {number} earn?" for number in range(9))
    reply = replace(SALARY, suggestions=titles, files=("plan.md",))
    blocks = answer("t1", [reply], OFFERS).blocks
    found = [element for element in elements(blocks) if element["type"] == "button"]
    assert len(found) == 5
    assert [element["action_id"] for element in found[-2:]] == ["plan", "mentor"]
    for element, title in zip(found, titles[:3], strict=False):
        assert len(element["text"]["text"]) <= 30
        assert element["accessibility_label"] == title
    assert all(len(element["text"]["text"]) <= 30 for element in found)


def test_tables_wrap_and_wide_ones_become_rows() -> None:
    """The page "Table block" of Slack's reference says that `is_wrapped` defaults to false."""
    table = next(b for b in answer("t1", [SALARY], OFFERS).blocks if b["type"] == "table")
    assert table["column_settings"] == [{"is_wrapped": True}] * 3
    wide = Table(("", "a", "b", "c", "d"), (("Years", "1", "2", "3", "4"),))
    blocks = answer("t1", [replace(SALARY, table=wide)], OFFERS).blocks
    assert not [block for block in blocks if block["type"] == "table"]
    assert "Years: a 1; b 2; c 3; d 4" in read({"blocks": blocks})
