"""Fit the weights by which facts are held back that may not be what was said.

Learns the networks from all hands' statements but those named, reads these, and compares each fact
with what its annotations give; a logistic regression for each kind of fact learns from that which
are wrong. The adapter must not have seen the hands either. Prints what is heard rightly and wrongly
at several limits, each hand judged by weights fitted to the others, and writes the weights with the
limit that is named:

    python -m tools.tune_hearing --without sixth_hand twentieth_hand ... --out /tmp/adapter.npz
    python -m tools.fit_hearing_check --without sixth_hand twentieth_hand ... \\
        --adapter build/adapter.npz --most 0.30

Fit again after the signs of `bot.nlu.fact_signs`, the thresholds or many statements have changed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from bot.domain.profile_update import Operation, ProfileUpdate
from bot.nlu.annotations import annotated_reading
from bot.nlu.fact_check import BIAS, FactCheck, kind_of
from bot.nlu.fact_signs import FactSigns, Signs
from bot.nlu.profile_examples import AnnotatedMessage
from bot.nlu.profile_extractor import ProfileExtractor
from bot.nlu.profile_training import train
from bot.parsing.certifications import CertificationNames
from bot.rasa_adapter.tensorflow_stub import leave_out_tensorflow
from tools.cross_validate_hearing import TODAY, profile_of, statements
from tools.evaluate_hearing import difference

CHECK = Path("data/embeddings/hearing_check.json")
# Strength of the weights, chosen by the likelihood of hands that were left out, and wrong facts of
# a kind from which on it has weights of its own.
_STRENGTH, _FEWEST = 0.02, 8
# What tells most by itself, whose weights are held back less: a kind has few wrong facts to learn
# from, and without this the many other signs drown it.
_TELLING, _EMPHASIS = ("least", "logit", "nothing"), 3.0
# What a fact of these kinds may have that is stored: of the amounts and degrees that another limit
# would hold back, next to none was wrong, of titles more were. By them two more of the 480 entries
# of the development sets are right, and two fewer wrong.
_OF_KINDS = {"degree": 0.40, "job": 0.25, "pay": 0.40}
# What a fact may have that the advisor has just asked for: to be asked again is a nuisance.
_ASKED = 0.50
_LIMITS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 1.0)
_DIGITS = 4

Weights = dict[str, dict[str, float]]


@dataclass(frozen=True)
class JudgedFact:
    """A fact with its signs, and whether it is wrong."""

    kind: str
    signs: Signs
    wrong: bool


@dataclass(frozen=True)
class JudgedMessage:
    """The facts of a message of a hand, whether any is missing, and whether one is wrong."""

    hand: str
    facts: tuple[JudgedFact, ...]
    missing: bool
    wrong: bool


def judged(
    hand: str,
    messages: Iterable[AnnotatedMessage],
    extractor: ProfileExtractor,
    names: CertificationNames,
) -> Iterator[JudgedMessage]:
    """Compare what is heard of each message, nothing held back, with what its annotations say."""
    for said in messages:
        message, update = extractor.hear(
            said.text, asked=said.asked, last_named=said.last_named, today=TODAY
        )
        annotated = extractor.resolve(annotated_reading(said, names, TODAY))
        heard, expected = profile_of(update).to_dict(), profile_of(annotated).to_dict()
        missing, wrong = difference(heard, expected)
        signs = FactSigns(message, update)
        facts = tuple(_facts(update, signs, wrong))
        yield JudgedMessage(hand, facts, bool(missing), bool(wrong))


def _facts(update: ProfileUpdate, signs: FactSigns, wrong: Sequence[str]) -> Iterator[JudgedFact]:
    for operation in update.operations:
        if kind := kind_of(operation):
            yield JudgedFact(kind, signs.of(operation), is_wrong(operation, wrong))


def is_wrong(operation: Operation, wrong: Sequence[str]) -> bool:
    """Tell whether a fact set one of the leaves of the profile that are wrong."""
    if operation.field == "degree":
        return any(name.startswith("degree.") for name in wrong)
    return operation.field in wrong


def fit(messages: Sequence[JudgedMessage]) -> Weights:
    """The weights of each kind of fact with enough wrong ones to learn from."""
    facts = [fact for message in messages for fact in message.facts]
    found: Weights = {}
    for kind in sorted({fact.kind for fact in facts}):
        own = [fact for fact in facts if fact.kind == kind]
        wrong = np.array([fact.wrong for fact in own])
        if _FEWEST <= wrong.sum() < len(own):
            found[kind] = _fit_kind([fact.signs for fact in own], wrong)
    return found


def _fit_kind(signs: Sequence[Signs], wrong: npt.NDArray[np.bool_]) -> dict[str, float]:
    """Weights of the signs as they are, fitted to them on one scale."""
    vectorizer, scaler = DictVectorizer(sparse=False), StandardScaler()
    scaled = scaler.fit_transform(vectorizer.fit_transform(signs))
    names = vectorizer.feature_names_
    emphasis = np.array([_EMPHASIS if name in _TELLING else 1.0 for name in names])
    model = LogisticRegression(C=_STRENGTH, max_iter=2000).fit(scaled * emphasis, wrong)
    weights: Any = model.coef_[0] * emphasis / scaler.scale_
    bias = float(model.intercept_[0] - (weights * scaler.mean_).sum())
    named = zip(names, weights, strict=True)
    return {BIAS: round(bias, _DIGITS)} | {
        name: round(float(weight), _DIGITS) for name, weight in named if abs(weight) > 1e-3
    }


def risks(
    messages: Sequence[JudgedMessage], weights: Mapping[str, Mapping[str, float]]
) -> list[list[float]]:
    """How likely each fact of each message is wrong."""
    check = FactCheck(weights, 1.0)
    return [[check.risk(fact.kind, fact.signs) for fact in one.facts] for one in messages]


def left_out_risks(messages: Sequence[JudgedMessage]) -> list[list[float]]:
    """The risks of each hand's facts by weights fitted to the other hands'."""
    found: list[list[float]] = [[] for _ in messages]
    for hand in dict.fromkeys(message.hand for message in messages):
        weights = fit([message for message in messages if message.hand != hand])
        places = [at for at, message in enumerate(messages) if message.hand == hand]
        for at, risk in zip(places, risks([messages[at] for at in places], weights), strict=True):
            found[at] = risk
    return found


def shares(
    messages: Sequence[JudgedMessage], found: Sequence[Sequence[float]], most: float
) -> tuple[float, float]:
    """The shares of messages heard wholly right and with a wrong fact at a limit."""
    right = wrong = 0
    for message, each in zip(messages, found, strict=True):
        held = [risk > most for risk in each]
        told = list(zip(message.facts, held, strict=True))
        left = any(fact.wrong and not out for fact, out in told)
        # a wrong fact that no operation of its own set can't be held back
        left |= message.wrong and not any(fact.wrong for fact in message.facts)
        lost = message.missing or any(out and not fact.wrong for fact, out in told)
        wrong += left
        right += not left and not lost
    return right / len(messages), wrong / len(messages)


def report(messages: Sequence[JudgedMessage]) -> str:
    """How well wrong facts are told by kind, and what several limits give."""
    found = left_out_risks(messages)
    lines = []
    pairs = [
        (fact, risk)
        for message, each in zip(messages, found, strict=True)
        for fact, risk in zip(message.facts, each, strict=True)
    ]
    for kind in sorted({fact.kind for fact, _ in pairs}):
        wrong = [fact.wrong for fact, _ in pairs if fact.kind == kind]
        if len(set(wrong)) > 1:
            area = roc_auc_score(wrong, [risk for fact, risk in pairs if fact.kind == kind])
            lines.append(f"{kind:<15} {sum(wrong):>4} wrong of {len(wrong):>5}, area {area:.3f}")
    for most in _LIMITS:
        right, wrong_share = shares(messages, found, most)
        lines.append(f"most {most:.2f}: right {right:.1%}, with a wrong fact {wrong_share:.1%}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Fit the weights to the hands that are left out and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", nargs="+", required=True, help="files of the statements")
    parser.add_argument("--adapter", required=True, help="one that never saw these hands")
    parser.add_argument("--most", type=float, default=0.30, help="risk of a fact that is stored")
    parser.add_argument("--out", type=Path, default=CHECK)
    options = parser.parse_args(arguments)
    # Rasa is imported after the process is prepared for it
    leave_out_tensorflow()
    from bot.nlu.profile_component import ProfileHearing, adapted_layers, encoder_of, names_of
    from bot.nlu.tuned_layers import TunedEncoder

    config = ProfileHearing.get_default_config() | {"adapter": options.adapter}
    names = names_of(config)
    encoder = TunedEncoder(encoder_of(config), adapted_layers(config))
    hands = statements()
    learnt = [one for hand in hands if hand not in options.without for one in hands[hand]]
    extractor = ProfileExtractor(train(learnt, names, encoder, TODAY), names, encoder)
    messages: list[JudgedMessage] = []
    for hand in options.without:
        messages += judged(hand, hands[hand], extractor, names)
        print(f"read {hand}", file=sys.stderr, flush=True)
    print(report(messages))
    write(fit(messages), options.most, options.out)


def write(weights: Weights, most: float, path: Path) -> None:
    """Write what `FactCheck.read` reads, sorted."""
    content = {"most": most, "asked": _ASKED, "limits": _OF_KINDS, "weights": weights}
    path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
