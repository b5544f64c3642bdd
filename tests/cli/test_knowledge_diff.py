"""What `knowledge diff` asks before and after."""

from __future__ import annotations

from bot.cli.knowledge_diff import standard_questions
from bot.domain.role import Role


def test_no_standard_question_has_a_gap_left_in_it() -> None:
    asked = standard_questions(Role("DPO", plural="DPOs"))
    assert "What does a DPO do?" in asked
    assert not [question for question in asked if set("{}") & set(question)]
