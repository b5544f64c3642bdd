"""A source file that lacks its paragraph only, for questions that nobody could answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ingest.names import slug

_MOST_ANCHORS = 20
_LONGEST_QUESTION = 200
# What Markdown, a comment or a list of questions would read as its own.
_MARKUP = "<>{}[]|`*#_\\"
_EXAMPLE = (
    "<!-- Write the answer here, below this line, in two or three sentences; the first one answers."
    " Such as:\nNo, it isn't required. Two of three companies ask for it in 2026, and most accept"
    " years of work instead. -->"
)


def stub(name: str, questions: Sequence[tuple[str, int]], today: date) -> str:
    """A source that lacks its paragraph only; what visitors wrote
    stands in it as questions and nothing else.
    """
    heading = _quiet(name) or "Question"
    heading = heading[:1].upper() + heading[1:]
    asked = [wording for wording in (_quiet(question) for question, _ in questions) if wording]
    title = heading.replace("'", "''")
    anchors = "\n| ".join(dict.fromkeys(asked[:_MOST_ANCHORS]))
    return (
        f"---\ntitle: '{title}'\npublisher: Own reading\nyear: {today.year}\nkind: own"
        f" reading\n---\n\n# {heading.rstrip('?') or 'Question'}\n\n{_EXAMPLE}\n\n"
        + (f"<!-- People asked: {anchors} -->\n" if anchors else "")
    )


def stub_file(name: str) -> str:
    """A file name made of the words of a question."""
    return f"answers/{slug(_quiet(name))[:60].strip('-')}.md"


def _quiet(text: str) -> str:
    """A visitor's words without what Markdown, a comment or a list
    of questions would read as its own.
    """
    text = text.translate(dict.fromkeys(map(ord, _MARKUP), " "))
    while "--" in text:
        text = text.replace("--", "-")
    return " ".join(text.split())[:_LONGEST_QUESTION].strip(" -!")
