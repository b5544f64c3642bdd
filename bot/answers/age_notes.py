"""Statements and cells with what warns of them: too old, of unknown year, to be checked."""

from __future__ import annotations

from datetime import date

from bot.domain.facts import Fact
from bot.domain.freshness import ages, is_old
from bot.settings import current_day

CHECK = "check with the issuer"


def dated(fact: Fact, today: date | None = None) -> str:
    """The statement of a fact with what warns of it: past its shelf life, of unknown year, or to be
    checked.
    """
    notes = (
        []
        if not any(character.isdigit() for character in fact.statement)
        else _notes(fact, today or current_day(), fact.statement)
    )
    return f"{fact.statement.rstrip('.')} ({'; '.join(notes)})." if notes else fact.statement


def year_of(fact: Fact, today: date | None = None) -> str:
    """`2025`, `old: 2014`, `year unknown`, as a cell of a table."""
    notes = _notes(fact, today or current_day(), "")
    if fact.year and not is_old(fact, today or current_day()):
        notes = [str(fact.year), *notes]
    return "; ".join(notes).replace("as of ", "")


def _notes(fact: Fact, today: date, told: str) -> list[str]:
    notes = []
    if is_old(fact, today):
        notes.append(
            "old" if fact.year is None or str(fact.year) in told else f"old: as of {fact.year}"
        )
    elif fact.year is None and ages(fact):
        notes.append("year unknown")
    if fact.passage.source.to_be_checked:
        notes.append(CHECK)
    return notes
