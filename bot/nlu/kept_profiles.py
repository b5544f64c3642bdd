"""The profiles of a knowledge base, kept in a file: to make them takes most of a start.

They follow from the units, their vectors, the fitted models, the lexicons and the code; the file
says of which, and what was made of anything else is made again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from bot.knowledge.vectors import Vectors
from bot.nlu.names import CATEGORIES, Names
from bot.nlu.ranking_signals import Profiles

# The file of the data folder that holds them.
PROFILES = "profiles.npz"
_PACKAGE = Path(__file__).resolve().parents[1]
# The packages whose code reads units.
_READING = ("domain", "knowledge", "nlu", "parsing")
_LEXICONS = Path("data/lexicons")
_MATRICES = ("forms", "intents", "measures", "ages")
log = logging.getLogger(__name__)


def key_of(texts: Iterable[str], vectors: Iterable[Vectors]) -> bytes:
    """What profiles are made of as one key: these texts and vectors, the lexicons and the code."""
    key = hashlib.blake2b(digest_size=32)
    for text in texts:
        key.update(text.encode("utf-8", "surrogatepass") + b"\0")
    for rows in vectors:
        key.update(np.ascontiguousarray(rows).tobytes())
    code = (path for name in _READING for path in sorted((_PACKAGE / name).glob("*.py")))
    for path in (*code, *sorted(_LEXICONS.glob("*.txt"))):
        key.update(path.name.encode() + b"\0" + path.read_bytes())
    return key.digest()


class KeptProfiles:
    """One file with the profiles of one key; a read-only folder leaves them unkept."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, key: bytes, make: Callable[[], Profiles]) -> Profiles:
        """The profiles of a key, made and kept where the file hasn't them."""
        held = self._read(key)
        if held is None:
            held = make()
            self._write(key, held)
        return held

    def _read(self, key: bytes) -> Profiles | None:
        try:
            with np.load(self._path, allow_pickle=False) as file:
                if file["key"].tobytes() != key:
                    return None
                names, scopes = (_names(file[part].tobytes()) for part in ("names", "scopes"))
                return Profiles(names, scopes, *(file[part] for part in _MATRICES))
        except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
            return None  # none yet, cut short, or of another version

    def _write(self, key: bytes, made: Profiles) -> None:
        # a name of its own: two processes may begin at the same time
        part = self._path.with_suffix(f".{os.getpid()}.part.npz")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(
                part,
                key=np.frombuffer(key, dtype=np.uint8),
                names=np.frombuffer(_packed(made.names), dtype=np.uint8),
                scopes=np.frombuffer(_packed(made.scopes), dtype=np.uint8),
                **{name: getattr(made, name) for name in _MATRICES},
            )
            part.replace(self._path)
        except OSError as error:
            log.warning("the profiles of the knowledge base can't be kept: %s", error)


def _packed(named: Sequence[Names]) -> bytes:
    kinds = (*CATEGORIES, "subjects")
    units = [
        {"role": names.role, **{kind: sorted(names.of(kind)) for kind in kinds if names.of(kind)}}
        for names in named
    ]
    return json.dumps(units).encode()


def _names(packed: bytes) -> tuple[Names, ...]:
    return tuple(
        Names(role=unit.pop("role"), **{kind: frozenset(found) for kind, found in unit.items()})
        for unit in json.loads(packed)
    )
