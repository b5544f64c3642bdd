"""Asks the trained advisor on a given knowledge base, in a
process of its own: what would it answer?
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.errors import AdvisorError
from bot.domain.reply import DECLINED, joined
from bot.ingest.build import write
from bot.ingest.source_folder import Sources
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from bot.knowledge.vectors import VECTORS
from bot.nlu.named_things import NamedThings
from bot.settings import data_folder


@dataclass(frozen=True)
class TrialAnswer:
    """What was answered, and from which sources; `lacking` is what they don't hold of the question,
    `unnamed` what it names and the answer doesn't.
    """

    question: str
    topic: str
    text: str
    sources: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether something was answered, be it a half."""
        return self.topic not in DECLINED

    @property
    def is_whole(self) -> bool:
        """Whether all that the question names was answered, as far as names can tell."""
        return self.is_answered and not self.lacking and not self.unnamed

    @property
    def mark(self) -> str:
        """What is wrong with it, in front of its text; empty for a whole answer."""
        if not self.is_answered:
            return "NOT ANSWERED: "
        if self.lacking:
            return f"HALF ANSWERED, not for {joined(self.lacking, 'or')}: "
        return f"(names no {joined(self.unnamed, 'or')}) " if self.unnamed else ""


@contextmanager
def scratch_knowledge(sources: Sources) -> Iterator[str]:
    """The URL of a database that holds what the sources say now, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'knowledge.db'}"
        engine = knowledge_engine(url)
        write(engine, sources)
        engine.dispose()
        yield url


def ask_of(questions: Sequence[str], url: str | None = None) -> list[TrialAnswer]:
    """The answers to questions, each asked alone, from the
    knowledge base at `url` or the current one.
    """
    asked = [" ".join(question.split()) for question in questions]
    if not asked:
        return []
    with _trial_environment(url) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli.main", "ask", "--json"],
            input="\n".join(asked) + "\n",
            capture_output=True,
            text=True,
            env=environment,
        )
    if done.returncode:
        raise AdvisorError(
            done.stderr.strip().removeprefix("ciso-advisor: ") or "no answer came back"
        )
    engine = knowledge_engine(url) if url else None
    names = NamedThings(KnowledgeBase.load(engine))
    if engine is not None:
        engine.dispose()
    return [answer_in(line, names) for line in done.stdout.splitlines()]


@contextmanager
def _trial_environment(url: str | None) -> Iterator[dict[str, str]]:
    """The environment of a trial: another knowledge base gets its own copy of the sentence vectors.

    The file of vectors holds those of one knowledge base, and a server may be using it.
    """
    if url is None:
        yield dict(os.environ)
        return
    with tempfile.TemporaryDirectory() as folder:
        vectors = data_folder() / VECTORS
        if vectors.is_file():
            shutil.copy(vectors, folder)
        yield {**os.environ, "DATABASE_URL": url, "DATA_DIR": folder}


def answer_in(line: str, names: NamedThings | None = None) -> TrialAnswer:
    """The answer that a line of `ask --json` holds, and what it leaves unnamed."""
    given = json.loads(line)
    question, text = given["question"], given["text"]
    sources = dict.fromkeys(_named(fact["source"]) for fact in given["facts"])
    told = "\n".join([text, *sources, *(fact["statement"] for fact in given["facts"])])
    unnamed = names.missing(question, told) if names else ()
    return TrialAnswer(
        question, given["topic"], text, tuple(sources), tuple(given.get("lacking", ())), unnamed
    )


def _named(source: dict[str, Any]) -> str:
    year = f", {source['year']}" if source.get("year") else ""
    return f"{source['title']} ({source['publisher']}{year})"
