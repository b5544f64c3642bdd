"""Names the kernels of OpenBLAS that fit the processor, before numpy loads it.

numpy 1.23 carries OpenBLAS 0.3.20, which doesn't know processors that came after it and takes
kernels of 2004 for them: products of matrices then need five times as long.
"""

from __future__ import annotations

import os
from pathlib import Path

_VARIABLE = "OPENBLAS_CORETYPE"
_PROCESSOR = Path("/proc/cpuinfo")
# Names of OpenBLAS's kernels and the instructions that they need, the fastest first.
_KERNELS = (
    ("SkylakeX", frozenset(["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"])),
    ("Haswell", frozenset(["avx2", "fma"])),
)


def choose_kernels(processor: Path = _PROCESSOR) -> None:
    """Set OPENBLAS_CORETYPE for this process and those it starts, unless somebody has.

    `processor` is Linux's description of the processor; without one, or without instructions of
    these kernels in it, OpenBLAS chooses.
    """
    if _VARIABLE not in os.environ and (name := _fitting(_instructions(processor))):
        os.environ[_VARIABLE] = name


def _instructions(processor: Path) -> frozenset[str]:
    """The instructions that every core has."""
    try:
        lines = processor.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    cores = [line.partition(":")[2].split() for line in lines if line.startswith("flags")]
    return frozenset.intersection(*map(frozenset, cores)) if cores else frozenset()


def _fitting(instructions: frozenset[str]) -> str:
    return next((name for name, needed in _KERNELS if needed <= instructions), "")
