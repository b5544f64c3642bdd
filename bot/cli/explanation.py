"""What `ask --explain` prints: the query that was understood,
the evidence weighed for it, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.question import Question

_REASONS = 8


def explained(message: Mapping[str, Any]) -> str:
    """Every question of a parsed message with its form, things,
    verdict and candidates, the best first.
    """
    questions = [Question.from_dict(data) for data in message.get("questions") or ()]
    return "\n\n".join("\n".join(_lines(question)) for question in questions)


def _lines(question: Question) -> Iterator[str]:
    found = question.retrieval
    yield f"question    {question.text}"
    yield f"intent      {question.intent} ({question.confidence:.2f}), topic {question.topic}"
    yield f"form        {found.form}{', inverted or conditional' if question.inverted else ''}"
    if question.entities or question.others:
        yield f"names       {', '.join((*question.entities, *question.others))}"
    verdict = "answered" if found.answered else f"declined as {found.outcome}"
    if found.partly:
        verdict = f"answered but for {', '.join(found.missing)}"
    yield f"verdict     {verdict} ({found.answerable:.2f})"
    yield "signs       " + "  ".join(
        f"{name} {value:g}" for name, value in found.signs.items() if value
    )
    for place, candidate in enumerate(found.candidates, 1):
        lead = f", leads with “{candidate.lead}”" if candidate.lead else ""
        missing = f", lacks {', '.join(candidate.missing)}" if candidate.missing else ""
        yield f"{place:>3}. {candidate.score:.2f}  {candidate.evidence}{lead}{missing}"
        strongest = sorted(candidate.reasons.items(), key=lambda pair: -abs(pair[1]))[:_REASONS]
        yield "           " + "  ".join(f"{name} {value:g}" for name, value in strongest)
