"""Trains the classifiers of the profile extractor."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

import numpy as np
from threadpoolctl import threadpool_limits

from bot.nlu.encoder import TokenEncoder
from bot.nlu.profile_examples import AnnotatedMessage
from bot.nlu.span_classifier import Committee, NamedRows, SpanClassifier
from bot.nlu.training_rows import Row, rows_of_all
from bot.parsing.certifications import CertificationNames

_MANY = 10_000
# How often a feature must occur to be learnt; fewer weights make training much shorter.
_LEAST, _LEAST_OF_MANY = 3, 6
# Rounds of learning. Ten leave the networks of few rows half trained and unsure of what they were
# taught: on hands that were left out, for the same share read rightly, a tenth more wrong.
_ROUNDS, _ROUNDS_OF = 10, {"quantity": 18, "certification": 30, "degree": 30}

# Networks whose mean decides: on 1,203 messages, 480 of them by other hands and 723 by hands that
# were left out, two have 120 with a wrong fact where one has 129 and another one 121. Words, which
# are most of all rows, gain nothing.
_NETWORKS, _ALONE = 2, ("word", "message")


def train(
    examples: Sequence[AnnotatedMessage],
    names: CertificationNames,
    encoder: TokenEncoder,
    today: date,
) -> dict[str, Committee]:
    """Learn the classifiers from annotated messages."""
    return fit(rows_of_all(examples, names, encoder, today))


def fit(rows: Iterable[Row]) -> dict[str, Committee]:
    """Train a committee for each kind of row, a member a view; each core trains one at a time."""
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)
    views = range(len(next(iter(kinds.values()))[0].vectors))
    # the largest first, so that no thread is left alone with one of them
    order = sorted(kinds, key=lambda kind: -len(kinds[kind]))
    fitting: dict[str, list[Future[SpanClassifier]]] = {}
    with threadpool_limits(1), ThreadPoolExecutor(os.cpu_count()) as pool:
        for kind in order:
            named = pool.submit(_named, kinds[kind])  # begins before those that wait for it
            fitting[kind] = [pool.submit(_fit, kinds[kind], named, view) for view in views]
    return {
        kind: Committee.of_kind(kind, [member.result() for member in members])
        for kind, members in sorted(fitting.items())
    }


def _named(rows: Sequence[Row]) -> NamedRows:
    least = _LEAST_OF_MANY if len(rows) > _MANY else _LEAST
    return NamedRows.of([row.features for row in rows], least)


def _fit(rows: Sequence[Row], named: Future[NamedRows], view: int) -> SpanClassifier:
    vectors = np.stack([row.vectors[view] for row in rows]).astype(np.float32)
    kind, labels = rows[0].kind, [row.label for row in rows]
    rounds, networks = _ROUNDS_OF.get(kind, _ROUNDS), 1 if kind in _ALONE else _NETWORKS
    return SpanClassifier.fit(named.result(), vectors, labels, rounds, networks)
