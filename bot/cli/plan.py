"""`ciso-advisor plan`: the plan of a person described in a
file, as a page, a calendar or Markdown.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bot import settings
from bot.domain.errors import AdvisorError
from bot.knowledge.store import KnowledgeBase
from bot.plan.export import content_of, files
from bot.plan.profile_file import read_profile

FORMATS = ("md", "ics", "html")
_SAVE = "/save"
HOW_TO_SAVE = (
    "/save writes it to files here, /save FOLDER there: a page to print (HTML), a calendar"
    " (iCalendar) and Markdown."
)
_NOTHING_TO_SAVE = "There’s no plan to save yet: tell me about yourself and ask for your plan."


def add_command(commands: Any) -> None:
    """Add `plan` to the commands of `ciso-advisor`."""
    plan = commands.add_parser("plan", help="make the plan of a person described in a file")
    plan.add_argument(
        "--profile",
        dest="file",
        metavar="FILE",
        required=True,
        help="YAML or JSON, see docs/advice.md",
    )
    plan.add_argument(
        "--format",
        choices=FORMATS,
        default="md",
        help="what to print: Markdown, iCalendar or a page for the printer (default: md)",
    )
    plan.add_argument(
        "--previous",
        metavar="FILE",
        help=(
            "the profile of the plan exported before: what it no longer holds is ended in the"
            " calendar"
        ),
    )
    plan.add_argument(
        "--to",
        metavar="FOLDER",
        help="write all three files there, by names such as “CISO plan, November 2026.ics”",
    )
    plan.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    """Print one format, or write all of them to a folder; 0 is success."""
    kb, today = KnowledgeBase.load(), settings.current_day()
    profile = read_profile(Path(parsed.file), kb, today)
    previous = read_profile(Path(parsed.previous), kb, today) if parsed.previous else None
    made = files(profile, kb, today, ((previous, today),) if previous else ())
    if not parsed.to:
        sys.stdout.write(content_of(made, f".{parsed.format}"))
        return 0
    for path in written(made, Path(parsed.to)):
        print(path)
    return 0


def written(made: dict[str, str], folder: Path) -> list[Path]:
    """Write a plan's files to a folder, which is made where it isn't there; returns their paths."""
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (folder / name).write_text(text, "utf-8", newline="")
            paths.append(folder / name)
    except OSError as error:
        raise AdvisorError(f"{folder}: can't be written: {error.strerror}") from error
    return paths


def wanted_folder(line: str, here: Path) -> Path | None:
    """The folder of `/save` or `/save FOLDER`, None for anything else that is typed."""
    command, _, folder = line.strip().partition(" ")
    return here / Path(folder.strip()).expanduser() if command == _SAVE else None


def saved(made: dict[str, str], folder: Path) -> str:
    """Write a plan's files and say where, or why not."""
    if not made:
        return _NOTHING_TO_SAVE
    try:
        return "\n".join(["Saved:", *(f"  {path}" for path in written(made, folder))])
    except AdvisorError as error:
        return str(error)
