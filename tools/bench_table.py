"""What `make bench` is asked for, what it measures, and the table that it prints."""

from __future__ import annotations

import os
from dataclasses import dataclass

STOCK_EPOCHS, AT_ONCE = 100, 8


@dataclass(frozen=True)
class Figures:
    """Seconds, turns a second, and bytes."""

    training: float
    ready: float
    median: float
    p95: float
    throughput: float
    memory: int
    environment: int


@dataclass(frozen=True)
class Plan:
    epochs: int
    minutes: float
    turns: int
    nth: int = 1

    @classmethod
    def from_environment(cls) -> Plan:
        quick = os.environ.get("QUICK") == "1"
        epochs = int(os.environ.get("BENCH_EPOCHS") or (1 if quick else STOCK_EPOCHS))
        return cls(
            max(1, min(epochs, STOCK_EPOCHS)),
            float(os.environ.get("BENCH_MINUTES") or 240),
            20 if quick else 200,
            max(1, int(os.environ.get("BENCH_NTH") or 1)),
        )


def table(here: Figures, there: Figures, plan: Plan) -> str:
    few = plan.epochs < STOCK_EPOCHS or plan.nth > 1
    less = (
        f" (the default only {plan.epochs} of its {STOCK_EPOCHS} epochs, 1 of {plan.nth} messages)"
    )
    trained = f"training, nothing cached{less if few else ''}"
    seconds, milliseconds, gigabytes = "{:.1f} s", "{:.0f} ms", "{:.2f} GB"
    rows = [
        (trained, here.training, there.training, seconds),
        ("from the start to the first answer", here.ready, there.ready, seconds),
        ("a turn, median", 1000 * here.median, 1000 * there.median, milliseconds),
        ("a turn, 95th percentile", 1000 * here.p95, 1000 * there.p95, milliseconds),
        (
            f"turns a second, {AT_ONCE} conversations at once",
            here.throughput,
            there.throughput,
            "{:.1f}",
        ),
        ("resident memory of all processes", here.memory / 1e9, there.memory / 1e9, gigabytes),
        (
            "installed packages that serving needs",
            here.environment / 1e9,
            there.environment / 1e9,
            gigabytes,
        ),
    ]
    lines = ["| | this project | Rasa's default | ratio |", "|---|---:|---:|---:|"]
    for label, mine, its, shown in rows:
        bound = "less than " if few and label == trained else ""
        lines.append(
            f"| {label} | {shown.format(mine)}"
            f" | {'more than ' if bound else ''}{shown.format(its)} |"
            f" {bound}{mine / its:.2f} |"
        )
    return "\n".join(lines)


FAIR = """
Same machine, same run, one after the other; the same NLU data, rules, stories, domain, actions and
questions. Ours: `ciso-advisor serve`, the web channel (signed session, limits, each turn saved in
SQLite on disk), actions in the process. The default: Rasa's own default pipeline and policies,
`rasa run` with the stock rest channel, conversations in memory, and `rasa run actions` beside it.
Each question is sent when the whole answer to the one before is there. What is left out: how good
the answers are (`make evaluate`, `make benchmark-nlu`); and the default doesn't read the parts of a
message or refuse what it has no source for, which ours does in the time shown.
"""
