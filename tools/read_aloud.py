"""Holds the conversations that are to be read aloud, and prints what was answered.

python -m tools.read_aloud [FILE]
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import yaml

from bot.domain.plain_reply import plain
from bot.rasa_adapter.tensorflow_stub import prepare

prepare()

from bot.rasa_adapter.assistant import Assistant

HELD = Path("tests/evaluation/conversations/read_aloud.yml")


async def hold(turns: list[str], assistant: Assistant, name: str) -> list[str]:
    """The turns of a conversation with their answers, a line of Markdown each."""
    lines = []
    for turn in turns:
        replies = await assistant.ask(str(turn), name)
        lines += [f"**{turn}**", *(plain(reply) for reply in replies)]
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=HELD)
    given = parser.parse_args()
    held = yaml.safe_load(given.file.read_text("utf-8"))
    assistant = Assistant.load()

    async def all_of() -> None:
        for number, conversation in enumerate(held):
            print(f"## {conversation['conversation']}\n")
            print(
                "\n\n".join(await hold(conversation["turns"], assistant, f"aloud:{number}")), "\n"
            )

    asyncio.run(all_of())


if __name__ == "__main__":
    main()
