"""A web server for the tests of the channel, and a visitor of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tools.serving import Server, Visitor, serving

GENEROUS = {
    "ADDRESS_BURST": "100000", "ADDRESS_RATE": "100000", "CONVERSATION_BURST": "10000",
    "CONVERSATION_RATE": "10000",
    "ALLOWED_ORIGINS": "https://school.example",
}  # fmt: skip


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("web"), **GENEROUS) as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Visitor:
    return Visitor(server)
