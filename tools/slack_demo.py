"""`make slack-demo`: a mentoring story in a workspace that only
looks like Slack, from a question to the check-in.
"""

from __future__ import annotations

import sys
import tempfile
import textwrap
from pathlib import Path

from tools.serving import serving
from tools.slack_transcript import read
from tools.slack_workspace import BOT, GENERAL, MENTORS, Message, Workspace, suggestions, workspace

MEMBER, COLLEAGUE, MENTOR = "U0ASKER", "U0OTHER", "U0MENTOR"
_NAMES = {
    MEMBER: "Member",
    COLLEAGUE: "Colleague",
    MENTOR: "Mentor",
    "U0MAX": "Mentor 2",
    BOT: "CISO advisor",
}
# Five and ten seconds: the story doesn't wait for a day and two weeks.
_PACE = {"SLACK_REMINDER_HOURS": "0.0014", "SLACK_CHECK_IN_DAYS": "0.00012"}


def main() -> int:
    with tempfile.TemporaryDirectory() as data, workspace() as slack:
        print("Starting the advisor beside a workspace that only looks like Slack …", flush=True)
        with serving(Path(data), **slack.environment(**_PACE)) as server:
            slack.join(server.url)
            play(slack)
    return 0


def play(slack: Workspace) -> None:
    """What people see of it, scene by scene."""
    _in_private(slack)
    _in_a_channel(slack)
    brief = _to_the_mentors(slack)
    _until_they_met(slack, brief)
    print("That was the advisor in Slack.")


def _in_private(slack: Workspace) -> None:
    _scene("A direct message")
    _say(slack, MEMBER, "which certifications help?")
    answer = _heard(slack.answer(slack.dm(MEMBER)))
    number = 1
    if offered := suggestions(answer):
        _scene("A button below the answer")
        print(f"Member presses [{offered[0]}]")
        slack.press(MEMBER, answer, offered[0])
        number += 1
        _heard(slack.answer(slack.dm(MEMBER), number=number))
        print("… and below the first answer the suggestions have become:")
        _indented(next(line for line in read(answer).splitlines() if line.startswith("(Asked")))
    _say(
        slack,
        MEMBER,
        "I have 5 years in IT security and a bachelor's degree, what should I do next?",
    )
    _heard(slack.answer(slack.dm(MEMBER), number=number + 1))


def _in_a_channel(slack: Workspace) -> None:
    _scene("A mention in #general, people's talk in its thread, and a follow-up")
    ts = _say(slack, COLLEAGUE, f"<@{BOT}> what does a CISO earn?", GENERAL)
    _heard(slack.answer(GENERAL, ts))
    _say(slack, COLLEAGUE, "lol", GENERAL, ts)
    _say(slack, COLLEAGUE, "I'll send you the doc tomorrow", GENERAL, ts)
    print("The advisor stays out of that.\n")
    _say(slack, COLLEAGUE, "how old is that figure?", GENERAL, ts)
    _heard(slack.answer(GENERAL, ts, number=2))

    _scene("Slash commands, which only the asker sees")
    for text in ("help", "which degree do I need?"):
        print(f"Colleague types: /ciso {text}")
        _heard(slack.command(COLLEAGUE, text)[1])


def _to_the_mentors(slack: Workspace) -> Message:
    _scene("A question to the mentors")
    print(
        "Member presses [Ask a mentor], ticks the conversation, and the form shows what that"
        " shares:"
    )
    slack.press(MEMBER, slack.answers(slack.dm(MEMBER))[-1], "Ask a mentor")
    form = slack.wait(lambda: slack.forms)[-1]
    slack.tick(form, MEMBER, "conversation")
    slack.wait(lambda: "They will see" in read(form))
    _indented(read(form))
    told = len(slack.answers(slack.dm(MEMBER)))
    slack.submit(MEMBER, form, "Is the CISSP worth it for me?", ("conversation",))
    brief = slack.answer(MENTORS)
    print("In the mentors' channel:")
    _heard(brief)
    print("Member reads:")
    _heard(slack.answer(slack.dm(MEMBER), number=told + 1))

    _scene("A day later (here: five seconds) nobody has taken it")
    print("In the thread of the mentors' channel:")
    thread = slack.wait(lambda: _reminders(slack, brief))
    _heard(thread[0])
    return brief


def _until_they_met(slack: Workspace, brief: Message) -> None:
    _scene("A mentor takes it")
    print("Mentor presses [I'll take it]. The brief says:")
    slack.press(MENTOR, brief, "I'll take it")
    slack.wait(lambda: "Taken by" in read(brief))
    _indented("\n".join(read(brief).splitlines()[-2:]))
    print("In a group conversation of the two:")
    _heard(slack.answer(slack.group(MEMBER, MENTOR)))

    _scene("Two weeks later (here: ten seconds, which it counts as a day)")
    direct = slack.dm(MEMBER)
    question = slack.wait(lambda: _with_words(slack.answers(direct), "Did you two meet?"))[-1]
    print("Member reads:")
    _heard(question)
    print("Member presses [Yes, we met] and reads:")
    slack.press(MEMBER, question, "Yes, we met")
    _heard(slack.wait(lambda: _with_words(slack.answers(direct), "glad you met"))[-1])


def _reminders(slack: Workspace, brief: Message) -> list[Message]:
    return _with_words(slack.answers(MENTORS, brief["ts"]), "it's your turn")


def _with_words(messages: list[Message], words: str) -> list[Message]:
    return [message for message in messages if words in read(message)]


def _scene(title: str) -> None:
    print(f"\n=== {title} " + "=" * max(3, 90 - len(title)), flush=True)


def _say(slack: Workspace, user: str, text: str, channel: str = "", thread: str = "") -> str:
    print(f"{_NAMES[user]}: {_named(text.replace(f'<@{BOT}>', f'@{BOT}'))}", flush=True)
    return slack.say(user, text, channel, thread)


def _heard(message: Message) -> Message:
    print("CISO advisor:")
    _indented(read(message))
    return message


def _indented(text: str) -> None:
    for line in _named(text).splitlines():
        inner = 4 + len(line) - len(line.lstrip())
        print(
            textwrap.fill(
                line,
                100,
                initial_indent="    ",
                subsequent_indent=" " * (inner + (3 if inner > 4 else 0)),
            )
        )
    print(flush=True)


def _named(text: str) -> str:
    for user, name in _NAMES.items():
        text = text.replace(f"@{user}", f"@{name}")
    return text


if __name__ == "__main__":
    sys.exit(main())
