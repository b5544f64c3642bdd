"""How likely a reading must be before it is stored, or asked about."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.span import MOST_YEARS
from bot.nlu.profile_spans import Candidate


@dataclass(frozen=True)
class Thresholds:
    """Least probability at which a reading is stored, by kind of span; `doubt` at which it is
    asked.

    `acronym` is for what may be a certification that no list names: `FTSE` and `ESPP` look like
    one.

    `part` is for an amount that surely is pay, be it base or total.

    Chosen on the statements of a hand that was left out (tools.cross_validate_hearing) and on
    tests/evaluation/hearing/development.yml, for few facts that weren't said.
    """

    quantity: float = 0.45
    amount: float = 0.5
    part: float = 0.5
    since_age: float = 0.6
    certification: float = 0.5
    acronym: float = 0.9
    degree: float = 0.5
    word: float = 0.5
    job: float = 0.8
    job_edge: float = 0.15
    doubt: float = 0.35
    corrects: float = 0.25
    other: float = 0.5

    def least(self, candidate: Candidate) -> float:
        """What a candidate's reading must reach."""
        name, quantity = candidate.certification, candidate.quantity
        if name is not None and name.name and not name.known:
            return self.acronym
        if quantity is not None and quantity.money:
            return self.amount
        if quantity is not None and quantity.kind == "duration" and quantity.low > MOST_YEARS:
            return self.doubt  # asked, never stored: no working life is that long
        if quantity is not None and quantity.since_age is not None:
            return self.since_age  # nothing but work is told in this way
        return float(getattr(self, candidate.kind))
