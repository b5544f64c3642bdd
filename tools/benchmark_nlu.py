"""Trains the project's own pipeline on any Rasa NLU file and scores it on another.

    python -m tools.benchmark_nlu TRAIN.yml TEST.yml

`config.yml` is used as it stands; only the training file is another.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from bot.rasa_adapter.tensorflow_stub import prepare

prepare()

from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.shared.nlu.training_data.loading import load_data
from sklearn.metrics import accuracy_score, f1_score


async def predicted(agent: Agent, texts: list[str]) -> list[str]:
    return [str((await agent.parse_message(text))["intent"]["name"]) for text in texts]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    options = parser.parse_args()
    for path in (options.train, options.test):
        if not path.is_file():
            parser.error(f"{path} is not there")
    examples = load_data(str(options.test)).intent_examples
    texts, expected = [e.get("text") for e in examples], [e.get("intent") for e in examples]
    with tempfile.TemporaryDirectory() as output:
        begun = time.perf_counter()
        model = train_nlu("config.yml", str(options.train), output)
        trained = time.perf_counter() - begun
        found = asyncio.run(predicted(Agent.load(model_path=model), texts))
    print(
        f"trained on {options.train} in {trained:.0f} s, scored on {len(texts)} questions of"
        f" {options.test}"
    )
    print(f"accuracy  {accuracy_score(expected, found):.1%}")
    print(f"macro-F1  {f1_score(expected, found, average='macro'):.1%}")


if __name__ == "__main__":
    main()
