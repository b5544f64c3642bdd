"""What a text names: words that are both a subject of the job and an industry."""

from __future__ import annotations

import pytest

from bot.knowledge.store import KnowledgeBase
from bot.nlu.mentions import MentionFinder
from bot.nlu.names import names_in
from bot.parsing.scopes import ScopeReader


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        ("and education", set()),
        ("what education does a CISO have", set()),
        ("what does a CISO earn in education", {"education"}),
        ("CISO pay in the education sector", {"education"}),
    ],
)
def test_education_is_an_industry_only_where_it_stands_for_one(
    text: str, industries: set[str], kb: KnowledgeBase
) -> None:
    found = names_in(text, MentionFinder(kb).find(text), ScopeReader.load(kb.job.home))
    assert found.industry == industries


@pytest.mark.parametrize("name", ["DPO", "dpo", "data protection officer"])
def test_a_post_that_a_source_describes_is_one_post_however_it_is_written(
    name: str, kb: KnowledgeBase
) -> None:
    text = f"can our CISO be the {name} too"
    found = names_in(text, MentionFinder(kb).find(text), ScopeReader.load(kb.job.home))
    assert found.job == {"data protection officer"}
