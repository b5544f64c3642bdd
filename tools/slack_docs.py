"""What a mentee and a mentor read in Slack, written into docs/slack.md from a story that is really
played.

`python -m tools.slack_docs` writes it; the answers come from a script, so that the page changes
with Slack's own words and not with the advisor's.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.rasa_adapter.tensorflow_stub import prepare

prepare()

from tools.slack_local import PLAN, Local, local
from tools.slack_transcript import read
from tools.slack_workspace import (
    ASKER,
    BOT,
    GENERAL,
    MAX,
    MENTOR,
    MENTORS,
    STRANGER,
    TEAM,
    Message,
    Workspace,
)

PAGE = Path("docs/slack.md")
BEGIN, END = "<!-- what people read: begin -->", "<!-- what people read: end -->"
_DAY = 86_400.0
_NAMES = {
    ASKER: "Mentee",
    MENTOR: "Mentor",
    MAX: "Another mentor",
    STRANGER: "Outsider",
    BOT: "CISO advisor",
}


@dataclass
class Story:
    """Plays scenes and writes down what each person reads."""

    local: Local
    lines: list[str] = field(default_factory=list)

    @property
    def slack(self) -> Workspace:
        return self.local.slack

    def scene(self, title: str) -> None:
        self.lines += ["", f"### {title}", ""]

    def step(self, text: str) -> None:
        self.lines += [text, ""]

    def show(self, message: Message) -> Message:
        self.lines += ["```text", *read(message).splitlines(), "```", ""]
        return message

    def press(self, user: str, message: Message, label: str) -> None:
        self.slack.press(user, message, label)
        self.local.settle()

    def last(self, user: str) -> Message:
        return self.slack.answers(self.slack.dm(user))[-1]

    def text(self) -> str:
        text = "\n".join(self.lines).strip() + "\n"
        for user, name in _NAMES.items():
            text = text.replace(f"@{user}", f"@{name}")
        return text


def play(found: Local) -> str:
    """The whole story, from the first question to the check-in."""
    story = Story(found)
    _question(story)
    _channel(story)
    _handover(story)
    _later(story)
    _home(story)
    return story.text()


def _question(story: Story) -> None:
    slack = story.slack
    story.scene("A question in a direct message")
    slack.say(ASKER, "what does a CISO earn?")
    story.step("The mentee asks “what does a CISO earn?” and reads:")
    told = story.show(slack.answer(slack.dm(ASKER)))
    story.step("After *Not helpful*, only to the one who pressed:")
    slack.press(ASKER, told, "Not helpful")
    story.show(slack.wait(lambda: slack.hints)[-1])
    story.step("`/ciso help`, only to the one who types it:")
    story.show(slack.command(ASKER, "help")[1])


def _channel(story: Story) -> None:
    slack = story.slack
    story.scene("In a channel")
    story.step("A file without words, and somebody from another company; each sees it alone:")
    file: dict[str, Any] = {"subtype": "file_share", "files": [{"id": "F1", "name": "cv.pdf"}]}
    slack.say(ASKER, f"<@{BOT}>", GENERAL, **file)
    story.local.settle()
    story.show(slack.hints[-1])
    slack.say(STRANGER, f"<@{BOT}> what does a CISO earn?", GENERAL)
    story.local.settle()
    story.show(slack.hints[-1])


def _handover(story: Story) -> None:
    slack, found = story.slack, story.local
    found.turns.plans[f"slack:{TEAM}:{ASKER}"] = PLAN
    story.scene("A question to the mentors")
    story.step("The mentee presses *Ask a mentor* and ticks the plan:")
    slack.press(ASKER, story.last(ASKER), "Ask a mentor")
    form = slack.wait(lambda: slack.forms)[-1]
    slack.tick(form, ASKER, "plan")
    slack.wait(lambda: "They will see" in read(form))
    story.show(form)
    slack.submit(ASKER, form, "Is the CISSP worth it for me?", ("plan",))
    found.settle()
    brief, *below = slack.answers(MENTORS)
    story.step("The mentors read:")
    story.show(brief)
    story.step("… in its thread, with `plan.md` as a file beside it:")
    story.show(below[0])
    story.step("The mentee reads:")
    story.show(story.last(ASKER))
    story.step("A day later nobody has taken it. In the thread, and to the mentee:")
    found.pass_time(1.1 * _DAY)
    story.show(slack.answers(MENTORS, brief["ts"])[-1])
    story.show(story.last(ASKER))
    story.step(
        "A mentor presses *I'll take it*. The brief, the mentee's message, and the group"
        " conversation of the two:"
    )
    story.press(MENTOR, brief, "I'll take it")
    story.show(brief)
    story.show(story.last(ASKER))
    story.show(slack.answers(slack.group(ASKER, MENTOR))[-1])


def _later(story: Story) -> None:
    story.scene("Two weeks later")
    story.local.pass_time(14.1 * _DAY)
    story.step("The mentee is asked:")
    question = story.show(story.last(ASKER))
    story.press(ASKER, question, "Not yet")
    story.step("After *Not yet*, the mentee and the mentor read:")
    story.show(story.last(ASKER))
    story.show(story.last(MENTOR))
    story.local.pass_time(7.1 * _DAY)
    story.press(ASKER, story.last(ASKER), "Yes, we met")
    story.step("A week later, after *Yes, we met*:")
    story.show(story.last(ASKER))


def _home(story: Story) -> None:
    slack = story.slack
    story.scene("Home")
    story.step(
        "A mentor's Home; a mentee's is the same without the part for mentors, and with the plan"
        " where there is one:"
    )
    slack.open_home(MENTOR)
    slack.wait(lambda: slack.homes.get(MENTOR))
    story.show(slack.homes[MENTOR])


def rendered() -> str:
    with tempfile.TemporaryDirectory() as folder, local(Path(folder)) as found:
        return play(found)


def with_story(page: str, story: str) -> str:
    """The page with the story between its marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{story}\n{END}{after}"


def main() -> int:
    PAGE.write_text(with_story(PAGE.read_text("utf-8"), rendered()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
