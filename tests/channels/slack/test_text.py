"""What people typed: formatting signs and shortcodes are no words; and what is no
delivery at all.
"""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.slack.envelopes import is_delivery
from bot.channels.slack.message import unpack
from bot.channels.slack.request_check import is_nonsense
from bot.channels.slack.text import escaped, literal, plain_text, shortened, typed_text
from tools.slack_local import Local
from tools.slack_workspace import ASKER, BOT


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("who offers the _CISSP_?", "who offers the CISSP?"),
        ("*what* does a ~CTO~ `CISO` earn", "what does a CTO CISO earn"),
        ("is _*CISM*_ or ```CISSP``` better", "is CISM or CISSP better"),
        ("my_file_name and 5 * 3 * 2 stay", "my_file_name and 5 * 3 * 2 stay"),
        ("how much does it pay? :moneybag: :slightly_smiling_face:", "how much does it pay? 💰 🙂"),
        ("thanks :pray: :+1::skin-tone-3:", "thanks 🙏 👍"),
        (":wave:", "👋"),
        ("our :company-logo: logo", "our  logo"),
        ("**bold** and __x__, (*so*)", "bold and x, (so)"),
        ("*one\ntwo* and 2 * 3 ~ 4", "*one\ntwo* and 2 * 3 ~ 4"),
        ("from 10:30:00 to 12:15:00", "from 10:30:00 to 12:15:00"),
        ("pay &lt; 5 &amp; more", "pay < 5 & more"),
    ],
)
def test_marks_and_shortcodes_of_plain_text(raw: str, text: str) -> None:
    assert plain_text(raw, BOT) == text


@pytest.mark.parametrize(
    "piece", ["*a ", "*a_ ", " *b", " _a", "*_a_* ", "*_", "`", "<", "<@U|", ":a", "&#60;", "~a~"]
)
def test_the_longest_message_of_signs_is_read_at_once(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    begun = time.process_time()
    plain_text(text, BOT)
    assert time.process_time() - begun < 1


def test_the_blocks_of_slacks_editor_are_read_where_they_are() -> None:
    """`rich_text` elements as in "Rich text block" of Slack's reference; an emoji has `name` and
    `unicode`.
    """
    section = [
        {"type": "user", "user_id": BOT},
        {"type": "text", "text": " who offers the "},
        {"type": "text", "text": "CISSP", "style": {"italic": True}},
        {"type": "text", "text": "_x_ "},
        {"type": "emoji", "name": "+1", "unicode": "1f44d-1f3fc", "skin_tone": 3},
        {"type": "emoji", "name": "company-logo"},
        {"type": "link", "url": "https://a.example", "text": "page"},
        {"type": "broadcast", "range": "here"},
    ]
    bullets = {
        "type": "rich_text_list", "style": "bullet",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": t}]} for t in "ab"
        ],
    }  # fmt: skip
    message = {
        "text": f"<@{BOT}> who offers the _CISSP_",
        "blocks": [{
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": section}, bullets],
        }],
    }  # fmt: skip
    assert typed_text(message, BOT) == "who offers the CISSP_x_ 👍🏼page\na\nb"


@pytest.mark.parametrize(
    "blocks",
    [[], [7], "x", [{"type": "rich_text"}], [{"type": "image"}],
    [{"type": "rich_text", "elements": [3]}], [{"type": "rich_text", "elements": 7}],
    [{"type": "rich_text", "elements": {"type": "text", "text": "what?"}}],
    [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": True}]}],
    [{"type": "rich_text", "elements": [{"type": "emoji", "unicode": "d800"}]}],
    [{"type": "rich_text", "elements": [{"type": "emoji", "unicode": "110000-1f44d"}]}]]
)  # fmt: skip
def test_blocks_of_no_use_are_survived(blocks: Any) -> None:
    assert typed_text({"text": "what?", "blocks": blocks}, BOT) in ("what?", "")


def test_a_formatted_question_reaches_the_advisor_as_words(local: Local) -> None:
    local.slack.say(ASKER, "what does a _CISO_ *earn*? :moneybag:")
    local.settle()
    assert local.script.heard == ["what does a CISO earn? 💰"]


FORM, JSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"


def test_a_value_that_no_button_of_ours_has_holds_nothing() -> None:
    for value in ("[" * 3000, "9" * 5000, "{}", "[", ""):
        assert unpack(value) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe", JSON), (b"", JSON), (b"[]", JSON), (b"7", JSON), (b"{}", JSON),
        (b'{"type": []}', JSON),
        (b'{"type": "event_callback"}', JSON), (b'{"type": "event_callback", "event": 7}', JSON),
        (b'{"type": "nothing"}', JSON), (b"payload={", FORM), (b"payload=7", FORM), (b"x=1", FORM),
        (b"", FORM),
        (b'payload={"type":"block_actions","actions":[7],"user":{}}', FORM),
        (b'payload={"type":"view_submission","view":3,"user":{}}', FORM), (b"[" * 100_000, JSON),
        (b"command=%2Fciso", FORM),
    ],
)  # fmt: skip
def test_what_has_no_shape_of_a_delivery_is_nonsense(body: bytes, kind: str) -> None:
    assert is_nonsense(body, kind)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"type": "url_verification", "challenge": "x"}', JSON), (b"ssl_check=1&token=x", FORM),
        (b"command=%2Fciso&text=&user_id=U1&channel_id=C1", FORM),
        (b'payload={"type":"block_actions","actions":[],"user":{"id":"U1"}}', FORM),
        (b'{"type": "event_callback", "event": {"type": "message"}}', JSON),
    ],
)  # fmt: skip
def test_what_slack_sends_is_not(body: bytes, kind: str) -> None:
    assert not is_nonsense(body, kind)


def test_a_body_that_is_no_object_is_no_delivery() -> None:
    for body in (None, [], "x", json.loads("[1]")):
        assert not is_delivery(body)


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
