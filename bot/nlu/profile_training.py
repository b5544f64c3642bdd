"""Trains the classifiers of the profile extractor."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from multiprocessing import get_context
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from bot.nlu.encoder import TokenEncoder
from bot.nlu.network_training import NetworkSettings
from bot.nlu.profile_examples import AnnotatedMessage
from bot.nlu.span_classifier import Committee, NamedRows, SpanClassifier
from bot.nlu.training_rows import Row, rows_of_all
from bot.parsing.certifications import CertificationNames

_MANY = 10_000
# How often a feature must occur to be learnt; fewer weights make training much shorter.
_LEAST, _LEAST_OF_MANY = 3, 6
# Half as many rounds with twice the rows a step and twice the rate are as often right on hands that
# were left out, less sure of what is wrong, and take 40% of the time. The fewer rows a kind has,
# the more rounds it needs.
_SETTINGS = NetworkSettings(rounds=8, batch=512, rate=8e-3)
_SETTINGS_OF = {
    "word": NetworkSettings(rounds=6, batch=1024, rate=8e-3),
    "quantity": NetworkSettings(rounds=10, batch=512, rate=6e-3),
    "certification": NetworkSettings(rounds=15, batch=512, rate=8e-3),
    "degree": NetworkSettings(rounds=15, batch=512, rate=8e-3),
}

# Networks whose mean decides: on 1,203 messages, 480 of them by other hands and 723 by hands that
# were left out, two have 120 with a wrong fact where one has 129 and another one 121. Words, which
# are most of all rows, gain nothing.
_NETWORKS, _ALONE = 2, ("word", "message")

Kinds = Mapping[str, Sequence[Row]]
# The rows of all kinds, in a process that trains with them.
_held: dict[str, Sequence[Row]] = {}


def train(
    examples: Sequence[AnnotatedMessage],
    names: CertificationNames,
    encoder: TokenEncoder,
    today: date,
) -> dict[str, Committee]:
    """Learn the classifiers from annotated messages."""
    return fit(rows_of_all(examples, names, encoder, today))


def fit(rows: Iterable[Row]) -> dict[str, Committee]:
    """Train a committee for each kind of row, a member a view; each core trains a kind at a time.

    In processes: threads would wait for Python between products of some milliseconds, and took a
    half more. They are forked, as the rows are too many to be sent.
    """
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)
    # the largest first, so that no process is left alone with one of them
    order = sorted(kinds, key=lambda kind: -len(kinds[kind]))
    with (
        threadpool_limits(1),
        get_context("fork").Pool(os.cpu_count(), _hold, (kinds,)) as pool,
    ):
        found = dict(zip(order, pool.imap(_members, order), strict=True))
    return {
        kind: Committee.of_kind(kind, [SpanClassifier(arrays) for arrays in found[kind]])
        for kind in sorted(found)
    }


def _hold(kinds: Kinds) -> None:
    _held.update(kinds)


def _members(kind: str) -> list[dict[str, npt.NDArray[Any]]]:
    """The arrays of the classifiers of a kind, a view each."""
    rows = _held[kind]
    least = _LEAST_OF_MANY if len(rows) > _MANY else _LEAST
    named = NamedRows.of([row.features for row in rows], least)
    labels = [row.label for row in rows]
    settings = _SETTINGS_OF.get(kind, _SETTINGS)
    networks = 1 if kind in _ALONE else _NETWORKS
    return [
        SpanClassifier.fit(
            named,
            np.stack([row.vectors[view] for row in rows]).astype(np.float32),
            labels,
            settings,
            networks,
        ).arrays
        for view in range(len(rows[0].vectors))
    ]
