"""The token that a request brings: in our cookie, whatever
stands beside it, or as a bearer token.
"""

from __future__ import annotations

from collections.abc import Iterator

from sanic.request import Request
from sanic.response import HTTPResponse

COOKIE = "advisor"


def tokens(request: Request) -> Iterator[str]:
    """What may be a token of ours, the likeliest first.

    Only a bearer token replaces the cookie: a browser adds `Authorization: Basic` by itself on a
    page that asks for a password. The cookies of the whole site come along, and few keep to the
    grammar, so the header is cut at its semicolons and nothing else is read of it.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        yield token.strip()
    for header in request.headers.getall("cookie", []):
        for pair in header.split(";"):
            name, _, value = pair.strip().partition("=")
            if name == COOKIE:
                yield value.strip().strip('"')


def set_cookie(response: HTTPResponse, value: str, seconds: int, https: bool) -> None:
    """Give the browser its token for some seconds; 0 takes it away."""
    response.cookies[COOKIE] = value
    cookie = response.cookies[COOKIE]
    cookie["httponly"], cookie["samesite"], cookie["path"] = True, "Lax", "/webhooks/web"
    cookie["max-age"] = seconds
    if https:
        cookie["secure"] = True
