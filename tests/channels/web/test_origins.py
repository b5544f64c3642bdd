"""Which pages may ask, however their addresses are written."""

from __future__ import annotations

import pytest

from bot.channels.web.origins import AllowedOrigins, canonical, is_own


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://www.example.com", "https://www.example.com"),
        ("https://www.example.com:443", "https://www.example.com"),
        ("HTTPS://WWW.Example.COM/", "https://www.example.com"),
        ("http://www.example.com:80", "http://www.example.com"),
        ("http://www.example.com:443", "http://www.example.com:443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("https://www.example.com.", "https://www.example.com"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://[2001:DB8::1]", "http://[2001:db8::1]"),
        ("null", None),
        ("file://", None),
        ("https://", None),
        ("https://a.example@b.example", None),
        ("https://a.example/path", None),
        ("https://a.example:x", None),
        ("https://a.example:99999", None),
        ("https://" + "a" * 70 + ".example", None),
    ],
)
def test_an_origin_is_read_in_every_spelling(origin: str, expected: str | None) -> None:
    assert canonical(origin) == expected


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://www.example.com", "www.example.com"),
        ("https://www.example.com", "www.example.com:443"),
        ("https://www.example.com:443", "WWW.example.com"),
        ("http://www.example.com", "www.example.com:80"),
        ("https://xn--bcher-kva.example", "xn--bcher-kva.example:443"),
        ("https://bücher.example", "xn--bcher-kva.example"),
        ("http://127.0.0.1:5005", "127.0.0.1:5005"),
        ("http://[::1]:5005", "[::1]:5005"),
    ],
)
def test_a_page_of_the_server_is_its_own(origin: str, host: str) -> None:
    assert is_own(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://evil.example", "www.example.com"),
        ("https://www.example.com.evil.example", "www.example.com"),
        ("https://www.example.com:8443", "www.example.com"),
        ("http://www.example.com", "www.example.com:443"),
        ("null", "www.example.com"),
        ("null", "null"),
        ("", ""),
        ("https://", ""),
        ("https://evil.example@www.example.com", "www.example.com"),
    ],
)
def test_a_page_of_another_site_is_not(origin: str, host: str) -> None:
    assert not is_own(origin, host)


def test_what_can_not_be_read_allows_nobody() -> None:
    allowed = AllowedOrigins(["https://a.example:443", "https://b.example:x"])
    assert "https://A.example" in allowed
    assert "https://b.example:x" not in allowed
    assert None not in allowed
    assert allowed.sorted == ("https://a.example",)
