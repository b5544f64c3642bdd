"""The best of several replies is said, where the message leaves open which intent it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from bot.answers import response_choice
from bot.answers.decision_trees import DecisionTrees
from bot.answers.dialogue import answered
from bot.answers.openness import may_choose
from bot.answers.position import start_anywhere
from bot.answers.response_choice import (
    Answerers,
    Candidate,
    best_response,
    candidates,
)
from bot.answers.response_signs import beside_others, likelihoods
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState, Shown
from bot.domain.facts import FactKind
from bot.domain.profile import Profile
from bot.domain.profile_update import Operation, ProfileUpdate
from bot.domain.question import Question
from bot.domain.reply import Reply, cite
from bot.knowledge.store import KnowledgeBase
from bot.plan.gap_analysis import analyze
from tests.answers.turns import TODAY, Likely, after, turn
from tools.fit_response_choice import JudgedReplies, as_decision_trees, cross_validated


@pytest.fixture(scope="module")
def fitted() -> tuple[HistGradientBoostingClassifier, DecisionTrees, np.ndarray]:
    chance = np.random.default_rng(0)
    rows = chance.standard_normal((600, 3))
    right = (rows[:, 0] * rows[:, 1] > 0) | (rows[:, 2] > 1)
    model = HistGradientBoostingClassifier(max_iter=20, random_state=0).fit(rows, right)
    return model, as_decision_trees(model, ("one", "two", "three")), rows


def _named(rows: np.ndarray) -> list[dict[str, float]]:
    return [dict(zip(("one", "two", "three"), row.tolist(), strict=True)) for row in rows]


def test_the_trees_give_what_the_fitted_model_gives(
    fitted: tuple[HistGradientBoostingClassifier, DecisionTrees, np.ndarray],
) -> None:
    model, trees, rows = fitted
    assert np.allclose(trees.probabilities(_named(rows)), model.predict_proba(rows)[:, 1])


def test_trees_are_read_as_they_were_written(
    fitted: tuple[HistGradientBoostingClassifier, DecisionTrees, np.ndarray], tmp_path: Path
) -> None:
    _, trees, rows = fitted
    trees.write(tmp_path / "trees.json")
    read = DecisionTrees.read(tmp_path / "trees.json")
    names = _named(rows[:50])
    assert np.allclose(read.probabilities(names), trees.probabilities(names), atol=0.01)


def test_a_sign_that_a_row_lacks_counts_as_nothing(
    fitted: tuple[HistGradientBoostingClassifier, DecisionTrees, np.ndarray],
) -> None:
    trees = fitted[1]
    found = trees.probabilities([{"one": 1.0}, {"one": 1.0, "two": 0.0, "three": 0.0}])
    assert found[0] == found[1]


def test_cross_validation_finds_which_reply_is_right_in_conversations_it_has_not_seen() -> None:
    chance = np.random.default_rng(1)
    turns = []
    for number in range(300):
        good = int(chance.integers(3))
        signs = [{"likely": float(chance.normal(2.0 * (place == good)))} for place in range(3)]
        right = [place == good for place in range(3)]
        turns.append(JudgedReplies(f"set:{number // 5}", signs, right))
    first = sum(turn.right[0] for turn in turns)
    assert cross_validated(turns)[0.0] > first + 60


def test_a_reply_that_rests_on_facts_is_said_before_an_empty_one(
    ask: Callable[..., tuple[Reply, ...]],
) -> None:
    ask("I'm a security manager")
    reply = ask("is it quicker to get promoted here or to leave?")[0]
    assert reply.facts
    assert "to weigh it by" not in reply.text


def test_who_only_tells_of_oneself_gets_no_advice_instead(
    ask: Callable[..., tuple[Reply, ...]],
) -> None:
    assert ask("I'm a security manager at a bank in Ohio")[0].text.startswith("Got it")


def test_intents_that_lead_to_the_same_reply_speak_for_it_together(kb: KnowledgeBase) -> None:
    told = kb.facts(FactKind.STATEMENT)[0].id
    shares = (("ask_salary", 0.4), ("ask_raises", 0.3), ("ask_survey", 0.1))
    question = Question("ask_survey", 0.5, text="hm and then", intents=shares)

    def in_context(asked: Question, _: Turn) -> tuple[Reply, DialogueState]:
        of_pay = asked.intent in ("ask_salary", "ask_raises")
        return Reply("salary", "Pay." if of_pay else "Else."), DialogueState()

    first = (Reply("role", "First."), DialogueState())
    found = candidates(
        question, after(told, kb, Likely("", 0.0)), first, Answerers(in_context, answered)
    )
    signs = {one.answered[0].text: one.signs for one in found}
    assert signs["Pay."]["agreed"] == pytest.approx(0.7) and signs["Pay."]["ways"] == 2.0
    assert signs["First."]["ways"] == 0.0


def test_a_question_without_other_intents_is_answered_as_it_is() -> None:
    assert Question.from_dict(Question("ask_salary").to_dict()).intents == ()
    asked = Question("ask_salary", intents=(("ask_salary", 0.6), ("ask_raises", 0.3)))
    assert Question.from_dict(asked.to_dict()) == asked


def test_units_of_evidence_and_small_talk_are_tried_beside_the_intents(
    kb: KnowledgeBase,
) -> None:
    told, other = (fact.id for fact in kb.facts(FactKind.STATEMENT)[:2])
    question = Question("ask_ellipsis", 0.5, text="hm and then", intents=(("express_worry", 0.4),))
    found = candidates(
        question,
        replace(after(told, kb, Likely(other, 0.6)), text=question.text),
        (Reply("smalltalk", "First."), DialogueState()),
        Answerers(lambda asked, _: (Reply("role", asked.intent), DialogueState()), answered),
    )
    assert found[0].answered[0].text == "First."
    assert "utter_worry" in [one.answered[0].response for one in found]
    assert other in [fact.id for one in found for fact in one.answered[0].facts]


@pytest.mark.parametrize(
    ("update", "text"),
    [
        (ProfileUpdate(operations=(Operation("set", "job", "SOC analyst"),)), "I'm a SOC analyst"),
        (ProfileUpdate(answer="job"), "SOC analyst"),
    ],
)
def test_what_only_tells_or_answers_the_advisor_is_left_as_it_is(
    update: ProfileUpdate, text: str, kb: KnowledgeBase
) -> None:
    told = kb.facts(FactKind.STATEMENT)[0].id
    asked = Question("ask_salary", text=text, intents=(("ask_salary", 0.5),))
    heard = after(told, kb, Likely(told, 0.6))
    first = Reply("salary", "CISOs average $364,000 a year.")
    assert may_choose(asked, heard, first)
    assert not may_choose(asked, replace(heard, update=update), first)


def test_the_trees_know_the_signs_that_are_reckoned() -> None:
    names = set(response_choice.trees().names)
    assert {"is_first", "likely", "alone", "behind", "declines", "turn_leans"} <= names


def test_what_was_told_without_a_question_is_what_the_next_message_leans_on(
    kb: KnowledgeBase,
) -> None:
    size = next(fact.id for fact in kb.facts(FactKind.SURVEY) if "security team" in fact.label)
    told = DialogueState(message="we are 9 in security, 410 employees")
    here = replace(turn(kb, told), reader=Likely(size, 0.5))
    assert likelihoods("too few?", here).after[size] == 0.5
    assert size not in likelihoods("too few?", here).alone


def test_a_reply_is_weighed_beside_the_first_and_the_likeliest() -> None:
    first, second = beside_others([{"alone": 0.2, "topic_role": 1.0}, {"alone": 0.6}])
    assert (first["over_first_alone"], second["over_first_alone"]) == (0.0, pytest.approx(0.4))
    assert (first["under_most_alone"], second["under_most_alone"]) == (pytest.approx(-0.4), 0.0)
    assert second["first_topic_role"] == 1.0 and second["replies"] == 2.0


def test_of_two_replies_that_are_as_likely_both_are_told(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (
        Reply("role", f"Answer {number}.", facts=cite([fact]))
        for number, fact in enumerate(kb.facts(FactKind.STATEMENT)[:2])
    )
    found = [
        Candidate("ask_role", (one, DialogueState(text=one.text)), {}) for one in (first, second)
    ]
    asked = Question("ask_ellipsis", 0.5, text="hm?", intents=(("ask_role", 0.5),))
    here = after(kb.facts(FactKind.TENURE)[0].id, kb, Likely("", 0.0))
    monkeypatch.setattr(response_choice, "candidates", lambda *_: found)
    for likely, both in ([0.5, 0.45], True), ([0.5, 0.2], False), ([0.9, 0.85], False):
        trees = SimpleNamespace(probabilities=lambda _, likely=likely: np.array(likely))
        monkeypatch.setattr(response_choice, "trees", lambda trees=trees: trees)
        reply, state = best_response(asked, here, found[0].answered, Answerers(answered, answered))
        assert state.text == "Answer 0."
        assert ("Answer 1." in reply.closing) is both


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("What should my first month in the new job look like?", "first 100 days"),
        ("it's my first time presenting numbers to directors, what do they care about", "Boards"),
        ("I'm a woman finishing my degree, is there somebody who mentors people like me", "mentor"),
        ("which clubs should I join to meet others in this trade", "communities"),
    ],
)
def test_what_evidence_likely_answers_is_told_before_what_holds_for_everybody(
    message: str, told: str, ask: Callable[..., tuple[Reply, ...]]
) -> None:
    reply = ask(message)[0]
    assert told in reply.text
    assert "tell me yours" not in reply.text and "usual start" not in reply.text


def test_an_ordinal_counts_only_where_something_was_listed(kb: KnowledgeBase) -> None:
    fact = kb.facts(FactKind.STATEMENT)[0].id
    asked = Question(
        "ask_advice", text="my first week, what do I do", ordinal=1, intents=(("ask_advice", 0.5),)
    )
    here, first = after(fact, kb, Likely(fact, 0.6)), Reply("advice", "Take the exam.")
    assert may_choose(asked, here, first)
    listed = replace(here, state=replace(here.state, listed=("skill/one", "skill/two")))
    assert not may_choose(asked, listed, first)
    assert not may_choose(replace(asked, intent="ask_step"), here, first)


def test_advice_that_holds_for_everybody_needs_little_to_be_left(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    general = start_anywhere(analyze(Profile(), kb, TODAY), kb)
    other = Reply(
        "role", "Boards want three answers.", facts=cite(kb.facts(FactKind.STATEMENT)[:1])
    )
    asked = Question("ask_advice", 0.9, text="what now", intents=(("ask_advice", 0.9),))
    here = after(kb.facts(FactKind.TENURE)[0].id, kb, Likely("", 0.0))
    trees = SimpleNamespace(probabilities=lambda _: np.array([0.7, 0.8]))
    monkeypatch.setattr(response_choice, "trees", lambda: trees)
    own = Reply("advice", "Take the CISSP exam.", facts=general.facts)
    for first, best in (general, other), (own, own):
        found = [Candidate("ask_advice", (one, DialogueState()), {}) for one in (first, other)]
        monkeypatch.setattr(response_choice, "candidates", lambda *_, found=found: found)
        said = best_response(asked, here, found[0].answered, Answerers(answered, answered))[0]
        assert said.text == best.text


def test_an_act_that_is_put_as_a_question_may_be_one(kb: KnowledgeBase) -> None:
    fact = kb.facts(FactKind.STATEMENT)[0].id
    here, first = after(fact, kb, Likely(fact, 0.6)), Reply("salary", "Tell me both offers.")
    for text, is_open in ("how much is keeping both", True), ("the second is 310 base", False):
        asked = Question("compare_offers", text=text, intents=(("compare_offers", 0.5),))
        assert may_choose(asked, here, first) is is_open


@pytest.mark.parametrize("intent", ["ask_progress", "ask_plan"])
def test_how_somebody_is_doing_is_settled_where_there_is_something_to_show(
    intent: str, kb: KnowledgeBase
) -> None:
    fact = kb.facts(FactKind.STATEMENT)[0].id
    asked = Question(intent, 0.7, text="compared to others, where am I", intents=((intent, 0.7),))
    here, first = after(fact, kb, Likely(fact, 0.6)), Reply("advice", "Not yet.")
    assert may_choose(asked, here, first) is (intent == "ask_progress")
    planned = replace(here, state=replace(here.state, shown=Shown(Profile(), TODAY)))
    assert not may_choose(asked, planned, first)
    dated = replace(first, facts=cite(kb.facts(FactKind.EXPERIENCE)[:1]))
    assert not may_choose(asked, here, dated)
