"""Keeps what was read of a text while a turn is answered, and no longer.

A message is answered in several ways, of which one is said, and each reads the same few texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

_memory: ContextVar[dict[Any, Any] | None] = ContextVar("turn_memory", default=None)

Given = ParamSpec("Given")
Read = TypeVar("Read")


@contextmanager
def remembering() -> Iterator[None]:
    """Keep what `once_a_turn` reads until the end of the block."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def once_a_turn(read: Callable[Given, Read]) -> Callable[Given, Read]:
    """Let a pure function of hashable arguments, whose result nobody changes, read once a turn."""

    @wraps(read)
    def once(*given: Given.args, **named: Given.kwargs) -> Read:
        memory = _memory.get()
        if memory is None or named:
            return read(*given, **named)
        key = (read, given)
        if key not in memory:
            memory[key] = read(*given, **named)
        found: Read = memory[key]
        return found

    return once
