"""The widget's files and pages, read once and sent as small as the browser takes them."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
    " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
_ENCODINGS = {"br": ".br", "gzip": ".gz"}  # the best first
_HASHED = re.compile(r"-[0-9a-f]{12}\.\w+$")
_FOREVER = "public, max-age=31536000, immutable"
CHAT = "/chat"

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]


@dataclass(frozen=True)
class File:
    """A file's content in every encoding that it was built in; the
    key `identity` is the file itself.
    """

    content: dict[str, bytes]
    headers: dict[str, str]
    kind: str

    @classmethod
    def read(cls, path: Path, ancestors: str) -> File:
        content = {"identity": path.read_bytes()}
        for encoding, suffix in _ENCODINGS.items():
            packed = path.with_name(path.name + suffix)
            if packed.exists():
                content[encoding] = packed.read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if path.name.endswith(".d.ts"):
            kind = "text/plain"
        is_text = kind.startswith("text/") or kind.endswith(("javascript", "json"))
        headers = {
            "ETag": f'"{sha256(content["identity"]).hexdigest()[:20]}"',
            # a name with a hash never gets another content
            "Cache-Control": _FOREVER if _HASHED.search(path.name) else "no-cache",
            "Content-Security-Policy": _POLICY.format(ancestors=ancestors),
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return cls(content, headers, kind + ("; charset=utf-8" if is_text else ""))

    def response(self, accepted: str, known: str) -> HTTPResponse:
        """The answer to a request with those `Accept-Encoding` and `If-None-Match` headers."""
        if self.headers["ETag"] in known.replace("W/", ""):
            return HTTPResponse(status=304, headers=self.headers)
        encoding = next((e for e in _ENCODINGS if e in self.content and accepts(accepted, e)), "")
        headers = {**self.headers, "Content-Encoding": encoding} if encoding else self.headers
        return HTTPResponse(
            self.content[encoding or "identity"], content_type=self.kind, headers=headers
        )


def accepts(header: str, encoding: str) -> bool:
    """Whether an `Accept-Encoding` header takes an encoding:
    named, and not with a weight of nothing.
    """
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == encoding:
            return re.fullmatch(r"\s*q=0(\.0*)?\s*", weight) is None
    return False


def add_files(app: Sanic, folder: Path, framed_by: Iterable[str] = ()) -> None:
    """Serve what is in a folder; `/` is its index page, and `/chat`
    may stand in frames of the origins given.
    """
    files = {
        f"/{path.relative_to(folder).as_posix()}": path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in _ENCODINGS.values()
    }
    if "/index.html" in files:
        files["/"] = files["/index.html"]
    if "/chat.html" in files:
        files[CHAT] = files.pop("/chat.html")
    for number, (address, path) in enumerate(files.items()):
        ancestors = " ".join(["'self'", *framed_by]) if address == CHAT else "'none'"
        app.add_route(
            _handler(File.read(path, ancestors)),
            address,
            methods=["GET", "HEAD"],
            name=f"file_{number}",
        )


def _handler(file: File) -> Handler:
    async def handler(request: Request) -> HTTPResponse:
        accepted = request.headers.get("accept-encoding", "")
        return file.response(accepted, request.headers.get("if-none-match", ""))

    return handler
