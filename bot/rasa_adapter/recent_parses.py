"""What the pipeline read in messages met before, so that the same message isn't read again."""

from __future__ import annotations

import hashlib
import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

# Readings that are kept, of some kilobytes each, and digests of messages met once.
_MOST_KEPT, _MOST_MET = 512, 4096


class RecentParses:
    """Readings by all that they depend on: the text, its place in the dialogue, the day, the
    knowledge.

    Many messages are equal: greetings, suggestions that are pressed, the questions that everybody
    asks. A reading is kept when it is met in a second conversation, so that what only one person
    ever wrote, their story, is never held; of messages met in one there are digests.
    """

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._met: OrderedDict[bytes, bytes] = OrderedDict()
        self._changing = threading.Lock()

    def of(
        self, depends_on: Sequence[str], conversation: str, read: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        """A reading of the caller's own, by `read` where it isn't held."""
        key, who = _digest(*depends_on), _digest(conversation)
        with self._changing:
            held = self._kept.get(key)
            if held is not None:
                self._kept.move_to_end(key)
        if held is not None:
            return dict(pickle.loads(held))
        found = read()
        with self._changing:
            if self._met.setdefault(key, who) != who:
                self._kept[key] = pickle.dumps(found)
            _shorten(self._kept, self._most)
            _shorten(self._met, _MOST_MET)
        return found


def _digest(*parts: str) -> bytes:
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=16).digest()


def _shorten(held: OrderedDict[bytes, Any], most: int) -> None:
    while len(held) > most:
        held.popitem(last=False)
