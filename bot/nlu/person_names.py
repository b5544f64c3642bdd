"""Takes the names of persons out of questions that an operator reads: a run of words with capitals,
or in a script of its own, that names nothing known is somebody's name.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.lang.en.stop_words import STOP_WORDS

from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import QUESTIONS
from bot.nlu.capital_runs import PARTICLES, Word, is_cased, runs_of, words_in
from bot.nlu.mentions import LEXICONS, Mention, MentionFinder
from bot.parsing.scopes import ScopeReader

NAME = "[name]"
_LETTERS = re.compile(r"[^\W\d_]+")
_MARK = re.escape(NAME)
_REPEATED = re.compile(rf"{_MARK}(?:\s+{_MARK})+")
_DATES = frozenset(
    name.lower()
    for names in (calendar.month_name, calendar.month_abbr, calendar.day_name, calendar.day_abbr)
    for name in names
    if name
)
# What the word behind somebody's name is: what they say or are, or what is theirs.
_OF_PERSONS = frozenset(
    ["said", "says", "told", "tells", "asked", "asks", "thinks", "thought", "wrote", "writes",
     "mentioned", "mentions", "suggested", "suggests", "recommended", "recommends", "advised",
     "advises", "claims", "claimed", "argues", "argued", "insists", "insisted", "believes",
     "swears", "knows", "wants", "wanted", "earns", "makes", "works", "worked", "leads", "runs",
     "got", "has", "had", "is", "was", "s"]
)  # fmt: skip
# Endings of everyday words that are forms of others.
_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ers", "r", "rs", "ly", "ally", "ness", "able")


class NameRemover:
    """Knows the things of one knowledge base, the places, companies and jobs of the lexicons, and
    the words that questions are asked in.
    """

    def __init__(self, kb: KnowledgeBase, questions: Path = QUESTIONS) -> None:
        texts = [text for passage in kb.passages for text in (passage.section, passage.text)]
        texts += [text for fact in kb.all_facts for text in (fact.label, fact.statement)]
        named = [f"{s.title}\n{s.publisher}\n{s.author}" for s in kb.sources]
        self._finder = MentionFinder(kb)
        self._scopes = ScopeReader.load(kb.job.home)
        self._runs = {run.lower() for text in (*texts, *named) for run in _runs_in(text)}
        self._ordinary = STOP_WORDS | _small_words((*texts, *_asked(questions)))
        self._other = _DATES | _languages(LEXICONS / "languages.txt")

    def without_names(self, text: str) -> str:
        """The text with `[name]` for each run of words that may be somebody's name."""
        words = list(words_in(text))
        mentions = self._finder.find(text)
        spans = [(m.start, m.end) for m in _all_mentions(mentions)]
        loose = [word for word in words if not self._is_known(word, spans)]
        for run in reversed(list(runs_of(words, loose, is_cased(text)))):
            if found := self._named(run, text):
                text = f"{text[: found[0].start]}{NAME}{text[found[-1].end :]}"
        return _REPEATED.sub(NAME, text)

    def unknown(self, text: str) -> tuple[str, ...]:
        """What a text names in capitals that neither sources nor lexicons hold, persons who say or
        do something left out.
        """
        words = list(words_in(text))
        spans = [(m.start, m.end) for m in _all_mentions(self._finder.find(text))]
        loose = [word for word in words if not self._is_known(word, spans)]
        runs = (self._named(run, text) for run in runs_of(words, loose, is_cased(text)))
        return tuple(
            text[run[0].start : run[-1].end]
            for run in runs
            if run and _behind(text, run[-1]) not in _OF_PERSONS
        )

    def _named(self, run: Sequence[Word], text: str) -> Sequence[Word]:
        """The words of a run that are a name; none where it is ordinary or known."""
        while run and run[0].opens_with_capital and self._is_ordinary(run[0].core):
            run = run[1:]
        if not run or text[run[0].start : run[-1].end].lower() in self._runs or _is_letters(run):
            return ()
        if run[0].opens_with_capital and len(run) == 1:
            return run if self._acts(run[0], text) else ()
        return run if any(not self._is_ordinary(word.core) for word in run) else ()

    def _acts(self, word: Word, text: str) -> bool:
        """Whether a sentence begins with somebody who says or does something: the capital tells
        nothing there, what stands behind it a lot.
        """
        return _behind(text, word) in _OF_PERSONS and not self._is_ordinary(word.core)

    def _is_known(self, word: Word, spans: Iterable[tuple[int, int]]) -> bool:
        small = word.core.lower()
        of_place = self._scopes.name("place", word.core) != word.core
        held = any(start < word.end and word.start < end for start, end in spans)
        return held or of_place or small in self._other

    def _is_ordinary(self, word: str) -> bool:
        """Whether it is a word of questions or sources, or a form of one."""
        small = word.lower().replace("’", "'")
        first = small.partition("'")[0]
        parts = [part for part in first.replace("-", ".").split(".") if part]
        if small in PARTICLES or len(first) == 1:
            return small in ("a", "i") or ("'" in small and first == "i") or small in PARTICLES
        return bool(parts) and all(map(self._is_form, parts))

    def _is_form(self, word: str) -> bool:
        stems = {word.removesuffix(end) for end in _ENDINGS if len(word) > len(end) + 2}
        forms = {word, *(f"{stem}{end}" for stem in stems for end in ("", "e", "y"))}
        return not forms.isdisjoint(self._ordinary)


def _is_letters(run: Sequence[Word]) -> bool:
    """Whether a run has capital letters only, which are not the initials of anybody."""
    return run[0].is_capital and all(len(word.core) == 1 for word in run if word.is_capital)


def _behind(text: str, word: Word) -> str:
    """The word behind another, `s` for a possessive; empty where a mark stands between."""
    found = re.match(r"['’]?\s?([^\W\d_]+)", text[word.end :])
    return found[1].lower() if found else ""


def _all_mentions(found: object) -> Iterator[Mention]:
    """The things of a message of whatever kind."""
    for held in vars(found).values():
        if isinstance(held, tuple):
            yield from held


def _runs_in(text: str) -> Iterator[str]:
    """The runs of capitals that a source has, each as it stands there."""
    words = list(words_in(text))
    for run in runs_of(words, words, cased=False):
        yield text[run[0].start : run[-1].end]
        if run[0].opens and len(run) > 1:
            yield text[run[1].start : run[-1].end]


def _small_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that are written without a capital more than once."""
    counted = Counter(word for text in texts for word in _LETTERS.findall(text))
    return frozenset(
        word for word, count in counted.items() if count > 1 and len(word) > 1 and word.islower()
    )


def _asked(folder: Path) -> Iterator[str]:
    """The questions that the advisor was made with."""
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines()[1:]:
            yield from (part for part in line.split("\t") if " " in part)


def _languages(path: Path) -> frozenset[str]:
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return frozenset(line.lower() for line in lines if line and not line.startswith("#"))
