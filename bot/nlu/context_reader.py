"""Reads a question that leans on the one before it: completed in words, and its evidence found
anew.

The pipeline sees one message at a time; the action that answers it knows the conversation. Only
messages that don't stand alone are read a second time, by the same index and ranker as in the
pipeline.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np

from bot.answers.intent_topics import TOPIC_OF
from bot.answers.turn import Named
from bot.domain.question import Question
from bot.knowledge.units import QUESTIONS
from bot.knowledge.vectors import Vectors
from bot.nlu.encoder import encoder
from bot.nlu.evidence_finder import EvidenceFinder
from bot.nlu.evidence_search import After
from bot.nlu.feelings import feeling_model
from bot.nlu.leaning import leaning_model
from bot.nlu.mentions import Mentions
from bot.nlu.names import spans_in
from bot.nlu.subjects import SubjectModel
from bot.parsing.function_words import bare, is_function_word, members, words_of
from bot.parsing.turn_memory import once_a_turn

# Shares of likelihood below this say nothing.
_LEAST_SHARE = 1e-3
_MODELS, _ENCODER = Path("models"), Path("build/minilm")
NOT_ABOUT_THE_JOB = ("smalltalk", "advice", "not_covered", "out_of_scope")
# Names of the country that figures are of; they are no place of their own in the index.
_HOME = frozenset(["US", "USA", "U.S", "America", "States"])


class ContextReader:
    """Reads texts with an evidence finder: `current()` has that of this process's model."""

    def __init__(self, finder: EvidenceFinder) -> None:
        self._finder = finder

    @classmethod
    def current(cls) -> ContextReader:
        """With the index that the pipeline holds, or, in an action server, one of its own."""
        return cls(EvidenceFinder.running or _own_finder())

    def read(self, text: str, after: After | None = None) -> Question:
        """A question about the job, read by itself, or as what was typed `after` another."""
        vector, mentions = self._finder.encoder.encode([text])[0], self._mentions(text)
        retrieval = self._finder.find(text, vector, mentions, after)
        intent = self._subject(vector)
        topic = TOPIC_OF.get(intent, "role")
        return Question(
            intent=intent,
            confidence=retrieval.answerable,
            text=text,
            entities=tuple(dict.fromkeys(m.value for m in mentions.known if m.kind != "role")),
            ordinal=mentions.ordinal,
            years=mentions.years,
            others=tuple(m.value for m in (*mentions.other_certifications, *mentions.places)),
            topic=topic,
            retrieval=retrieval,
        )

    @once_a_turn
    def named(self, text: str) -> Named:
        """What a text names that the sources may hold nothing on, and whether it names the role."""
        mentions = self._mentions(text)
        return Named(
            tuple(m.value for m in (*mentions.own_jobs, *mentions.other_jobs)),
            tuple(m.value for m in mentions.industries),
            tuple(m.value for m in mentions.places),
            mentions.names_role,
            bool(_only_name(text, mentions)),
        )

    @once_a_turn
    def leans(self, text: str) -> float:
        """How likely a text leans on what was said before it."""
        return leaning_model().probability(text, self._finder.encoder.encode([text])[0])

    def alike(self, text: str, others: Sequence[str]) -> tuple[float, ...]:
        """How alike a text is to each of others in meaning: the cosines of their vectors."""
        first, *rest = self._finder.encoder.encode([text, *others])
        return tuple(float(np.dot(first, vector)) for vector in rest)

    @once_a_turn
    def likely(self, before: str, text: str) -> Mapping[str, float]:
        """How likely each unit of evidence answers a text put to the question before it, by name;
        under no name how likely nothing does. What is hardly likely is left out.
        """
        search = self._finder.search()
        found = search.likelihoods(text, After(before, text))
        places = np.flatnonzero(found.shares >= _LEAST_SHARE).tolist()
        shares = {search.index.units[n].id: float(found.shares[n]) for n in places}
        return {**shares, "": found.nothing}

    @once_a_turn
    def feelings(self, text: str) -> Mapping[str, float]:
        """How likely a text tells each feeling of the person's own, and `none`."""
        general = self._finder.encoder.encode([text])[0]
        return feeling_model().probabilities(text, general, self._finder.tuned.vector(text))

    def knows(self, evidence: str) -> bool:
        """Whether a unit's source was held when the vectors were tuned."""
        return self._finder.search().knows(evidence)

    def asked_of(self, evidence: str) -> str:
        """A question that a unit of evidence answers, in full; empty for none that is known."""
        return self._finder.search().index.typical_question(evidence)

    @once_a_turn
    def completed(self, before: str, text: str) -> str:
        """The question before with what the new one names in the place of what it named of the same
        kind.
        """
        mentions = self._mentions(text)
        named = {category for _, _, category, _ in spans_in(text, mentions)}
        if mentions.names_role:
            named.add("job")
        if _HOME & {word.strip("?.,!") for word in text.split()}:
            named.add("place")
        kept = before.rstrip("?.! ")
        held = self._mentions(before)
        places = sorted({span[:2] for span in _with_role(before, held) if span[2] in named})
        if len(places) == 1 and (name := _only_name(text, mentions)):
            start, end = places[0]
            return f"{kept[:start]}{name}{kept[end:]}?"
        spans = sorted(span[:2] for span in spans_in(before, held) if span[2] in named)
        for start, end in reversed(spans):
            kept = f"{kept[:start].rstrip()} {kept[end:].lstrip()}".strip()
        words = kept.split()
        leads_in = members("joining_question") | members("preposition")
        while words and words[-1].lower() in leads_in:
            words.pop()
        return f"{' '.join(words)} {_without_lead_in(text)}".strip()

    def about(self, name: str, question: Question) -> Question:
        """The question with a name beside it: "how long does it take" is asked of what was talked
        about.
        """
        words = [
            name if bare(word) in members("thing") else word
            for word in question.text.rstrip("?.! ").split()
        ]
        named = " ".join(words)
        return self.read(f"{named}?" if name in words else f"{named} {name}?")

    def _mentions(self, text: str) -> Mentions:
        return self._finder.search().mentions(text)

    def _subject(self, vector: Vectors) -> str:
        """The likeliest intent about the job."""
        subjects = self._finder.subjects
        row = subjects.probabilities(vector[None, :])[0]
        about_job = (
            (share, intent)
            for share, intent in zip(row.tolist(), subjects.intents, strict=True)
            if TOPIC_OF.get(intent, "smalltalk") not in NOT_ABOUT_THE_JOB
        )
        return max(about_job)[1]

    def after(self, before: str, question: Question) -> Question:
        """The question completed by the one before it."""
        put = After(before, question.text)
        read = self.read(self.completed(before, question.text), put)
        first = bare(question.text.split()[0]) if question.text else ""
        # "how many" after "do they …?"
        if first in members("interrogative") and question.retrieval.form:
            read = replace(read, retrieval=replace(read.retrieval, form=question.retrieval.form))
        return replace(read, ordinal=question.ordinal)


