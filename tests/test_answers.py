"""Answers from the knowledge base alone: no model, no Rasa."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.answers import ANSWERS, answer, ask_which
from bot.answers.suggestions import QUESTIONS, TOPIC_OF
from bot.knowledge.build import build
from bot.knowledge.records import FactKind
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from bot.question import Found, Question, Thread
from bot.reply import TOPICS, Reply, amount, dated, plain

FACTUAL = sorted(set(QUESTIONS))


@pytest.mark.parametrize("intent", FACTUAL)
def test_an_answer_made_from_facts_ends_with_its_source_and_the_year(intent: str, kb: KnowledgeBase) -> None:
    reply, _ = answer(Question(intent), Thread(), kb)
    if intent in ("ask_about_duty", "ask_about_skill"):  # nothing was named
        assert reply.topic == "not_covered"
        return
    assert reply.topic == TOPIC_OF[intent]
    assert plain(reply).splitlines()[-1] == "Source: “What does a CISO do?”, Okta, facts of 2021"


@pytest.mark.parametrize("intent", sorted(ANSWERS))
def test_every_number_in_an_answer_stands_in_one_of_its_facts(intent: str, kb: KnowledgeBase) -> None:
    entities = [entity.id for entity in kb.entities]
    for named in [(), *((entity,) for entity in entities)]:
        reply, _ = answer(Question(intent, entities=named), Thread(), kb)
        told = {fact.id: fact for fact in kb.all_facts}
        known = " ".join(
            [fact.statement for fact in reply.facts]
            + [f"{told[f.id].label} {told[f.id].detail} {told[f.id].passage.text} {told[f.id].year}" for f in reply.facts if f.id in told]
            + [str(fact.source.year) for fact in reply.facts]
        )
        spoken = reply.text + " ".join(f"{item.text} {item.detail}" for item in reply.items) + reply.closing
        ages = {str(date.today().year - f.year) for f in kb.all_facts if f.year} if intent == "ask_figure_age" else set()
        steps = {str(n) for n in range(1, len(kb.facts(FactKind.STEP)) + 1)} if "step" in spoken.lower() else set()
        for number in re.findall(r"\d[\d,.]*\d|\d", spoken):
            assert number in known or number in ages | steps, f"{number} in: {spoken}"


def test_a_figure_older_than_two_years_says_so_and_a_fresh_one_does_not(kb: KnowledgeBase) -> None:
    average, top = kb.facts(FactKind.PAY)
    assert dated(average, date(2026, 1, 1)) == "A CISO earns an average base salary of $166,585 a year (as of 2021)."
    assert dated(average, date(2023, 12, 31)) == average.statement
    assert "2019" in dated(top, date(2026, 1, 1))
    assert "as of" not in dated(top, date(2026, 1, 1)), "the year stands in the sentence already"


def test_the_second_one_is_the_second_as_shown(kb: KnowledgeBase) -> None:
    listed, thread = answer(Question("ask_certifications"), Thread(), kb)
    for position, item in enumerate(listed.items, 1):
        reply, _ = answer(Question("select_item", ordinal=position), thread, kb)
        assert item.text.split(" ")[0] in reply.text
    last, _ = answer(Question("select_item", ordinal=-1), thread, kb)
    assert listed.items[-1].text in last.text


def test_a_refusal_does_not_break_the_thread(kb: KnowledgeBase) -> None:
    _, thread = answer(Question("ask_certifications"), Thread(), kb)
    _, after = answer(Question("out_of_scope"), thread, kb)
    assert after == thread


def test_going_back_gives_the_answer_that_was_given_in_its_place(kb: KnowledgeBase) -> None:
    thread, replies = Thread(), []
    for intent in ("ask_skills", "ask_salary", "ask_resources"):
        reply, thread = answer(Question(intent), thread, kb)
        replies.append(reply)
    back, thread = answer(Question("go_back"), thread, kb)
    assert back.text == replies[1].text
    back, thread = answer(Question("go_back"), thread, kb)
    assert back.text == replies[0].text
    back, thread = answer(Question("go_back"), thread, kb)
    assert back.topic == "smalltalk"


def test_asking_for_more_tells_each_passage_once_and_then_says_that_this_is_all(kb: KnowledgeBase) -> None:
    _, thread = answer(Question("ask_job_requirements"), Thread(), kb)
    seen: list[str] = []
    for _ in range(30):
        reply, thread = answer(Question("ask_more"), thread, kb)
        if not reply.facts:
            break
        assert reply.text not in seen
        seen.append(reply.text)
    assert reply.text == "That is all my sources say on it."
    assert len(seen) >= 4


def test_a_question_with_two_readings_is_asked_back_and_the_choice_is_remembered(kb: KnowledgeBase) -> None:
    unclear = Question("ask_experience", alternatives=("ask_education",))
    asked, thread = ask_which(unclear, Thread(), kb)
    assert asked.suggestions == ("How many years of experience does it take?", "Which degree do I need?")
    reply, thread = answer(Question("select_item", ordinal=2), thread, kb)
    assert reply.topic == "education"
    again, _ = ask_which(unclear, thread, kb)
    assert again.topic == "education"


def test_a_passage_that_is_only_near_is_said_to_be_only_near(kb: KnowledgeBase) -> None:
    hires = next(p for p in kb.passages if "hires" in p.text)
    sure, _ = answer(Question("ask_about_duty", passages=(Found(hires.id, 0.8, True),)), Thread(), kb)
    near, _ = answer(Question("ask_about_duty", passages=(Found(hires.id, 0.3),)), Thread(), kb)
    assert sure.text == f"What my sources say on that: {hires.text}"
    assert near.text.startswith("My sources don't put it in those words.")
    assert hires.text in near.text


def test_replies_and_threads_survive_the_way_through_rasa(kb: KnowledgeBase) -> None:
    thread = Thread()
    for intent in FACTUAL:
        reply, thread = answer(Question(intent, ordinal=1, years=3), thread, kb)
        assert Reply.from_dict(reply.to_dict()) == reply
        assert Thread.from_dict(thread.to_dict()) == thread


def test_topics_are_those_that_callers_are_promised() -> None:
    assert set(TOPICS) == {
        "role", "duties", "skills", "education", "experience", "certifications", "salary", "career_path", "resources",
        "advice", "smalltalk", "not_covered", "out_of_scope",
    }  # fmt: skip


def test_amounts_read_as_people_write_them(kb: KnowledgeBase) -> None:
    average = kb.facts(FactKind.PAY)[0].figure
    assert average is not None
    assert amount(average) == "$166,585 a year"
    assert amount(replace(average, high=170_000, unit="EUR/month")) == "€166,585 to €170,000 a month"
    years = kb.facts(FactKind.EXPERIENCE)[0].figure
    assert years is not None
    assert amount(years) == "7 to 10 years"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("what is the median salary", "My sources give no median figure."),
        ("lowest pay?", "My sources give no minimum figure."),
        ("how much did a CISO earn in 2019", "$420,000"),
        ("what did they earn in 2015", "My sources have no figure for 2015."),
    ],
)
def test_a_measure_or_year_that_the_sources_lack_is_said_to_be_missing(text: str, says: str, kb: KnowledgeBase) -> None:
    reply, _ = answer(Question("ask_salary", text=text), Thread(), kb)
    assert says in reply.text


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """A knowledge base that says next to nothing: one skill, no definition, no pay, no steps."""
    folder = tmp_path_factory.mktemp("bare")
    text = "---\ntitle: Notes\npublisher: Us\nyear: 2025\n---\n\n# Skills\n\nA CISO needs these skills:\n\n- Patience\n"
    (folder / "notes.md").write_text(text, "utf-8")
    engine = knowledge_engine(f"sqlite:///{folder / 'knowledge.db'}")
    build(engine, folder)
    return KnowledgeBase.load(engine)


@pytest.mark.parametrize("intent", sorted(ANSWERS))
def test_what_an_editor_takes_out_of_the_sources_is_not_covered_and_breaks_nothing(
    intent: str, bare: KnowledgeBase, kb: KnowledgeBase
) -> None:
    _, before = answer(Question("ask_certifications"), Thread(), kb)
    gone = (Found("gone#1", 0.9, True),)
    for thread in (Thread(), before):
        for question in (Question(intent), Question(intent, passages=gone, ordinal=2, entities=("certification/cissp",))):
            reply, _ = answer(question, thread, bare)
            assert reply.text.strip()
            assert {fact.source.title for fact in reply.facts} <= {"Notes"}
            if not reply.facts and intent not in ("ask_more", "ask_why", "select_item", "affirm", "deny", "out_of_scope"):
                assert reply.topic == "not_covered"
