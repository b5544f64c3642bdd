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
    made = files(profile, kb, today, (previous, today) if previous else None)
    if not parsed.to:
        sys.stdout.write(content_of(made, f".{parsed.format}"))
        return 0
    folder = Path(parsed.to)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (folder / name).write_text(text, "utf-8", newline="")
            print(folder / name)
    except OSError as error:
        raise AdvisorError(f"{folder}: can't be written: {error.strerror}") from error
    return 0
