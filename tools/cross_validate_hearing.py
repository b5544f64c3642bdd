"""Score the profile extractor on each hand's statements after learning from all other hands'.

The hands write differently, so this tells more of strangers' messages than a random split does. A
message counts as right when its profile is the one that its annotations give. The thresholds of
`bot.nlu.profile_thresholds` come from here: `--thresholds` shows what other ones would give.

The adapter of the encoder must not have seen the hand, either: make one with
`python -m tools.tune_hearing --without HAND --out FILE` and name it with `--hand` and `--adapter`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from bot.domain.profile import Profile
from bot.domain.profile_update import ProfileUpdate, apply
from bot.nlu.annotations import annotated_reading
from bot.nlu.encoder import TokenEncoder
from bot.nlu.profile_examples import AnnotatedMessage
from bot.nlu.profile_extractor import ProfileExtractor
from bot.nlu.profile_thresholds import Thresholds
from bot.nlu.profile_training import train
from bot.parsing.certifications import CertificationNames
from bot.rasa_adapter.tensorflow_stub import leave_out_tensorflow
from tools.evaluate_hearing import difference

STATEMENTS = Path("data/nlu/statements")
TODAY = date(2026, 11, 25)
_SWEPT = ("quantity", "certification", "degree", "word", "job", "other")
_VALUES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Outcome:
    """One message that was left out of training: the fields that are missing and those not said."""

    message: AnnotatedMessage
    missing: tuple[str, ...]
    wrong: tuple[str, ...]


def profile_of(update: ProfileUpdate) -> Profile:
    return apply(Profile(), update)


def outcomes(
    extractor: ProfileExtractor, messages: list[AnnotatedMessage], names: CertificationNames
) -> Iterator[Outcome]:
    """Compare what is heard of each message with what its annotations say."""
    for message in messages:
        reading = annotated_reading(message, names, TODAY)
        expected = profile_of(extractor.resolve(reading)).to_dict()
        update = extractor.extract(
            message.text, asked=message.asked, last_named=message.last_named, today=TODAY
        )
        missing, wrong = difference(profile_of(update).to_dict(), expected)
        yield Outcome(message, missing, wrong)


def summary(found: list[Outcome]) -> str:
    """Shares wholly right and with a fact that was not said."""
    right = sum(not outcome.missing and not outcome.wrong for outcome in found)
    wrong = sum(bool(outcome.wrong) for outcome in found)
    return f"right {right / len(found):.1%}, with a wrong fact {wrong / len(found):.1%}"


def fields(found: list[Outcome]) -> str:
    """How often each field was wrong, the worst first."""
    counts = Counter(
        "certifications" if name.startswith("certifications") else name
        for outcome in found
        for name in outcome.wrong
    )
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


def statements(folder: Path = STATEMENTS) -> dict[str, list[AnnotatedMessage]]:
    """The annotated messages of each hand's file."""
    from rasa.shared.nlu.training_data.loading import load_data

    from bot.nlu.profile_component import annotated
    from bot.rasa_adapter.quick_reading import read_quickly

    read_quickly()
    return {
        path.stem: [annotated(example) for example in load_data(str(path)).training_examples]
        for path in sorted(folder.glob("*.yml"))
    }


def _validate(
    hands: Mapping[str, list[AnnotatedMessage]],
    hand: str,
    names: CertificationNames,
    encoder: TokenEncoder,
    sweep: bool,
) -> None:
    others = [message for name, messages in hands.items() if name != hand for message in messages]
    classifiers = train(others, names, encoder, TODAY)
    extractor = ProfileExtractor(classifiers, names, encoder)
    found = list(outcomes(extractor, hands[hand], names))
    print(f"{hand}: {summary(found)}\n  wrong: {fields(found)}", flush=True)
    for kind in _SWEPT if sweep else ():
        for value in _VALUES:
            thresholds = replace(Thresholds(), **{kind: value})
            other = ProfileExtractor(classifiers, names, encoder, thresholds)
            swept = summary(list(outcomes(other, hands[hand], names)))
            mark = "*" if asdict(Thresholds())[kind] == value else " "
            print(f"  {mark} {kind} {value}: {swept}", flush=True)


def main(arguments: list[str] | None = None) -> None:
    """Print the shares for each hand, or for the one that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hand", help="leave out this file of data/nlu/statements only")
    parser.add_argument("--adapter", help="an adapter of the encoder that never saw the hand")
    parser.add_argument("--thresholds", action="store_true", help="try other thresholds, too")
    options = parser.parse_args(arguments)
    # Rasa is imported after the process is prepared for it
    leave_out_tensorflow()
    from bot.nlu.profile_component import ProfileHearing, adapted_layers, encoder_of, names_of
    from bot.nlu.tuned_layers import TunedEncoder

    config = ProfileHearing.get_default_config()
    config |= {"adapter": options.adapter} if options.adapter else {}
    hands = statements()
    names = names_of(config)
    encoder = TunedEncoder(encoder_of(config), adapted_layers(config))
    for hand in [options.hand] if options.hand else hands:
        _validate(hands, hand, names, encoder, options.thresholds)


if __name__ == "__main__":
    main()
