"""What is read of a text is kept for a turn, and no longer."""

from __future__ import annotations

from collections.abc import Callable

from bot.parsing.turn_memory import once_a_turn, remembering


def _counting() -> tuple[list[str], Callable[[str], int]]:
    """The texts read so far, and what reads one."""
    reads: list[str] = []

    @once_a_turn
    def read(text: str) -> int:
        reads.append(text)
        return len(text)

    return reads, read


def test_a_text_is_read_once_within_a_turn() -> None:
    reads, read = _counting()
    with remembering():
        assert [read("one"), read("one"), read("three")] == [3, 3, 5]
    assert reads == ["one", "three"]


def test_nothing_is_kept_after_the_turn_or_outside_of_one() -> None:
    reads, read = _counting()
    for _ in range(2):
        with remembering():
            read("one")
    read("one")
    read("one")
    assert reads == ["one"] * 4


def test_two_functions_of_the_same_text_are_told_apart() -> None:
    @once_a_turn
    def first(text: str) -> str:
        return text[:1]

    @once_a_turn
    def last(text: str) -> str:
        return text[-1:]

    with remembering():
        assert (first("ab"), last("ab")) == ("a", "b")


def test_a_result_of_nothing_is_kept_too() -> None:
    reads: list[str] = []

    @once_a_turn
    def read(text: str) -> None:
        reads.append(text)

    with remembering():
        read("one")
        read("one")
    assert reads == ["one"]
