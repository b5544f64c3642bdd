"""Two servers on one database, as behind a load balancer, and one of them killed or stopped.

Each test leaves both running.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.serving import Server
from tools.slack_transcript import read
from tools.slack_workspace import ASKER, Trouble, Workspace, workspace


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Server, Server]]:
    data: Path = tmp_path_factory.mktemp("pair")
    with workspace() as slack:
        servers = [Server(data, environment=slack.environment()) for _ in range(2)]
        try:
            for server in servers:
                server.start()
                slack.join(server.url)
            yield slack, servers[0], servers[1]
        finally:
            for server in servers:
                server.stop()


def test_a_question_delivered_to_both_is_answered_once(
    pair: tuple[Workspace, Server, Server],
) -> None:
    slack, one, two = pair
    channel = slack.dm(ASKER)
    message = slack.write(ASKER, channel, "what does a CISO do?")
    payload = slack.events(channel, message)[0]
    for server in (one, two, one):
        slack.join(server.url)
        assert slack.deliver(payload)[0] == 200
    slack.answer(channel)
    slack.join(two.url)
    slack.say(ASKER, "what does a CISO earn?")
    slack.answer(channel, number=2)
    assert len(slack.answers(channel)) == 2


def test_a_killed_process_is_stood_in_for_and_nothing_is_answered_twice(
    pair: tuple[Workspace, Server, Server],
) -> None:
    """Half of the answers wait for Slack when the process dies; one of them has arrived without
    its knowing.
    """
    slack, one, _ = pair
    slack.join(one.url)
    crowd = [f"U0KILL{number}" for number in range(8)]
    slack.people.update({user: {"id": user, "team_id": "T0WORKSPACE"} for user in crowd})
    slack.trouble("chat.postMessage", Trouble("late", 3), *[Trouble("lost", 3)] * 3)
    for user in crowd:
        slack.say(user, "what does a CISO do?")
    slack.wait(lambda: not slack._troubles["chat.postMessage"])
    one.kill()
    for user in crowd:
        slack.answer(slack.dm(user))
    time.sleep(6)  # longer than a process may be silent: whoever would answer again has done so
    assert [len(slack.answers(slack.dm(user))) for user in crowd] == [1] * 8
    one.start()


def test_a_process_that_is_stopped_hands_on_what_it_couldnt_finish(
    pair: tuple[Workspace, Server, Server],
) -> None:
    slack, one, two = pair
    slack.join(two.url)
    slack.people["U0STOP"] = {"id": "U0STOP", "team_id": "T0WORKSPACE"}
    one.stop()
    slack.trouble("chat.postMessage", *[Trouble("limited", 20)])
    slack.say("U0STOP", "which certifications help?")
    slack.wait(lambda: slack._limited)
    two.stop()
    slack._limited.clear()
    two.start()
    one.start()
    slack.join(two.url)
    assert "CISSP" in read(slack.answer(slack.dm("U0STOP")))
    slack.say("U0STOP", "who offers the second one?")
    assert "CAP is offered by ISC2" in read(slack.answer(slack.dm("U0STOP"), number=2))
    assert len(slack.answers(slack.dm("U0STOP"))) == 2
