"""Lists what the advisor says in its own words: responses, buttons, suggestions, and wording.

    python -m tools.wording

For reading aloud: every line should sound as somebody would say it. Answers that are put together
from facts are not among them; `tools.read_aloud` shows those.
"""

from __future__ import annotations

import ast
from pathlib import Path

import yaml

from bot.answers.profile_questions import EXAMPLES
from bot.answers.profile_questions import QUESTIONS as ASKED
from bot.answers.suggestions import all_questions

_FOLDERS = (Path("bot/answers"), Path("bot/plan"))
_LEAST_WORDS = 2


def responses(domain: Path = Path("domain.yml")) -> list[str]:
    """The responses of the domain with their buttons."""
    held = yaml.safe_load(domain.read_text("utf-8"))["responses"]
    lines = []
    for name, variants in held.items():
        for variant in variants:
            buttons = " | ".join(button["title"] for button in variant.get("buttons", ()))
            lines.append(f"{name}: {variant['text']}" + (f"  [{buttons}]" if buttons else ""))
    return lines


def wording(path: Path) -> list[str]:
    """The texts of a module that a person may read: strings of several words, no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]
    return [text for text in texts if len(text.split()) >= _LEAST_WORDS and "\n" not in text]


def main() -> None:
    print("# Responses", *responses(), sep="\n")
    print("\n# Suggestions", *all_questions(), sep="\n")
    print("\n# Questions to the person", sep="\n")
    for field, question in ASKED.items():
        print(f"{question}  [{' | '.join(EXAMPLES[field])}]")
    for folder in _FOLDERS:
        for path in sorted(folder.glob("*.py")):
            if found := wording(path):
                print(f"\n# {path}", *found, sep="\n")


if __name__ == "__main__":
    main()
