"""What is wrong with the set-up, the sources or a profile, for the person who runs the program."""

from __future__ import annotations

from collections.abc import Sequence


class AdvisorError(Exception):
    """Something that the person who runs the program can put
    right; the message says what, in a line.
    """


class KnowledgeError(AdvisorError):
    """The knowledge base can't be read or built; the message is
    meant for the person who runs it.
    """


class SourceError(KnowledgeError):
    """A source text that can't be read; the message names file and line."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path, self.line, self.problem = path, line, problem


class SourceErrors(SourceError):
    """All that is wrong with the sources, a line each; path, line
    and problem are those of the first.
    """

    def __init__(self, problems: Sequence[SourceError]) -> None:
        first = problems[0]
        super().__init__(first.path, first.line, first.problem)
        self.problems = tuple(problems)

    @staticmethod
    def of(problems: Sequence[SourceError]) -> SourceError:
        """One error for one or more problems, in the order of their files and lines."""
        ordered = sorted(problems, key=lambda problem: (problem.path, problem.line))
        return ordered[0] if len(ordered) == 1 else SourceErrors(ordered)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class ProfileError(ValueError):
    """A profile can't be read; the message names the key and what is wrong with it."""
