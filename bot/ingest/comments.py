"""Comments of a source: they are never text, and those that
begin with `People asked:` are questions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.anchor import Anchor, AnchorError, people_asked

_OPEN, _CLOSE = "<!--", "-->"


@dataclass(frozen=True)
class AskedAt:
    """Questions and the line (from 1) at which their comment begins."""

    line: int
    anchors: tuple[Anchor, ...]


def without_comments(
    lines: list[str], start: int, problem: Callable[[int, str], None]
) -> tuple[list[str], list[AskedAt]]:
    """The lines from index `start` with all comments blanked, and the questions that stood in them.

    `problem` takes the line and words of what can't be read.
    """
    text = "\n".join(lines[start:])
    kept, asked = list[str](), list[AskedAt]()
    place = line = 0
    while (opening := text.find(_OPEN, place)) >= 0:
        kept.append(text[place:opening])
        line += kept[-1].count("\n")
        closing = text.find(_CLOSE, opening + len(_OPEN))
        if closing < 0:
            problem(start + line + 1, "a comment '<!--' is never closed by '-->'")
            place = len(text)
            break
        comment = text[opening + len(_OPEN) : closing]
        asked += _asked(comment, start + line + 1, problem)
        kept.append("\n" * comment.count("\n"))
        line += comment.count("\n")
        place = closing + len(_CLOSE)
    kept.append(text[place:])
    for number, words in enumerate("".join(kept).split("\n"), start + 1):
        if words.rstrip().endswith(_CLOSE):
            problem(number, "'-->' closes nothing: did an arrow end the comment too early?")
    return [*lines[:start], *(part.rstrip() for part in "".join(kept).split("\n"))], asked


def _asked(comment: str, line: int, problem: Callable[[int, str], None]) -> list[AskedAt]:
    try:
        anchors = people_asked(comment)
    except AnchorError as error:
        problem(line, str(error))
        return []
    return [AskedAt(line, anchors)] if anchors else []
