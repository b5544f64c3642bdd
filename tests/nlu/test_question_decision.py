"""What a message is taken for: a question with evidence, a dialogue act, or an honest no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.domain.evidence import Candidate, Retrieval
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from bot.nlu.decision_thresholds import Thresholds
from bot.nlu.dialogue_acts import NOT_COVERED
from bot.nlu.mentions import Mention, MentionFinder
from bot.nlu.question_decision import Parser

UNLIKELY = {"ask_salary": 0.05, "ask_experience": 0.05, NOT_COVERED: 0.05, "out_of_scope": 0.01}


@pytest.fixture(scope="module")
def finder(kb: KnowledgeBase) -> MentionFinder:
    return MentionFinder(kb)


def read(
    finder: MentionFinder, text: str, likely: Mapping[str, float], retrieval: Retrieval
) -> Question:
    return Parser(Thresholds()).read(text, {**UNLIKELY, **likely}, finder.find(text), retrieval)


def found(score: float, answerable: float = 0.95) -> Retrieval:
    candidate = Candidate("marlin-hawk-2020-age/survey/under-45", score)
    return Retrieval((candidate,), answerable, answered=answerable >= 0.4, form="yes_no")


def test_a_question_of_oneself_that_one_unit_surely_answers_is_answered(
    finder: MentionFinder,
) -> None:
    asked = read(finder, "am I too old at 48?", {"ask_advice": 0.85}, found(0.97))
    assert asked.intent not in ("ask_advice", NOT_COVERED)


def test_what_sounds_like_practice_but_is_surely_answered_is_a_question(
    finder: MentionFinder,
) -> None:
    text = "name the topics that the CRISC tests"
    assert read(finder, text, {"ask_practice": 0.74}, found(0.96)).intent != "ask_practice"
    told = "practise: explain a breach to a board"
    assert read(finder, told, {"ask_practice": 0.95}, found(0.96)).intent == "ask_practice"
    quiz = read(finder, "can you quiz me", {"ask_practice": 0.74}, found(0.5, 0.1))
    assert quiz.intent == "ask_practice"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("plan please", "ask_plan"),
        ("what has changed?", "ask_progress"),
        ("and without the degree?", "ask_what_if"),
        ("which job next?", "ask_next_job"),
    ],
)
def test_what_surely_concerns_the_plan_is_not_answered_from_a_source(
    text: str, act: str, finder: MentionFinder
) -> None:
    assert read(finder, text, {act: 0.93}, found(0.97)).intent == act
    assert read(finder, text, {act: 0.6}, found(0.97)).intent != act


@pytest.mark.parametrize("act", ["ask_advice", "express_frustration"])
def test_what_comes_close_to_a_question_without_an_answer_is_no_wish_for_advice(
    act: str, finder: MentionFinder
) -> None:
    near = replace(found(0.4, 0.1), signs={"nothing": 0.75})
    far = replace(found(0.4, 0.1), signs={"nothing": 0.5})
    text = "should I sue the company that laid me off"
    assert read(finder, text, {act: 0.8}, near).intent == NOT_COVERED
    assert read(finder, text, {act: 0.8}, far).intent == act
    # who only tells of it is met
    assert read(finder, "they laid me off", {act: 0.8}, near).intent == act


@pytest.mark.parametrize("act", ["ask_about_me", "compare_listed", "ask_practice"])
def test_an_unlikely_act_yields_to_a_question_without_an_answer(
    act: str, finder: MentionFinder
) -> None:
    near = replace(found(0.4, 0.1), signs={"nothing": 0.8})
    text = "how many people does the institute employ"
    assert read(finder, text, {act: 0.45}, near).intent == NOT_COVERED
    assert read(finder, text, {act: 0.9}, near).intent == act
    far = replace(near, signs={"nothing": 0.5})
    assert read(finder, text, {act: 0.45}, far).intent == act


def test_a_wish_for_advice_stays_one_where_evidence_is_divided(finder: MentionFinder) -> None:
    asked = read(finder, "am I too old at 48?", {"ask_advice": 0.85}, found(0.5))
    assert asked.intent == "ask_advice"


def test_advice_is_on_the_way_to_no_other_job(finder: MentionFinder) -> None:
    asked = read(finder, "how do I become a SOC manager", {"ask_advice": 0.6}, found(0.7, 0.1))
    assert asked.intent == NOT_COVERED


def test_a_question_without_evidence_is_not_taken_as_told(finder: MentionFinder) -> None:
    asked = read(
        finder, "how many developers per tester is right", {"inform": 0.3}, found(0.4, 0.1)
    )
    assert asked.intent == NOT_COVERED


def test_what_is_missing_of_a_company_is_declined_though_its_subject_is_clear(
    finder: MentionFinder,
) -> None:
    closest = Retrieval(found(0.9).candidates, 0.9, form="amount", missing=("Netflix",))
    asked = read(finder, "what does Netflix pay its CISO", {"ask_salary": 0.9}, closest)
    assert asked.intent == NOT_COVERED
    assert asked.retrieval.best is not None


@pytest.mark.parametrize("name", ["Netflix", "goldman sachs", "the NHS"])
def test_companies_are_named_in_any_case(name: str, finder: MentionFinder) -> None:
    companies = finder.find(f"what does {name} pay its ciso").companies
    assert [company.value.lower() for company in companies] == [name.lower().removeprefix("the ")]


def test_everyday_words_are_no_companies(finder: MentionFinder) -> None:
    text = "should i apply for a visa to hit my target"
    assert finder.find(text).companies == ()
    assert isinstance(finder.find("uber").companies[0], Mention)


def near_nothing(nothing: float, votes: float, answerable: float, score: float = 0.6) -> Retrieval:
    """Evidence beside which questions without an answer come as close as is said."""
    return replace(found(score, answerable), signs={"nothing": nothing, "votes": votes})


def test_a_wish_that_only_questions_without_an_answer_come_near_is_declined(
    finder: MentionFinder,
) -> None:
    text, likely = "should i move to canada", {"ask_advice": 0.83}
    unsure = near_nothing(0.71, 0.99, 0.58)
    assert read(finder, text, likely, unsure).intent in (NOT_COVERED, "out_of_scope")
    few = near_nothing(0.71, 0.2, 0.58)
    assert read(finder, text, likely, few).intent == "ask_advice"
    far = near_nothing(0.6, 0.99, 0.58)
    assert read(finder, text, likely, far).intent == "ask_advice"


def test_a_question_that_stands_beside_a_source_is_no_wish_for_advice(
    finder: MentionFinder,
) -> None:
    beside = replace(found(0.6, 0.98), signs={"anchor": 0.86})
    asked = read(finder, "can i go from audit to ciso", {"ask_advice": 0.6}, beside)
    assert asked.intent != "ask_advice"
    elsewhere = replace(found(0.6, 0.98), signs={"anchor": 0.6})
    wished = read(finder, "can i go from audit to ciso", {"ask_advice": 0.6}, elsewhere)
    assert wished.intent == "ask_advice"


def test_one_thing_or_the_other_is_read_as_a_choice(finder: MentionFinder) -> None:
    asked = read(finder, "do budgets go up or down", {}, found(0.97))
    assert asked.choice and Question.from_dict(asked.to_dict()).choice
    assert not read(finder, "do budgets go up", {}, found(0.97)).choice


def test_an_unlikely_feeling_that_asks_what_nothing_answers_is_declined(
    finder: MentionFinder,
) -> None:
    text, nothing = "my wife hates my night shifts, what now", near_nothing(0.59, 0.97, 0.04)
    asked = read(finder, text, {"express_frustration": 0.29}, nothing)
    assert asked.intent in (NOT_COVERED, "out_of_scope")
    felt = read(finder, text, {"express_frustration": 0.8}, nothing)
    assert felt.intent == "express_frustration"


def test_what_is_hardly_a_feeling_goes_on_with_the_conversation(finder: MentionFinder) -> None:
    text, nothing = "my wife hates my night shifts", near_nothing(0.59, 0.97, 0.04)
    told = read(finder, text, {"express_frustration": 0.4}, nothing)
    assert (told.intent, told.act) == ("ask_ellipsis", "express_frustration")
    felt = read(finder, text, {"express_frustration": 0.6}, nothing)
    assert felt.intent == "express_frustration"


def test_a_likely_feeling_with_a_point_gets_the_evidence_and_is_met(finder: MentionFinder) -> None:
    text = "71 percent are stressed, and so am I"
    met = read(finder, text, {"express_frustration": 0.6}, found(0.97))
    assert met.intent != "express_frustration" and met.feeling == "express_frustration"
    felt = read(finder, text, {"express_frustration": 0.9}, found(0.97))
    assert felt.intent == "express_frustration"


def test_a_question_that_hardly_tells_a_feeling_is_answered_without_a_word_for_it(
    finder: MentionFinder,
) -> None:
    text = "how many British CISOs are burned out?"
    asked = read(finder, text, {"express_frustration": 0.1, "ask_survey": 0.6}, found(0.97))
    assert asked.intent != "express_frustration" and not asked.feeling
