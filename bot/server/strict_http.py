"""Sanic's HTTP, with a 400 for what it can't read, where it would cut the connection."""

from __future__ import annotations

from itertools import starmap
from string import ascii_letters, digits

from sanic.exceptions import InvalidUsage, SanicException
from sanic.http import Http
from sanic.server import HttpProtocol

_NAME_SIGNS = frozenset(ascii_letters + digits + "!#$%&'*+.^_`|~-")


class StrictHttp(Http):
    """Refuses unreadable paths and headers, lengths that contradict each other or aren't plain
    digits, and two hosts: a proxy may read them otherwise.
    """

    async def http1_request_header(self) -> None:
        try:
            await super().http1_request_header()  # type: ignore[no-untyped-call]
            if not (self.url or "").isascii():
                raise ValueError
            lengths = self.request.headers.getall("content-length", [])
            coded = self.request.headers.getall("transfer-encoding", [])
            hosts = self.request.headers.getall("host", [])
            if len(hosts) > 1 or not all(starmap(_is_field, self.request.headers.items())):
                raise ValueError
            if len(set(lengths)) + len(coded) > 1 or not all(map(_is_length, lengths)):
                raise ValueError
        except SanicException:
            self._forget_request()
            raise
        except Exception as error:  # of its parser, of text and of numbers
            self._forget_request()
            raise InvalidUsage("Bad Request") from error

    def _forget_request(self) -> None:
        """Nothing behind the header can be told apart any more, nor can the path be shown."""
        self.url = self.request = self.request_body = None  # type: ignore[assignment]


class StrictProtocol(HttpProtocol):
    """Serves with `StrictHttp`."""

    __slots__ = ()

    def _setup_connection(self) -> None:
        super()._setup_connection()  # type: ignore[no-untyped-call]
        self._http = StrictHttp(self)  # type: ignore[no-untyped-call]


def _is_field(name: str, value: str) -> bool:
    """Whether a header has a name without spaces and the like, and a value without NUL."""
    return bool(name) and _NAME_SIGNS.issuperset(name) and "\0" not in value


def _is_length(text: str) -> bool:
    return len(text) <= 15 and text.isascii() and text.isdecimal()
