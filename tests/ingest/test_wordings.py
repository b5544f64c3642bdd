"""Wordings that say the same thing, and wordings that look alike and don't."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.facts import FactKind
from bot.ingest.extractor import extract_file


def _labels(text: str, kind: FactKind, folder: Path, name: str = "article.md") -> list[str]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [fact.label for fact in extract_file(path).facts if fact.kind is kind]


@pytest.mark.parametrize(("sentence", "titles"), [
    ("You may also see it advertised as dental surgeon or oral "
     "clinician.", ["dental surgeon", "oral clinician"]),
    ("You might find the post listed under dental surgeon.", ["dental surgeon"]),
    ("The job goes by names like dental surgeon and oral clinician.",
     ["dental surgeon", "oral clinician"]),
    ("Dental surgeon, oral clinician and tooth doctor are titles for the same post.",
     ["Dental surgeon", "oral clinician", "tooth doctor"]),
    ("Other names for the job: dental surgeon, oral clinician.",
     ["dental surgeon", "oral clinician"]),
    ("Job adverts use the titles dental surgeon or oral clinician.",
     ["dental surgeon", "oral clinician"]),
    ("Some smaller practices call them tooth doctors.", ["tooth doctors"]),
    ("A dentist, also known as a dental surgeon, is a doctor who looks after "
     "teeth.", ["dental surgeon"]),
    ("A dentist is often called on at night.", []),
    ("Good titles for your first letter are hard to find.", []),
])  # fmt: skip
def test_titles(sentence: str, titles: list[str], tmp_path: Path) -> None:
    assert _labels(f"# The dentist\n\n{sentence}\n", FactKind.TITLE, tmp_path) == titles


@pytest.mark.parametrize(("sentence", "spans"), [
    ("Clinics expect between five and eight years in practice.", ["5 to 8 years"]),
    ("Clinics want six-plus years of practice.", ["6 years"]),
    ("A head dentist needs a decade of experience.", ["10 years"]),
    ("It takes a couple of years in a clinic before you get there.", ["2 years"]),
    ("You need at least a year of experience.", ["1 years"]),
    ("Clinics rarely look at anyone with less than three years in practice.", ["3 years"]),
    ("You need four years of study.", []),
    ("She has lived in Rome for a decade.", []),
    ("A dentist sees teeth of people over sixty years old.", []),
])  # fmt: skip
def test_years(sentence: str, spans: list[str], tmp_path: Path) -> None:
    assert _labels(f"# The dentist\n\n{sentence}\n", FactKind.EXPERIENCE, tmp_path) == spans


@pytest.mark.parametrize(("sentence", "posts"), [
    ("Most used to be dental nurses, hygienists or receptionists.",
     ["dental nurses", "hygienists", "receptionists"]),
    ("A stint as a dental nurse teaches you more than any course.", ["dental nurse"]),
    ("Previous experience in health care or sales is useful.", ["health care", "sales"]),
    ("He was a hygienist first; his partner moved across from nursing.", ["hygienist", "nursing"]),
    ("Many are former hygienists.", ["hygienists"]),
    ("With experience, you could become a consultant or work as an inspector.", []),
    ("Most start as dentists.", []),
])  # fmt: skip
def test_stepping_stones(sentence: str, posts: list[str], tmp_path: Path) -> None:
    text = f"# The dentist\n\nA dentist is a doctor who looks after teeth.\n\n{sentence}\n"
    assert _labels(text, FactKind.STEPPING_STONE, tmp_path) == posts


STEPS = ["Get a degree", "Sit the exam", "Find a clinic"]


@pytest.mark.parametrize("text", [
    "## How to get there\n\n### Get a degree\n\nText.\n\n### Sit the exam\n\nText.\n\n### Find a "
    "clinic\n\nText.\n",
    "## How to get there\n\n### 1. Get a degree\n\nText.\n\n### 2. Sit the exam\n\nText.\n\n### "
    "3. Find a clinic\n",
    "## Work\n\n### Step one: Get a degree\n\nText.\n\n### Step 2 – Sit the exam\n\nText.\n\n### "
    "Stage 3: Find a clinic\n",
    "**Step 1: Get a degree**\n\nText.\n\n**Step 2: Sit the exam**\n\nText.\n\n**Step 3: Find a "
    "clinic**\n\nText.\n",
    "How to get there\n\n1. Get a degree\nIt helps.\n\n2. Sit the exam\nIt is hard.\n\n3. Find a "
    "clinic\nAny will do.\n",
])  # fmt: skip
def test_steps(text: str, tmp_path: Path) -> None:
    assert _labels(f"The dentist\n\n{text}", FactKind.STEP, tmp_path) == STEPS


@pytest.mark.parametrize(
    "text",
    [
        "**What we look for**\n\n- Calm\n- Tact\n",
        "## Skills\n\n### Calm\n\nText.\n\n### Tact\n\nText.\n",
        "## What it takes\n\n### At work\n\n- Calm\n- Tact\n",
        "## What it takes\n\nYou need calm and tact.\n",
        "Key skills: calm and tact.\n",
    ],
)
def test_skills(text: str, tmp_path: Path) -> None:
    found = _labels(f"# The dentist\n\n{text}", FactKind.SKILL, tmp_path)
    assert [label.lower() for label in found] == ["calm", "tact"]


@pytest.mark.parametrize(
    "text",
    [
        "The work involves filling teeth and reading X-rays.\n",
        "A dentist is responsible for filling teeth and reading X-rays.\n",
        "## What you'll do\n\n- filling teeth\n- reading X-rays\n",
    ],
)
def test_duties(text: str, tmp_path: Path) -> None:
    assert _labels(f"# The dentist\n\n{text}", FactKind.DUTY, tmp_path) == [
        "filling teeth",
        "reading X-rays",
    ]


def test_questions_below_the_title_are_no_steps(tmp_path: Path) -> None:
    text = (
        "# How to become a dentist\n\n## What does a dentist do?\n\nText.\n\n## What about"
        " pay?\n\nText.\n"
    )
    assert _labels(text, FactKind.STEP, tmp_path) == []
