"""Times the understanding of one message, embeddings included,
on one thread: `python -m tools.latency`.
"""

from __future__ import annotations

import asyncio
import statistics
import time

from bot.rasa_adapter.tensorflow_stub import prepare

prepare()

from bot.rasa_adapter.assistant import Assistant
from tools.question_sets import read_cases
from tools.scripts import SCRIPTS
from tools.thresholds import DEVELOPMENT


async def milliseconds(assistant: Assistant, texts: list[str]) -> list[float]:
    taken = []
    for text in texts:
        begun = time.perf_counter()
        await assistant.agent.parse_message(text)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def main() -> None:
    assistant = Assistant.load()
    texts = list(dict.fromkeys(c.question for path in DEVELOPMENT for c in read_cases(path)))
    # other texts than those that are timed: what was read lately is kept
    asyncio.run(milliseconds(assistant, [text for script in SCRIPTS for text in script]))
    taken = asyncio.run(milliseconds(assistant, texts))
    print(
        f"understanding one message, {len(taken)} of them: median {statistics.median(taken):.1f}"
        f" ms, 95 % within {statistics.quantiles(taken, n=20)[-1]:.1f} ms"
    )


if __name__ == "__main__":
    main()
