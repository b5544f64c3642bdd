"""Corrects typos before a message is understood: `skils needed 4 ciso`,
`requirments`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.reader import KnowledgeReader
from bot.nlu.component import Component, Node
from bot.nlu.encoder import encoder
from bot.nlu.role_names import RoleNames
from bot.parsing.tokens import latin_words

# Message property: the text with its slips mended, in the words of training, for the featurizers
# behind.
SPELLED = "spelled"
# Message property: the text with its slips mended, and nothing else changed.
MENDED = "mended"

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[\W\d_]+")
_CHAT = {
    "u": "you", "ur": "your", "r": "are", "y": "why", "wat": "what", "wut": "what", "wht": "what",
    "wots": "what is",
    "whats": "what is", "hows": "how is", "wheres": "where is", "whos": "who is", "n": "and",
    "b": "be",
    "pls": "please", "plz": "please", "thx": "thanks", "dont": "don't", "doesnt": "doesn't",
    "didnt": "didn't", "isnt": "isn't", "wont": "won't", "hasnt": "hasn't", "cant": "can't",
    "im": "I'm",
    "ive": "I've", "gotta": "got to", "wanna": "want to", "gonna": "going to", "abt": "about",
    "bout": "about", "yrs": "years",
    "yr": "year", "bc": "because", "cuz": "because", "kno": "know", "ppl": "people",
    "rn": "right now", "idk": "I don't know",
}  # fmt: skip
_FOR_A_WORD = re.compile(
    r"(?<=[a-z] )(?<!step )(?<!no )(?<!no\. )(?<!number )(?<!domain )(?<!part )(?<!level )"
    r"(?<!isc )(?<!question )([24])(?= [a-z])"
    r"(?! (?:years?|yrs?|months?|weeks?|days?|hours?|or |to |of |and |more |most |best |things"
    r"|questions|kids))",
    re.IGNORECASE,
)
_ENDINGS = (
    "s",
    "es",
    "ed",
    "er",
    "ers",
    "or",
    "ors",
    "ing",
    "ly",
    "ian",
    "ians",
    "ness",
    "ful",
    "able",
    "ish",
    "y",
    "ies",
    "ier",
)


# Uses from which a word of the examples is one of the vocabulary.
_FREQUENT = 3
# How many times as frequent a neighbor has to be, for a word that isn't English to be a slip of
# it.
_SLIP_RATIO = 4
_LEAST_SLIP = 5
_COUNTS, _NAMES = "words.json", "names.json"


class Speller:
    """Knows the words of a vocabulary; mends a word that neither it nor `known` holds to the
    nearest frequent one.

    Examples hold slips on purpose, some more than once: a word that is neither English nor one of
    `names`, and has a far more frequent neighbor, isn't taken into the vocabulary.
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        known: frozenset[str],
        names: Collection[str] = (),
    ) -> None:
        frequent = {word: n for word, n in counts.items() if n >= _FREQUENT}
        self._known = known | frozenset(names) | frozenset(frequent)
        self._counts = {word: n for word, n in frequent.items() if len(word) >= 4}
        self._words = sorted(self._counts)
        sure = known | frozenset(names)
        slips = {word for word in frequent if self._is_slip(word, sure)}
        self._known -= slips
        self._counts = {word: n for word, n in self._counts.items() if word not in slips}
        self._words = sorted(self._counts)

    def _is_slip(self, word: str, sure: frozenset[str]) -> bool:
        """Whether a frequent word of the examples is a slip of one that is far more frequent."""
        if len(word) < _LEAST_SLIP or _is_form(word, sure):
            return False
        return any(
            distance == 1 and self._counts[other] >= _SLIP_RATIO * self._counts[word]
            for other, distance in self._near(word).items()
        )

    def mend(self, text: str) -> str:
        text = _FOR_A_WORD.sub(lambda match: "to" if match[1] == "2" else "for", text)
        return "".join(map(self._mended, _WORD.findall(text)))

    def _mended(self, piece: str) -> str:
        lower = piece.lower()
        if lower in _CHAT and not (len(piece) == 1 and piece.isupper()):  # "U.S." is no "you"
            return _CHAT[lower]
        if (
            not piece.isalpha()
            or not piece.isascii()
            or len(piece) < 4
            or piece.isupper()
            or self._is_word(lower)
        ):
            return piece
        near = self._near(lower)
        if not near:
            return piece
        best = min(near.values())
        return max(
            (word for word, distance in near.items() if distance == best),
            key=lambda word: (self._counts[word], word),
        )

    def _near(self, word: str) -> dict[str, int]:
        """Words of the vocabulary within a slip or two, with their distance."""
        furthest = 1 if len(word) < 8 else 2
        found = process.extract(
            word, self._words, scorer=DamerauLevenshtein.distance, score_cutoff=furthest, limit=8
        )
        # people hardly ever miss the first letter: "pend" is no slip of "send"
        return {near: int(distance) for near, distance, _ in found if near[0] == word[0]}

    def _is_word(self, word: str) -> bool:
        return _is_form(word, self._known)


def _is_form(word: str, known: Collection[str]) -> bool:
    """Whether a word is known or a form of a known one: a communicator communicates."""
    stems = (
        word.removesuffix(ending)
        for ending in _ENDINGS
        if word.endswith(ending) and len(word) > len(ending) + 2
    )
    return word in known or any(
        form in known for stem in stems for form in (stem, stem + "e", stem + "y")
    )


def names_among(texts: Iterable[str]) -> frozenset[str]:
    """Words that stand in capitals in texts that don't shout: abbreviations, which are no typos of
    words.
    """
    return frozenset(
        word.lower()
        for text in texts
        if not text.isupper()
        for word in re.findall(r"\b[A-Z]{2,}\b", text)
    )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingCorrector(Component):
    """Takes its words from the training examples, and counts the embedding's own vocabulary as
    known English.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"directory": "build/minilm", "sha256": {}}

    def __init__(self, config: dict[str, Any], node: Node) -> None:
        super().__init__(config, node)
        self._english = encoder(config["directory"], config["sha256"]).words()
        self._speller = Speller({}, self._english)
        self._reader = KnowledgeReader()
        self._digest = ""

    def restore(self, directory: Path) -> None:
        counts, names = (
            json.loads((directory / name).read_text("utf-8")) for name in (_COUNTS, _NAMES)
        )
        self._speller = Speller(counts, self._english, names)

    def train(self, training_data: TrainingData) -> Resource:
        texts = [
            str(example.get(TEXT))
            for example in training_data.training_examples
            if example.get(TEXT)
        ]
        counts = Counter(word for text in texts for word in latin_words(text.lower()))
        names = names_among(texts)
        with self._node.writing() as directory:
            (directory / _COUNTS).write_text(json.dumps(dict(sorted(counts.items()))), "utf-8")
            (directory / _NAMES).write_text(json.dumps(sorted(names)), "utf-8")
        self._speller = Speller(counts, self._english, names)
        return self._node.resource

    def process(self, messages: list[Message]) -> list[Message]:
        self._refresh()
        for message in messages:
            if text := message.get(TEXT):
                mended = self._speller.mend(str(text))
                message.set(MENDED, mended)
                message.set(SPELLED, self._role.as_trained(mended))
        return messages

    def _refresh(self) -> None:
        kb = self._reader.current()
        if kb.digest != self._digest:
            self._role, self._digest = RoleNames(kb.job), kb.digest

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for example in training_data.training_examples:
            if text := example.get(TEXT):
                example.set(SPELLED, self._speller.mend(str(text)))
        return training_data
