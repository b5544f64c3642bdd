"""What a question names and an answer to it doesn't: a place, a year, a job, any name with a
capital. An answer without it may be of another thing.
"""

from __future__ import annotations

from bot.knowledge.store import KnowledgeBase
from bot.nlu.mentions import MentionFinder
from bot.nlu.names import CATEGORIES, HOME, Names, names_in, plain_name
from bot.nlu.person_names import NameRemover
from bot.parsing.scopes import ScopeReader


class NamedThings:
    """Reads names with the entities of one knowledge base and the lexicons."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._finder = MentionFinder(kb)
        self._scopes = ScopeReader.load(kb.job.home)
        self._names = NameRemover(kb)

    def missing(self, question: str, told: str) -> tuple[str, ...]:
        """What the question names that `told`, an answer with its facts and sources, doesn't."""
        asked, held = self._read(question), self._read(told)
        found = [
            name for category in CATEGORIES
            for name in sorted(asked.of(category) - held.of(category) - {"us", *HOME})
        ]  # fmt: skip
        said = plain_name(told)
        known = {name for category in CATEGORIES for name in asked.of(category)}
        for name in self._names.unknown(question):
            if (plain := plain_name(name)) not in said and plain not in known:
                found.append(name)
        return tuple(dict.fromkeys(found))

    def _read(self, text: str) -> Names:
        return names_in(text, self._finder.find(text), self._scopes)
