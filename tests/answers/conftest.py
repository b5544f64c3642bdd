"""The people of the plan tests, for answers, too."""

from __future__ import annotations

import pytest

from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan.profile_file import read_profile
from tests.plan.conftest import NAMES, PEOPLE, TODAY


@pytest.fixture(scope="session")
def people(kb: KnowledgeBase) -> dict[str, Profile]:
    return {name: read_profile(PEOPLE / f"{name}.yml", kb, TODAY) for name in NAMES}
