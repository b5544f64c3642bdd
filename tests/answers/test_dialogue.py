"""What the dialogue answers from the knowledge base alone, turn by turn: no model, no Rasa."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.answers.dialogue import answer
from bot.answers.intent_topics import KNOWLEDGE, TOPIC_OF
from bot.answers.question_catalog import QUESTIONS
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Retrieval
from bot.domain.plain_reply import plain
from bot.domain.profile import Profile
from bot.domain.profile_parts import Degree
from bot.domain.profile_update import Operation, ProfileUpdate
from bot.domain.question import Question
from bot.domain.reply import TOPICS, Reply
from bot.ingest.build import build
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from tests.answers.turns import NothingLikely, asked_of, found, turn

FACTUAL = sorted(set(QUESTIONS) - {"ask_plan"})
# Intents that say nothing by themselves: what is asked stands in the question.
NEEDS_A_QUESTION = (
    "ask_about_certification", "ask_about_duty", "ask_about_skill", "ask_abbreviation",
    "ask_comparison",
    "ask_exam_version", "ask_salary_factors", "ask_survey", "ask_top_salary",
)  # fmt: skip


@pytest.mark.parametrize("intent", FACTUAL)
def test_an_answer_made_from_facts_ends_with_its_source_and_the_year(
    intent: str, kb: KnowledgeBase
) -> None:
    reply, _ = answer(Question(intent), turn(kb, DialogueState()))
    if intent in NEEDS_A_QUESTION:
        assert reply.topic == "not_covered"
        return
    if intent == "ask_offer":  # no amount: it is asked for
        assert not reply.facts
        return
    assert reply.topic == TOPIC_OF[intent]
    last = plain(reply).splitlines()[-1]
    assert last.startswith(("Source", "¹", "["))
    assert re.search(r"\d{4}|year unknown", last)


def test_a_comparison_that_names_nothing_and_points_at_nothing_is_read_by_itself(
    kb: KnowledgeBase,
) -> None:
    scanner = Question("compare_listed", text="which scanner would you buy", retrieval=Retrieval())
    asked = replace(turn(kb), reader=NothingLikely())
    assert answer(scanner, asked)[0].topic == "not_covered"
    bare = Question("compare_listed", text="which is better", retrieval=Retrieval())
    assert "Which two do you mean?" in answer(bare, asked)[0].text


def test_two_degrees_to_choose_from_are_not_taken_as_told(kb: KnowledgeBase) -> None:
    order = "decipheru-2024/statement/order-in-which-certifications-are-expected"
    asked_first = replace(asked_of(order, "which_first"), text="mba first or cissp first")
    mba = Degree("mba", "planned")
    planned = ProfileUpdate((Operation("set", "degree", mba),))
    told = turn(kb, update=planned, profile=Profile(degree=mba))
    assert order in {fact.id for fact in answer(asked_first, told)[0].facts}


def test_the_second_one_is_the_second_as_shown(kb: KnowledgeBase) -> None:
    listed, thread = answer(Question("ask_certifications"), turn(kb, DialogueState()))
    for position, item in enumerate(listed.items, 1):
        reply, _ = answer(Question("select_item", ordinal=position), turn(kb, thread))
        assert item.text.split(" ")[0] in reply.text
    last, _ = answer(Question("select_item", ordinal=-1), turn(kb, thread))
    assert listed.items[-1].text in last.text


def test_a_refusal_does_not_break_the_thread(kb: KnowledgeBase) -> None:
    _, thread = answer(Question("ask_certifications"), turn(kb, DialogueState()))
    _, after = answer(Question("out_of_scope"), turn(kb, thread))
    assert replace(after, suggestions=()) == replace(thread, suggestions=())


def test_going_back_gives_the_answer_that_was_given_in_its_place(kb: KnowledgeBase) -> None:
    thread, replies = DialogueState(), []
    for intent in ("ask_skills", "ask_salary", "ask_resources"):
        reply, thread = answer(Question(intent), turn(kb, thread))
        replies.append(reply)
    back, thread = answer(Question("go_back"), turn(kb, thread))
    assert back.text == replies[1].text
    back, thread = answer(Question("go_back"), turn(kb, thread))
    assert back.text == replies[0].text
    back, thread = answer(Question("go_back"), turn(kb, thread))
    assert back.topic == "smalltalk"


def test_asking_for_more_tells_each_passage_once_and_then_says_that_this_is_all(
    kb: KnowledgeBase,
) -> None:
    _, thread = answer(Question("ask_job_requirements"), turn(kb, DialogueState()))
    seen: list[str] = []
    for _ in range(30):
        asked = replace(turn(kb, thread), reader=NothingLikely())
        reply, thread = answer(Question("ask_more"), asked)
        if not reply.facts:
            break
        assert reply.text not in seen
        seen.append(reply.text)
    assert reply.text == "That's all my sources have on it."
    assert len(seen) >= 4


def test_replies_and_threads_survive_the_way_through_rasa(kb: KnowledgeBase) -> None:
    thread = DialogueState()
    for intent in FACTUAL:
        reply, thread = answer(Question(intent, ordinal=1, years=3), turn(kb, thread))
        assert Reply.from_dict(reply.to_dict()) == reply
        assert DialogueState.from_dict(thread.to_dict()) == thread


def test_topics_are_those_that_callers_are_promised() -> None:
    assert set(TOPICS) == {
        "role", "duties", "skills", "education", "experience", "certifications", "salary",
        "career_path", "resources",
        "advice", "smalltalk", "not_covered", "out_of_scope",
    }  # fmt: skip


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """A knowledge base that says next to nothing: one skill, no definition, no pay, no steps."""
    folder = tmp_path_factory.mktemp("bare")
    text = (
        "---\ntitle: Notes\npublisher: Us\nyear: 2025\n---\n\n"
        "# Skills\n\nA CISO needs these skills:\n\n- Patience\n"
    )
    (folder / "notes.md").write_text(text, "utf-8")
    engine = knowledge_engine(f"sqlite:///{folder / 'knowledge.db'}")
    build(engine, folder)
    return KnowledgeBase.load(engine)


@pytest.mark.parametrize("intent", sorted(KNOWLEDGE))
def test_what_an_editor_takes_out_of_the_sources_is_not_covered_and_breaks_nothing(
    intent: str, bare: KnowledgeBase, kb: KnowledgeBase
) -> None:
    _, before = answer(Question("ask_certifications"), turn(kb, DialogueState()))
    for thread in (DialogueState(), before):
        for question in (
            Question(intent),
            Question(
                intent,
                text="?",
                retrieval=found("gone#1"),
                ordinal=2,
                entities=("certification/cissp",),
            ),
        ):
            reply, _ = answer(question, replace(turn(bare, thread), reader=NothingLikely()))
            assert reply.text.strip()
            assert {fact.source.title for fact in reply.facts} <= {"Notes"}
            if not reply.facts and intent not in (
                "ask_offer",
                "ask_more",
                "ask_why",
                "select_item",
                "affirm",
                "deny",
                "out_of_scope",
            ):
                assert reply.topic == "not_covered"
