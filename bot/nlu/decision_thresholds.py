"""From which likelihood on a message is an act, a question that is answered, or one that is not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    """`act` is the probability from which a message is a dialogue act although evidence would
    answer it, `sure` that from which the subject of a question is answered although no evidence was
    close enough.

    `general` is how well evidence must answer what sounds like advice, but names nobody, to be
    answered from it, `certain` how far the first unit must be ahead where the question is put of
    oneself. `nothing` is how close a question without an answer must come, so that a wish for
    advice is declined, `near` how close for an act that is less likely than `doubtful`, and `most`
    the share of such questions among the closest from which unsure evidence doesn't count either,
    `nearly` that from which a feeling that is unlikely does not.
    `same` is how close a question beside a source must come to be the one that is asked, `exact`
    how close where it sounds like another act.
    """

    act: float = 0.5
    sure: float = 0.8
    general: float = 0.8
    certain: float = 0.9
    nothing: float = 0.7
    near: float = 0.65
    doubtful: float = 0.7
    same: float = 0.8
    exact: float = 0.95
    most: float = 0.7
    nearly: float = 0.9
