"""What a reply shares with what was said tells whether it speaks of that."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import shared_words
from bot.domain.dialogue import DialogueState
from bot.domain.reply import Item, Reply
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import turn

_SEATTLE = "Seattle pays CISOs best among US metro areas, 2.4 times as much as Kansas City."


def _signs(kb: KnowledgeBase, message: str, reply: Reply, last: str = "") -> dict[str, float]:
    here = replace(turn(kb, DialogueState(text=last)), text=message)
    return shared_words.of_reply(reply, here)


def test_a_reply_with_the_words_of_the_message_shares_more_than_one_without(
    kb: KnowledgeBase,
) -> None:
    asked = "which metro area pays best?"
    seattle = _signs(kb, asked, Reply("salary", _SEATTLE))
    average = _signs(kb, asked, Reply("salary", "CISOs average $364,000 a year in base salary."))
    assert seattle["shares"] > 0.9 > average["shares"]
    assert (seattle["tells_money"], average["tells_money"]) == (0.0, 1.0)


def test_a_rare_word_counts_more_than_one_that_many_facts_have(kb: KnowledgeBase) -> None:
    asked = "security in Seattle"
    rare = _signs(kb, asked, Reply("salary", "Seattle"))
    common = _signs(kb, asked, Reply("role", "security"))
    assert rare["shares"] > common["shares"]
    assert kb.rarity("seattl") > kb.rarity("securit") > 0.0


def test_the_items_of_a_list_are_shared_too_but_not_in_its_lead(kb: KnowledgeBase) -> None:
    listed = Reply("salary", "These pay best:", items=(Item("Seattle"),))
    signs = _signs(kb, "Seattle?", listed)
    assert (signs["shares"], signs["shares_in_all"]) == (0.0, 1.0)


def test_what_the_last_reply_said_is_nothing_new(kb: KnowledgeBase) -> None:
    signs = _signs(kb, "and Kansas City?", Reply("salary", _SEATTLE), last=_SEATTLE)
    assert (signs["shares_new"], signs["as_last"]) == (0.0, 1.0)
    assert signs["shares"] == 1.0


def test_a_message_without_words_of_its_own_shares_nothing(kb: KnowledgeBase) -> None:
    signs = _signs(kb, "and then?", Reply("role", ""))
    assert signs["shares"] == signs["as_last"] == 0.0
