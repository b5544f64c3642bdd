"""What a fault cost the visitors who talked meanwhile."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tools import attacks
from tools.crowd import Crowd
from tools.fault_table import Row
from tools.visitors import Count

CALM_SECONDS = 90


def measured(crowd: Crowd, fault: str, cause: Callable[[], attacks.Outcome | None]) -> Row:
    """Causes a fault while the crowd talks, waits until all is calm again, and counts what was
    begun meanwhile.
    """
    before = len(crowd.messages)
    wrong_before = replace(crowd.wrong)
    begun = time.time()
    attack = cause()
    calm = crowd.calm(CALM_SECONDS)
    messages = crowd.messages[before:]
    wrong = _since(wrong_before, crowd.wrong)
    attempts = [attempt for message in messages for attempt in message.attempts]
    disturbed = [message.ended for message in messages if message.disturbed]
    answered, refused = attempts.count("answered"), attempts.count("refused")
    total = len(attempts)
    if attack:
        answered, refused = answered + attack.answered, refused + attack.refused
        total += attack.requests
    note = "; ".join([*_notes(attack), *_unusual(attempts)])
    recovered = (max(disturbed, default=begun) - begun) if calm else None
    return Row(fault, total, answered, refused, total - answered - refused, wrong, recovered, note)


def _since(before: Count, now: Count) -> Count:
    """What went wrong between two counts."""
    return Count(now.lost - before.lost, now.doubled - before.doubled, now.crossed - before.crossed)


def _notes(attack: attacks.Outcome | None) -> Iterator[str]:
    """What is to be said of an attack: what it met, and its own remark."""
    if attack is None:
        return
    if attack.unexpected:
        yield f"UNEXPECTED: {attack.unexpected}"
    elif attack.requests:
        yield f"{attack.answered + attack.refused} by the attacker"
    if attack.note:
        yield attack.note


def _unusual(attempts: Sequence[str]) -> Iterator[str]:
    """How often attempts ended otherwise than answered, refused or cut."""
    usual = ("answered", "refused", "cut")
    ends = Counter(attempt for attempt in attempts if attempt not in usual)
    yield from (f"{count} × {kind}" for kind, count in sorted(ends.items()))
