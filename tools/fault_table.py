"""The table that `make faults` prints: a row for each fault, and what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass

from tools.visitors import Count

VISITORS, PAUSE = 6, 0.4
# How long a killed process stays away until it is started again, as a supervisor would.
AWAY_SECONDS = 5.0


@dataclass(frozen=True)
class Row:
    """A fault and what the visitors, and for attacks the attacker, saw; `recovered` in seconds,
    None for never.
    """

    fault: str
    requests: int
    answered: int
    refused: int
    cut: int
    wrong: Count
    recovered: float | None
    note: str = ""

    @property
    def passed(self) -> bool:
        return (
            self.wrong.total == 0
            and self.recovered is not None
            and not self.note.startswith("UNEXPECTED")
        )


_COLUMNS = (
    "fault", "requests", "answered", "refused politely", "cut off", "lost", "doubled", "crossed",
    "recovered after", "",
)  # fmt: skip
HEAD = f"| {' | '.join(_COLUMNS)} |\n|---{'|---:' * (len(_COLUMNS) - 2)}|---|"

EXPLAINED = f"""
{VISITORS} visitors talk all the time, each with a new message {PAUSE} s after an answer, and try
again with the same message id when a message isn't answered, as the widget does. "Requests" counts
every try. "Cut off" are tries that ended without an answer or a polite refusal: the next try with
the same id got the answer. Lost: a message that was never answered, or whose answer is not in the
history. Doubled: a message that is in the history twice. Crossed: an answer of another
conversation, a wrong order, or another answer than the one given when nobody else talks.
Recovered: from the fault's start, its duration included, until the last message that it delayed or
disturbed was answered. A killed process is started again after {AWAY_SECONDS:.0f} s.
"""


def line(row: Row) -> str:
    """The row as a line of the table."""
    recovered = "never" if row.recovered is None else f"{row.recovered:.1f} s"
    counts = (row.requests, row.answered, row.refused, row.cut)
    wrong = (row.wrong.lost, row.wrong.doubled, row.wrong.crossed)
    cells = (row.fault, *map(str, (*counts, *wrong)), recovered, row.note)
    return f"| {' | '.join(cells)} |"
