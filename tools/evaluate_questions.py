"""Scores answers to a set of questions: the point in the first sentences, honest noes, and length.

    python -m tools.evaluate_questions tests/evaluation/questions/test.yml [--failures]

Every question is asked in a conversation of its own. `must` has to be found in the first 250
characters of the answer, `must_not` nowhere in it; `declined` asks for an honest no. `--failures`
prints what went wrong; never use it on the test set, whose totals alone may be looked at.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.domain.plain_reply import plain
from bot.domain.reply import Reply
from bot.rasa_adapter.tensorflow_stub import prepare

prepare()

from bot.rasa_adapter.assistant import Assistant
from tools.question_sets import Case, read_cases

# Characters within which the point must stand.
FIRST = 250
_DECLINED = ("not_covered", "out_of_scope")


@dataclass(frozen=True)
class Judged:
    """A case with the answer that it got; `verdict` is right, wrong,
    wrongly declined or wrongly answered.
    """

    case: Case
    text: str
    words: int
    verdict: str


def judge(case: Case, replies: tuple[Reply, ...]) -> Judged:
    """Judge the answer of a question by the point it must make."""
    text = "\n\n".join(plain(reply, suggestions=False) for reply in replies)
    bare = " ".join(reply.text for reply in replies)
    declined = all(reply.topic in _DECLINED for reply in replies)
    # where several are asked, the point of each stands at the beginning of its own reply
    first = " ".join(plain(reply, suggestions=False)[:FIRST] for reply in replies)
    found = all(re.search(pattern, first, re.IGNORECASE) for pattern in case.must)
    forbidden = any(re.search(pattern, text, re.IGNORECASE) for pattern in case.must_not)
    if case.declined:
        verdict = "right" if declined else "wrongly answered"
    elif declined and not (case.must and found):
        verdict = "wrongly declined"
    else:
        verdict = "right" if found and not forbidden else "wrong"
    return Judged(case, text, len(bare.split()), verdict)


async def judged(assistant: Assistant, cases: list[Case]) -> list[Judged]:
    """Ask every case in a conversation of its own."""
    results = []
    for number, case in enumerate(cases):
        results.append(judge(case, await assistant.ask(case.question, f"evaluation:{number}")))
    return results


def report(results: list[Judged]) -> str:
    """The totals in lines, by kind of question."""
    answerable = [one for one in results if not one.case.declined]
    declining = [one for one in results if one.case.declined]
    verdicts = Counter(one.verdict for one in results)
    share, right = _share, _right(answerable)
    lines = [
        f"all right              {share(verdicts['right'], len(results))} of {len(results)}",
        f"answered first         {share(right, len(answerable))} of {len(answerable)}",
        f"wrongly declined       {share(verdicts['wrongly declined'], len(answerable))}",
        (
            "declined rightly      "
            f" {share(len(declining) - verdicts['wrongly answered'], len(declining))} of"
            f" {len(declining)}"
        ),
        f"wrongly answered       {share(verdicts['wrongly answered'], len(declining))}",
        f"words (median)         {statistics.median([one.words for one in answerable] or [0]):.0f}",
    ]
    for kind in sorted({one.case.kind for one in results}):
        of_kind = [one for one in results if one.case.kind == kind]
        lines.append(f"  {kind:<20} {_right(of_kind)} of {len(of_kind)}")
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _right(results: list[Judged]) -> int:
    return sum(one.verdict == "right" for one in results)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--failures", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    results = asyncio.run(judged(Assistant.load(), read_cases(options.set)))
    if options.failures:
        for one in results:
            if one.verdict != "right":
                print(
                    f"[{one.case.kind}] {one.case.question}\n  {one.verdict}; must"
                    f" {list(one.case.must)}\n  {one.text[:400]!r}"
                )
    print(report(results))


if __name__ == "__main__":
    main()
