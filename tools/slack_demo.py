"""`make slack-demo`: the advisor in a workspace that only looks like Slack, and what people read there."""

from __future__ import annotations

import sys
import tempfile
import textwrap
from pathlib import Path

from tools.serving import serving
from tools.slack_transcript import read
from tools.slack_workspace import BOT, GENERAL, MENTORS, Message, Workspace, suggestions, workspace

_NAMES = {"U0ASKER": "Member A", "U0OTHER": "Member B", "U0MENTOR": "Mentor", BOT: "CISO advisor"}


def main() -> int:
    with tempfile.TemporaryDirectory() as data, workspace() as slack:
        print("Starting the advisor beside a workspace that only looks like Slack …", flush=True)
        with serving(Path(data), **slack.environment()) as server:
            slack.join(server.url)
            play(slack)
    return 0


def play(slack: Workspace) -> None:
    """A direct message, a mention, a slash command, a button and a hand-over, as people see them."""
    _scene("A direct message")
    _say(slack, "U0ASKER", "which certifications help?")
    answer = _heard(slack.answer(slack.dm("U0ASKER")))

    _scene("A button below the answer")
    chosen = suggestions(answer)[0]
    print(f"Member A presses [{chosen}]")
    slack.press("U0ASKER", answer, chosen)
    _heard(slack.answer(slack.dm("U0ASKER"), number=2))
    print("… and below the first answer the suggestions have become:")
    _indented(next(line for line in read(answer).splitlines() if line.startswith("(Asked")))

    _scene("A mention in #general, and a follow-up in its thread")
    ts = _say(slack, "U0OTHER", f"<@{BOT}> what does a CISO earn?", GENERAL)
    _heard(slack.answer(GENERAL, ts))
    _say(slack, "U0OTHER", "how old is that figure?", GENERAL, ts)
    _heard(slack.answer(GENERAL, ts, number=2))

    _scene("A slash command, which only the asker sees")
    print("Member B types: /ciso which degree do I need?")
    _heard(slack.command("U0OTHER", "which degree do I need?")[1])

    _scene("A hand-over to the mentors")
    print("Member A presses [Ask a mentor], and a form opens:")
    slack.press("U0ASKER", slack.answers(slack.dm("U0ASKER"))[-1], "Ask a mentor")
    form = slack.wait(lambda: slack.forms)[-1]
    _indented(read(form))
    print(
        "Member A writes “Is the CISSP worth it for me?”, ticks the conversation and sends it.\n\nIn the mentors' channel:"
    )
    slack.submit("U0ASKER", form, "Is the CISSP worth it for me?", ("conversation",))
    brief = slack.answer(MENTORS)
    _heard(brief)
    print("In the thread below it:")
    _heard(slack.answer(MENTORS, brief["ts"]))
    slack.wait(lambda: len(slack.answers(slack.dm("U0ASKER"))) == 3)
    print("Mentor presses [I'll take it], and the brief says:")
    slack.press("U0MENTOR", brief, "I'll take it")
    told = slack.answer(slack.dm("U0ASKER"), number=4)
    slack.wait(lambda: "Taken by" in read(brief))
    _indented(read(brief).splitlines()[-1])
    print("Member A reads:")
    _heard(told)
    print("That was the advisor in Slack.")


def _scene(title: str) -> None:
    print(f"\n=== {title} " + "=" * (90 - len(title)), flush=True)


def _say(slack: Workspace, user: str, text: str, channel: str = "", thread: str = "") -> str:
    print(f"{_NAMES[user]}: {_named(text.replace(f'<@{BOT}>', f'@{BOT}'))}", flush=True)
    return slack.say(user, text, channel, thread)


def _heard(message: Message) -> Message:
    print("CISO advisor:")
    _indented(read(message))
    return message


def _indented(text: str) -> None:
    for line in _named(text).splitlines():
        inner = len(line) - len(line.lstrip())
        print(
            textwrap.fill(
                line,
                100,
                initial_indent="    ",
                subsequent_indent=" " * (inner + 4 + (3 if inner else 0)),
            )
        )
    print(flush=True)


def _named(text: str) -> str:
    for user, name in _NAMES.items():
        text = text.replace(f"@{user}", f"@{name}")
    return text


if __name__ == "__main__":
    sys.exit(main())
