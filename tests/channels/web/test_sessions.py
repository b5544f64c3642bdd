"""Sessions, token buckets and settings by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.rate_limiter import TokenBuckets
from bot.channels.web.sessions import Sessions
from bot.settings import Settings, SettingsError, secret

SECRET = b"a secret for tests, long enough to be one"


def test_a_token_opens_its_own_conversation_until_its_end() -> None:
    sessions = Sessions(SECRET, "web", days=1)
    token = sessions.new(now=1_800_000_000)
    conversation = sessions.conversation(token, now=1_800_000_001)
    assert conversation is not None
    assert conversation.startswith("web:")
    assert sessions.conversation(token, now=1_800_000_000 + 86_401) is None


@given(st.integers(0, 120), st.characters(codec="utf-8"))
def test_a_token_with_another_character_anywhere_opens_nothing(
    position: int, character: str
) -> None:
    sessions = Sessions(SECRET, "web", days=1)
    token = sessions.new()
    position %= len(token)
    forged = token[:position] + character + token[position + 1 :]
    assert forged == token or sessions.conversation(forged) is None


@pytest.mark.parametrize("token", [None, "", "x", "..", "web:1", "a" * 10_000, "\ud800", "\x00"])
def test_what_is_no_token_opens_nothing(token: str | None) -> None:
    assert Sessions(SECRET, "web", days=1).conversation(token) is None


def test_tokens_of_another_secret_or_surface_open_nothing() -> None:
    token = Sessions(SECRET, "web", days=1).new()
    assert Sessions(SECRET, "slack", days=1).conversation(token) is None
    assert (
        Sessions(b"another secret, as long as the first one", "web", days=1).conversation(token)
        is None
    )


def test_a_bucket_gives_its_burst_then_its_rate_and_says_how_long_to_wait() -> None:
    now = [0.0]
    buckets = TokenBuckets(burst=2, rate=0.5, clock=lambda: now[0])
    assert [buckets.take("a"), buckets.take("a")] == [0.0, 0.0]
    assert buckets.take("a") == pytest.approx(2.0)
    assert buckets.take("b") == 0.0
    now[0] = 2.0
    assert buckets.take("a") == 0.0


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "99999"), ("PORT", "x"), ("ALLOWED_ORIGINS", "*"),
     ("ALLOWED_ORIGINS", "https://a.example/path"),
     ("RETENTION_DAYS", "0"), ("RETENTION_DAYS", "-1"), ("TURN_SECONDS", "٣")],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment()


def test_the_secret_is_made_once_readable_by_nobody_else_and_a_short_one_is_refused(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", f"{tmp_path}/data")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = secret()
    assert secret() == first
    assert len(first) == 64
    with pytest.MonkeyPatch.context() as inner:
        inner.setenv("SECRET_KEY", "short")
        with pytest.raises(SettingsError, match="SECRET_KEY"):
            secret()
    import os

    assert os.stat(f"{tmp_path}/data/secret").st_mode & 0o077 == 0
