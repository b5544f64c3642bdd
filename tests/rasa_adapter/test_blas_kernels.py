"""OpenBLAS is told which kernels the processor can run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa_adapter.blas_kernels import choose_kernels

WIDE = "avx512f avx512bw avx512cd avx512dq avx512vl avx2 fma sse2"


@pytest.mark.parametrize(
    ("cores", "chosen"),
    [
        ([WIDE, WIDE], "SkylakeX"),
        ([WIDE, "avx2 fma sse2"], "Haswell"),
        (["sse2"], None),
        ([], None),
    ],
)
def test_the_kernels_are_those_that_every_core_can_run(
    cores: list[str], chosen: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENBLAS_CORETYPE", raising=False)
    described = tmp_path / "cpuinfo"
    described.write_text("".join(f"processor\t: 0\nflags\t\t: {flags}\n" for flags in cores))
    choose_kernels(described)
    assert os.environ.get("OPENBLAS_CORETYPE") == chosen


def test_what_an_operator_chose_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Prescott")
    choose_kernels()
    assert os.environ["OPENBLAS_CORETYPE"] == "Prescott"


def test_a_processor_that_is_not_described_is_left_to_openblas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENBLAS_CORETYPE", raising=False)
    choose_kernels(tmp_path / "missing")
    assert "OPENBLAS_CORETYPE" not in os.environ


def test_numpy_computes_with_the_kernels_that_were_chosen() -> None:
    program = (
        "from bot.rasa_adapter.blas_kernels import choose_kernels; choose_kernels();"
        "import os, numpy, threadpoolctl;"
        "used = {i['architecture'] for i in threadpoolctl.threadpool_info()"
        " if i['internal_api'] == 'openblas'};"
        "chosen = os.environ.get('OPENBLAS_CORETYPE');"
        "assert chosen is None or used == {chosen}, (chosen, used)"
    )
    environment = {name: v for name, v in os.environ.items() if name != "OPENBLAS_CORETYPE"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
