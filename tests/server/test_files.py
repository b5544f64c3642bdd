"""The widget's files: small, kept for good where the name says
what is in them, and framed only where allowed.
"""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path
from types import SimpleNamespace

import pytest
from sanic import Sanic
from sanic.response import HTTPResponse

from bot.server.files import File, accepts, add_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "widget").mkdir()
    for name in ("index.html", "chat.html", "widget.js", "widget/panel-0123456789ab.js"):
        path = tmp_path / name
        path.write_text(f"content of {name} " * 40, "utf-8")
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
        path.with_name(path.name + ".br").write_bytes(b"brotli of " + name.encode())
    (tmp_path / "icon.svg").write_text("<svg/>", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("GZIP;q=1.0", "gzip"),
        ("deflate", None),
        ("", None),
        ("br;q=0.000", None),
    ],
)
def test_a_file_comes_in_the_best_form_that_the_browser_takes(
    folder: Path, header: str, expected: str | None
) -> None:
    answer = File.read(folder / "widget.js", "'none'").response(header, "")
    assert answer.headers.get("Content-Encoding") == expected
    assert answer.status == 200


def test_a_file_that_was_not_packed_comes_as_it_is(folder: Path) -> None:
    answer = File.read(folder / "icon.svg", "'none'").response("gzip, br", "")
    assert "Content-Encoding" not in answer.headers
    assert answer.body == b"<svg/>"


def test_only_a_name_with_a_hash_is_kept_for_good(folder: Path) -> None:
    panel = File.read(folder / "widget" / "panel-0123456789ab.js", "'none'")
    assert panel.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert File.read(folder / "widget.js", "'none'").headers["Cache-Control"] == "no-cache"


def test_what_the_browser_has_is_not_sent_again(folder: Path) -> None:
    file = File.read(folder / "widget.js", "'none'")
    etag = file.headers["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}'):
        assert file.response("gzip", known).status == 304
    assert file.response("gzip", '"other"').status == 200


def test_only_the_chat_page_may_stand_in_frames_of_allowed_sites(folder: Path) -> None:
    app = Sanic("files_of_the_widget", configure_logging=False)
    add_files(app, folder, ["https://school.example"])
    found = {}
    for route in app.router.routes:
        answer = _answer(route.handler)
        found["/" + route.path] = answer.headers["Content-Security-Policy"].rpartition("; ")[2]
    assert found["/chat"] == "frame-ancestors 'self' https://school.example"
    assert found["/"] == "frame-ancestors 'none'"
    assert not [path for path in found if path.endswith((".gz", ".br", "chat.html"))]


def test_an_encoding_is_named_and_not_refused() -> None:
    assert accepts("gzip;q=0.1", "gzip")
    assert not accepts("x-gzip-like", "gzip")


def _answer(handler: object) -> HTTPResponse:
    made: HTTPResponse = asyncio.run(handler(SimpleNamespace(headers={})))  # type: ignore[operator]
    return made
