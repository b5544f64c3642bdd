"""Takes a message apart where it asks several things, or says what it does not ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import Component
from bot.parsing.asking import asking_pattern
from bot.parsing.sanitize import without_shortcodes
from bot.parsing.sentences import sentences

# Message property of the whole message: how many messages behind it in the batch are its parts.
PARTS = "parts"
# Message property of the whole message: its first part says what is asked, the other what isn't.
INSTEAD = "instead"
# Message property of the whole message: its one part counts only if it wishes for the plan.
WISH = "wish"
MAX_PARTS = 4
# Words up to which what stands before a comma may be an aside: `thanks, now the duties`.
_LEAD_WORDS = 3
# Words up to which what stands behind the last comma may be a wish: `I passed, show me the plan`.
_WISH_WORDS = 6

_AND = re.compile(r"^(?:and|also|plus|or|ok(?:ay)?|so)\b[ ,]*", re.IGNORECASE)
_NOT_BUT = re.compile(
    r"^(?:no[,.]?\s+)?(?:i\s+(?:didn'?t|don'?t|did not|do not)\s+(?:ask|mean|care|want)"
    r"(?:\s+(?:to know|about|for))*|not)\s+"
    r"(?:about\s+)?(?P<dropped>[^,;.!?–—-]{2,60}?)\s*"
    r"(?:[,;.–—-]+\s*(?:but\s+|rather\s+|i (?:mean|meant)\s+|just\s+|instead\s+)?"
    r"|\s+but\s+|\s+rather\s+)"
    r"(?P<kept>\S.*)$",
    re.IGNORECASE,
)
_BUT_NOT = re.compile(
    r"^(?P<kept>.{3,}?)\s*[,;–—-]+\s*(?:and\s+|but\s+)?not\s+(?:about\s+)?"
    r"(?:the |its |their |a )?(?P<dropped>[\w' -]{2,40})[.!?]*$",
    re.IGNORECASE,
)


_JOINTS = re.compile(r"\s*[,;:–—]\s+|\s+-\s+")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")


@dataclass(frozen=True)
class Clauses:
    parts: tuple[str, ...]
    instead: bool = False
    wish: bool = False


def clauses(text: str) -> Clauses:
    """The parts of a message that are questions by themselves; none when it is one question."""
    contrast = _NOT_BUT.match(text) or _BUT_NOT.match(text)
    if contrast:
        asked, refused = contrast["kept"].strip(), text[: contrast.start("kept")].strip()
        return Clauses((asked, refused) if refused else (asked,), instead=True)
    parts = [
        _AND.sub("", part.strip(" ,"))
        for sentence in sentences(text)
        for part in _and_asks().split(sentence)
    ]
    parts = [part for part in parts if _counted(part) >= 2]
    if len(parts) > 1:
        return Clauses(tuple(parts[-MAX_PARTS:]))
    lead, _, rest = text.partition(",")
    aside = 0 < _counted(lead) <= _LEAD_WORDS and _counted(rest) >= 2
    return Clauses((rest.strip(),)) if aside else _wish(text)


def _wish(text: str) -> Clauses:
    """What stands behind the last comma of a single sentence, where it is short enough for a wish
    beside what is told.
    """
    before, last = _JOINTS.split(text.strip())[-2:] if _JOINTS.search(text.strip()) else ("", "")
    short = 2 <= _counted(last) <= _WISH_WORDS
    return Clauses((last,), wish=True) if short and _counted(before) >= 1 else Clauses(())


@lru_cache(maxsize=1)
def _and_asks() -> re.Pattern[str]:
    """What joins a second question to the first: `and how long does it take`."""
    joint = r",?\s+(?:and|plus|also|as well as|&|\+|n)\s+(?:also\s+|then\s+|please\s+)?"
    return re.compile(rf"{joint}(?={asking_pattern()})", re.IGNORECASE)


def _counted(text: str) -> int:
    return len(_WORDS.findall(without_shortcodes(text)))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ClauseSplitter(Component):
    """Puts the parts of a message behind it, so that all components understand them in the same
    pass.

    `QuestionReader`, at the end of the pipeline, reads them and takes them away again. Training is
    not touched.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    def process(self, messages: list[Message]) -> list[Message]:
        out: list[Message] = []
        for message in messages:
            found = clauses(str(message.get(TEXT) or ""))
            message.set(PARTS, len(found.parts))
            message.set(INSTEAD, found.instead)
            message.set(WISH, found.wish)
            out.append(message)
            out.extend(Message({TEXT: part}) for part in found.parts)
        return out
