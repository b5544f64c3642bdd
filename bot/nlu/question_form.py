"""The form of a question: yes or no, how much, how many, when,
who, which, compare, worth, why, list …
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from bot.knowledge.vectors import Vectors

FORMS = (
    "yes_no", "amount", "count", "duration", "when", "who", "which", "which_first", "compare",
    "worth", "why", "list",
    "definition", "how", "where",
)  # fmt: skip
EXAMPLES = Path("data/questions/forms.tsv")
_BUCKETS = 1024
_RIDGE = 1.5
# Weight of the sentence vector beside the words.
_MEANING = 1.4
_SHARPNESS = 6.0
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[?$€£&]")
_FIRST_WORDS = 4
_FUNCTION_WORDS = """
a an the of for to in on at by with from as than is are was were be been am do does did has
have had can could should would will must may might need needs required or and vs versus but
not no so if it they them i you me my he she there this that these what what's whats which who
whom whose when where why how much many long often soon old likely common hard better best
most more first start begin next between difference differ compare compared worth any all some
list name tell give define meaning mean stand explain get one still ever even ? $ % € £ &
really number percent percentage share year years time cost pay
"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())


def read_examples(path: Path = EXAMPLES) -> tuple[list[str], list[str]]:
    """The forms and the questions of a file of `form<TAB>question` lines under a heading."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:] if line.strip()]
    return [row[0] for row in rows], [row[1] for row in rows]


class FormClassifier:
    """A linear classifier over words, their order at the beginning, and
    meaning; fitted in closed form when made.
    """

    def __init__(self, forms: Sequence[str], texts: Sequence[str], vectors: Vectors) -> None:
        rows = np.vstack(
            [_features(text, vector) for text, vector in zip(texts, vectors, strict=True)]
        )
        targets = np.full((len(rows), len(FORMS)), -1.0 / len(FORMS), dtype=np.float32)
        for row, form in enumerate(forms):
            targets[row, FORMS.index(form)] += 1.0
        kernel = rows @ rows.T + _RIDGE * np.eye(len(rows), dtype=np.float32)
        self.weights = (rows.T @ np.linalg.solve(kernel, targets)).astype(np.float32)

    def probabilities(self, text: str, vector: Vectors) -> Vectors:
        """One number a form, in the order of FORMS, together 1."""
        scores = _features(text, vector) @ self.weights * _SHARPNESS
        likely = np.exp(scores - scores.max())
        probabilities: Vectors = (likely / likely.sum()).astype(np.float32)
        return probabilities


def likeliest(probabilities: Vectors) -> str:
    """The form that has the largest of the probabilities."""
    return FORMS[int(probabilities.argmax())]


def _features(text: str, vector: Vectors) -> Vectors:
    found = _WORD.findall(text.lower().replace("’", "'"))
    bare = [word if word in _FUNCTION else "_" for word in found]
    bare = [
        word for place, word in enumerate(bare) if word != "_" or bare[place - 1 : place] != ["_"]
    ]
    row = np.zeros(2 * _BUCKETS, dtype=np.float32)
    _count(row[:_BUCKETS], bare)
    _count(row[_BUCKETS:], found)
    features: Vectors = np.concatenate([row, vector * _MEANING]).astype(np.float32)
    return features


def _count(row: Vectors, found: Sequence[str]) -> None:
    """Add hashed words, pairs, triples and the words at the beginning, together of unit length."""
    grams = [f"{place}:{word}" for place, word in enumerate(found[:_FIRST_WORDS])]
    grams += [f"^{' '.join(found[:length])}" for length in (2, 3)]
    grams += found
    grams += [" ".join(pair) for pair in pairwise(found)]
    grams += [" ".join(three) for three in zip(found, found[1:], found[2:], strict=False)]
    row += np.bincount([zlib.crc32(gram.encode()) % _BUCKETS for gram in grams], minlength=_BUCKETS)
    row /= max(float(np.linalg.norm(row)), 1e-9)
