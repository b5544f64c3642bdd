"""What is answered about the last answer: the length of a list, a number read elsewhere, the other
way.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.dialogue import answer
from bot.answers.follow_ups import other_route
from bot.answers.last_figure import NO_COMPARISON, is_it_a_lot
from bot.answers.told_again import nothing_more, restated
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.profile import Profile
from bot.domain.profile_parts import Experience
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import Alike, NothingLikely, turn


def _steps(kb: KnowledgeBase) -> DialogueState:
    held = Retrieval((Candidate("list:steps", 1.0),), 1.0, answered=True, form="list")
    asked = Question("ask_career_path", text="what are the steps", retrieval=held)
    return answer(asked, turn(kb, text=asked.text))[1]


def test_the_entries_of_the_last_list_are_counted(kb: KnowledgeBase) -> None:
    counting = Question("ask_ellipsis", text="how many are there?")
    reply, _ = answer(counting, turn(kb, _steps(kb), text=counting.text))
    assert reply.text.startswith(f"{len(kb.facts(FactKind.STEP))}: ")


def test_how_old_figures_are_is_told_of_two_at_most(kb: KnowledgeBase) -> None:
    reply, _ = answer(Question("ask_figure_age", text="how old are the figures"), turn(kb))
    assert len(reply.text.split()) < 60


def test_a_number_read_elsewhere_is_looked_up_among_its_kind(kb: KnowledgeBase) -> None:
    shares = [f for f in kb.facts(FactKind.REPORTING) if f.figure and f.figure.unit == "percent"]
    told, other = next(
        (one, two)
        for one in shares
        for two in shares
        if one.figure and two.figure and one.figure.low != two.figure.low
    )
    assert other.figure is not None
    state = DialogueState(topic="role", text="…", facts=(told.id,))
    doubt = Question("ask_certainty", text=f"I read {other.figure.low:g}% elsewhere")
    reply, _ = answer(doubt, turn(kb, state))
    assert reply.text.startswith("That’s another survey") and f"{other.figure.low:g}%" in reply.text


def test_a_count_in_words_is_no_number_read_elsewhere(kb: KnowledgeBase) -> None:
    told = next(f for f in kb.facts(FactKind.ROUTE) if f.figure)
    state = DialogueState(topic="role", text="…", facts=(told.id,))
    doubt = Question("ask_certainty", text="sure? I've seen two numbers")
    assert answer(doubt, turn(kb, state))[0].text.startswith("It's what the source says")


def test_a_retelling_is_shortened_to_what_it_tells(kb: KnowledgeBase) -> None:
    told = "I don't have more on that. As I said: teams average 12 people. " + "More. " * 30
    state = DialogueState(topic="role", text=told, facts=(kb.facts(FactKind.PAY)[0].id,))
    reply, _ = answer(Question("ask_shorter", text="shorter"), turn(kb, state))
    assert reply.text.startswith("As I said: teams average 12 people.")


def test_a_figure_beside_another_names_its_unit_once(kb: KnowledgeBase) -> None:
    hours = [f for f in kb.facts(FactKind.SURVEY) if "extra hours a week" in f.label]
    state = DialogueState(topic="role", text="…", facts=(hours[0].id,))
    reply, _ = answer(Question("ask_is_it_a_lot", text="is that a lot?"), turn(kb, state))
    assert reply.text.count("a week") <= 1


def test_who_goes_on_all_the_same_hears_the_other_way(kb: KnowledgeBase) -> None:
    state = DialogueState(topic="advice", focus="certification/cissp")
    asked = Question("ask_what_if", text="what if I go ahead anyway")
    reply, _ = answer(asked, replace(turn(kb, state), reader=NothingLikely()))
    assert reply.text == other_route("certification/cissp", turn(kb)).text
    assert "Associate" in reply.text


def test_what_was_told_before_is_not_passed_off_as_new(kb: KnowledgeBase) -> None:
    told = Reply("role", "In 2024 it was 40%. More follows.")
    asked = replace(turn(kb), reader=Alike((0.3, 0.35)))
    again = nothing_more(told, Question("ask_survey", text="who cooks?"), asked)
    assert again.text == "I don't have more on that. As I said: In 2024 it was 40%."


def test_a_later_sentence_of_what_was_told_is_told_where_it_is_asked_for(
    kb: KnowledgeBase,
) -> None:
    told = Reply("role", "One CISO was convicted after a breach. His fine was $50,000.")
    asked = Question("ask_survey", text="how much was he fined?")
    nearer = replace(turn(kb), reader=Alike((0.2, 0.6)))
    assert nothing_more(told, asked, nearer).text == "His fine was $50,000."


def test_a_word_that_names_nothing_picks_the_sentence_that_has_it(kb: KnowledgeBase) -> None:
    told = Reply("role", "Without a course it takes 5 years. With a course it takes 3 of them.")
    here = replace(turn(kb), reader=Alike((0.3, 0.3)))
    for said in ("with?", "and with it?"):
        asked = replace(here, text=said)
        again = nothing_more(told, Question("ask_ellipsis", text=said), asked)
        assert again.text == "With a course it takes 3 of them."


def test_that_no_reason_is_held_is_not_what_was_said(kb: KnowledgeBase) -> None:
    told = Reply("role", "My sources give the figure, not the reason. In 2024 it was 40%.")
    assert restated(told).text == "As I said: In 2024 it was 40%."


def test_progress_without_a_plan_is_how_far_the_role_is(kb: KnowledgeBase) -> None:
    profile = Profile(experience=replace(Experience(), security=Span(3, 3)))
    reply, _ = answer(Question("ask_progress", text="how am I doing"), turn(kb, profile=profile))
    assert "at the earliest in" in reply.text


def test_a_question_without_an_answer_is_remembered_until_the_next_answer(
    kb: KnowledgeBase,
) -> None:
    here = replace(turn(kb), reader=NothingLikely())
    _, state = answer(Question("ask_not_covered", text="what do CISOs earn in Peru"), here)
    assert state.declined == "what do CISOs earn in Peru"
    assert DialogueState.from_dict(state.to_dict()).declined == state.declined
    held = Retrieval((Candidate("list:steps", 1.0),), 1.0, answered=True)
    answered = Question("ask_career_path",
    text="what are the steps to become one then, please tell me all of them now",
    retrieval=held)  # fmt: skip
    assert answer(answered, turn(kb, state))[1].declined == ""


LONDON = Reply(
    "salary",
    "Security staff in London average £53,375 at the start. In the north east it is £40,625. "
    "A recruiter measured it in 2021.",
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("what about the north?", "In the north east it is £40,625."),
        ("a recruiter, was it?", "A recruiter measured it in 2021."),
        ("out east then", "In the north east it is £40,625."),
    ],
)
def test_a_later_sentence_is_told_where_a_word_of_it_is_asked_for(
    text: str, told: str, kb: KnowledgeBase
) -> None:
    asked = turn(kb, DialogueState(topic="salary"), text=text)
    assert nothing_more(LONDON, Question("ask_salary", text=text), asked).text == told


@pytest.mark.parametrize(
    "text", ["sure about the fine?", "that fine, is it right?", "you certain of the 50k fine"]
)
def test_who_doubts_a_later_sentence_hears_it(text: str, kb: KnowledgeBase) -> None:
    told = next(f for f in kb.all_facts if "Most reports put his fine" in f.statement)
    state = DialogueState(topic="role", text=told.statement, facts=(told.id,))
    doubt = Question("ask_certainty", text=text)
    assert answer(doubt, turn(kb, state))[0].text.startswith("Most reports put his fine at $50,000")


def test_a_caution_is_no_later_sentence_of_what_was_told(kb: KnowledgeBase) -> None:
    told = Reply("role", "In 2021 it was 40%. It may have changed since.")
    asked = replace(turn(kb, text="and how did that change?"), reader=Alike((0.2, 0.2)))
    again = nothing_more(told, Question("ask_survey", text="and how did that change?"), asked)
    assert again.text.endswith("As I said: In 2021 it was 40%.")


def test_a_figure_is_not_usual_beside_itself(kb: KnowledgeBase) -> None:
    state = DialogueState(topic="role", facts=("what-does-a-ciso-do/experience/7-to-10-years",))
    reply = is_it_a_lot(Question("ask_is_it_a_lot", text="is that long?"), turn(kb, state))
    assert reply.text == NO_COMPARISON


@pytest.mark.parametrize("text", ["is that a lot?", "high, isn't it", "much for that job?"])
def test_the_amount_that_is_judged_stands_in_the_answer(text: str, kb: KnowledgeBase) -> None:
    deputy = next(f for f in kb.facts(FactKind.PAY) if "382,000" in f.statement)
    state = DialogueState(topic="salary", facts=(deputy.id,))
    reply = is_it_a_lot(Question("ask_is_it_a_lot", text=text), turn(kb, state))
    assert "$382,000 a year is on the low side" in reply.text
