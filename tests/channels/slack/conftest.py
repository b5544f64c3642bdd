"""A real server with the real model, beside a workspace that only looks like Slack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.slack.newcomers import newcomer
from tools.serving import Server, serving
from tools.slack_local import Local
from tools.slack_local import local as local_slack
from tools.slack_workspace import Workspace, workspace


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Server]]:
    """Over HTTP, with a mentors' channel; shared, so that a test uses people and threads of its own
    or counts on.
    """
    with (
        workspace() as slack,
        serving(tmp_path_factory.mktemp("slack"), **slack.environment()) as server,
    ):
        slack.join(server.url)
        yield slack, server


@pytest.fixture
def slack(request: pytest.FixtureRequest) -> Workspace:
    """The workspace of the channel that a test talks with: the `local` one, else the server's."""
    if "local" in request.fixturenames:
        made: Local = request.getfixturevalue("local")
        return made.slack
    beside: Workspace = request.getfixturevalue("served")[0]
    return beside


@pytest.fixture
def server(served: tuple[Workspace, Server]) -> Server:
    return served[1]


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Local]:
    """The channel in this process, with scripted answers: for what doesn't depend on what is
    answered.
    """
    with local_slack(tmp_path) as made:
        yield made


@pytest.fixture
def person(slack: Workspace) -> str:
    """Somebody who hasn't spoken with the advisor yet."""
    return newcomer(slack)
