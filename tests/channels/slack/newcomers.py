"""People who haven't spoken with the advisor yet, and what they have heard from it."""

from __future__ import annotations

from itertools import count

from tools.slack_workspace import Workspace

_people = count(1)


def newcomer(slack: Workspace) -> str:
    """Somebody who hasn't spoken with the advisor yet."""
    user = f"U0NEW{next(_people)}"
    slack.people[user] = {"id": user, "team_id": "T0WORKSPACE"}
    return user


def heard(slack: Workspace, user: str) -> int:
    """Waits until everything that a person said before is dealt with; returns how many answers
    there are then.
    """
    channel = slack.dm(user)
    key = f"post:{channel}:{slack.say(user, 'What does a CISO earn?')}"
    slack.wait(
        lambda: any(
            message["metadata"]["event_payload"]["key"] == key for message in slack.answers(channel)
        )
    )
    return len(slack.answers(channel))