def _with_role(text: str, mentions: Mentions) -> list[tuple[int, int, str, str]]:
    """The names of a text as `spans_in` has them, and that of the role, which is a job, too."""
    roles = [(m.start, m.end, "job", m.value) for m in mentions.known if m.kind == "role"]
    return [*spans_in(text, mentions), *roles]


def _only_name(text: str, mentions: Mentions) -> str:
    """The one name that a text consists of, but for function words: "and for a deputy?"."""
    spans = {span[:2] for span in _with_role(text, mentions)}
    if len(spans) != 1:
        return ""
    ((start, end),) = spans
    rest = words_of(f"{text[:start]} {text[end:]}")
    return text[start:end] if all(map(is_function_word, filter(None, rest))) else ""


def _without_lead_in(text: str) -> str:
    """`and for a deputy?` without what only joins it to the question before: `for a deputy?`."""
    words = text.split()
    while len(words) > 1 and bare(words[0]) in members("joining_question"):
        words.pop(0)
    return " ".join(words)


def subjects_of_model(models: Path) -> tuple[SubjectModel, tuple[str, ...]]:
    """What the retriever learned, out of the newest trained model; raises FileNotFoundError without
    one.
    """
    archives = sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not archives:
        raise FileNotFoundError(f"there is no trained model in '{models}'")
    with tarfile.open(archives[-1]) as archive:
        by_name = {Path(member.name).name: member for member in archive.getmembers()}
        weights, outside = (
            archive.extractfile(by_name["subjects.npz"]),
            archive.extractfile(by_name["outside.json"]),
        )
        assert weights is not None and outside is not None
        held = np.load(BytesIO(weights.read()), allow_pickle=False)
        model = SubjectModel(
            tuple(map(str, held["intents"])), held["mean"], held["weights"], held["shares"]
        )
        return model, tuple(json.loads(outside.read()))


@lru_cache(maxsize=1)
def _own_finder() -> EvidenceFinder:
    subjects, outside = subjects_of_model(_MODELS)
    return EvidenceFinder(encoder(str(_ENCODER)), subjects, outside, QUESTIONS)
