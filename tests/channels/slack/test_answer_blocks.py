"""A reply as Block Kit: everything is there, nothing is active, and Slack's limits are kept."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackObjectFormationError

from bot.channels.slack.answer_blocks import Offers, answer
from bot.channels.slack.mentor_blocks import text_pages
from bot.channels.slack.message import Message, check, notice, replace_block, unpack
from bot.channels.slack.text import escaped, literal, plain_text, shortened
from bot.domain.reply import Citation, CitedFact, Item, Reply, ShownFigure, Table
from tools.slack_limits import elements, refusal, shown
from tools.slack_transcript import read

OFFERS = Offers("slack:T1:U1", lambda title: f"id-of-{len(title)}", mentors=True)
FACT = CitedFact(
    "f1", "It pays.", Citation("Pay & “more”", "Okta", 2021, "Pay", "https://okta.example")
)
SALARY = Reply(
    "salary",
    "A CISO earns $1.",
    items=(Item("CISSP", "offered by ISC2"), Item("Security+")),
    closing="That is all.",
    figures=(ShownFigure("average base salary", 166585, 166585, "USD/year", 2021, "Okta"),),
    facts=(FACT,),
    suggestions=("What is the most?", "Why?"),
    table=Table(("", "CISSP", "CISM"), (("Years", "5", "5"),)),
)
NASTY = "<!channel> <@U1> <https://evil.example|bank> *bold* _it_ `code` ~no~ :tada: & <b>"


def _parts(reply: Reply) -> list[Message]:
    """Every part of an answer, as far as its buttons lead."""
    found = [answer("t1", [reply], OFFERS)]
    while rest := [e for e in elements(found[-1].blocks) if e["action_id"] == "rest"]:
        found.append(answer("t1", [reply], OFFERS, unpack(rest[0]["value"])[2]))
    return found


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
    assert set(_links(message.blocks)) <= {"https://okta.example"}
    assert not [t for t in _plain_texts(message.blocks) if t.get("emoji")]


def _links(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["url"]] if value.get("type") == "link" else []
        return own + [found for inner in value.values() for found in _links(inner)]
    return (
        [found for inner in value for found in _links(inner)]
        if isinstance(value, list | tuple)
        else []
    )


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


def test_a_chosen_suggestion_stands_where_the_buttons_were() -> None:
    blocks = replace_block(answer("t1", [SALARY], OFFERS).blocks, "next", "Asked: Why?")
    assert "(Asked: Why?)" in read({"blocks": blocks})
    assert "[Why?]" not in read({"blocks": blocks})
    assert "[Helpful]" in read({"blocks": blocks})


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<@U0BOT> what  is a CISO?", "what  is a CISO?"),
        ("hey <@U0BOT|advisor>, pay &amp; rank", "hey  , pay & rank"),
        (
            "see <https://x.example/a|the page> or <https://x.example>",
            "see the page or https://x.example",
        ),
        (
            "<mailto:a@b.example|a@b.example> <#C1|general> <!here> <!subteam^S1|@team>",
            "a@b.example #general  @team",
        ),
        ("&lt;script&gt; 5 &lt; 6", "<script> 5 < 6"),
        ("ask <@U2> about it", "ask  about it"),
    ],
)
def test_what_was_typed_is_read_out_of_slacks_markup(raw: str, text: str) -> None:
    assert plain_text(raw, "U0BOT") == text


@settings(deadline=None)
@given(st.text(st.characters(blacklist_characters="_*~`:")))
def test_escaped_text_has_no_markup_and_reads_back(text: str) -> None:
    made = escaped(text)
    assert "<" not in made
    assert ">" not in made
    assert plain_text(made, "U0BOT") == text.strip() or "&" in text


def test_literal_text_looks_the_same_and_is_no_command() -> None:
    assert literal("a < b & c > d") == "a < b & c > d"
    assert literal("<!channel>").replace("\u2060", "") == "<!channel>"
    assert "<!" not in literal("<!channel> <!here>")


def test_long_text_is_shortened_with_an_ellipsis() -> None:
    assert shortened("x" * 75, 75) == "x" * 75
    assert shortened("x" * 76, 75) == "x" * 74 + "…"


def test_the_reader_of_blocks_misses_no_text() -> None:
    assert set(shown(list(answer("t1", [SALARY], OFFERS).blocks))) >= {
        "CISSP",
        "Why?",
        "Helpful",
    }


def test_sources_are_linked_by_their_titles_and_to_pages_of_the_web_only() -> None:
    assert _links(answer("t1", [SALARY], OFFERS).blocks) == ["https://okta.example"]
    for address in (None, "javascript:alert(1)", "slack://open", ""):
        source = replace(FACT.source, url=address)
        reply = replace(SALARY, facts=(replace(FACT, source=source),))
        message = answer("t1", [reply], OFFERS)
        assert not _links(message.blocks)
        assert "Pay & “more”" in read({"blocks": message.blocks})


def test_several_sources_are_one_numbered_line() -> None:
    other = replace(FACT, id="f2", source=replace(FACT.source, title="Pay survey", year=None))
    reply = replace(SALARY, facts=(FACT, other), table=None, figures=())
    text = read({"blocks": answer("t1", [reply], OFFERS).blocks})
    assert "Sources: 1. “Pay & “more””, Okta, 2021; 2. “Pay survey”, Okta, year unknown" in text


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
