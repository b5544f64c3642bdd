"""Sanic's HTTP, with a 400 for what it can't read, where it would cut the connection."""

from __future__ import annotations

from sanic.exceptions import InvalidUsage, SanicException
from sanic.http import Http
from sanic.server import HttpProtocol


class StrictHttp(Http):
    """Refuses unreadable paths, and lengths that contradict each other or aren't plain digits."""

    async def http1_request_header(self) -> None:
        try:
            await super().http1_request_header()  # type: ignore[no-untyped-call]
            if not (self.url or "").isascii():
                raise ValueError
            lengths = self.request.headers.getall("content-length", [])
            coded = self.request.headers.getall("transfer-encoding", [])
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


def _is_length(text: str) -> bool:
    return len(text) <= 15 and text.isascii() and text.isdecimal()
