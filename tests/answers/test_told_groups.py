"""One of the groups in what was told: by the size, the place or the word that a message names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.last_figure import is_it_a_lot
from bot.answers.told_groups import is_of_group, of_group
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import Reply, cite
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import turn

TEAMS = "hitch-2026-teams/survey/security-team-below-500-employees"
LAWSUITS = "salt-2023-lawsuits/survey/worried-about-personal-lawsuits"
TENURE = "hitch-2026-protection/tenure/average-time-in-the-job-at-public-companies"


def told(kb: KnowledgeBase, name: str) -> Reply:
    """The reply that tells the sentence of a fact."""
    fact = kb.fact(name)
    assert fact is not None
    same = [one for one in kb.facts_of(fact.passage) if one.statement == fact.statement]
    return Reply("role", fact.statement, facts=cite(same))


def after(kb: KnowledgeBase, name: str, text: str, message: str = "") -> Turn:
    """A turn after that reply."""
    facts = tuple(fact.id for fact in told(kb, name).facts)
    return replace(turn(kb, DialogueState(facts=facts, topic="role", message=message)), text=text)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("with 700 on the payroll?", "28 people"),
        ("we're four hundred", "12 people"),
        ("bigger than 10,000?", "129 people"),
        ("and 8k employees", "243 people"),
    ],
)
def test_the_size_of_a_company_names_its_group(text: str, figure: str, kb: KnowledgeBase) -> None:
    reply = of_group(told(kb, TEAMS), Question("ask_survey", text=text), after(kb, TEAMS, text))
    assert reply is not None and figure in reply.text
    assert is_of_group(reply, after(kb, TEAMS, text))


@pytest.mark.parametrize(
    ("name", "text", "figure"),
    [
        (LAWSUITS, "what about the British?", "60%"),
        (LAWSUITS, "in America", "46%"),
        (LAWSUITS, "European ones", "56%"),
        (TENURE, "the private ones?", "36 months"),
    ],
)
def test_a_place_or_a_word_of_its_own_names_a_group(
    name: str, text: str, figure: str, kb: KnowledgeBase
) -> None:
    reply = of_group(told(kb, name), Question("ask_survey", text=text), after(kb, name, text))
    assert reply is not None and figure in reply.text


@pytest.mark.parametrize("text", ["is that true?", "who says so", "and the companies?"])
def test_what_names_no_group_is_not_answered_by_one(text: str, kb: KnowledgeBase) -> None:
    asked = Question("ask_survey", text=text)
    assert of_group(told(kb, TEAMS), asked, after(kb, TEAMS, text)) is None


@pytest.mark.parametrize(
    ("message", "beside"),
    [
        ("there are 14 of us in security at a 900 person firm", "Below average: 14 against 28"),
        ("40 people in my team, 320 in all", "Above average: 40 against 12"),
        ("I have 66 of them for our 2200 staff", "About average: 66 against 67"),
    ],
)
def test_ones_own_number_stands_beside_the_average_of_its_size(
    message: str, beside: str, kb: KnowledgeBase
) -> None:
    reply = is_it_a_lot(Question("ask_is_it_a_lot"), after(kb, TEAMS, "is that a lot?", message))
    assert reply.text.startswith(beside)


def test_the_average_of_a_size_is_no_lot_at_that_size(kb: KnowledgeBase) -> None:
    asked = after(kb, TEAMS, "much?", "what would it be with 3,000 people")
    reply = is_it_a_lot(Question("ask_is_it_a_lot"), asked)
    assert "average at that size" in reply.text and "142" in reply.text
