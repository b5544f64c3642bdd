"""The names of another role, put into the words that the model was trained with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bot.domain.role import Role
from bot.parsing.whole_words import alternatives

LEXICON = Path("data/lexicons/trained_role.txt")


class RoleNames:
    """Training examples speak of one role; questions and sources about another are read as if of
    that one.

    Without a difference between both nothing is changed.
    """

    def __init__(self, job: Role, lexicon: Path = LEXICON) -> None:
        lines = [line.strip() for line in lexicon.read_text("utf-8").splitlines()]
        one, many, long = [line for line in lines if line and not line.startswith("#")][:3]
        same = job.name.lower() == one.lower()
        pairs = {
            job.name: one,
            job.long: one,
            job.many: many,
            f"{job.long}s" if job.long else "": many,
        }
        self._to_trained = _Replacement({} if same else pairs)
        back = {
            f"a {one}": job.with_article,
            one: job.name,
            many: job.many,
            long: job.long or job.name,
        }
        self._to_configured = _Replacement({} if same else back)

    def as_trained(self, text: str) -> str:
        """`What does a DPO do?` as `What does a CISO do?`."""
        return self._to_trained.of(text)

    def as_configured(self, text: str) -> str:
        """`What does a CISO do?`, written in the project's data, as `What does a DPO do?`."""
        return self._to_configured.of(text)


class _Replacement:
    """Whole words for others, the longest first, whatever their
    case; not in `/ciso` or `ciso-advisor`.
    """

    def __init__(self, pairs: Mapping[str, str]) -> None:
        self._words = {old.lower(): new for old, new in pairs.items() if old}
        self._pattern = re.compile(
            rf"(?<![\w/-])(?:{alternatives(self._words)})(?![\w-])", re.IGNORECASE
        )

    def of(self, text: str) -> str:
        if not self._words:
            return text
        return self._pattern.sub(lambda match: self._words[match[0].lower()], text)
