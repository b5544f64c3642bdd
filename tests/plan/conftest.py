"""Eight kinds of people whose plans are kept word by word, and one more who has the
role already.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan.profile_file import read_profile

TODAY = date(2026, 11, 25)
PEOPLE = Path(__file__).parent / "people"
NAMES = sorted(path.stem for path in PEOPLE.glob("*.yml"))


@pytest.fixture(scope="session")
def people(kb: KnowledgeBase) -> dict[str, Profile]:
    return {name: read_profile(PEOPLE / f"{name}.yml", kb, TODAY) for name in NAMES}


@pytest.fixture(scope="session")
def holder() -> Profile:
    return Profile.from_dict(
        {"job": "CISO", "experience": {"security": 14}, "certifications": {"CISSP": "held"}}
    )
